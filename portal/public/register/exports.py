"""The register for programs: CSV and JSON exports, an Atom feed, a sitemap.

Caches may keep them for a minute: not longer, since a published text can be taken back.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

from flask import Response, render_template, url_for
from sqlalchemy import Engine

from portal.public.register import queries, statement_queries, words
from portal.public.register.asked import wanted
from portal.public.register.cards import Wanted
from portal.public.register.queries import Letter, Reply
from portal.public.register.views import bp
from portal.web.accounts.access import public
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.asked import in_other_languages
from portal.web.i18n.languages import ready
from portal.web.sheet import line
from shared.core.geneva import day_of

_BATCH = 500
_CSV_FILE, _JSON_FILE = "communications.csv", "communications.json"
_SITEMAP, _SITEMAP_STATEMENTS = 47_000, 2_000  # addresses: a sitemap holds 50,000
_COLUMNS = (
    "reference",
    "type",
    "recipient",
    "state",
    "mandates",
    "joint",
    "transmitted",
    "published",
    "replied",
    "days_to_reply",
    "address",
)


@bp.get("/export.csv")
@public
def export_csv() -> Response:
    return kept(_lines(_batches(engine(), wanted()), _home()), "text/csv; charset=utf-8", _CSV_FILE)


@bp.get("/export.json")
@public
def export_json() -> Response:
    database = engine()
    return kept(
        _json(_batches(database, wanted()), _home(), database), "application/json", _JSON_FILE
    )


@bp.get("/feed.atom")
@public
@in_other_languages
def feed() -> Response:
    with engine().connect() as conn:
        letters = queries.latest(conn)
    body = render_template(
        "register/feed.xml",
        letters=letters,
        updated=letters[0].published_at if letters else now(),
    )
    return kept([body], "application/atom+xml; charset=utf-8")


@bp.get("/sitemap.xml")
@public
def sitemap() -> Response:
    with engine().connect() as conn:
        slugs = queries.slugs(conn, _SITEMAP)
        facets = queries.facets(conn, Wanted())
        statements = statement_queries.latest(conn, _SITEMAP_STATEMENTS)
    body = render_template(
        "register/sitemap.xml",
        slugs=slugs,
        facets=facets,
        statements=statements,
        languages=ready(),
    )
    return kept([body], "application/xml; charset=utf-8")


def kept(body: Iterable[str], type_: str, file: str | None = None) -> Response:
    """Answer with what may be kept for a minute. Its beginning is made before it is sent."""
    parts = iter(body)
    response = Response(chain([next(parts)], parts), content_type=type_)
    response.headers["Cache-Control"] = "public, max-age=60"
    if file:
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _lines(batches: Iterator[list[Letter]], home: str) -> Iterator[str]:
    begun = False
    for batch in batches:
        if not begun:
            yield line(_COLUMNS)
            begun = True
        for letter in batch:
            yield line(
                (
                    letter.reference,
                    letter.type,
                    letter.recipient,
                    words.recipient(letter.recipient),
                    "; ".join(letter.mandates),
                    "yes" if letter.joint else "no",
                    _date(letter.transmitted_at),
                    _date(letter.published_at),
                    _date(letter.replied_at),
                    letter.days_to_reply,
                    f"{home}/{letter.slug}",
                )
            )


def _json(batches: Iterator[list[Letter]], home: str, database: Engine) -> Iterator[str]:
    before = '{"communications": [\n'
    for batch in batches:
        with database.connect() as conn:
            replies = queries.replies_to(conn, [one.communication_id for one in batch])
        for letter in batch:
            one = _public(letter, replies[letter.communication_id], home)
            yield before + json.dumps(one, ensure_ascii=False)
            before = ",\n"
    yield ("" if before.startswith(",") else before) + "\n]}\n"


def _public(letter: Letter, replies: Iterable[Reply], home: str) -> dict[str, object]:
    return {
        "reference": letter.reference,
        "type": letter.type,
        "recipient": letter.recipient,
        "mandates": letter.mandates,
        "joint": letter.joint,
        "transmitted": _date(letter.transmitted_at),
        "published": _date(letter.published_at),
        "edition": letter.edition,
        "address": f"{home}/{letter.slug}",
        "text": letter.text,
        "replies": [
            {
                "kind": reply.kind,
                "language": reply.language,
                "received": _date(reply.received_at),
                "withheld": reply.text is None,
                "text": reply.text,
                "translations": [
                    {"language": one.language, "text": one.text} for one in reply.translations
                ],
            }
            for reply in replies
        ],
    }


def _batches(database: Engine, asked: Wanted) -> Iterator[list[Letter]]:
    """A batch at a time, each with a connection of its own: no database waits for a slow reader."""
    after: int | None = asked.before
    while True:
        with database.connect() as conn:
            letters, after = queries.found(conn, replace(asked, before=after), _BATCH)
        yield letters
        if after is None:
            return


def _home() -> str:
    return url_for("register.index", _external=True)


def _date(at: datetime | None) -> str | None:
    return day_of(at).isoformat() if at else None
