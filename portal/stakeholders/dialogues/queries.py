"""Queries of dialogues: what everybody reads, whose slots are whose, what officers run."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, select

from portal.stakeholders.dialogues.read_model import dialogues, slots, statements
from shared.contracts.stakeholders_dialogues import Speaks
from shared.core.message import Sealed
from shared.reference.dialogues import Place, place, seconds_of

_d, _s, _t = dialogues.c, slots.c, statements.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    dialogue_id: str
    title: str
    sub_item: str
    mandate: str
    state_concerned: str | None
    visits: int
    starts_at: datetime
    minutes: int
    closed_at: datetime | None
    called_off: bool | None

    @property
    def over(self) -> bool:
        return self.closed_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    dialogue_id: str
    slot_id: str
    speaks: Speaks
    organisation: str | None
    state: str | None
    speaker: Sealed
    requests: int
    requested_by: str
    requested_at: datetime
    number: int
    stage: str
    code: str | None
    called_at: datetime | None
    seconds: int

    @property
    def place(self) -> Place:
        return place(self.speaks, self.requested_at, self.requests, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    dialogue_id: str
    slot_id: str
    form: str
    text: Sealed
    words: int
    language: str
    publishes: bool
    uploaded_at: datetime
    published_at: datetime | None
    received_in_time: bool
    video: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """``left``: seconds for all who are still to speak."""

    speaking: Slot | None
    line: list[Slot]
    left: int


def coming() -> Select[Any]:
    """Return the dialogues that are not over, the next first."""
    these = select(dialogues).where(_d.title.is_not(None), _d.closed_at.is_(None))
    return these.order_by(_d.starts_at, _d.dialogue_id)


def past() -> Select[Any]:
    these = select(dialogues).where(_d.title.is_not(None), _d.closed_at.is_not(None))
    return these.order_by(_d.starts_at.desc(), _d.dialogue_id)


def one(conn: Connection, dialogue_id: str) -> Dialogue | None:
    this = select(dialogues).where(_d.dialogue_id == dialogue_id, _d.title.is_not(None))
    row = conn.execute(this).one_or_none()
    return dialogue(row) if row else None


def some(conn: Connection, ids: Collection[str]) -> dict[str, Dialogue]:
    rows = conn.execute(select(dialogues).where(_d.dialogue_id.in_(ids)))
    return {row.dialogue_id: dialogue(row) for row in rows}


def all_slots(conn: Connection, dialogue_id: str) -> list[Slot]:
    """Return the slots in the order in which they speak."""
    rows = conn.execute(select(slots).where(_s.dialogue_id == dialogue_id))
    return sorted((slot(row) for row in rows), key=lambda each: each.place)


def of_these(which: ColumnElement[bool]) -> Select[Any]:
    """Return these slots, the last that was asked for first."""
    these = select(slots).where(which)
    return these.order_by(_s.requested_at.desc(), _s.slot_id)


def open_of(conn: Connection, pseudonyms: Collection[str]) -> int:
    """Return how many slots of these are still to come."""
    these = (_s.organisation.in_(sorted(pseudonyms)), _s.stage.in_(("requested", "listed")))
    return conn.scalar(select(func.count()).select_from(slots).where(*these)) or 0


def taken(conn: Connection, dialogue_id: str, which: ColumnElement[bool]) -> bool:
    """Whether one of these slots of the dialogue is not given back."""
    this = (_s.dialogue_id == dialogue_id, _s.stage != "withdrawn", which)
    return bool(conn.scalar(select(exists().where(*this))))


def a_slot(conn: Connection, dialogue_id: str, slot_id: str) -> Slot | None:
    this = select(slots).where(_s.dialogue_id == dialogue_id, _s.slot_id == slot_id)
    row = conn.execute(this).one_or_none()
    return slot(row) if row else None


def by_id(conn: Connection, slot_id: str) -> Slot | None:
    """Return this slot, whoever asks."""
    row = conn.execute(select(slots).where(_s.slot_id == slot_id)).one_or_none()
    return slot(row) if row and row.stage else None


def own(conn: Connection, slot_id: str, which: ColumnElement[bool]) -> Slot | None:
    this = select(slots).where(_s.slot_id == slot_id, which)
    row = conn.execute(this).one_or_none()
    return slot(row) if row else None


def statements_of(conn: Connection, dialogue_id: str) -> list[Statement]:
    these = select(statements).where(_t.dialogue_id == dialogue_id, _t.text.is_not(None))
    return [_statement(row) for row in conn.execute(these.order_by(_t.uploaded_at, _t.form))]


def statements_in(conn: Connection, slot_id: str) -> list[Statement]:
    these = select(statements).where(_t.slot_id == slot_id, _t.text.is_not(None))
    return [_statement(row) for row in conn.execute(these.order_by(_t.form))]


def count(conn: Connection, dialogue_id: str) -> int:
    """Return how many slots are asked for and not withdrawn."""
    these = (_s.dialogue_id == dialogue_id, _s.stage != "withdrawn")
    return conn.scalar(select(func.count()).select_from(slots).where(*these)) or 0


def floor(of: Dialogue, every: list[Slot], now: datetime) -> Floor:
    """Return who speaks, who is next, and how much time is left at this moment."""
    speaking = next((each for each in every if each.stage == "speaking"), None)
    left = of.minutes * 60 - sum(each.seconds for each in every)
    if speaking is not None and speaking.called_at is not None:
        left -= int((now - speaking.called_at).total_seconds())
    line = [each for each in every if each.stage == "listed"]
    return Floor(speaking=speaking, line=line, left=max(0, left))


def seconds(of: Dialogue, each: Slot) -> int:
    return seconds_of(each.speaks, of.visits)


def dialogue(row: Row[Any]) -> Dialogue:
    return Dialogue(**{name: getattr(row, name) for name in Dialogue.__dataclass_fields__})


def slot(row: Row[Any]) -> Slot:
    return Slot(**{name: getattr(row, name) for name in Slot.__dataclass_fields__})


def _statement(row: Row[Any]) -> Statement:
    return Statement(**{name: getattr(row, name) for name in Statement.__dataclass_fields__})
