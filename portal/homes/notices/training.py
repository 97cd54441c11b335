"""Notices of follow-up items of training events: who has one, and when it is due or overdue."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import TRAINING_DUE, TRAINING_GIVEN, TRAINING_LATE
from portal.homes.trainings import queries
from portal.homes.trainings.queries import Item
from portal.web.accounts import account as accounts
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.reference.trainings import STAFF

SOON = timedelta(days=3)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.open_items(conn):
            yield from _of(one, today, at)

    return make_due(engine, settings, found, at=at)


def _of(one: Item, today: date, at: datetime) -> Iterator[Notice]:
    def notice(kind: str, *of: object) -> Notice:
        return Notice(
            cause=derive_id(kind, one.item_id, one.owner_id, *of),
            kind=kind,
            at=at,
            told=lambda conn: _owner(conn, one),
        )

    if one.given_at > at - NEWS_FOR and one.given_by != one.owner_id:
        yield notice(TRAINING_GIVEN, one.given_at.isoformat())
    if one.due_on - SOON <= today <= one.due_on:
        yield notice(TRAINING_DUE, one.due_on.isoformat())
    if one.due_on < today <= one.due_on + KEPT:
        yield notice(TRAINING_LATE, one.due_on.isoformat())


def _owner(conn: Connection, one: Item) -> list[Told]:
    found = accounts.by_id(conn, one.owner_id)
    if found is None or found.disabled or not found.has(*STAFF):
        return []
    return told([found], "training", Page.TRAINING, one.training_id)
