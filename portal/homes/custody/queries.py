"""The open work of mandates that ended, one item a line, and what was decided about each.

A line says what it is and never what is in it: the Chief decides where it goes, and reads no draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, select

from portal.casefile.replies.tables import cases
from portal.casefile.replies.tables import signatures as signed
from portal.followup.recommendations.read_model import recommendations
from portal.homes.custody.items import Open
from portal.homes.custody.visiting import of_visits
from portal.letters.communications.tables import letters, signatures
from portal.letters.statements.tables import signatures as statement_signatures
from portal.letters.statements.tables import statements
from portal.stakeholders.read_model import acts, chains, custody
from shared.contracts.stakeholders_custody import Item
from shared.core.message import Sealed

_OPEN = ("drafting", "awaiting", "approved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    mandate: str
    kind: Item
    item_id: str
    to: str | None
    files: bool
    reason: Sealed
    decided_at: datetime


def ended(conn: Connection, on: date) -> list[str]:
    """Return the mandates that ended before this day, the last one first."""
    c = chains.c
    over = select(c.mandate).where(c.ended_on < on).order_by(c.ended_on.desc(), c.mandate)
    return list(conn.scalars(over))


def successors(conn: Connection, on: date) -> list[str]:
    """Return the mandates that go on."""
    over = set(ended(conn, on))
    return [one for one in conn.scalars(select(chains.c.mandate)) if one not in over]


def foreseen(conn: Connection, mandate: str) -> Mapping[str, str | None]:
    """Return where the act that ended it sends each kind of work."""
    c = acts.c
    newest = select(c.custody).where(c.mandate == mandate, c.kind.in_(("merged", "terminated")))
    return conn.scalars(newest.order_by(c.position.desc())).first() or {}


def undecided(conn: Connection, on: date) -> list[Open]:
    """Return what waits for a decision, letters first."""
    some = ended(conn, on)
    found = [
        *_letters(conn, some),
        *_statements(conn, some),
        *_cases(conn, some),
        *_recommendations(conn, some),
        *of_visits(conn, some, on),
    ]
    settled = {(one.mandate, one.kind, one.item_id) for one in decided(conn)}
    return [one for one in found if (one.mandate, one.kind, one.item_id) not in settled]


def decided(conn: Connection) -> list[Decided]:
    """Return what was decided, the newest first."""
    c = custody.c
    rows = conn.execute(select(custody).order_by(c.decided_at.desc(), c.item_id))
    return [Decided(**row._asdict()) for row in rows]


def find(conn: Connection, on: date, mandate: str, kind: str, item_id: str) -> Open | None:
    wanted = (mandate, kind, item_id)
    some = undecided(conn, on)
    return next((one for one in some if (one.mandate, one.kind, one.item_id) == wanted), None)


def _letters(conn: Connection, some: Sequence[str]) -> list[Open]:
    c, s = letters.c, signatures.c
    rows = conn.execute(
        select(s.mandate, c.communication_id, c.drafted_at, c.type, c.submission_ids)
        .join(signatures, s.communication_id == c.communication_id)
        .where(c.state.in_(_OPEN), s.mandate.in_(some), s.declined_at.is_(None))
        .order_by(c.drafted_at, c.communication_id)
    )
    return [
        Open(
            mandate=row.mandate,
            kind="letters",
            item_id=row.communication_id,
            at=row.drafted_at,
            type=row.type,
            submission_ids=tuple(row.submission_ids),
        )
        for row in rows
    ]


def _statements(conn: Connection, some: Sequence[str]) -> list[Open]:
    """Those that were never public: what is published keeps the old name."""
    c, s = statements.c, statement_signatures.c
    rows = conn.execute(
        select(s.mandate, c.statement_id, c.drafted_at, c.kind, c.submission_ids)
        .join(statement_signatures, s.statement_id == c.statement_id)
        .where(c.state.in_(_OPEN), c.edition == 0, s.mandate.in_(some), s.declined_at.is_(None))
        .order_by(c.drafted_at, c.statement_id)
    )
    return [
        Open(
            mandate=row.mandate,
            kind="statements",
            item_id=row.statement_id,
            at=row.drafted_at,
            type=row.kind,
            submission_ids=tuple(row.submission_ids),
        )
        for row in rows
    ]


def _cases(conn: Connection, some: Sequence[str]) -> list[Open]:
    c, s = cases.c, signed.c
    behind = select(letters.c.submission_ids).where(
        letters.c.communication_id == c.communication_id
    )
    rows = conn.execute(
        select(
            s.mandate,
            c.communication_id,
            c.transmitted_at,
            c.type,
            c.reference,
            c.recipient,
            behind.scalar_subquery().label("submission_ids"),
        )
        .join(signed, s.communication_id == c.communication_id)
        .where(c.reference.is_not(None), c.closed_at.is_(None), s.mandate.in_(some))
        .order_by(c.transmitted_at, c.communication_id)
    )
    return [_case(row) for row in rows]


def _case(row: Row[tuple[str, str, datetime, str, str, str, list[str] | None]]) -> Open:
    return Open(
        mandate=row.mandate,
        kind="reply-cases",
        item_id=row.communication_id,
        at=row.transmitted_at,
        type=row.type,
        reference=row.reference,
        recipient=row.recipient,
        submission_ids=tuple(row.submission_ids or ()),
    )


def _recommendations(conn: Connection, some: Sequence[str]) -> list[Open]:
    c = recommendations.c
    rows = conn.execute(
        select(c.mandate, c.recommendation_id, c.issued_at, c.addressee)
        .where(c.mandate.in_(some), c.kept_at.is_(None), c.issued_at.is_not(None))
        .order_by(c.issued_at, c.recommendation_id)
    )
    return [
        Open(
            mandate=row.mandate,
            kind="recommendations",
            item_id=row.recommendation_id,
            at=row.issued_at,
            recipient=row.addressee,
        )
        for row in rows
    ]
