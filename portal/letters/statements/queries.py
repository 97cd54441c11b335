"""Statements before they are issued, as far as a person may see drafts (procedure.md, 6.1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    exists,
    false,
    or_,
    select,
    true,
    tuple_,
)

from portal.letters.approval import text
from portal.letters.approval.text import ApprovedText, Signature
from portal.letters.statements.tables import signatures, statements, steps, versions
from portal.letters.statements.timeline import KINDS
from portal.web import policy
from portal.web.paging import SIZE, Numbers, Page, cut, first
from portal.web.policy import Kind, Scope
from portal.web.timeline import Timeline, shown, told
from shared.contracts.approvals_statements import About, StatementKind
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.tables import any_of

_ABOUT = TypeAdapter(About)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(text.Version):
    about: About
    wording: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(ApprovedText[Signature]):
    """``edition``: how often it was issued; 0: nobody outside knows of it."""

    statement_id: str
    kind: StatementKind
    communication_ids: tuple[str, ...]
    submission_ids: tuple[str, ...]
    edition: int
    drafted_at: datetime
    requested_at: datetime | None
    approved_at: datetime | None
    issued_at: datetime | None
    embargo_until: datetime | None = None
    shared_at: datetime | None = None
    mission_id: str | None = None

    @property
    def may_wait(self) -> bool:
        """Whether it can be under embargo until a press conference."""
        mission = self.kind == "end_of_mission" and not self.submission_ids
        return mission and self.state == "approved" and self.edition == 0

    def waits_for(self, actor: Actor, now: datetime) -> bool:
        """Whether its approval, or its issuing, waits for this mandate-holder.

        What is under embargo waits for the clock; what the clock could not issue, for a holder.
        """
        if self.embargo_until and now < self.embargo_until:
            return False
        those = self.mandates if self.state == "approved" else self.missing
        waits = self.state in {"awaiting", "approved"} and actor.has(Role.MANDATE_HOLDER)
        return waits and not actor.mandates.isdisjoint(those)

    @property
    def case(self) -> UUID:
        return UUID(self.statement_id)


def visible(actor: Actor) -> ColumnElement[bool]:
    return policy.rows(
        actor,
        Kind.CLEARANCE,
        {
            Scope.ANY: true(),
            Scope.MANDATE: _of(actor),
            # Who transmits letters does not issue statements (procedure.md, B11 and F12).
            Scope.CLEARED: false(),
        },
    )


def find(conn: Connection, actor: Actor, statement_id: str) -> Statement | None:
    this = and_(statements.c.statement_id == statement_id, visible(actor))
    return next(iter(_statements(conn, this, "page", first)), None)


def of_person(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Statement]:
    """Return all that exist for this person, the last changed first."""
    return _statements(conn, visible(actor), "page", at)


def narrowed(
    conn: Connection,
    actor: Actor,
    which: ColumnElement[bool],
    name: str,
    at: Numbers,
    *,
    size: int,
) -> Page[Statement]:
    """Return those of the statements that exist for this person, the last changed first."""
    return _statements(conn, and_(visible(actor), which), name, at, size=size)


def concerns(states: Collection[str]) -> ColumnElement[bool]:
    """Those whose present text is about one of these States, as SQL."""
    c = versions.c
    return exists().where(
        c.statement_id == statements.c.statement_id,
        c.version == statements.c.version,
        any_of(c.about, states),
    )


def states_of(conn: Connection, found: Iterable[Statement]) -> dict[str, tuple[str, ...]]:
    """Return the States that the present text of each is about."""
    c = versions.c
    present = [(one.statement_id, one.version) for one in found]
    rows = conn.execute(
        select(c.statement_id, c.about).where(tuple_(c.statement_id, c.version).in_(present))
    )
    return {row.statement_id: tuple(row.about["states"]) for row in rows}


def waiting_for(
    conn: Connection, actor: Actor, now: datetime, at: Numbers = first
) -> Page[Statement]:
    """Return those whose approval, or whose issuing, waits for this mandate-holder."""
    c, s = statements.c, signatures.c
    missing = and_(
        c.state == "awaiting",
        _of(actor, s.approved_version.is_distinct_from(c.version)),
    )
    free = or_(c.embargo_until.is_(None), c.embargo_until <= now)
    issues = and_(c.state == "approved", free)
    waits = or_(missing, and_(issues, _of(actor)))
    holder = actor.has(Role.MANDATE_HOLDER)
    return _statements(conn, waits if holder else false(), "statements", at)


def versions_of(conn: Connection, statement: Statement) -> list[Version]:
    """Return the versions, the present one first."""
    c = versions.c
    rows = conn.execute(
        select(c.version, c.about, c.wording, c.written_by, c.written_at)
        .where(c.statement_id == statement.statement_id)
        .order_by(c.version.desc())
    )
    return [
        Version(**{**row._asdict(), "about": _ABOUT.validate_python(row.about, strict=False)})
        for row in rows
    ]


def timeline_of(conn: Connection, statement: Statement) -> Timeline:
    this = steps.c.statement_id == statement.statement_id
    rows = conn.execute(select(steps).where(this))
    return told(conn, shown(rows, KINDS, None, newest_first=False))


def _of(actor: Actor, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    s = signatures.c
    return (
        exists()
        .where(s.statement_id == statements.c.statement_id)
        .where(s.mandate.in_(sorted(actor.mandates)), s.declined_at.is_(None), *also)
    )


def _statements(
    conn: Connection,
    which: ColumnElement[bool],
    name: str,
    at: Numbers,
    *,
    size: int = SIZE,
) -> Page[Statement]:
    c, s = statements.c, signatures.c
    rows = cut(
        conn,
        select(*(one for one in c if one.name != "changed"))
        .where(which, c.state.is_not(None))
        .order_by(c.changed.desc(), c.statement_id),
        name,
        at,
        size=size,
    )
    present = {row.statement_id: row.version for row in rows}
    signed: dict[str, list[Signature]] = {one: [] for one in present}
    for row in conn.execute(
        select(signatures).where(s.statement_id.in_(list(signed))).order_by(s.number)
    ):
        signed[row.statement_id].append(_signature(row, present[row.statement_id]))
    return rows.of(
        Statement(
            **{
                **row._asdict(),
                "communication_ids": tuple(row.communication_ids),
                "submission_ids": tuple(row.submission_ids),
            },
            signatures=tuple(signed[row.statement_id]),
        )
        for row in rows
    )


def _signature(row: Row[Any], version: int) -> Signature:
    """An approval of what is public stays when its correction begins, and is none of that."""
    present = row.approved_version == version
    return Signature(
        mandate=row.mandate,
        declined_at=row.declined_at,
        ruled_version=row.ruled_version,
        approved_by=row.approved_by if present else None,
        approved_at=row.approved_at if present else None,
    )
