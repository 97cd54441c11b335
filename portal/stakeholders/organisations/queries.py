"""Queries of organisations: what everybody may find, and what the register's people see.

Everything that everybody may find goes through ``_public``: rows, counts and choices alike.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.read_model import flags, organisations
from portal.stakeholders.organisations.tables import veils
from shared.core.message import Sealed

_c = organisations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """``profile``: None once it is erased. ``asked_at``: of a first step that still counts."""

    organisation_id: str
    sealed: Sealed
    standing: str
    stage: str
    proposed_by: str | None
    code: str | None
    registered_at: datetime
    asked_at: datetime | None
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    flag_id: str
    reason: Sealed
    raised_by: str
    raised_at: datetime
    proposed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation with what describes it."""

    organisation_id: str
    profile: Profile


_veiled_at = (
    select(veils.c.hidden_at)
    .where(veils.c.organisation_id == _c.organisation_id)
    .correlate(organisations)
    .scalar_subquery()
)


def _after_the_veil(step: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether this first step to the public was taken after it was last hidden."""
    return func.coalesce(step > _veiled_at, step.is_not(None))


_public = and_(_c.public, _c.stage == "confirmed", _after_the_veil(_c.opened_by))


def public(conn: Connection) -> list[tuple[str, Sealed]]:
    """Return those that everybody may find, with their sealed profiles."""
    rows = conn.execute(select(_c.organisation_id, _c.profile).where(_public))
    return [(row.organisation_id, row.profile) for row in rows]


def public_one(conn: Connection, organisation_id: str) -> list[tuple[str, Sealed]]:
    """Return this one if everybody may find it: a hidden one is as one that is not there."""
    this = select(_c.organisation_id, _c.profile).where(
        _public, _c.organisation_id == organisation_id
    )
    return [(row.organisation_id, row.profile) for row in conn.execute(this)]


def one(conn: Connection, organisation_id: str) -> Organisation | None:
    return next(iter(_found(conn, _c.organisation_id == organisation_id)), None)


def these(conn: Connection, organisation_ids: Collection[str]) -> dict[str, Organisation]:
    found = _found(conn, _c.organisation_id.in_(organisation_ids))
    return {one.organisation_id: one for one in found}


def last_step(conn: Connection, organisation_id: str) -> datetime | None:
    """Return the last first step to the public that is known of it."""
    steps = select(_c.opened_by, _c.asked_at).where(_c.organisation_id == organisation_id)
    known = [step for row in conn.execute(steps) for step in row if step is not None]
    return max(known, default=None)


def in_stage(conn: Connection, stage: str) -> list[Organisation]:
    """Return those in this stage, the oldest first."""
    return _found(conn, _c.stage == stage)


def every(conn: Connection) -> list[tuple[str, Sealed]]:
    """Return all that the register has, but for those that were refused."""
    rows = conn.execute(select(_c.organisation_id, _c.profile).where(_c.stage != "refused"))
    return [(row.organisation_id, row.profile) for row in rows]


def flags_of(conn: Connection, organisation_id: str, raised_by: str | None = None) -> list[Flag]:
    """Return the flags that stand; ``raised_by``: of this person alone."""
    f = flags.c
    these = select(flags).where(f.organisation_id == organisation_id, f.cleared_at.is_(None))
    if raised_by is not None:
        these = these.where(f.raised_by == raised_by)
    return [
        Flag(
            flag_id=row.flag_id,
            reason=row.reason,
            raised_by=row.raised_by,
            raised_at=row.raised_at,
            proposed_by=row.proposed_by,
        )
        for row in conn.execute(these.order_by(f.raised_at, f.flag_id))
    ]


def flagged(conn: Connection) -> list[Organisation]:
    """Return the organisations on which a flag stands."""
    standing = select(flags.c.organisation_id).where(flags.c.cleared_at.is_(None))
    return _found(conn, _c.organisation_id.in_(standing))


def entries(ids: Iterable[str], texts: Sequence[str | None]) -> list[Entry]:
    """Return what these are; one whose text is erased is left out."""
    return [
        Entry(organisation_id=organisation_id, profile=profiles.read(text))
        for organisation_id, text in zip(ids, texts, strict=True)
        if text is not None
    ]


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Organisation]:
    seen = _public.label("seen")
    step = _after_the_veil(_c.asked_at).label("counts")
    query = select(organisations, seen, step).where(which)
    ordered = query.order_by(_c.registered_at, _c.organisation_id)
    return [_organisation(row) for row in conn.execute(ordered)]


def _organisation(row: Row[Any]) -> Organisation:
    return Organisation(
        organisation_id=row.organisation_id,
        sealed=row.profile,
        standing=row.standing,
        stage=row.stage,
        proposed_by=row.proposed_by,
        code=row.code,
        registered_at=row.registered_at,
        asked_at=row.asked_at if row.counts else None,
        public=bool(row.seen),
    )
