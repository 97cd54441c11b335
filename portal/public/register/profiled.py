"""Pages of States and themes: the profile of a State, the grid of themes, and each theme."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from flask import Response, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.coverage import facts
from portal.committee.coverage import words as coverage
from portal.public.register import events, profile, words
from portal.public.register.asked import address_of_counted, counted, reading, wanted
from portal.public.register.counted import bp
from portal.public.register.events import Event
from portal.public.register.pictures import picture
from portal.public.register.statistics import (
    Asked,
    choices,
    letters_of,
    statements_of,
    statistics,
)
from portal.web import charts, htmx, paging
from portal.web.accounts.access import public
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import gettext, lazy
from shared.reference import REGIONS, mandates
from shared.reference.coverage import covered
from shared.reference.themes import THEMES, themes_of

__all__ = ["bp"]  # with all the views that are on it

_AT_ONCE = 20
_STATES = 50
COUNTS: Final = MappingProxyType(
    {
        "letters": lazy("Letters"),
        "answered": lazy("Letters answered in substance"),
        "statements": lazy("Statements"),
    }
)
"""What a cell of the grid can count."""


@bp.get("/states/<code>")
@public
@in_every_language
def state(code: str) -> Response:
    if not words.is_state(code):
        raise NotFound
    with engine().connect() as conn:
        every = events.of_state(conn, code)
        numbers = statistics(conn, Asked(state=code), reading())
        recorded = facts.recorded(conn, code, today()) if code in covered() else []
        chosen = _chosen()
        found = [one for one in every if one in chosen]
        shown = paging.part(found, "events", paging.asked, size=_AT_ONCE)
        texts = events.texts(conn, shown)
    themes = profile.theme_figure(profile.by_theme(every))
    page = htmx.render(
        "register/state.html",
        block="content",
        code=code,
        group=coverage.group(covered()[code]) if code in covered() else None,
        facts=recorded,
        coverage=coverage,
        statistics=numbers,
        picture=picture("letters", numbers, Asked()),
        themes=themes,
        themes_drawn=charts.on_page(charts.bars(themes)),
        themes_finding=charts.finding(themes, together=False),
        visits=_part(events.visits(every), "visits"),
        due=_part(profile.due(every, reading()), "due"),
        events=shown,
        texts=texts,
        asked=chosen,
        choices=_choices(every),
        reading=reading(),
    )
    answer = Response(page)
    if any(column.key == facts.NHRI for column, _ in recorded):
        # An institution that hides takes its grade out of the profile at once.
        answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/themes")
@public
@in_every_language
def themes() -> str:
    asked, count = counted(), request.args.get("count", "")
    count = count if count in COUNTS else "letters"
    with engine().connect() as conn:
        grid = _grid(conn, asked, count)
        years = choices(conn).years
    figure = _figure(grid, str(COUNTS[count]))
    return htmx.render(
        "register/themes.html",
        block="content",
        asked=asked,
        count=count,
        counts=COUNTS.items(),
        figure=figure,
        rows=paging.part(figure.rows, "states", paging.asked, size=_STATES),
        themes=THEMES,
        years=years,
        regions=[(code, names.word(said)) for code, said in REGIONS.items()],
        address=address_of_counted(asked),
        reading=reading(),
    )


@bp.get("/themes/<code>")
@public
@in_every_language
def theme(code: str) -> str:
    if code not in THEMES:
        raise NotFound
    of = frozenset(THEMES[code].mandates)
    with engine().connect() as conn:
        sent = [one for one in letters_of(conn, Asked()) if not of.isdisjoint(one.mandates)]
        said = [one for one in statements_of(conn, Asked()) if not of.isdisjoint(one.mandates)]
    trend = profile.trend_figure(
        Counter(one.year for one in sent), Counter(one.year for one in said)
    )
    by_mandate = Counter(one for letter in sent for one in letter.mandates)
    said_by = Counter(one for statement in said for one in statement.mandates)
    states = Counter(one.recipient for one in sent)
    return htmx.render(
        "register/theme.html",
        block="content",
        code=code,
        mandates=[
            (one, by_mandate[one], said_by[one])
            for one in names.in_order(THEMES[code].mandates, "mandates")
        ],
        trend=trend,
        drawing=charts.on_page(charts.lines(trend)),
        finding=charts.finding(trend, together=False),
        states=_part(names.in_order(states.items(), "states"), "states", _STATES),
        reading=reading(),
    )


def _part(some: Any, name: str, size: int = _AT_ONCE) -> Any:
    return paging.part(some, name, paging.asked, size=size)


def _chosen() -> events.Wanted:
    """Return which events the address asks for. What makes no sense is ignored."""
    asked, kind = wanted(), request.args.get("kind", "")
    return events.Wanted(
        kind=kind if kind in events.KINDS else "",
        mandates=frozenset({asked.mandate} if asked.mandate else ()),
        since=asked.year,
        until=asked.year,
    )


def _choices(every: Sequence[Event]) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen: only what there is something of."""
    kinds = {one.kind for one in every}
    by = {code for one in every for code in one.mandates if code in mandates()}
    return {
        "kind": [(one, str(words.EVENTS[one])) for one in events.KINDS if one in kinds],
        "mandate": sorted(
            ((one, words.acronym(one)) for one in by), key=lambda one: names.spelt(one[1])
        ),
        "year": [(str(one), str(one)) for one in sorted({e.year for e in every}, reverse=True)],
    }


def _grid(conn: Connection, asked: Asked, count: str) -> Mapping[str, Counter[str]]:
    """Return by State how much there is of each theme. What is of several is in each."""
    found: dict[str, Counter[str]] = {}
    if count == "statements":
        for said in statements_of(conn, asked):
            for code in filter(asked.has, said.states):
                found.setdefault(code, Counter()).update(themes_of(said.mandates))
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
