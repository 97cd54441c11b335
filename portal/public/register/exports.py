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

from portal.public.register import of_visits, queries, statement_queries, words
from portal.public.register.asked import wanted
from portal.public.register.cards import Wanted
from portal.public.register.past import PastLetter
from portal.public.register.queries import AnyLetter, Letter, Reply
from portal.public.register.views import bp
from portal.web.accounts.access import public
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.asked import in_other_languages
from portal.web.i18n.languages import ready
from portal.web.sheet import CSV, as_asked, line
from shared.core.geneva import day_of
from shared.reference.themes import themes_of

_BATCH = 500
_CSV_FILE, _JSON_FILE = "communications.csv", "communications.json"
_SITEMAP, _SITEMAP_STATEMENTS, _SITEMAP_VISITS = (
    45_000,
    2_000,
    2_000,
)  # addresses: a sitemap holds 50,000
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
    "before_platform",
    "replies_recorded",
    "reply_days",
    "themes",
)


@bp.get("/export.csv")
@public
def export_csv() -> Response:
    return kept(as_asked(_lines(_batches(engine(), wanted()), *_homes())), CSV, _CSV_FILE)


@bp.get("/export.json")
@public
def export_json() -> Response:
    database = engine()
    return kept(
        _json(_batches(database, wanted()), *_homes(), database), "application/json", _JSON_FILE
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
        facets = queries.facets(conn, Wanted(past="no"))
        statements = statement_queries.latest(conn, _SITEMAP_STATEMENTS)
        visits = of_visits.with_page(conn, _SITEMAP_VISITS)
    body = render_template(
        "register/sitemap.xml",
        slugs=slugs,
        facets=facets,
        statements=statements,
        visits=visits,
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


def _lines(batches: Iterator[list[AnyLetter]], home: str, past: str) -> Iterator[str]:
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
                    letter.sent_on.isoformat(),
                    *_published(letter),
                    f"{past}/{letter.letter_id}"
                    if isinstance(letter, PastLetter)
                    else f"{home}/{letter.slug}",
                    "yes" if letter.past else "no",
                    *_recorded(letter),
                    "; ".join(themes_of(letter.mandates)),
                )
            )


def _published(letter: AnyLetter) -> tuple[object, ...]:
    """Return when it was, when a reply in substance came, and after how many days."""
    if isinstance(letter, PastLetter):  # nobody recorded whether a reply was in substance
        return letter.published_on.isoformat(), None, None
    return _date(letter.published_at), _date(letter.replied_at), letter.days_to_reply


def _recorded(letter: AnyLetter) -> tuple[str, str | None]:
    """Return what is recorded of its replies: without this, no day of one is "no reply"."""
    if isinstance(letter, PastLetter):
        return "days", "; ".join(day.isoformat() for day in letter.replied_on)
    return "in substance", None


def _json(
    batches: Iterator[list[AnyLetter]], home: str, past: str, database: Engine
) -> Iterator[str]:
    before = '{"communications": [\n'
    for batch in batches:
        with database.connect() as conn:
            ids = [one.communication_id for one in batch if isinstance(one, Letter)]
            replies = queries.replies_to(conn, ids)
        for letter in batch:
            one = (
                _past(letter, past)
                if isinstance(letter, PastLetter)
                else _public(letter, replies[letter.communication_id], home)
            )
            yield before + json.dumps(one, ensure_ascii=False)
            before = ",\n"
    yield ("" if before.startswith(",") else before) + "\n]}\n"


def _public(letter: Letter, replies: Iterable[Reply], home: str) -> dict[str, object]:
    return {
        "reference": letter.reference,
        "type": letter.type,
        "recipient": letter.recipient,
        "mandates": letter.mandates,
        "themes": themes_of(letter.mandates),
        "joint": letter.joint,
        "transmitted": _date(letter.transmitted_at),
        "published": _date(letter.published_at),
        "edition": letter.edition,
        "address": f"{home}/{letter.slug}",
        "before_platform": False,
        "document": None,
        "text": letter.text,
        "replies_recorded": "in substance",
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


def _past(letter: PastLetter, home: str) -> dict[str, object]:
    """Return the same keys for a letter from before the platform: no text, and days of replies."""
    return {
        "reference": letter.reference,
        "type": letter.type,
        "recipient": letter.recipient,
        "mandates": letter.mandates,
        "themes": themes_of(letter.mandates),
        "joint": letter.joint,
        "transmitted": letter.sent_on.isoformat(),
        "published": letter.published_on.isoformat(),
        "edition": None,
        "address": f"{home}/{letter.letter_id}",
        "before_platform": True,
        "document": letter.document,
        "text": None,
        "replies_recorded": "days",
        "replies": [
            {
                "kind": None,
                "language": None,
                "received": day.isoformat(),
                "withheld": None,
                "text": None,
                "translations": [],
            }
            for day in letter.replied_on
        ],
    }


def _batches(database: Engine, asked: Wanted) -> Iterator[list[AnyLetter]]:
    """A batch at a time, each with a connection of its own: no database waits for a slow reader."""
    after: int | None = asked.before
    while True:
        with database.connect() as conn:
            letters, after = queries.found(conn, replace(asked, before=after), _BATCH)
        yield letters
        if after is None:
            return


def _homes() -> tuple[str, str]:
    """Return below which addresses letters stand, and those from before the platform."""
    return url_for("register.index", _external=True), url_for("pastletters.index", _external=True)


def _date(at: datetime | None) -> str | None:
    return day_of(at).isoformat() if at else None
