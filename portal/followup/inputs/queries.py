"""What a person reads of calls for input and of contributions.

A call is for everybody who has its address; a list has those that are public and open.
Contributions are for those who read the confidential programme of the mission
(``Kind.CONFIDENTIAL``): whoever asks here has asked that before, but for what is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, not_, or_, select, true

from portal.followup.inputs.read_model import (
    additions,
    calls,
    contributions,
    files,
    notes,
    texts,
)
from portal.followup.missions.read_model import missions, of_mandates
from portal.web import policy
from portal.web.accounts.offices import holdings
from portal.web.area import Unnamed
from portal.web.policy import Kind, Sight
from shared.contracts.followup_inputs import End, Publication
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import EVERY_STATE

TEAM: Final = policy.readers(Kind.CONFIDENTIAL, least=Sight.WRITE)
HOLDER: Final = Role.MANDATE_HOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    call_id: str
    mission_id: str
    mandate: str
    state: str
    closes_on: date
    public: bool
    ended: End | None
    steps: int

    def is_open(self, today: date) -> bool:
        return self.ended is None and today <= self.closes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """``text`` and ``name`` are sealed; none where its sender withdrew it, or gave no name.

    ``aside``: the name names nobody, as somebody said who works for the mandate; with the reason of
    who said so last, or the contrary. None: nobody said so here.
    """

    contribution_id: str
    call_id: str
    mission_id: str
    mandate: str
    language: str
    name: Sealed | None
    text: Sealed | None
    publication: Publication
    late: bool
    received_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None
    read: bool
    published: bool
    aside: bool | None
    aside_reason: Sealed | None
    aside_by: str | None


def call(conn: Connection, call_id: str) -> Call | None:
    row = conn.execute(select(calls).where(calls.c.call_id == call_id)).one_or_none()
    return None if row is None else _call(row)


def of_mission(conn: Connection, mission_id: str) -> list[Call]:
    these = select(calls).where(calls.c.mission_id == mission_id)
    return [_call(row) for row in conn.execute(these.order_by(calls.c.issued_at, calls.c.call_id))]


def listed(conn: Connection, today: date) -> Select[Any]:
    """Return the calls that everybody finds: public and open, the next to close first."""
    c = calls.c
    these = select(calls).where(c.public, c.ended.is_(None), c.closes_on >= today)
    asking = conn.scalars(these.with_only_columns(c.mandate).distinct()).all()
    over = _over(conn, asking, today)
    return these.where(c.mandate.not_in(over)).order_by(c.closes_on, c.call_id)


def takes(conn: Connection, one: Call, today: date) -> bool:
    """Whether it takes contributions: it is open, and its mandate has not ended."""
    return one.is_open(today) and not _over(conn, [one.mandate], today)


def _over(conn: Connection, mandates: Sequence[str], today: date) -> list[str]:
    """Return those that have ended: nobody would read what comes."""
    ends = {one: found.signs_until for one, found in holdings(conn, mandates).items()}
    return [one for one, last in ends.items() if last is not None and today > last]


def texts_of(conn: Connection, call_ids: Sequence[str]) -> Mapping[str, Mapping[str, Sealed]]:
    found: dict[str, dict[str, Sealed]] = {one: {} for one in call_ids}
    for row in conn.execute(select(texts).where(texts.c.call_id.in_(call_ids))):
        found[row.call_id][row.language] = row.text
    return found


def published(call_id: str) -> Select[Any]:
    """Return what everybody reads of the contributions to a call."""
    these = select(contributions).where(
        contributions.c.call_id == call_id,
        contributions.c.published,
        contributions.c.text.is_not(None),
        contributions.c.publication != "no",
        contributions.c.withdrawn_at.is_(None),
    )
    return these.order_by(contributions.c.received_at, contributions.c.contribution_id)


def inbox(mission_id: str, mandate: str) -> Select[Any]:
    """Return the contributions to the calls of a mission: what is to be read comes first.

    Those to this mandate: who sent them agreed to it alone, whoever goes on with the visit (SC3).
    """
    c = contributions.c
    these = select(contributions).where(c.mission_id == mission_id, c.mandate == mandate)
    return these.order_by(
        c.withdrawn_at.is_not(None), c.read, c.received_at.desc(), c.contribution_id
    )


def contribution(conn: Connection, contribution_id: str) -> Contribution | None:
    this = contributions.c.contribution_id == contribution_id
    row = conn.execute(select(contributions).where(this)).one_or_none()
    return None if row is None else _contribution(row)


def senders(conn: Connection, mission_id: str, mandate: str, at: datetime | None = None) -> int:
    """Return how many contributions to this mandate are not withdrawn, or were not at a moment.

    For those who read them: nobody else learns how many there are.
    """
    c = contributions.c
    these = [c.mission_id == mission_id, c.mandate == mandate]
    if at is None:
        these.append(c.withdrawn_at.is_(None))
    else:
        stood = or_(c.withdrawn_at.is_(None), c.withdrawn_at > at)
        these += [c.received_at <= at, stood]
    return conn.scalar(select(func.count()).where(*these)) or 0


def is_left(conn: Connection, one: Contribution) -> bool:
    """Whether another mandate goes on with the visit: it does not read this one (SC3)."""
    these = select(missions.c.mandate).where(missions.c.mission_id == one.mission_id)
    return conn.scalar(these) not in {None, one.mandate}


def unnamed(conn: Connection, mandate: str, state: str) -> Sequence[Unnamed]:
    """Return the names that nobody outside may read: for the lint, which shows none of them."""
    c = contributions.c
    public = and_(c.published, c.publication == "named")
    whose = true() if state == EVERY_STATE else c.state == state
    these = select(c.name, c.aside).where(
        c.mandate == mandate, whose, c.name.is_not(None), not_(public)
    )
    rows = conn.execute(these.order_by(c.contribution_id))
    return [Unnamed(name=row.name, aside=row.aside) for row in rows]


def additions_of(conn: Connection, contribution_id: str) -> Sequence[Row[Any]]:
    these = select(additions).where(additions.c.contribution_id == contribution_id)
    return conn.execute(these.order_by(additions.c.added_at, additions.c.addition_id)).all()


def times_of_additions(conn: Connection, contribution_id: str) -> Sequence[datetime]:
    """Return when something was added, and no word of it."""
    c = additions.c
    these = select(c.added_at).where(c.contribution_id == contribution_id)
    return conn.scalars(these.order_by(c.added_at, c.addition_id)).all()


def files_of(conn: Connection, contribution_id: str) -> Sequence[Row[Any]]:
    these = select(files).where(files.c.contribution_id == contribution_id)
    return conn.execute(these.order_by(files.c.added_at, files.c.attachment_id)).all()


def notes_of(conn: Connection, contribution_id: str) -> Sequence[Row[Any]]:
    these = select(notes).where(notes.c.contribution_id == contribution_id)
    return conn.execute(these.order_by(notes.c.noted_at, notes.c.note_id)).all()


def to_read(conn: Connection, actor: Actor) -> list[tuple[str, str, int]]:
    """Return mission, State and number of what waits to be read by those of the mandate."""
    if not actor.has(*TEAM):
        return []
    c = contributions.c
    these = (
        select(c.mission_id, c.state, func.count().label("number"))
        .where(
            c.mandate.in_(actor.mandates),
            of_mandates(c.mission_id, actor.mandates),
            _waits(),
        )
        .group_by(c.mission_id, c.state)
        .order_by(c.mission_id)
    )
    return [(row.mission_id, row.state, row.number) for row in conn.execute(these)]


def _waits() -> ColumnElement[bool]:
    return contributions.c.read.is_(False) & contributions.c.withdrawn_at.is_(None)


def _call(row: Row[Any]) -> Call:
    return Call(
        call_id=row.call_id,
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        closes_on=row.closes_on,
        public=row.public,
        ended=row.ended,
        steps=row.steps,
    )


def _contribution(row: Row[Any]) -> Contribution:
    return Contribution(
        contribution_id=row.contribution_id,
        call_id=row.call_id,
        mission_id=row.mission_id,
        mandate=row.mandate,
        language=row.language,
        name=row.name,
        text=row.text,
        publication=row.publication,
        late=row.late,
        received_at=row.received_at,
        changed_at=row.changed_at,
        withdrawn_at=row.withdrawn_at,
        read=row.read,
        published=row.published,
        aside=row.aside,
        aside_reason=row.aside_reason,
        aside_by=row.aside_by,
    )
