"""What a person reads of gaps and overlaps: section C.5, and no more.

The Chief and the Committee read all; a holder and an officer what concerns their mandates; a desk
officer the signals of the own States, without reprisals (R15).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, false, not_, or_, select, true

from portal.casefile.queue import sight
from portal.casefile.queue.tables import queue
from portal.committee.gaps.bands import Signal, greatest, signals
from portal.committee.gaps.overlaps import Overlap, overlap
from portal.letters.communications.tables import letters, signatures
from portal.stakeholders.read_model import comments, rationalisations
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import OTHER
from shared.reference.alerts import COUNTRIES

READERS: Final = frozenset(
    {
        Role.CHIEF,
        Role.COORDINATION_COMMITTEE,
        Role.MANDATE_HOLDER,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.DESK_OFFICER,
    }
)
ALL: Final = frozenset({Role.CHIEF, Role.COORDINATION_COMMITTEE})
"""Who reads every signal, the whole matrix, and the notes."""
OF_MANDATES: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
_YEAR: Final = timedelta(days=13 * 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    note_id: str
    option: str
    mandates: Sequence[str]
    reasons: Sealed
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    note_id: str
    comment_id: str
    text: Sealed
    commented_at: datetime


def gaps(conn: Connection, actor: Actor, today: date) -> list[Signal]:
    """Return the signals of the last thirteen periods that exist for this person.

    Submissions that the person opens are counted apart, and the greater band is told: with three of
    one's own among four, the band would tell that there is another one (decision 0122).
    """
    c = queue.c
    opened = sight.visible(actor)
    rows = conn.execute(
        select(c.state, c.decided_at, opened.label("opened")).where(
            c.decided_at >= start_of(today - _YEAR),
            c.not_actioned == "outside_mandate",
            c.state != OTHER,
            _seen(actor),
        )
    ).all()
    apart = (
        signals(
            [(row.state, day_of(row.decided_at)) for row in rows if bool(row.opened) is own], today
        )
        for own in (False, True)
    )
    return [one for one in greatest(*apart) if one.first >= today - _YEAR]


def cosigned(conn: Connection, actor: Actor) -> Overlap:
    """Return how often mandates signed together what was sent."""
    if not actor.has(*ALL, *OF_MANDATES):
        return overlap([])
    c, s = letters.c, signatures.c
    rows = conn.execute(
        select(c.communication_id, s.mandate)
        .join(signatures, s.communication_id == c.communication_id)
        .where(c.state == "transmitted", s.declined_at.is_(None))
    )
    signed: dict[str, list[str]] = {}
    for row in rows:
        signed.setdefault(row.communication_id, []).append(row.mandate)
    return overlap(signed.values(), None if actor.has(*ALL) else actor.mandates)


def notes(conn: Connection, actor: Actor) -> list[Note]:
    """Return the notes, the newest first; nobody but the Chief and the Committee has any."""
    if not actor.has(*ALL):
        return []
    c = rationalisations.c
    newest = select(rationalisations).where(c.noted_at.is_not(None))
    rows = conn.execute(newest.order_by(c.noted_at.desc(), c.note_id))
    return [Note(**row._asdict()) for row in rows]


def find(conn: Connection, actor: Actor, note_id: str) -> Note | None:
    return next((one for one in notes(conn, actor) if one.note_id == note_id), None)


def comments_on(conn: Connection, some: Sequence[Note]) -> list[Comment]:
    """Return the comments on these notes, the oldest first."""
    c = comments.c
    these = select(comments).where(c.note_id.in_([one.note_id for one in some]))
    rows = conn.execute(these.order_by(c.commented_at, c.comment_id))
    return [Comment(**row._asdict()) for row in rows]


def _seen(actor: Actor) -> ColumnElement[bool]:
    """The submissions that count for this person; a State below four stays below it for all."""
    c = queue.c
    any_of: list[ColumnElement[bool]] = [true() if actor.has(*ALL) else false()]
    if actor.has(*OF_MANDATES):
        own = sorted(COUNTRIES[one] for one in actor.mandates if one in COUNTRIES)
        any_of.append(c.state.in_(own))
    if not actor.has(Role.DESK_OFFICER):
        return or_(*any_of)
    here = c.state.in_(sorted(actor.states))
    return and_(or_(*any_of, here), not_(and_(c.reprisal, here)))
