"""Briefings on a State: a page that says what it is of, and the same as PDF, workbook and JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from threading import BoundedSemaphore

from flask import Response, request
from pydantic_core import from_json, to_json
from werkzeug.exceptions import NotFound

from portal.letters.documents.typesetting import NotSet, pressed
from portal.public.register import briefing_files, events, words
from portal.public.register.asked import counted, reading
from portal.public.register.briefing import Asked, Briefing, briefing
from portal.public.register.profiled import bp
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.context import settings, today
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from shared.reference.themes import BODIES, STAGES, THEMES

__all__ = ["bp"]  # with all the views that are on it

_AT_ONCE = 20
_PATIENCE = 20.0  # seconds
_one_at_a_time = BoundedSemaphore(1)  # a press is left for letters
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/states/<code>/briefing")
@public
@in_every_language
def briefing_page(code: str) -> str:
    return _page(code)


@bp.get("/states/<code>/briefing.pdf")
@public
@in_every_language
def briefing_pdf(code: str) -> Response | tuple[str, int]:
    found, texts = _found(code)
    laid = to_json(briefing_files.laid_out(found, texts, today()))
    try:
        with _turn():
            made = _made(laid, settings().font_directories)
    except NotSet as no:
        return _page(code, no.sentence), 503
    return _file(made, "application/pdf", code, "pdf")


@bp.get("/states/<code>/briefing.xlsx")
@public
@in_every_language
def briefing_xlsx(code: str) -> Response:
    found, texts = _found(code)
    return _file(briefing_files.as_xlsx(found, texts, today()), _WORKBOOK, code, "xlsx")


@bp.get("/states/<code>/briefing.json")
@public
@in_every_language
def briefing_json(code: str) -> Response:
    found, texts = _found(code)
    told = json.dumps(briefing_files.as_json(found, texts, today()), ensure_ascii=False)
    return _file(told.encode(), "application/json", code, "json")


def _page(code: str, not_set: object = None) -> str:
    asked = _asked(code)
    with engine().connect() as conn:
        found = briefing(conn, asked, reading())
        shown = paging.part(found.events, "events", paging.asked, size=_AT_ONCE)
        texts = events.texts(conn, shown)
    return htmx.render(
        "register/briefing.html",
        block="content",
        code=code,
        asked=asked,
        title=briefing_files.title(found),
        about=briefing_files.about(found, today()),
        numbers=briefing_files.numbers(found),
        briefing=found,
        events=shown,
        texts=texts,
        grades=briefing_files.grade_line,
        bodies=[(one, words.body(one)) for one in BODIES],
        stages=[(one, str(words.STAGES[one])) for one in STAGES],
        themes=THEMES,
        address=_address(asked),
        not_set=not_set,
    )


def _found(code: str) -> tuple[Briefing, briefing_files.Texts]:
    asked = _asked(code)
    with engine().connect() as conn:
        found = briefing(conn, asked, reading())
        return found, events.texts(conn, found.of("recommendation"))


def _asked(code: str) -> Asked:
    """Return what the address asks for. What makes no sense is ignored; no State is no page."""
    if not words.is_state(code):
        raise NotFound
    at, years = request.args, counted()
    body, stage = at.get("body", ""), at.get("stage", "")
    return Asked(
        state=code,
        body=body if body in BODIES else "",
        stage=next((one for one in STAGES if one == stage), STAGES[0]),
        session=_day(at.get("session", "")),
        since=years.since,
        until=years.until,
        themes=tuple(one for one in THEMES if at.get(one) == "yes"),
    )


def _address(asked: Asked) -> dict[str, str]:
    """Return the parameters of this briefing, for links to its files."""
    values = {
        "body": asked.body,
        "stage": asked.stage if asked.body else "",
        "session": asked.session.isoformat() if asked.session else "",
        "since": str(asked.since or ""),
        "until": str(asked.until or ""),
        **dict.fromkeys(asked.themes, "yes"),
    }
    return {name: value for name, value in values.items() if value}


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None  # noqa: PLR2004  # what a calendar can show


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise NotSet
    try:
        yield
    finally:
        _one_at_a_time.release()


@lru_cache(maxsize=8)
def _made(laid: bytes, fonts: tuple[str, ...]) -> bytes:
    """The same briefing is set once a day: a press needs seconds, and anybody may ask for it."""
    return pressed(from_json(laid), fonts)


def _file(body: bytes, type_: str, code: str, ending: str) -> Response:
    answer = Response(body, content_type=type_)
    name = f"briefing-{code}-{today().isoformat()}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
