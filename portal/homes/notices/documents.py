"""Notices of the library: a version in review, a version that is current, a review that is due.

The Chief hears of what waits for approval; whoever works with a document or follows one of its
themes hears of a new current version, unless they cannot see the document any more; who writes for
the owner unit hears of a review. No notice says which document.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Protocol

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import DOCUMENT_CURRENT, DOCUMENT_DUE, DOCUMENT_WAITS
from portal.public.documents import news, queries
from portal.public.documents.found import subject_of
from portal.public.documents.news import Due, Made
from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.documents import WRITERS


class Keys(Protocol):
    """The vault, as far as it is needed here."""

    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...


def due(engine: Engine, vault: Keys, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""

    def found(conn: Connection) -> Iterator[Notice]:
        every = list(_found(conn, day_of(at), at - NEWS_FOR))
        gone = vault.forgotten({subject_of(document_id) for document_id, _ in every})
        yield from (one for document_id, one in every if subject_of(document_id) not in gone)

    return make_due(engine, settings, found, at=at)


def _found(conn: Connection, on: date, since: datetime) -> Iterator[tuple[str, Notice]]:
    """Yield what there is to tell, each with its document."""
    for (document_id, day), some in _by_day(news.current_since(conn, since)).items():
        yield (
            document_id,
            Notice(
                cause=derive_id(DOCUMENT_CURRENT, document_id, day.isoformat()),
                kind=DOCUMENT_CURRENT,
                at=some[-1].at,
                told=partial(_hearing, some, on),
            ),
        )
    for one in news.in_review_since(conn, since):
        cause = derive_id(DOCUMENT_WAITS, one.document_id, one.language, one.version)
        whom = partial(_approving, one, on)
        yield one.document_id, Notice(cause=cause, kind=DOCUMENT_WAITS, at=one.at, told=whom)
    for each in news.reviews_since(conn, since):
        cause = derive_id(DOCUMENT_DUE, each.document_id, each.at.isoformat())
        write = partial(_writing, each, on)
        yield each.document_id, Notice(cause=cause, kind=DOCUMENT_DUE, at=each.at, told=write)


def _by_day(some: Iterable[Made]) -> Mapping[tuple[str, date], list[Made]]:
    """Put together what is current since one day, so that six languages are one notice."""
    found: dict[tuple[str, date], list[Made]] = {}
    for one in some:
        found.setdefault((one.document_id, day_of(one.at)), []).append(one)
    return found


def _hearing(some: Sequence[Made], on: date, conn: Connection) -> list[Told]:
    document_id = some[0].document_id
    people = {who for one in some for who in news.hearing(conn, one)}
    sees = queries.readers(conn, document_id, on)
    able = [
        each
        for each in offices.of_all(conn, people, on).values()
        if not each.disabled and sees(actor_of(each))
    ]
    return told(able, "document", Page.DOCUMENT, document_id)


def _approving(one: Made, on: date, conn: Connection) -> list[Told]:
    hands = {one.uploaded_by, one.submitted_by}
    chiefs = offices.holding(conn, on, Role.CHIEF)
    able = [each for each in chiefs if each.account_id not in hands]
    return told(able, "document", Page.DOCUMENT, one.document_id)


def _writing(one: Due, on: date, conn: Connection) -> list[Told]:
    writers = offices.holding(conn, on, WRITERS[one.unit])
    return told(writers, "document", Page.DOCUMENT, one.document_id)
