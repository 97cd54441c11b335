"""Queries of standard operating procedures: section D.5.

The Committee writes, mandate-holders comment; the Chief, the Quick Response Desk, officers and desk
officers read what was adopted. Everybody reads a version that is public by a decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, select, true

from portal.committee.sops.read_model import comments, deviations, readings, versions
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import sops
from shared.reference.sops import Deviation, Version

COMMENTS: Final = frozenset({Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER})
READERS: Final = COMMENTS | {
    Role.CHIEF,
    Role.QUICK_RESPONSE_DESK,
    Role.HUMAN_RIGHTS_OFFICER,
    Role.DESK_OFFICER,
}
_v = versions.c
_known = _v.drafted_at.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A version of a procedure. ``adopted_on``: None: it is a draft."""

    sop_id: str
    version: int
    draft: int
    title: Sealed
    text: Sealed
    drafted_at: datetime
    adopted_on: date | None
    in_force_on: date | None
    public: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    comment_id: str
    version: int
    text: Sealed
    author: str
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A mandate that does it another way. ``last``: the last day; None: it goes on."""

    mandate: str
    from_on: date
    reason: Sealed
    last: date | None

    def holds(self, on: date) -> bool:
        return self.last is None or on <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """``texts``: the versions that this person reads, the newest first."""

    sop_id: str
    texts: Sequence[Text]

    @property
    def draft(self) -> Text | None:
        newest = self.texts[0]
        return newest if newest.adopted_on is None else None

    def in_force(self, on: date) -> Text | None:
        """Return the version of this day, which applies to what is drafted on it."""
        adopted = [
            Version(version=one.version, in_force_on=one.in_force_on)
            for one in self.texts
            if one.in_force_on is not None
        ]
        found = sops.in_force(adopted, on)
        return next((one for one in self.texts if found and one.version == found.version), None)

    def title(self, on: date) -> Text:
        """Return the version whose title stands for all of it."""
        return self.in_force(on) or self.texts[0]


def seen(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """Which versions exist for this person. Drafts are for those who may comment on them."""
    if works or actor.has(Role.MANDATE_HOLDER):
        return true()
    if actor.has(*(READERS - COMMENTS)):
        return _v.adopted_on.is_not(None)
    return _v.public.is_(True)


PUBLIC: Final = _v.public.is_(True)


def every(conn: Connection, which: ColumnElement[bool]) -> list[Procedure]:
    """Return the procedures with the versions that are seen, in the order of their beginning."""
    rows = conn.execute(
        select(versions).where(_known, which).order_by(_v.sop_id, _v.version.desc())
    )
    by: dict[str, list[Text]] = {}
    for row in rows:
        by.setdefault(row.sop_id, []).append(_text(row))
    found = [Procedure(sop_id=sop_id, texts=texts) for sop_id, texts in by.items()]
    return sorted(found, key=lambda one: (one.texts[-1].drafted_at, one.sop_id))


def one(conn: Connection, sop_id: str, which: ColumnElement[bool]) -> Procedure | None:
    return next(iter(every(conn, (_v.sop_id == sop_id) & which)), None)


def comments_on(conn: Connection, sop_id: str) -> list[Comment]:
    """Return the comments, the newest first."""
    c = comments.c
    these = select(comments).where(c.sop_id == sop_id)
    rows = conn.execute(these.order_by(c.commented_at.desc(), c.comment_id))
    return [
        Comment(
            comment_id=row.comment_id,
            version=row.version,
            text=row.text,
            author=row.author,
            commented_at=row.commented_at,
        )
        for row in rows
    ]


def readers_of(conn: Connection, sop_id: str, version: int) -> list[tuple[str, datetime]]:
    """Return who said that they have read a version, and when."""
    c = readings.c
    these = select(c.reader, c.read_at).where(c.sop_id == sop_id, c.version == version)
    rows = conn.execute(these.order_by(c.read_at.desc(), c.reader))
    return [(row.reader, row.read_at) for row in rows]


def others(conn: Connection, sop_id: str) -> list[Other]:
    """Return the deviations of mandates, with their ends, those that go on first."""
    d = deviations.c
    rows = conn.execute(select(deviations).where(d.sop_id == sop_id, d.reason.is_not(None)))
    found = [
        Other(mandate=row.mandate, from_on=row.from_on, reason=row.reason, last=row.last)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.last is not None, one.mandate, one.from_on))


def deviates(conn: Connection, sop_id: str, mandate: str, on: date) -> bool:
    """Whether the mandate does it another way on this day."""
    known = [
        Deviation(mandate=one.mandate, from_on=one.from_on, last=one.last)
        for one in others(conn, sop_id)
    ]
    return sops.deviates(known, mandate, on)


def _text(row: Row[Any]) -> Text:
    return Text(**{name: getattr(row, name) for name in Text.__dataclass_fields__})
