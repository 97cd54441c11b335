"""Whether a briefing for a treaty body is signed off as it is at this moment.

A signature is of the lines of a version. It holds while the register says the same: whatever
changes, is published or taken back voids it, without anybody doing a thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Connection, Row, Select, false, select, true

from portal.public.register import events
from portal.public.register.briefing import Asked, Briefing
from portal.public.register.events import Event, Kind
from portal.public.register.signed_model import signed, versions
from shared.contracts.stakeholders_treaty_briefings import BriefingAsked, BriefingLine
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.treaty_briefings import hash_of

READERS: Final = frozenset({Role.DESK_OFFICER, Role.CHIEF, Role.QUICK_RESPONSE_DESK})
SIGNERS: Final = frozenset({Role.DESK_OFFICER})
_s, _v = signed.c, versions.c
Texts = Mapping[tuple[Kind, int], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    version: int
    hash: str
    lines: Mapping[str, str]
    signed_by: str
    signed_at: datetime
    unsigned_by: str | None
    unsigned_at: datetime | None
    handed_by: str | None
    handed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """``holds``: of the briefing as it is now. ``last``: None if nobody ever signed it off."""

    briefing_id: str
    last: Version | None
    holds: bool

    @property
    def stage(self) -> str:
        if self.last is None or not self.holds:
            return "draft" if self.last is None or self.last.unsigned_at else "changed"
        return "handed-over" if self.last.handed_at else "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Between two versions, by keys of lines."""

    new: frozenset[str]
    gone: frozenset[str]
    changed: frozenset[str]

    @property
    def nothing(self) -> bool:
        return not (self.new or self.gone or self.changed)


def can_be(asked: Asked) -> bool:
    """Only a briefing for a session of a treaty body is signed off."""
    return bool(asked.body and asked.session)


def signs(actor: Actor, state: str) -> bool:
    return actor.has(*SIGNERS) and state in actor.states


def reads(actor: Actor) -> ColumnElement[bool]:
    """The briefings that this person finds: a desk officer those on their own States."""
    if actor.has(Role.CHIEF, Role.QUICK_RESPONSE_DESK):
        return true()
    return _s.state.in_(actor.states) if actor.has(*SIGNERS) else false()


def id_of(asked: Asked) -> str:
    session = asked.session.isoformat() if asked.session else ""
    years = (str(asked.since or ""), str(asked.until or ""))
    of = (asked.state, asked.body, asked.stage, session, *years, *sorted(asked.themes))
    return str(derive_id("treaty briefing", *of))


def told(asked: Asked) -> BriefingAsked:
    if asked.session is None:
        raise ValueError("a briefing that is signed off is for a session")
    return BriefingAsked(
        state=asked.state,
        body=asked.body,
        stage=asked.stage,
        session=asked.session,
        since=asked.since,
        until=asked.until,
        themes=asked.themes,
    )


def lines(one: Briefing, texts: Texts) -> tuple[BriefingLine, ...]:
    return tuple(
        BriefingLine(key=key_of(event), hash=_digest(one, event, texts)) for event in one.events
    )


def numbers(one: Briefing) -> tuple[int, ...]:
    of = one.numbers
    days = -1 if of.days is None else of.days
    return (of.letters, of.due, of.answered, of.in_time, days, len(events.visits(one.events)))


def hash_now(one: Briefing, texts: Texts) -> str:
    return hash_of([(each.key, each.hash) for each in lines(one, texts)], numbers(one))


def key_of(event: Event) -> str:
    return f"{event.kind}-{event.key}"


def of(conn: Connection, one: Briefing, texts: Texts) -> SignOff:
    """Return where the sign-off of this briefing stands now. ``texts``: of all recommendations."""
    briefing_id = id_of(one.asked)
    last = last_of(conn, briefing_id) if can_be(one.asked) else None
    holds = last is not None and last.unsigned_at is None and last.hash == hash_now(one, texts)
    return SignOff(briefing_id=briefing_id, last=last, holds=holds)


def is_known(conn: Connection, asked: Asked) -> bool:
    """Whether somebody ever signed it off."""
    this = select(_s.briefing_id).where(_s.briefing_id == id_of(asked))
    return can_be(asked) and conn.scalar(this) is not None


def last_of(conn: Connection, briefing_id: str) -> Version | None:
    """Return its last version: everybody's page asks for it, and each version has all its lines."""
    return next(iter(versions_of(conn, briefing_id, most=1)), None)


def versions_of(conn: Connection, briefing_id: str, *, most: int | None = None) -> list[Version]:
    """Return its versions, the last one first."""
    these = select(versions).where(_v.briefing_id == briefing_id, _v.hash.is_not(None))
    names = Version.__dataclass_fields__
    rows = conn.execute(these.order_by(_v.version.desc()).limit(most))
    return [Version(**{name: getattr(row, name) for name in names}) for row in rows]


def every(actor: Actor) -> Select[Any]:
    """Return what was signed off, the last one first."""
    these = select(signed).where(reads(actor), _s.version.is_not(None))
    return these.order_by(_s.signed_at.desc(), _s.briefing_id)


def one(conn: Connection, actor: Actor, briefing_id: str) -> Asked | None:
    these = select(signed).where(reads(actor), _s.briefing_id == briefing_id)
    row = conn.execute(these.where(_s.version.is_not(None))).one_or_none()
    return asked_of(row) if row else None


def asked_of(row: Row[Any]) -> Asked:
    names = ("state", "body", "stage", "session", "since", "until")
    return Asked(**{name: getattr(row, name) for name in names}, themes=tuple(row.themes))


def between(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    both = before.keys() & after.keys()
    return Difference(
        new=frozenset(after.keys() - before.keys()),
        gone=frozenset(before.keys() - after.keys()),
        changed=frozenset(key for key in both if before[key] != after[key]),
    )


def _digest(one: Briefing, event: Event, texts: Texts) -> str:
    """Return the hash of all that a line says, in whichever language it is shown."""
    replied = one.replied.get(event.of) if event.kind == "letter" else None
    said: Sequence[object] = (
        event.on,
        event.year,
        event.type,
        event.item,
        event.title,
        event.symbol,
        event.mandates,
        event.language,
        event.begin,
        event.end,
        replied,
        sorted(one.grades.get(event.part, ())),
        texts.get(event.place),
        # Lines of before have none of these, and their hash stays.
        *([event.until] if event.until else []),
        *([one.tags[event.part]] if event.part in one.tags else []),
        *(
            (each.scheme, each.grade, each.mandate, each.assessed_at)
            for each in one.assessed.get(event.part, ())
        ),
    )
    return sha256(to_json(said)).hexdigest()[:16]
