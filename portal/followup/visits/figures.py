"""Country visits in figures, for who reads visit files: the charts of section E.12."""

from collections.abc import Mapping

from flask import Blueprint
from sqlalchemy import Connection, func, select

from portal.followup.invitations.words import group
from portal.followup.visits import counting, queries, words
from portal.followup.visits.read_model import files
from portal.web import charts, htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor
from shared.reference import REGIONS

bp = Blueprint("visitfigures", __name__, url_prefix="/visits/figures")

_STEPS: Mapping[str, str] = {
    "requested": lazy("A visit was requested"),
    "answered": lazy("The Government answered"),
    "accepted": lazy("It accepted the visit, or invited"),
    "dated": lazy("Dates were agreed"),
    "held": lazy("The visit was held"),
}


@bp.get("")
@require(*queries.READERS)
def index() -> str:
    actor, on = current_actor(), today()
    with engine().connect() as conn:
        counted = _files(conn, actor)
        funnel = _funnel(counting.funnel(conn, actor, on))
        ages = _ages(counting.ages(conn, actor, on))
        held = _held(counting.held(conn, actor, on))
        reported = _reported(counting.reported(conn, actor, on))
        postponed = _postponed(counting.postponed(conn, actor))
    return htmx.render(
        "visits/figures.html",
        block="content",
        counted=counted,
        funnel=funnel,
        ages=ages,
        held=held,
        drawing=charts.on_page(charts.columns(held)),
        finding=charts.finding(held),
        reported=reported,
        postponed=postponed,
    )


def _files(conn: Connection, actor: Actor) -> int:
    these = select(func.count()).select_from(files).where(queries.visible(actor))
    return conn.scalar(these.where(files.c.status != "none")) or 0


def _funnel(found: Mapping[str, int]) -> Figure:
    return Figure(
        caption=gettext("From a request to a visit"),
        about=gettext("How far it came"),
        columns=[gettext("Visit files")],
        rows=[Row(label=str(word), values=[found[step]]) for step, word in _STEPS.items()],
    )


def _ages(found: Mapping[int, int]) -> Figure:
    return Figure(
        caption=gettext("Requests without an answer, by age"),
        about=gettext("Unanswered for"),
        columns=[gettext("Visit files")],
        rows=[Row(label=_band(years), values=[count]) for years, count in found.items()],
    )


def _band(years: int) -> str:
    """Return the whole years of a band; the last one has no end."""
    after = [one for one in queries.AGES if one > years]
    if not after:
        return words.at_least(years)
    if years == 0:
        return words.unanswered(0)
    if after[0] == years + 1:
        return words.unanswered(years)
    return gettext(
        "Unanswered for %(least)s years or more, and for less than %(most)s",
        least=number(years),
        most=number(after[0]),
    )


def _held(found: Mapping[tuple[int, str], int]) -> Figure:
    """Each year from the first with a visit to the last, with every region.

    Observer States are in none of them, and have a column where one of them was visited.
    """
    years = [year for year, _ in found]
    groups = [*REGIONS, *sorted({code for _, code in found} - REGIONS.keys())]
    return Figure(
        caption=gettext("Visits held, by year and region"),
        about=gettext("Year of the first day"),
        columns=[group(code) for code in groups],
        rows=[
            Row(
                label=str(year),
                short=str(year),
                values=[found.get((year, code), 0) for code in groups],
            )
            for year in range(min(years), max(years) + 1)
        ]
        if years
        else [],
    )


def _reported(found: Mapping[int | None, int]) -> Figure:
    return Figure(
        caption=gettext("From the last day of a visit to its report"),
        about=gettext("Whole months until it was published"),
        columns=[gettext("Visits")],
        rows=[Row(label=_months(months), values=[count]) for months, count in found.items()],
    )


def _months(least: int | None) -> str:
    if least is None:
        return gettext("Not published yet")
    after = next((one for one in counting.MONTHS if one > least), None)
    if after is None:
        return gettext("%(least)s or more", least=number(least))
    return gettext("%(least)s to %(most)s", least=number(least), most=number(after - 1))


def _postponed(found: Mapping[str, int]) -> Figure:
    return Figure(
        caption=gettext("Postponements, by the side that asked"),
        about=gettext("Side"),
        columns=[gettext("Postponements")],
        rows=[
            Row(label=str(word), values=[found.get(side, 0)]) for side, word in words.SIDES.items()
        ],
    )
