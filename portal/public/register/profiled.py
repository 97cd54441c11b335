"""The profile of a State: all that is public of it."""

from collections.abc import Sequence
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.committee.coverage import facts
from portal.committee.coverage import words as coverage
from portal.public.register import events, profile, tagged, words
from portal.public.register.asked import reading, wanted
from portal.public.register.counted import bp
from portal.public.register.events import Event
from portal.public.register.pictures import picture
from portal.public.register.statistics import Asked, statistics
from portal.web import charts, htmx, paging
from portal.web.accounts.access import public
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from shared.reference import mandates
from shared.reference.coverage import covered
from shared.reference.former_states import former_states, today_of

__all__ = ["bp"]  # with all the views that are on it

_AT_ONCE = 20


@bp.get("/states/<code>")
@public
@in_every_language
def state(code: str) -> Response | Redirect:
    if not words.is_state(code):
        return _former(code)
    with engine().connect() as conn:
        every = events.of_state(conn, code)
        numbers = statistics(conn, Asked(state=code), reading())
        recorded = facts.recorded(conn, code, today()) if code in covered() else []
        chosen = _chosen()
        found = [one for one in every if one in chosen]
        shown = paging.part(found, "events", paging.asked, size=_AT_ONCE)
        texts = events.texts(conn, shown)
        own = tagged.of_these(conn, events.recommended(every))
    themes = profile.theme_figure(profile.by_theme(every, own))
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


def _former(code: str) -> Redirect:
    """Lead on: to the State as it is called today, or to the letters to one that has ended."""
    if code not in former_states():
        raise NotFound
    now = today_of(code)
    page = url_for(".index", state=code) if now == code else url_for(".state", code=now)
    return redirect(page)


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
