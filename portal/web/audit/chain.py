"""The audit log: who read which restricted text, where and when (R14 of procedure.md section 6.2).

Exports, rights given or taken, and erasures are entries too.

Each entry holds the hash of the entry before, so that nobody can change, remove or insert an entry
without changing every later hash. A chain alone cannot show that its end was cut off: keep the last
hash elsewhere, and check whether it is still there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    insert,
    select,
    text,
)

from shared.platform.tables import Instant

tables = MetaData()
audit = Table(
    "audit",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3, …
    Column("at", Instant, nullable=False, index=True),
    Column("actor_id", String(36), nullable=False, index=True),
    Column("roles", String(400), nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(120), nullable=False, index=True),
    Column("purpose", String(100), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

BEGINNING = "0" * 64  # what the first entry holds as the hash before it
_LOCK = 0x4155_4449  # any number that nothing else locks: one writer at a time
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Something restricted was read, or done: codes and opaque ids, never a name or a text.

    ``what``: a short code, such as ``submission``. ``purpose``: the page that it was read for, or
    what exactly was done, such as ``role:chief``.
    """

    actor_id: str
    roles: frozenset[str]
    what: str
    subject: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the log. ``roles``: what the person was at that time, by commas."""

    number: int
    at: datetime
    actor_id: str
    roles: str
    what: str
    subject: str
    purpose: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``entries``: how many fit. ``last``: the hash of the last that fits.

    ``broken``: the number of the first that does not fit. ``found``: whether the hash that was
    asked for is in the chain; None when none was.
    """

    entries: int
    last: str
    broken: int | None = None
    found: bool | None = None

    @property
    def whole(self) -> bool:
        return self.broken is None and self.found is not False


def append(engine: Engine, reads: Sequence[Read], *, at: datetime) -> None:
    """Put these at the end, all or none, in a transaction of their own."""
    if reads:
        with engine.begin() as conn:
            put(conn, reads, at=at)


def put(conn: Connection, reads: Sequence[Read], *, at: datetime) -> None:
    """Put these at the end, in a transaction that writes: with what was done, or not at all."""
    if not reads:
        return
    if conn.dialect.name == "postgresql":  # on SQLite the transaction is the lock
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    number, previous = _end(conn)
    rows: list[dict[str, Any]] = []
    for read in reads:
        number += 1
        row = _row(read, number, at, previous)
        previous = row["hash"]
        rows.append(row)
    conn.execute(insert(audit), rows)


def verify(conn: Connection, noted: str | None = None) -> Verdict:
    """Go through the whole chain. ``noted``: a hash that must be in it."""
    number, last, found = 0, BEGINNING, None if noted is None else False
    query = select(audit).order_by(audit.c.number).execution_options(yield_per=_AT_ONCE)
    with conn.execute(query) as rows:
        for entry in map(entry_of, rows):
            if not _fits(entry, number + 1, last):
                broken = min(entry.number, number + 1)
                return Verdict(entries=number, last=last, broken=broken, found=found)
            number, last = entry.number, entry.hash
            found = True if last == noted else found
    return Verdict(entries=number, last=last, found=found)


def entry_of(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)  # noqa: SLF001  # public in SQLAlchemy


def _fits(entry: Entry, number: int, previous: str) -> bool:
    return (entry.number, entry.previous, entry.hash) == (number, previous, _hash(entry))


def _end(conn: Connection) -> tuple[int, str]:
    c = audit.c
    row = conn.execute(select(c.number, c.hash).order_by(c.number.desc()).limit(1)).one_or_none()
    return (row.number, row.hash) if row else (0, BEGINNING)


def _row(read: Read, number: int, at: datetime, previous: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "number": number,
        "at": at,
        "actor_id": read.actor_id,
        "roles": ",".join(sorted(read.roles)),
        "what": read.what,
        "subject": read.subject,
        "purpose": read.purpose,
        "previous": previous,
    }
    return {**fields, "hash": _hash(Entry(**fields, hash=""))}


def _hash(entry: Entry) -> str:
    """SHA-256 of a JSON list of all fields but the hash itself; times in UTC, to microseconds."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [entry.number, at, entry.actor_id, entry.roles]
    fields += [entry.what, entry.subject, entry.purpose, entry.previous]
    return sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()
