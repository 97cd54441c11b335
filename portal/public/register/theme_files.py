"""The grid of themes, a theme, and a State's recommendations by theme as files.

CSV, a picture that stands alone, and PDF. Each number has the address of the list that it counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from flask import Response, url_for
from pydantic_core import to_json
from werkzeug.exceptions import NotFound

from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, direction, heading
from portal.letters.documents.typesetting import NotSet
from portal.letters.documents.words import WORDS
from portal.public.register import events, profile, tagged, themed, words
from portal.public.register.counted import as_svg, filters_of
from portal.public.register.exports import kept
from portal.public.register.themed import Grid, Report, Themed, bp
from portal.web import charts
from portal.web.accounts.access import public
from portal.web.chart_files import Picture
from portal.web.context import settings, today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.asked import in_every_language, in_other_languages
from portal.web.i18n.formats import number, short_day
from portal.web.i18n.texts import gettext, language, pgettext
from portal.web.sheet import CSV, as_asked, line
from shared.core.geneva import start_of

__all__ = ["bp"]  # with all the views that are on it

_DRAWN: Final = 20
"""States in the picture of the grid: those with the highest numbers."""
_kept = anybody.Kept(most=16)  # the same file is set once a day


@bp.get("/themes.csv")
@public
@in_other_languages
def themes_csv() -> Response:
    grid = themed.grid_asked()
    titles = [gettext("State"), pgettext("statistics", "Code"), *grid.figure.columns]
    lines: list[Sequence[object]] = [
        [*titles, gettext("Address")],
        *([row.label, row.short, *row.values, _of_state(row.short)] for row in grid.figure.rows),
    ]
    parts = ["themes", grid.count, today().isoformat(), *_filed(themed.address_of(grid))]
    return _csv(lines, "-".join(parts))


@bp.get("/themes.svg")
@public
@in_other_languages
def themes_svg() -> Response:
    grid = themed.grid_asked()
    rows = sorted(grid.figure.rows, key=lambda row: -sum(value or 0 for value in row.values))
    shown = replace(grid.figure, rows=rows[:_DRAWN])
    drawing = replace(charts.heat(shown), left_out=len(rows) - len(shown.rows))
    one = Picture(
        name="themes",
        figure=shown,
        drawing=charts.on_page(drawing),
        finding=charts.finding(charts.apart(shown), together=False),
    )
    return as_svg(one, filters_of(grid.asked), f"themes-{grid.count}.svg")


@bp.get("/themes.pdf")
@public
@in_every_language
def themes_pdf() -> Response:
    grid = themed.grid_asked()
    laid = _laid_out(grid.figure.caption, [*_about(filters_of(grid.asked)), *_of_grid(grid)])
    return _pdf(laid, f"themes-{grid.count}", themed.page_of_grid)


@bp.get("/themes/<code>.csv")
@public
@in_other_languages
def theme_csv(code: str) -> Response:
    found = themed.themed(code)
    lines = [
        [
            gettext("Part"), gettext("Title"), pgettext("statistics", "Code"), gettext("Letters"),
            gettext("Statements"), gettext("Recommendations"), gettext("Reprisal cases"),
            gettext("Address"),
        ],
        *_lines(found),
    ]  # fmt: skip
    return _csv(lines, f"theme-{code}-{today().isoformat()}")


@bp.get("/themes/<code>.svg")
@public
@in_other_languages
def theme_svg(code: str) -> Response:
    found = themed.themed(code)
    one = Picture(
        name="trend",
        figure=found.trend,
        drawing=charts.on_page(charts.lines(found.trend)),
        finding=charts.finding(found.trend, together=False),
    )
    return as_svg(one, [words.theme(code)], f"theme-{code}.svg")


@bp.get("/themes/<code>.pdf")
@public
@in_every_language
def theme_pdf(code: str) -> Response:
    found = themed.themed(code)
    laid = _laid_out(words.theme(code), [*_about([]), *_of_theme(found)])
    return _pdf(laid, f"theme-{code}", lambda why: themed.page_of_theme(code, why))


@bp.get("/states/<code>/themes.csv")
@public
@in_other_languages
def state_themes_csv(code: str) -> Response:
    figure = _of_recommendations(code)
    address = url_for("register.recommendations", state=code, _external=True)
    lines: list[Sequence[object]] = [
        [figure.about, *figure.columns, gettext("Address")],
        *([row.label, *row.values, address] for row in figure.rows),
    ]
    return _csv(lines, f"recommendations-by-theme-{code}-{today().isoformat()}")


@bp.get("/states/<code>/themes.svg")
@public
@in_other_languages
def state_themes_svg(code: str) -> Response:
    figure = _of_recommendations(code)
    one = Picture(
        name="themes",
        figure=figure,
        drawing=charts.on_page(charts.bars(figure)),
        finding=charts.finding(figure, together=False),
    )
    return as_svg(one, [words.recipient(code)], f"recommendations-by-theme-{code}.svg")


def _of_recommendations(code: str) -> Figure:
    if not words.is_state(code):
        raise NotFound
    with engine().connect() as conn:
        every = events.of_state(conn, code)
        own = tagged.of_these(conn, events.recommended(every))
    return profile.theme_figure(profile.by_theme(every, own))


def _lines(found: Themed) -> Iterable[Sequence[object]]:
    for code, letters, statements in found.mandates:
        of = [words.mandate(code), code, letters, statements]
        yield [gettext("Mandates concerned"), *of, "", "", _of_mandate(code)]
    for row in found.trend.rows:
        at = url_for("register.index", theme=found.code, year=row.label, _external=True)
        yield [found.trend.caption, row.label, "", *row.values, "", "", at]
    for code, letters in found.states:
        at = url_for("register.index", theme=found.code, state=code, _external=True)
        yield [gettext("Letters by State"), words.recipient(code), code, letters, "", "", "", at]
    for code, recommended in found.recommendations:
        at = url_for("register.recommendations", state=code, _external=True)
        part = gettext("Recommendations by State")
        yield [part, words.recipient(code), code, "", "", recommended, "", at]
    for code, published in found.reprisals:
        at = url_for("publicreprisals.index", state=code, _external=True)
        part = str(words.EVENTS["reprisal"])
        yield [part, words.recipient(code), code, "", "", "", published, at]
    for one in found.reports:
        at = url_for("mandates.show", mandate=one.mandate, _external=True)
        yield [gettext("Thematic reports"), _report(one), one.mandate, "", "", "", "", at]


def _of_grid(grid: Grid) -> Iterable[Block]:
    spoken = language().code
    for row in grid.figure.rows:
        yield block([row.label, _numbers(grid.figure, row), _of_state(row.short)], spoken)


def _of_theme(found: Themed) -> Iterable[Block]:
    spoken = language().code
    yield heading(gettext("Mandates concerned"), spoken)
    for code, letters, statements in found.mandates:
        said = _counted(letters, statements)
        yield block([words.mandate(code), said, _of_mandate(code)], spoken)
    if found.trend.rows:
        yield heading(found.trend.caption, spoken)
        yield block(
            [f"{row.label}: {_numbers(found.trend, row)}" for row in found.trend.rows], spoken
        )
    if found.states:
        yield heading(gettext("Letters by State"), spoken)
        yield block(
            [f"{words.recipient(code)}: {number(letters)}" for code, letters in found.states],
            spoken,
        )
    if found.reports:
        yield heading(gettext("Thematic reports"), spoken)
        yield block([_report(one) for one in found.reports], spoken)
    if found.recommendations:
        yield heading(gettext("Recommendations by State"), spoken)
        some = [f"{words.recipient(code)}: {number(of)}" for code, of in found.recommendations]
        yield block([*some, words.of_tags()], spoken)
    if found.reprisals:
        yield heading(str(words.EVENTS["reprisal"]), spoken)
        told = [f"{words.recipient(code)}: {number(of)}" for code, of in found.reprisals]
        yield block(told, spoken)


def _report(one: Report) -> str:
    return "; ".join((one.symbol, words.acronym(one.mandate), one.kind, one.session))


def _counted(letters: int, statements: int) -> str:
    pairs = ((gettext("Letters"), letters), (gettext("Statements"), statements))
    return "; ".join(f"{label}: {number(of)}" for label, of in pairs)


def _numbers(figure: Figure, row: Row) -> str:
    """Return what there is of a row; what is 0 is left out."""
    pairs = zip(figure.columns, row.values, strict=True)
    return "; ".join(f"{column}: {number(value)}" for column, value in pairs if value)


def _about(filters: Sequence[str]) -> Iterable[Block]:
    on = gettext("Published as of %(day)s", day=short_day(today()))
    source = gettext("Public register of the Special Procedures")
    yield block(
        [on, *filters, f"{source}: {url_for('register.index', _external=True)}"], language().code
    )


def _of_state(code: str) -> str:
    if words.is_state(code):
        return url_for("register.state", code=code, _external=True)
    return url_for("register.index", state=code, _external=True)


def _of_mandate(code: str) -> str:
    return url_for("register.mandate", code=code, _external=True)


def _filed(address: dict[str, str]) -> list[str]:
    return [f"{name}-{value}" for name, value in address.items() if name != "count"]


def _csv(lines: Sequence[Sequence[object]], name: str) -> Response:
    return kept(as_asked(line(one) for one in lines), CSV, f"{name}.csv")


def _laid_out(title: str, blocks: Sequence[Block]) -> dict[str, Any]:
    spoken = language().code
    frame = WORDS.get(spoken, WORDS["en"])
    return {
        "title": title,
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None,
        "date": frame.day(today()),
        "mandates_label": frame.mandates,
        "signed": [],
        "blocks": list(blocks),
        "at": int(datetime.timestamp(start_of(today()))),
    }


def _pdf(laid: dict[str, Any], name: str, page: Any) -> Response:
    key = sha256(to_json(laid)).digest()
    try:
        made = _kept.pressed(key, lambda: laid, settings().font_directories)
    except NotSet as no:
        return anybody.later(page(no.sentence))
    answer = Response(made, content_type="application/pdf")
    file = f"{name}-{today().isoformat()}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
