"""Holders by gender, on the page of mandates in figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from portal.public.holders import counting
from portal.public.holders.counting import FEMALE, MALE, Known
from portal.stakeholders.registryfigures import course
from portal.web import charts, paging
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number
from portal.web.i18n.texts import gettext as _
from shared.reference import GENDERS, REGIONS, mandates

bp = Blueprint("holders", __name__)


def _holders() -> Mapping[str, Any] | None:
    """Return the figures of holders; None without the tables that they ask."""
    on = today()
    try:
        with engine().connect() as conn:
            held, lives = counting.held(conn, on), course.every(conn)
    except SQLAlchemyError:
        return None
    there = [one for one in mandates() if one not in lives or lives[one].on(on)]
    found = counting.women(held, there)
    years = counting.by_year(held, on)
    rows = {
        year: [of[FEMALE], of[MALE], of.total() - of[FEMALE] - of[MALE]]
        for year, of in years.items()
    }
    figure = _figure([_(GENDERS[FEMALE]), _(GENDERS[MALE]), _("Other, or not known")], rows)
    drawn = _figure(figure.columns[:2], {year: values[:2] for year, values in rows.items()})
    drawing = charts.lines(drawn)
    return {
        "figure": figure,
        "drawing": charts.on_page(drawing),
        "finding": _finding(drawn),
        "regions": _regions(counting.by_region(held, on)),
        "women": found,
        "of": len(there),
        "never": paging.part(_in_order(found.never), "never", paging.asked),
        "unknown": paging.part(_in_order(found.unknown), "unknown", paging.asked),
        "name": names.mandate,
    }


def _figure(columns: Sequence[str], rows: Mapping[int, Sequence[int]]) -> Figure:
    return Figure(
        caption=_("Seats held at the end of each year, by gender"),
        about=_("Year"),
        columns=columns,
        rows=[Row(label=str(year), values=values) for year, values in rows.items()],
    )


def _regions(counts: Mapping[str | None, int]) -> Figure:
    words: dict[str | None, str] = {code: _(group) for code, group in REGIONS.items()}
    words |= {"": _("No regional group"), None: _("Not recorded")}
    return Figure(
        caption=_("Seats held today, by regional group"),
        about=_("Regional group"),
        columns=[_("Seats")],
        rows=[
            Row(label=said, values=[counts.get(code, 0)])
            for code, said in words.items()
            if code or counts.get(code)
        ],
    )


def _finding(figure: Figure) -> str:
    if not figure.rows:
        return ""
    last = figure.rows[-1]
    said = [
        _("%(what)s: %(number)s", what=column, number=number(value or 0))
        for column, value in zip(figure.columns, last.values, strict=True)
    ]
    return listed([last.label, *said])


def _in_order(some: Sequence[Known]) -> list[Known]:
    by_mandate = {one.mandate: one for one in some}
    return [by_mandate[one] for one in names.in_order(by_mandate, "mandates")]


@bp.app_context_processor
def _in_templates() -> dict[str, object]:
    return {"holders_by_gender": _holders}
