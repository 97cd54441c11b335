"""Letters to each regional group by month, and where they add up to more than usual."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound

from portal.committee.coverage import words as coverage
from portal.committee.warning import counts, testing
from portal.committee.warning.queries import RULES_FOR
from portal.letters.communications.tables import letters
from portal.web import charts, htmx
from portal.web.accounts.access import current_actor, require
from portal.web.charts import Drawing
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.formats import listed, long_month
from portal.web.i18n.texts import gettext
from shared.core.geneva import day_of
from shared.reference.coverage import GROUPS, OBSERVING, covered
from shared.reference.early_warning_months import Month, followed

bp = Blueprint("warningregions", __name__, url_prefix="/early-warning/regions")

SHOWN: Final = 24
"""Months of a picture."""
_FEW: Final = 6  # months that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """``told``: whether something adds up, in a sentence."""

    code: str
    figure: Figure
    drawing: Drawing
    told: str
    above: bool


@bp.get("")
@require(*RULES_FOR)
def index() -> str:
    """Every letter counts, so who reads some of them without reprisals has no such page (R15)."""
    if not testing.sees_all(current_actor()):
        raise NotFound
    with engine().connect() as conn:
        months, numbers = by_month(conn, today())
    return htmx.render(
        "warning/regions.html",
        block="content",
        regions=[_region(code, months, followed(some)) for code, some in numbers.items()],
        months=len(months),
    )


def by_month(conn: Connection, on: date) -> tuple[list[date], Mapping[str, Sequence[int]]]:
    """Return the whole months since the first letter, and the letters of each to each group."""
    found: Counter[tuple[str, date]] = Counter()
    c = letters.c
    groups = covered()
    rows = conn.execute(select(c.recipient, c.transmitted_at).where(c.transmitted_at.is_not(None)))
    for recipient, at in rows:
        if recipient in groups:
            found[groups[recipient], day_of(at).replace(day=1)] += 1
    for one in counts.past(conn):
        if one.state in groups and one.day.replace(day=1) <= on:
            found[groups[one.state], one.day.replace(day=1)] += 1
    first = min((month for _, month in found), default=on.replace(day=1))
    months = _between(first, on.replace(day=1))
    return months, {
        group: [found[group, month] for month in months] for group in GROUPS if group != OBSERVING
    }


def _between(first: date, end: date) -> list[date]:
    months: list[date] = []
    while first < end:
        months.append(first)
        years, month = divmod(first.month, 12)
        first = date(first.year + years, month + 1, 1)
    return months


def _region(code: str, months: Sequence[date], found: Sequence[Month]) -> Region:
    shown = list(zip(months, found, strict=True))[-SHOWN:]
    figure = Figure(
        caption=coverage.group(code),
        about=gettext("Month"),
        columns=[gettext("Letters"), gettext("Usual")],
        rows=[
            Row(
                label=_named(month),
                short=f"{month:%m/%y}",
                values=[one.number, None if one.usual is None else round(one.usual)],
            )
            for month, one in shown
        ],
    )
    above = [month for month, one in shown if one.above]
    return Region(
        code=code,
        figure=figure,
        drawing=charts.on_page(charts.lines(figure)),
        told=_told(above, now=bool(shown) and shown[-1][1].above),
        above=bool(above),
    )


def _told(above: Sequence[date], *, now: bool) -> str:
    if not above:
        return gettext("Nothing adds up to more than usual.")
    named = listed(map(_named, above[-_FEW:]))
    if len(above) > _FEW:
        return gettext("More than usual adds up, the last times in %(months)s.", months=named)
    if now:
        return gettext("More than usual adds up now: %(months)s.", months=named)
    return gettext("More than usual added up in %(months)s.", months=named)


def _named(month: date) -> str:
    return long_month(month.year, month.month)
