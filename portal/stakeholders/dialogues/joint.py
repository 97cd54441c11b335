"""Queries of co-sponsors: a co-sponsor is a pseudonym, as whoever has a slot is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from portal.stakeholders.dialogues.queries import Slot
from portal.stakeholders.dialogues.read_model import co_sponsors, slots

_c = co_sponsors.c


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSponsor:
    """``accepted_at``: None while whose slot it is has not answered."""

    dialogue_id: str
    slot_id: str
    organisation: str
    asked_by: str
    asked_at: datetime
    accepted_at: datetime | None


def of_slots(conn: Connection, slot_ids: Collection[str]) -> list[CoSponsor]:
    """Return who joins these or asked to, in the order of acceptance; then of asking."""
    found = some(conn, _c.slot_id.in_(sorted(slot_ids)))
    return sorted(found, key=lambda one: (one.accepted_at is None, one.accepted_at or one.asked_at))


def left_last(conn: Connection, slot_id: str) -> list[CoSponsor]:
    """Return who left this statement last."""
    this = (_c.slot_id == slot_id, _c.left_at.is_not(None), _c.code != "leads")
    rows = conn.execute(select(co_sponsors).where(*this).order_by(_c.left_at.desc()).limit(1))
    return [_one(row) for row in rows]


def as_slot(slot: Slot, one: CoSponsor) -> Slot:
    """Return what has the owner of a co-sponsor, under an id that is of both."""
    return replace(
        slot,
        slot_id=key(one),
        organisation=one.organisation,
        state=None,
        requested_by=one.asked_by,
    )


def key(one: CoSponsor) -> str:
    return f"{one.slot_id}/{one.organisation}"


def some(conn: Connection, which: ColumnElement[bool]) -> list[CoSponsor]:
    """Return these by when they asked; nobody is accepted for a slot that was asked for since."""
    here = (_c.asked_at.is_not(None), _c.left_at.is_(None), which)
    of = (slots.c.dialogue_id == _c.dialogue_id) & (slots.c.slot_id == _c.slot_id)
    rows = conn.execute(
        select(co_sponsors, slots.c.requested_at)
        .outerjoin(slots, of)
        .where(*here)
        .order_by(_c.asked_at, _c.organisation)
    )
    return [
        replace(one, accepted_at=None)
        if one.accepted_at and row.requested_at and one.accepted_at < row.requested_at
        else one
        for row in rows
        for one in [_one(row)]
    ]


def _one(row: Row[Any]) -> CoSponsor:
    return CoSponsor(**{name: getattr(row, name) for name in CoSponsor.__dataclass_fields__})
