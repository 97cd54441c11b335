"""Requests for a visit by what was answered and how old they are: a picture beside the board.

It counts the files that the board shows this person, with the same filters; so it tells of none
that the list does not have, and its years are those of the list.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from flask import Blueprint, request
from sqlalchemy import Connection, case, func, null, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.followup.visits import queries
from portal.followup.visits.queries import AGES, Filters, years_before
from portal.followup.visits.read_model import files
from portal.web import charts
from portal.web.accounts.access import current_actor, require
from portal.web.chart_files import Picture, alone
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.formats import number, short_day
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor

_c = files.c
bp = Blueprint("visitages", __name__, url_prefix="/visits")

ANSWERS: Final = (
    (lazy("No answer"), frozenset({"requested", "reminded", "informed"})),
    (lazy("Acknowledged, which is no answer"), frozenset({"acknowledged"})),
    (lazy("Accepted, or dates proposed or agreed"), frozenset({"accepted", "dates", "agreed"})),
    (lazy("Postponed, or deemed cancelled"), frozenset({"postponed", "deemed"})),
    (lazy("Declined or cancelled"), frozenset({"declined", "cancelled"})),
)
"""By where a file stands. An invitation, and what a holder let lapse, is no request."""
_ASKED: Final = frozenset().union(*(some for _, some in ANSWERS))


def drawn(asked: Filters) -> Picture | None:
    """Return the picture of the board as this person sees it; None where nothing is asked."""
    with engine().connect() as conn:
        found = _by_age(conn, current_actor(), asked, today())
    numbers = {key: count for key, count in found.items() if key[0] in _ASKED}
    if not numbers:
        return None
    figure = _figure(numbers)
    return Picture(
        name="visit-requests",
        figure=figure,
        drawing=charts.on_page(charts.columns(figure)),
        finding=charts.finding(figure),
    )


def _by_age(
    conn: Connection, actor: Actor, asked: Filters, on: date
) -> Mapping[tuple[str, int | None], int]:
    """Return how many files of the board stand where, by whole years without an answer.

    The years are the last of ``AGES`` that are over, or 0; None: no answer is awaited.
    """
    years = case(
        (_c.unanswered_on.is_(None), null()),
        *((_c.unanswered_on <= years_before(on, one), one) for one in reversed(AGES)),
        else_=0,
    )
    these = select(_c.status, years.label("years"), func.count())
    shown = these.where(*queries.on_board(actor, asked, on)).group_by(_c.status, "years")
    return {(status, age): number for status, age, number in conn.execute(shown).tuples()}


def _figure(numbers: Mapping[tuple[str, int | None], int]) -> Figure:
    ages: list[tuple[int | None, str, str]] = [
        *(
            (least, gettext("Years without an answer: %(years)s", years=said), short)
            for least, said, short in _bands()
        ),
        (None, gettext("No answer is awaited"), gettext("Answered")),
    ]
    return Figure(
        caption=gettext("Requests for a visit by answer and age"),
        about=gettext("Age"),
        columns=[str(said) for said, _ in ANSWERS],
        rows=[
            Row(
                label=label,
                short=short,
                values=[
                    sum(numbers.get((status, age), 0) for status in some) for _, some in ANSWERS
                ],
            )
            for age, label, short in ages
        ],
    )


def _bands() -> Iterator[tuple[int, str, str]]:
    """Yield the least whole years of each band, how it is called, and shorter."""
    for least, above in pairwise((0, *AGES)):
        most = above - 1
        said = number(least)
        if most > least:
            said = gettext("%(least)s to %(most)s", least=said, most=number(most))
        yield least, said, said
    last = number(AGES[-1])
    yield AGES[-1], gettext("%(least)s or more", least=last), f"{last}+"


@bp.get("/requests.svg")
@require(*queries.BOARD)
def svg() -> Response:
    one = drawn(queries.read(request.args))
    if one is None:
        raise NotFound
    return alone(one, f"{one.name}.svg", short_day(today()), public=False)
