"""Notices of the roster that time brings: a consent ends; and the keys of entries that are over."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine

from portal.homes.notices.calls import Opening
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import told
from portal.homes.notices.words import ROSTER_ENDING
from portal.selection.roster import entries
from portal.selection.roster.entries import Entry
from portal.web.accounts import account as accounts
from shared.core.geneva import days_between
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.roster import REMINDERS


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...


def due(engine: Engine, vault: Opening, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were. Each is made once."""
    until = at + timedelta(days=max(REMINDERS) + 1)

    def found(conn: Connection) -> Iterator[Notice]:
        for entry in entries.ending(conn, vault.reveal_all, at, until):
            yield from _notices(conn, entry, at)

    return make_due(engine, settings, found, at=at)


def discard_ended(engine: Engine, vault: Forgetting, *, at: datetime) -> int:
    """Destroy the keys of entries that stand no more; return how many there were."""
    with engine.connect() as conn:
        subjects = [entries.subject_of(one) for one in entries.over(conn, at)]
    gone = vault.forgotten(subjects)
    return sum(vault.forget(one, at=at) for one in subjects if one not in gone)


def _notices(conn: Connection, entry: Entry, at: datetime) -> Iterator[Notice]:
    """Yield the reminder that was reached last, to the person alone."""
    left = days_between(at, entry.consent_until)
    reached = min((days for days in REMINDERS if left <= days), default=None)
    account = accounts.by_id(conn, entry.details.account)
    if reached is None or account is None or account.disabled or not account.has(Role.CANDIDATE):
        return
    yield Notice(
        cause=derive_id("roster-ending", entry.entry_id, entry.consent_until.isoformat(), reached),
        kind=ROSTER_ENDING,
        at=at,
        told=told([account], "roster", Page.ROSTER, account.account_id),
    )
