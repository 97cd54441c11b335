"""Times: the durations of a year's letters, step by step, on a page and as a file.

They are computed only from the letters that the reader may see (web/policy.py): however few they
are, no figure reveals a letter that the matrix hides. So two people may read different figures of
one year, and the page says of which letters they are.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.letters.documents import pace
from portal.oversight.times.figures import Times, in_words, times
from portal.web import htmx
from portal.web.accounts import acts
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
from shared.core.geneva import day_of, start_of
from shared.core.roles import Role
from shared.reference import COMMUNICATION_TYPES

bp = Blueprint("times", __name__, url_prefix="/times")

READERS = (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)
_COLUMNS = ("year", "type", "step", "letters", "median_hours", "slowest_tenth_hours")


@bp.get("")
@require(*READERS)
def index() -> str:
    year, years, found = _asked()
    return htmx.render(
        "times/index.html",
        block="content",
        year=year,
        years=years,
        times=found,
        every=current_account().has(Role.CHIEF, Role.QUICK_RESPONSE_DESK),
        type_name=lambda code: names.word(COMMUNICATION_TYPES[code]),
        in_words=in_words,
    )


@bp.get("/times.csv")
@require(*READERS)
@fresh(lazy("download the times of the work"))
def export() -> Response:
    """Counts and hours only, of no letter and no person; that it was taken is on record (R14)."""
    year, _, found = _asked()
    acts.exported("times")
    return Response(
        _csv(year, found),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="times-{year}.csv"'},
    )


def _asked() -> tuple[int, list[int], list[Times]]:
    """Return the year that was asked for, else this one, all that may be, and the year's times.

    Years are Geneva's, as those of the letters' numbers are.
    """
    actor, this = current_actor(), today().year
    year = request.args.get("year", this, type=int)
    with engine().connect() as conn:
        first = pace.begun(conn, actor)
        years = list(range(this, (day_of(first).year if first else this) - 1, -1))
        if year not in years:
            raise NotFound
        ways = pace.ways(conn, actor, since=_beginning(year), until=_beginning(year + 1))
    return year, years, times(ways)


def _beginning(year: int) -> datetime:
    return start_of(date(year, 1, 1))


def _csv(year: int, found: list[Times]) -> Iterator[str]:
    yield _line(_COLUMNS)
    for one in found:
        for step in one.steps:
            yield _line((year, one.type, step.code, step.letters, step.median, step.slowest))


def _line(cells: tuple[object, ...]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # RFC 4180
    return out.getvalue()
