"""Themes: the grid of themes by State, and the page of each theme. All of it is public."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask import request
from sqlalchemy import Connection
from sqlalchemy import Row as Row_
from werkzeug.exceptions import NotFound

from portal.committee.reports import queries as owed
from portal.committee.reports import said
from portal.followup.reprisal_entries import queries as reprisals
from portal.public.register import profile, tagged, words
from portal.public.register.asked import address_of_counted, counted, reading
from portal.public.register.sharing import bp
from portal.public.register.statistics import Asked, choices, letters_of, statements_of
from portal.web import charts, htmx, paging
from portal.web.accounts.access import public
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import gettext, lazy
from shared.reference import REGIONS
from shared.reference.themes import THEMES, themes_of

__all__ = ["bp"]  # with all the views that are on it

_STATES = 50
COUNTS: Final = MappingProxyType(
    {
        "letters": lazy("Letters"),
        "answered": lazy("Letters answered in substance"),
        "statements": lazy("Statements"),
        "recommendations": lazy("Recommendations"),
    }
)
"""What a cell of the grid can count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """``years``: of which there is something."""

    asked: Asked
    count: str
    figure: Figure
    years: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``session``: that it was for, in words."""

    symbol: str
    mandate: str
    kind: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Themed:
    """``mandates``: with their letters and statements; ``states``: with their letters.

    ``recommendations``: the States to which they went, with how many. ``reports``: published ones
    of these mandates on no State. ``reprisals``: published cases that name them, by State.
    """

    code: str
    mandates: Sequence[tuple[str, int, int]]
    trend: Figure
    states: Sequence[tuple[str, int]]
    recommendations: Sequence[tuple[str, int]]
    reports: Sequence[Report]
    reprisals: Sequence[tuple[str, int]]


@bp.get("/themes")
@public
@in_every_language
def themes() -> str:
    return page_of_grid()


@bp.get("/themes/<code>")
@public
@in_every_language
def theme(code: str) -> str:
    return page_of_theme(code)


def page_of_grid(not_set: object = None) -> str:
    """``not_set``: why there is no PDF of it now."""
    grid = grid_asked()
    return htmx.render(
        "register/themes.html",
        block="content",
        asked=grid.asked,
        count=grid.count,
        counts=COUNTS.items(),
        figure=grid.figure,
        rows=paging.part(grid.figure.rows, "states", paging.asked, size=_STATES),
        themes=THEMES,
        years=grid.years,
        regions=[(code, names.word(said)) for code, said in REGIONS.items()],
        address=address_of(grid),
        reading=reading(),
        not_set=not_set,
    )


def page_of_theme(code: str, not_set: object = None) -> str:
    found = themed(code)
    return htmx.render(
        "register/theme.html",
        block="content",
        code=code,
        mandates=found.mandates,
        trend=found.trend,
        drawing=charts.on_page(charts.lines(found.trend)),
        finding=charts.finding(found.trend, together=False),
        states=paging.part(found.states, "states", paging.asked, size=_STATES),
        reports=paging.part(found.reports, "reports", paging.asked, size=_STATES),
        reprisals=paging.part(found.reprisals, "reprisals", paging.asked, size=_STATES),
        recommendations=paging.part(
            found.recommendations, "recommendations", paging.asked, size=_STATES
        ),
        reading=reading(),
        not_set=not_set,
    )


def grid_asked() -> Grid:
    """Return the grid that the address asks for."""
    asked, count = counted(), request.args.get("count", "")
    count = count if count in COUNTS else "letters"
    with engine().connect() as conn:
        found = _grid(conn, asked, count)
        years = choices(conn).years
    return Grid(asked=asked, count=count, figure=_figure(found, str(COUNTS[count])), years=years)


def address_of(grid: Grid) -> dict[str, str]:
    """Return the parameters of a grid, for links that keep them."""
    count = {} if grid.count == "letters" else {"count": grid.count}
    return {**address_of_counted(grid.asked), **count}


def themed(code: str) -> Themed:
    if code not in THEMES:
        raise NotFound
    of = frozenset(THEMES[code].mandates)
    with engine().connect() as conn:
        sent = [one for one in letters_of(conn, Asked()) if not of.isdisjoint(one.mandates)]
        stated = [one for one in statements_of(conn, Asked()) if not of.isdisjoint(one.mandates)]
        recommended = tagged.by_state(conn, code)
        reports = [_report(row) for row in conn.execute(owed.thematic_of(of))]
        told = reprisals.by_state(conn, of)
    letters = Counter(one for letter in sent for one in letter.mandates)
    statements = Counter(one for statement in stated for one in statement.mandates)
    states = Counter(one.recipient for one in sent)
    return Themed(
        code=code,
        mandates=[
            (one, letters[one], statements[one])
            for one in names.in_order(THEMES[code].mandates, "mandates")
        ],
        trend=profile.trend_figure(
            Counter(one.year for one in sent), Counter(one.year for one in stated)
        ),
        states=names.in_order(states.items(), "states"),
        recommendations=names.in_order(recommended.items(), "states"),
        reports=reports,
        reprisals=names.in_order(told.items(), "states"),
    )


def _report(row: Row_[Any]) -> Report:
    return Report(
        symbol=row.symbol,
        mandate=row.mandate,
        kind=str(said.KINDS[row.kind]),
        session=said.of_session(row.body, row.number),
    )


def _grid(conn: Connection, asked: Asked, count: str) -> Mapping[str, Counter[str]]:
    """Return by State how much there is of each theme. What is of several is in each."""
    if count == "recommendations":
        return tagged.grid(conn, asked)
    found: dict[str, Counter[str]] = {}
    if count == "statements":
        for one in statements_of(conn, asked):
            for code in filter(asked.has, one.states):
                found.setdefault(code, Counter()).update(themes_of(one.mandates))
        return found
    for sent in letters_of(conn, asked):
        if count == "letters" or sent.days_to_reply is not None:
            found.setdefault(sent.recipient, Counter()).update(themes_of(sent.mandates))
    return found


def _figure(grid: Mapping[str, Counter[str]], counted_: str) -> Figure:
    """Return a column for each theme of which there is something."""
    themes_ = [one for one in THEMES if any(of[one] for of in grid.values())]
    return Figure(
        caption=gettext("Themes by State: %(counted)s", counted=counted_),
        about=gettext("State"),
        columns=[words.theme(one) for one in themes_],
        rows=[
            Row(
                label=words.recipient(code),
                link=words.of_state(code),
                short=code,
                values=[grid[code][one] for one in themes_],
            )
            for code in names.in_order(grid, "states")
            if any(grid[code].values())
        ],
    )
