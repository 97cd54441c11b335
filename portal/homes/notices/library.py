"""Notices of the library: a version in review, a version that is current, a review that is due.

The Chief hears of what waits for approval; whoever works with a document or follows one of its
themes hears of a new current version, unless they cannot see the document any more; who writes for
the owner unit hears of a review. No notice says which document.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import DOCUMENT_CURRENT, DOCUMENT_DUE, DOCUMENT_WAITS
from portal.public.library import news, queries
from portal.public.library.news import Due, Made
from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.library import WRITERS


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on, since = day_of(at), at - NEWS_FOR

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.current_since(conn, since):
            yield _notice(DOCUMENT_CURRENT, one, partial(_hearing, one, on))
        for one in news.in_review_since(conn, since):
            yield _notice(DOCUMENT_WAITS, one, partial(_approving, one, on))
        for each in news.reviews_since(conn, since):
            yield Notice(
                cause=derive_id(DOCUMENT_DUE, each.document_id, each.at.isoformat()),
                kind=DOCUMENT_DUE,
                at=each.at,
                told=partial(_writing, each, on),
            )

    return make_due(engine, settings, found, at=at)


def _notice(kind: str, one: Made, whom: partial[list[Told]]) -> Notice:
    cause = derive_id(kind, one.document_id, one.language, one.version)
    return Notice(cause=cause, kind=kind, at=one.at, told=whom)


def _hearing(one: Made, on: date, conn: Connection) -> list[Told]:
    some = offices.of_all(conn, news.hearing(conn, one), on).values()
    able = [
        each
        for each in some
        if not each.disabled
        and queries.one(conn, queries.visible(actor_of(each), on), one.document_id)
    ]
    return told(able, "document", Page.DOCUMENT, one.document_id)


def _approving(one: Made, on: date, conn: Connection) -> list[Told]:
    hands = {one.uploaded_by, one.submitted_by}
    chiefs = offices.holding(conn, on, Role.CHIEF)
    able = [each for each in chiefs if each.account_id not in hands]
    return told(able, "document", Page.DOCUMENT, one.document_id)


def _writing(one: Due, on: date, conn: Connection) -> list[Told]:
    writers = offices.holding(conn, on, WRITERS[one.unit])
    return told(writers, "document", Page.DOCUMENT, one.document_id)
