"""Notices of papers of sessions: to whom a paper is for, and who has a place there, once.

A paper for everybody is told to who has a seat, is offered one or waits; any other to who has one.
No notice says what it is called.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, select

from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.outside import places
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told
from portal.homes.notices.words import PAPER_ADDED
from portal.stakeholders.sessions.papers import STATES, subject_of
from portal.stakeholders.sessions.read_model import papers
from shared.core.message import derive_id
from shared.platform.settings import Settings

_c: Final = papers.c


class Keys(Protocol):
    """The vault, as far as it is needed here."""

    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...


def due(engine: Engine, vault: Keys, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""

    def found(conn: Connection) -> Iterator[Notice]:
        new: ColumnElement[bool] = _c.added_at > at - NEWS_FOR
        rows = conn.execute(
            select(_c.session_id, _c.paper_id, _c.audience, _c.added_at)
            .where(new, _c.withdrawn_at.is_(None))
            .order_by(_c.added_at, _c.paper_id)
        ).all()
        gone = vault.forgotten({subject_of(row.paper_id) for row in rows})
        for row in rows:
            if subject_of(row.paper_id) not in gone:
                yield Notice(
                    cause=derive_id(PAPER_ADDED, row.session_id, row.paper_id),
                    kind=PAPER_ADDED,
                    at=row.added_at,
                    told=partial(_readers, row),
                )

    return make_due(engine, settings, found, at=at)


def _readers(row: Any, conn: Connection) -> list[Told]:
    found = places(conn, row.session_id, STATES[row.audience])
    return [
        Told(account=account, reason="seats", page=Page.PAPER, item_id=item_id)
        for account, item_id in found
    ]
