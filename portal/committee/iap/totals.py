"""Totals of the internal advisory procedure: public, in bands, of whole years that are over (D.5).

Only a procedure whose outcome was told counts, in the year of the telling: what was not taken up,
was taken back or goes on is in no number, so that nobody whom it may concern learns of one.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from flask import Blueprint
from sqlalchemy import Connection, select

from portal.committee.iap import words
from portal.committee.iap.read_model import procedures
from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from shared.core.geneva import day_of
from shared.reference.early_warning import band, most_of
from shared.reference.iap import CATEGORIES

bp = Blueprint("iaptotals", __name__, url_prefix="/committee/public-advisory-procedures")

_FEW: Final = 4
"""Below it a number does not exist (SD2), and nought is no number either."""


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        some = told(conn)
    return htmx.render(
        "iap/totals.html",
        block="content",
        years=by_year(some, today()),
        categories=[words.CATEGORIES[one] for one in CATEGORIES],
    )


def told(conn: Connection) -> list[tuple[str, date]]:
    """Return category and day of each outcome that was told."""
    c = procedures.c
    these = select(c.category, c.ended_at).where(
        c.stage == "told", c.category.is_not(None), c.ended_at.is_not(None)
    )
    return [(row.category, day_of(row.ended_at)) for row in conn.execute(these)]


def by_year(some: Iterable[tuple[str, date]], on: date) -> list[tuple[str, list[str]]]:
    """Return each year that is over, the newest first, with the number of each category in words.

    From the first year with a number on no year is left out. Where the table began with the first
    outcome, its first row would tell that there was one.
    """
    counts = Counter((on_day.year, category) for category, on_day in some if on_day.year < on.year)
    first = min((year for (year, _), count in counts.items() if count >= _FEW), default=on.year)
    return [
        (str(year), [said(counts[year, category]) for category in CATEGORIES])
        for year in range(on.year - 1, first - 1, -1)
    ]


def said(count: int) -> str:
    """Return a number as everybody reads it: its band."""
    if count < _FEW:
        return gettext("Fewer than %(number)s", number=number(_FEW))
    least = band(count)
    most = most_of(least)
    if most is None:
        return gettext("%(least)s or more", least=number(least))
    return gettext("%(least)s to %(most)s", least=number(least), most=number(most))
