"""Recommendations in figures: the charts of section F.9, each with its numbers as a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request
from sqlalchemy import and_

from portal.followup.figures import counting
from portal.followup.figures.counting import (
    BANDS,
    EVERY,
    LATER,
    MECHANISM,
    NEVER,
    NONE,
    OTHER,
    SAME,
)
from portal.followup.recommendations import narrowing, words
from portal.followup.recommendations.sight import READERS, visible
from portal.web import charts, htmx
from portal.web.accounts.access import current_actor, require
from portal.web.charts import Drawing
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.texts import gettext, lazy
from shared.reference.schemes import COUNTS, SCHEMES, USUAL, counts_as, current
from shared.reference.themes import THEMES

bp = Blueprint("recommendationfigures", __name__, url_prefix="/recommendations/figures")

_NARROWS: Final[Sequence[str]] = ("state", "mandate", "year", "theme")
_REPEATS: Final = {
    SAME: lazy("One of the same mandate"),
    OTHER: lazy("One of another mandate"),
    MECHANISM: lazy("One of another mechanism"),
}
_ACTED: Final = {
    BANDS[0]: lazy("Within half a year"),
    BANDS[1]: lazy("Within a year"),
    BANDS[2]: lazy("Within two years"),
    LATER: lazy("After more than two years"),
    NEVER: lazy("No action is published"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    figure: Figure
    finding: str
    drawing: Drawing


@bp.get("")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    narrowed = narrowing.asked_for(request.args)
    asked = {kind: narrowed[kind] for kind in _NARROWS if kind in narrowed}
    scheme = _scheme(request.args.get("scheme", ""))
    where = and_(visible(actor), narrowing.which(actor, asked))
    with engine().connect() as conn:
        number = counting.number(conn, where)
        graded = counting.by_year(conn, actor, where, scheme)
        themed = counting.by_theme(conn, actor, where, scheme)
        information = counting.by_provider(conn, actor, where)
        repeats = counting.repeated(conn, where, visible(actor))
        acted = counting.acted(conn, where, number)
        there = narrowing.seen_by(conn, actor)
    return htmx.render(
        "recommendationfigures/index.html",
        block="content",
        asked=asked,
        choices=words.narrowing(there, asked),
        schemes={code: words.scheme(code) for code in current("recommendation")}
        | {EVERY: gettext("All schemes together")},
        scheme=scheme,
        together=_together() if scheme == EVERY else [],
        number=number,
        graded=_drawn(_graded(graded, scheme), charts.columns),
        themed=_drawn(_themed(themed, scheme), charts.heat),
        information=_counted(
            gettext("Information, by kind of provider"),
            gettext("Kind"),
            gettext("Pieces of information"),
            {words.provider(code): information.get(code, 0) for code in words.PROVIDERS},
        ),
        repeats=_counted(
            gettext("Recommendations that repeat another"),
            gettext("What is repeated"),
            gettext("Repeats"),
            {str(word): repeats[code] for code, word in _REPEATS.items()},
        ),
        acted=_counted(
            gettext("Time to the first action"),
            gettext("First action"),
            gettext("Recommendations"),
            {str(word): acted[band] for band, word in _ACTED.items()},
        ),
    )


def _scheme(asked: str) -> str:
    return asked if asked == EVERY or asked in current("recommendation") else USUAL.code


def _values(scheme: str) -> Mapping[str, str]:
    """Return the grades of a scheme, each in words; of all schemes what they count as."""
    if scheme == EVERY:
        return {code: words.counts_as(code) for code in COUNTS}
    return {value: words.grade(scheme, value) for value in SCHEMES[scheme].values}


def _together() -> list[tuple[str, list[str]]]:
    """Return which grades of which scheme count as what."""
    schemes = [SCHEMES[code] for code in current("recommendation")]
    return [
        (
            words.counts_as(one),
            [
                words.scheme_and_grade(scheme.code, value)
                for scheme in schemes
                for value in scheme.values
                if counts_as(scheme.code, value) == one
            ],
        )
        for one in COUNTS
    ]


def _drawn(figure: Figure, draw: Callable[[Figure], Drawing]) -> Picture:
    told = charts.apart(figure) if draw is charts.heat else figure
    return Picture(
        figure=figure,
        finding=charts.finding(told, together=draw is charts.columns),
        drawing=charts.on_page(draw(figure)),
    )


def _graded(found: Mapping[int, Mapping[str, int]], scheme: str) -> Figure:
    """Each year from the first with a grade to the last."""
    return Figure(
        caption=gettext("Grades by year"),
        about=gettext("Year"),
        columns=[*_values(scheme).values()],
        rows=[
            Row(
                label=str(year),
                short=str(year),
                values=[found.get(year, {}).get(value, 0) for value in _values(scheme)],
            )
            for year in range(min(found), max(found) + 1)
        ]
        if found
        else [],
    )


def _themed(found: Mapping[str, Mapping[str, int]], scheme: str) -> Figure:
    columns = [*_values(scheme).items()]
    columns.append((NONE, gettext("No grade that you may see")))
    return Figure(
        caption=gettext("Last grades by theme"),
        about=gettext("Theme"),
        columns=[word for _, word in columns],
        rows=[
            Row(
                label=words.tag("theme", theme),
                values=[found[theme].get(value, 0) for value, _ in columns],
            )
            for theme in THEMES
            if theme in found
        ],
    )


def _counted(caption: str, about: str, column: str, numbers: Mapping[str, int]) -> Figure:
    return Figure(
        caption=caption,
        about=about,
        columns=[column],
        rows=[Row(label=label, values=[value]) for label, value in numbers.items()],
    )
