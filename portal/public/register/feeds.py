"""Feeds of what is published, by State, mandate, theme and kind, in each language.

As Atom and as JSON Feed.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from flask import Response, jsonify, render_template, request, url_for

from portal.public.register import published, words
from portal.public.register.bulletin import bp
from portal.public.register.publication import (
    CALL,
    DOCUMENT,
    FOLLOW_UP,
    ISSUE,
    KINDS,
    RECOMMENDATION,
    REPORT,
    Choice,
    Item,
)
from portal.public.register.titled import titled
from portal.web.accounts.access import public
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.asked import in_other_languages
from portal.web.i18n.texts import gettext, language
from shared.reference import OTHER, mandates, states
from shared.reference.themes import THEMES

__all__ = ["bp"]  # with all the views that are on it

_NEVER: Final = datetime(2006, 1, 1, tzinfo=UTC)
"""When a feed without items was changed last: it keeps its ETag."""
_MOST_CHOSEN: Final = 300


@bp.get("/feed/published.atom")
@public
@in_other_languages
def published_atom() -> Response:
    choice, items = _found()
    body = render_template(
        "register/published.xml",
        items=items,
        chosen=parameters(choice),
        updated=_updated(items),
        address_of=address_of,
        id_of=_id,
    )
    return _kept(Response(body, content_type="application/atom+xml; charset=utf-8"))


@bp.get("/feed/published.json")
@public
@in_other_languages
def published_json() -> Response:
    """As of JSON Feed 1.1."""
    choice, items = _found()
    response = jsonify(
        version="https://jsonfeed.org/version/1.1",
        title=gettext("Published by the Special Procedures"),
        home_page_url=url_for("register.index", _external=True),
        feed_url=url_for("register.published_json", _external=True, **parameters(choice)),
        language=language().tag,
        items=[_told(one) for one in items],
    )
    response.content_type = "application/feed+json; charset=utf-8"
    return _kept(response)


def chosen() -> Choice:
    """Return the choice in the address of this page. What makes no sense is left out."""
    known_states = {*states(), OTHER}
    return Choice(
        states=_those("state", known_states),
        mandates=_those("mandate", mandates()),
        themes=_those("theme", THEMES),
        kinds=tuple(one for one in KINDS if one in request.args.getlist("kind")),
    )


def parameters(choice: Choice) -> dict[str, Any]:
    """Return the parameters of this choice, for addresses."""
    found = {
        "state": choice.states,
        "mandate": choice.mandates,
        "theme": choice.themes,
        "kind": choice.kinds,
    }
    return {name: list(codes) for name, codes in found.items() if codes}


def address_of(one: Item) -> str:
    """Return the whole address of the page on which it is read."""
    if one.kind == ISSUE:
        return url_for("briefings.show", code=one.item_id, _external=True)
    if one.kind == RECOMMENDATION:
        return url_for("register.recommendations", before=one.item_id, _external=True)
    if one.kind == "statement":
        return url_for("register.statement", statement_id=one.item_id, _external=True)
    if one.kind == REPORT:
        return url_for("publicreports.show", mission_id=one.item_id, _external=True)
    if one.kind == FOLLOW_UP:
        return url_for("publicrounds.show", round_id=one.item_id, _external=True)
    if one.kind == CALL:
        return url_for("inputcalls.show", call_id=one.item_id, _external=True)
    if one.kind == DOCUMENT:
        return url_for("publiclibrary.show_to_all", document_id=one.item_id, _external=True)
    return url_for("register.letter", slug=one.item_id, _external=True)


def _those(name: str, known: object) -> tuple[str, ...]:
    asked = request.args.getlist(name)[:_MOST_CHOSEN]
    return tuple(sorted({code for code in asked if code in known}))  # type: ignore[operator]  # a set or a dict


def _found() -> tuple[Choice, list[Item]]:
    choice = chosen()
    with engine().connect() as conn:
        found = published.latest(conn, choice)
        return choice, titled(conn, found, vault().reveal_public, language().code)


def _id(one: Item) -> str:
    return f"{address_of(one)}#{one.part}" if one.part else address_of(one)


def _told(one: Item) -> dict[str, object]:
    return {
        "id": _id(one),
        "url": address_of(one),
        "title": words.headline(one),
        "content_text": words.excerpt(one.text or ""),
        "date_published": one.first_at.isoformat(),
        "date_modified": one.at.isoformat(),
        "tags": [one.kind, *one.states, *one.mandates],
        **({"language": one.language} if one.language else {}),
    }


def _updated(items: list[Item]) -> datetime:
    return items[0].at if items else _NEVER


def _kept(response: Response) -> Response:
    """Let caches keep it for a minute, and answer "not modified" to who has it already.

    The tag is weak: an answer is compressed another way each time. No date stands beside it: where
    a text is taken back, the newest that is left is older.
    """
    response.headers["Cache-Control"] = "public, max-age=60"
    response.set_etag(sha256(response.get_data()).hexdigest()[:32], weak=True)
    response.make_conditional(request)
    return response
