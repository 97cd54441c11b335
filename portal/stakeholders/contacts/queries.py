"""Queries of the contact log: stakeholder officers read all of it, others their mandates' part.

``unread``: the pseudonyms of organisations of which this person reads nothing, as they are sealed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, select, true

from portal.stakeholders.contacts.read_model import contacts
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_c = contacts.c
_COUNTS = _c.taken_back.is_(False)
OF_MANDATES = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """``who``: sealed, the organisation and the person."""

    entry_id: str
    organisation: str
    mandate: str | None
    channel: str
    purpose: str
    day: date
    follow_up_on: date | None
    who: Sealed
    note: Sealed | None
    logged_by: str
    logged_at: datetime
    followed_up_at: datetime | None

    @property
    def open(self) -> bool:
        return self.follow_up_on is not None and self.followed_up_at is None


def visible(actor: Actor, unread: Collection[str]) -> ColumnElement[bool]:
    """Section B.5 of selection-stakeholders-committee.md."""
    if actor.has(Role.STAKEHOLDER_OFFICER):
        return true()
    if actor.has(*OF_MANDATES):
        return and_(_c.mandate.in_(sorted(actor.mandates)), _c.organisation.not_in(unread))
    return false()


def log(actor: Actor, unread: Collection[str]) -> Select[Any]:
    """Return what this person may read, the latest first."""
    these = select(contacts).where(_COUNTS, visible(actor, unread))
    return these.order_by(_c.day.desc(), _c.logged_at.desc(), _c.entry_id)


def to_do(actor: Actor, unread: Collection[str]) -> Select[Any]:
    """Return what is still to be done after a contact, the most urgent first."""
    waiting = and_(_c.follow_up_on.is_not(None), _c.followed_up_at.is_(None))
    these = select(contacts).where(_COUNTS, waiting, visible(actor, unread))
    return these.order_by(_c.follow_up_on, _c.entry_id)


def of_organisation(pseudonyms: Collection[str]) -> Select[Any]:
    """Return when and how an organisation was in contact, for itself: nothing else of it."""
    these = select(_c.day, _c.channel).where(_COUNTS, _c.organisation.in_(sorted(pseudonyms)))
    return these.order_by(_c.day.desc(), _c.logged_at.desc(), _c.entry_id)


def one(conn: Connection, entry_id: str, actor: Actor, unread: Collection[str]) -> Contact | None:
    this = select(contacts).where(_COUNTS, _c.entry_id == entry_id, visible(actor, unread))
    row = conn.execute(this).one_or_none()
    return contact(row) if row else None


def known(conn: Connection, actor: Actor, unread: Collection[str]) -> list[Sealed]:
    """Return who each of the contacts was with that this person may read."""
    return list(conn.scalars(select(_c.who).where(_COUNTS, visible(actor, unread))))


def contact(row: Row[Any]) -> Contact:
    return Contact(**{name: getattr(row, name) for name in Contact.__dataclass_fields__})
