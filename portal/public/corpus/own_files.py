"""The lists of recommendations of mandates as files: what a list shows its reader, and no more.

In the columns of every file of recommendations, with columns of ours at the end (section F.6 of
visits-recommendations-knowledge.md). A file is whole or not made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from flask import Blueprint, Response, request
from sqlalchemy import ColumnElement, Engine
from werkzeug.exceptions import UnprocessableEntity

from portal.followup.recommendations import narrowing
from portal.followup.recommendations.described import tags_of
from portal.followup.recommendations.opened import texts_of
from portal.followup.recommendations.shared_with import Recommendation, following
from portal.followup.recommendations.sight import READERS
from portal.public.corpus import files, graded, programs, since, words, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.since import Own
from portal.public.register import narrowed, queries
from portal.public.register.asked import wanted
from portal.public.register.cards import Wanted
from portal.web.accounts import acts
from portal.web.accounts.access import current_actor, public, require
from portal.web.accounts.fresh import fresh
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.reference.corpus import public_source

bp = Blueprint("recommendationfiles", __name__)

_TOGETHER: Final = 500
_INSIDE: Final = (
    *("Id", "Number", "State by code", "Mandate of this platform", "Source", "Public since"),
    *("Time frame", "Target date", "Closed", "Let go on", "Scheme", "Grade"),
)


@bp.get("/register/recommendations/recommendations.<any(csv, xlsx, ods, ndjson):book>")
@public
def of_register(book: str) -> Response:
    titles = (*programs.TITLES, *graded.TITLES, words.NOTE_OF_BOTH)
    which = narrowed.which(narrowed.asked_for(request.args))
    return _made(book, _of_register(engine(), wanted(), which), titles)


@bp.get("/recommendations/recommendations.<any(csv, xlsx, ods, ndjson):book>")
@require(*READERS)
@fresh(lazy("download the recommendations that you see"))
def of_list(book: str) -> Response:
    asked = narrowing.asked_for(request.args)
    note = f"What its reader saw on {today().isoformat()}: not all of it is public."
    told = _made(book, _of_list(engine(), current_actor(), asked), (*_INSIDE, note))
    acts.exported("recommendations")
    told.headers["Cache-Control"] = "no-store"
    return told


def _made(kind: str, lines: writing.Lines, titles: Sequence[str]) -> Response:
    try:
        body = writing.of_kind(kind, lines, titles)
        return files.made(body, files.TYPES[kind], f"recommendations.{kind}")
    except files.TooMuch:
        raise UnprocessableEntity(
            gettext("These are too many for one file. Search for fewer.")
        ) from None


def _of_register(
    database: Engine, asked: Wanted, which: ColumnElement[bool] | None
) -> Iterator[tuple[Row, writing.More]]:
    while True:
        with database.connect() as conn:
            some, after, _ = queries.found_recommendations(conn, asked, _TOGETHER, which=which)
            ids = [one.recommendation_id for one in some]
            grades = graded.of_ids(conn, ids)
            told = since.ours(conn, ids)
        yield from (programs.cells(one, grades) for one in told)
        if after is None:
            return
        asked = replace(asked, before=after)


def _of_list(
    database: Engine, actor: Actor, asked: Mapping[str, str]
) -> Iterator[tuple[Row, writing.More]]:
    which, last = narrowing.which(actor, asked), None
    while True:
        with database.connect() as conn:
            some = following(conn, actor, which, last, _TOGETHER)
            tags = tags_of(conn, [one.recommendation_id for one in some])
        for one, text in zip(some, texts_of(some), strict=True):
            row = programs.row_of(_own(one, text), tags[one.recommendation_id], one.type)
            yield row, [*_more(one), ""]
        if len(some) < _TOGETHER:
            return
        last = some[-1]


def _own(one: Recommendation, text: str | None) -> Own:
    report = {"symbol": one.report or "", "paragraph": one.paragraph or ""}
    return Own(
        id=one.recommendation_id,
        addressee=one.addressee,
        mandate=one.mandate,
        issued_at=one.issued_at,
        text=text,
        symbol=None,
        origin=None,
        report=report,
        mark=None,
    )


def _more(one: Recommendation) -> list[str]:
    return [
        one.recommendation_id,
        one.reference or "",
        one.addressee,
        one.mandate,
        public_source(one.source or ""),
        _day(one.published_at),
        one.time_frame or "",
        _day(one.target),
        one.closed or "",
        _day(one.let_go_at),
        one.scheme or "",
        one.grade or "",
    ]


def _day(at: datetime | date | None) -> str:
    if at is None:
        return ""
    return (day_of(at) if isinstance(at, datetime) else at).isoformat()
