"""Reply cases, one by one, as far as a person may see them: see ``sight``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, exists, select

from portal.casefile.replies.sight import Sight, not_closed, sight, visible
from portal.casefile.replies.tables import cases, signatures, translations
from portal.web.paging import Numbers, Page, cut
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role

"""Deadlines are calendar days of Geneva."""
WEEK = timedelta(days=7)

WORKERS = (
    Role.QUICK_RESPONSE_DESK,
    Role.HUMAN_RIGHTS_OFFICER,
    Role.MANDATE_HOLDER,
    Role.CHIEF,
    Role.DESK_OFFICER,
)
"""Those who look after replies: they have the list of what is due in their header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``reply_days_of`` and ``reminder_days_of``: whose settings gave the days; None: the office's.

    ``closed_at`` and ``outcome``: for a Government only once it was told of the closure.
    """

    communication_id: str
    correlation_id: UUID
    reference: str
    type: str
    recipient: str
    transmitted_at: datetime
    first_due_at: datetime
    reply_days_of: str | None
    reminder_days_of: str | None
    due_at: datetime
    extended_at: datetime | None
    overdue_at: datetime | None
    arrived_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    reminder_due: int | None
    closed_at: datetime | None
    outcome: str | None
    state_told_at: datetime | None
    source_told_at: datetime | None
    translating: bool
    mandates: tuple[str, ...]
    sight: Sight

    @property
    def transmitted_on(self) -> date:
        return day_of(self.transmitted_at)

    @property
    def due_on(self) -> date:
        return day_of(self.due_at)

    @property
    def first_due_on(self) -> date:
        return day_of(self.first_due_at)

    @property
    def overdue_on(self) -> date | None:
        return day_of(self.overdue_at) if self.overdue_at else None

    @property
    def answered_on(self) -> date | None:
        return day_of(self.answered_at) if self.answered_at else None


_WHAT_CAME = ("overdue_at", "arrived_at", "acknowledged_at", "answered_at", "closed_at")
"""What says whether something came; whoever sees the letter alone does not see it."""


translating = exists().where(
    translations.c.communication_id == cases.c.communication_id,
    translations.c.received_at.is_(None),
)
"""A translation of a reply is asked for and has not come."""


def find(conn: Connection, actor: Actor, communication_id: str) -> Case | None:
    """Return the case as far as this person may see it; None if they may not."""
    rows = conn.execute(
        select(cases, translating.label("translating")).where(
            cases.c.communication_id == communication_id,
            cases.c.reference.is_not(None),
            not_closed(actor),
        )
    ).all()
    found = seen_by(conn, actor, rows)
    return found[0] if found else None


def narrowed(
    conn: Connection,
    actor: Actor,
    which: ColumnElement[bool],
    name: str,
    at: Numbers,
    *,
    size: int,
) -> Page[Case]:
    """Return those of the cases that exist for this person, the newest letter first."""
    query = (
        select(cases, translating.label("translating"))
        .where(visible(actor), which)
        .order_by(cases.c.transmitted_at.desc(), cases.c.communication_id)
    )
    found = cut(conn, query, name, at, size=size)
    return found.of(seen_by(conn, actor, found))


def seen_by(conn: Connection, actor: Actor, rows: Sequence[Row[Any]]) -> list[Case]:
    """Return these rows as cases, without those that do not exist for this person."""
    ids = [row.communication_id for row in rows]
    signed: dict[str, list[str]] = {one: [] for one in ids}
    successors: dict[str, list[str]] = {one: [] for one in ids}
    for signature in conn.execute(
        select(signatures)
        .where(signatures.c.communication_id.in_(ids))
        .order_by(signatures.c.mandate)
    ):
        signed[signature.communication_id].append(signature.mandate)
        if signature.successor:
            successors[signature.communication_id].append(signature.mandate)
    found = (
        _case(row, tuple(signed[row.communication_id]), successors[row.communication_id], actor)
        for row in rows
    )
    return [case for case in found if case is not None]


def _case(
    row: Row[Any], mandates: tuple[str, ...], successors: Sequence[str], actor: Actor
) -> Case | None:
    seen = sight(actor, recipient=row.recipient, mandates=mandates, successors=successors)
    if seen is None:
        return None
    values = {**row._asdict(), "translating": bool(row.translating) and seen.house}
    if seen.government and not seen.house and row.state_told_at is None:
        values |= {"closed_at": None, "outcome": None}
    if not seen.case:
        values |= dict.fromkeys(_WHAT_CAME)
    if not seen.replies:
        values["outcome"] = None
    if not seen.drafts:
        values["reminder_due"] = None
    if not seen.source:
        values["source_told_at"] = None
    return Case(**values, mandates=mandates, sight=seen)
