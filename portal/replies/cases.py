"""Reply cases as far as somebody may see them: domain.md section 6.1, "Reply < publication"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, auto
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, false, or_, select, true

from portal.replies.read_model import cases, grades, replies, signatures
from shared.actor import Actor
from shared.message import Sealed
from shared.roles import Role

GENEVA = ZoneInfo("Europe/Zurich")
"""Deadlines are calendar days of Geneva."""

WORKERS = (
    Role.QUICK_RESPONSE_DESK,
    Role.HUMAN_RIGHTS_OFFICER,
    Role.MANDATE_HOLDER,
    Role.CHIEF,
    Role.DESK_OFFICER,
)
"""Those who look after replies: they have a list of what is due."""
READERS = (*WORKERS, Role.GOVERNMENT, Role.COORDINATION_COMMITTEE, Role.AUDITOR)

WEEK = timedelta(days=7)
_MOST = 200  # rows of a list
_RECENT = 50


class Sight(IntEnum):
    """How much of a case somebody sees."""

    NOTHING = auto()
    METADATA = auto()
    """That there is a letter, to whom, by which mandates, and where it stands."""
    OWN = auto()
    """What the Government itself sent, beside that."""
    EVERYTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    mandate: str
    scheme: str
    value: str
    rationale: Sealed
    assessed_by: str
    assessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """``text`` is None for those who see metadata only."""

    reply_id: str
    kind: str
    language: str
    confidential_by_state: bool
    text: Sealed | None
    received_at: datetime
    logged_by: str
    logged_at: datetime
    grades: tuple[Grade, ...]

    @property
    def received_on(self) -> date:
        return day_in_geneva(self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    communication_id: str
    correlation_id: UUID
    reference: str
    type: str
    recipient: str
    transmitted_at: datetime
    due_at: datetime
    overdue_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    mandates: tuple[str, ...]
    sight: Sight

    @property
    def transmitted_on(self) -> date:
        return day_in_geneva(self.transmitted_at)

    @property
    def due_on(self) -> date:
        return day_in_geneva(self.due_at)

    @property
    def overdue_on(self) -> date | None:
        return day_in_geneva(self.overdue_at) if self.overdue_at else None

    @property
    def answered_on(self) -> date | None:
        return day_in_geneva(self.answered_at) if self.answered_at else None


def day_in_geneva(at: datetime) -> date:
    return at.astimezone(GENEVA).date()


def sight(actor: Actor, *, recipient: str, mandates: Iterable[str]) -> Sight:
    """Return how much this person sees of a case: by default, nothing."""
    if actor.has(Role.QUICK_RESPONSE_DESK, Role.CHIEF):
        return Sight.EVERYTHING
    servicing = actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
    if servicing and not actor.mandates.isdisjoint(mandates):
        return Sight.EVERYTHING
    if actor.has(Role.DESK_OFFICER) and recipient in actor.states:
        return Sight.EVERYTHING
    if actor.has(Role.GOVERNMENT) and recipient in actor.states:
        return Sight.OWN
    if servicing or actor.has(Role.COORDINATION_COMMITTEE, Role.AUDITOR):
        return Sight.METADATA
    return Sight.NOTHING


def _everything(actor: Actor) -> ColumnElement[bool]:
    """The cases of which ``sight`` is everything, as SQL."""
    if actor.has(Role.QUICK_RESPONSE_DESK, Role.CHIEF):
        return true()
    seen: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER):
        mine = select(signatures.c.communication_id).where(signatures.c.mandate.in_(actor.mandates))
        seen.append(cases.c.communication_id.in_(mine))
    if actor.has(Role.DESK_OFFICER):
        seen.append(cases.c.recipient.in_(actor.states))
    return or_(*seen)


def find(conn: Connection, actor: Actor, communication_id: str) -> Case | None:
    """Return the case as far as this person may see it; None also when he may not."""
    row = conn.execute(
        select(cases).where(cases.c.communication_id == communication_id)
    ).one_or_none()
    if row is None:
        return None
    [case] = _with_mandates(conn, actor, [row])
    return None if case.sight is Sight.NOTHING else case


def replies_of(conn: Connection, case: Case) -> list[Reply]:
    """Return what came, newest first, with no more than the case's ``sight`` allows."""
    rows = conn.execute(
        select(replies)
        .where(replies.c.communication_id == case.communication_id)
        .order_by(replies.c.received_at.desc(), replies.c.logged_at.desc())
    ).all()
    given = _grades(conn, case) if case.sight is Sight.EVERYTHING else {}
    return [
        Reply(
            reply_id=row.reply_id,
            kind=row.kind,
            language=row.language,
            confidential_by_state=row.confidential_by_state,
            text=row.text if case.sight >= Sight.OWN else None,
            received_at=row.received_at,
            logged_by=row.logged_by,
            logged_at=row.logged_at,
            grades=tuple(given.get(row.reply_id, ())),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    overdue: list[Case]
    this_week: list[Case]
    later: list[Case]
    received: list[Case]


def lists(conn: Connection, actor: Actor, at: datetime) -> Lists:
    """Return the cases that this person works on, by where they stand at the time ``at``."""
    c = cases.c
    waiting = c.answered_at.is_(None)
    in_time = waiting & c.overdue_at.is_(None)

    def those(which: ColumnElement[bool], order: Any, most: int = _MOST) -> list[Case]:
        query = select(cases).where(_everything(actor), which).order_by(order).limit(most)
        return _with_mandates(conn, actor, conn.execute(query).all())

    return Lists(
        overdue=those(waiting & c.overdue_at.is_not(None), c.due_at),
        this_week=those(in_time & (c.due_at <= at + WEEK), c.due_at),
        later=those(in_time & (c.due_at > at + WEEK), c.due_at),
        received=those(c.answered_at.is_not(None), c.answered_at.desc(), _RECENT),
    )


def _with_mandates(conn: Connection, actor: Actor, rows: Sequence[Row[Any]]) -> list[Case]:
    ids = [row.communication_id for row in rows]
    signed: dict[str, list[str]] = {one: [] for one in ids}
    for signature in conn.execute(
        select(signatures)
        .where(signatures.c.communication_id.in_(ids))
        .order_by(signatures.c.mandate)
    ):
        signed[signature.communication_id].append(signature.mandate)
    return [_case(row, tuple(signed[row.communication_id]), actor) for row in rows]


def _case(row: Row[Any], mandates: tuple[str, ...], actor: Actor) -> Case:
    return Case(
        communication_id=row.communication_id,
        correlation_id=row.correlation_id,
        reference=row.reference,
        type=row.type,
        recipient=row.recipient,
        transmitted_at=row.transmitted_at,
        due_at=row.due_at,
        overdue_at=row.overdue_at,
        acknowledged_at=row.acknowledged_at,
        answered_at=row.answered_at,
        mandates=mandates,
        sight=sight(actor, recipient=row.recipient, mandates=mandates),
    )


def _grades(conn: Connection, case: Case) -> dict[str, list[Grade]]:
    found: dict[str, list[Grade]] = {}
    for row in conn.execute(
        select(grades)
        .where(grades.c.communication_id == case.communication_id)
        .order_by(grades.c.mandate)
    ):
        found.setdefault(row.reply_id, []).append(
            Grade(
                mandate=row.mandate,
                scheme=row.scheme,
                value=row.value,
                rationale=row.rationale,
                assessed_by=row.assessed_by,
                assessed_at=row.assessed_at,
            )
        )
    return found
