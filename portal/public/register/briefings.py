"""Briefings on a State: a page that says what it is of, and the same as PDF, workbook and JSON."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

from flask import Response, request
from pydantic_core import to_json
from werkzeug.exceptions import NotFound

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NotSet
from portal.public.register import briefing_files, events, signed, words
from portal.public.register.asked import counted, reading
from portal.public.register.briefing import TEXTS, Asked, Briefing, briefing
from portal.public.register.signed import SignOff
from portal.public.register.theme_files import bp
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, public, signed_in
from portal.web.context import settings, today
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.workbooks import answered
from shared.reference.themes import BODIES, STAGES, THEMES

__all__ = ["bp"]  # with all the views that are on it

_AT_ONCE = 20
_kept = anybody.Kept(most=16)  # the same briefing is set once a day


@bp.get("/states/<code>/briefing")
@public
@in_every_language
def briefing_page(code: str) -> str:
    return _page(code)


@bp.get("/states/<code>/briefing.pdf")
@public
@in_every_language
def briefing_pdf(code: str) -> Response:
    found, texts = found_of(asked_at(code))
    laid = briefing_files.laid_out(found, texts, today(), _sign_off(found, texts))
    key = sha256(to_json(laid)).digest()
    try:
        made = _kept.pressed(key, lambda: laid, settings().font_directories)
    except NotSet as no:
        return anybody.later(_page(code, no.sentence))
    return _file(made, "application/pdf", code, "pdf")


@bp.get("/states/<code>/briefing.<any(xlsx, ods):book>")
@public
@in_every_language
def briefing_xlsx(code: str, book: str) -> Response:
    found, texts = found_of(asked_at(code))
    try:
        with anybody.turn():
            sheets = briefing_files.sheets(found, texts, today(), _sign_off(found, texts))
            made = answered(book, sheets)
    except anybody.Busy as no:
        return anybody.later(_page(code, no.sentence))
    return _named(made, code, book)


@bp.get("/states/<code>/briefing.json")
@public
@in_every_language
def briefing_json(code: str) -> Response:
    found, texts = found_of(asked_at(code))
    said = briefing_files.as_json(found, texts, today(), _sign_off(found, texts))
    told = json.dumps(said, ensure_ascii=False)
    return _file(told.encode(), "application/json", code, "json")


def _page(code: str, not_set: object = None) -> str:
    asked = asked_at(code)
    with engine().connect() as conn:
        found = briefing(conn, asked, reading())
        shown = paging.part(found.events, "events", paging.asked, size=_AT_ONCE)
        texts = events.texts(conn, shown)
        known = signed.is_known(conn, asked)
    sign_off = _sign_off(*found_of(asked)) if known else None
    person = signed_in()
    signs = person is not None and signed.signs(current_actor(), code)
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
        note=briefing_files.note(asked, sign_off),
        signs=signs and signed.can_be(asked),
        sign_off=sign_off if person is not None and person.has(*signed.READERS) else None,
        of_grades=briefing_files.of_grades(),
        grades=briefing_files.grade_line,
        theme_line=briefing_files.theme_line,
        bodies=[(one, words.body(one)) for one in BODIES],
        stages=[(one, str(words.STAGES[one])) for one in STAGES],
        themes=THEMES,
        address=address_of(asked),
        not_set=not_set,
    )


def found_of(asked: Asked) -> tuple[Briefing, briefing_files.Texts]:
    """Return all of a briefing, with the texts of its recommendations and cases of reprisal."""
    with engine().connect() as conn:
        found = briefing(conn, asked, reading())
        texts = events.texts(conn, found.of(*TEXTS))
    there = [one for one in found.events if one.kind not in TEXTS or one.place in texts]
    return replace(found, events=there), texts


def _sign_off(found: Briefing, texts: briefing_files.Texts) -> SignOff | None:
    if not signed.can_be(found.asked):
        return None
    with engine().connect() as conn:
        return signed.of(conn, found, texts)


def asked_at(code: str) -> Asked:
    """Return what the address asks for. What makes no sense is ignored; no State is no page."""
    if not words.is_state(code):
        raise NotFound
    at, years = request.args, counted()
    body, stage = at.get("body", ""), at.get("stage", "")
    stages = tuple(BODIES[body].cut_off) if body in BODIES else STAGES
    return Asked(
        state=code,
        body=body if body in BODIES else "",
        stage=next((one for one in stages if one == stage), stages[0]),
        session=_day(at.get("session", "")),
        since=years.since,
        until=years.until,
        themes=tuple(one for one in THEMES if at.get(one) == "yes"),
    )


def address_of(asked: Asked) -> dict[str, str]:
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


def _file(body: bytes, type_: str, code: str, ending: str) -> Response:
    return _named(Response(body, content_type=type_), code, ending)


def _named(answer: Response, code: str, ending: str) -> Response:
    name = f"briefing-{code}-{today().isoformat()}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
