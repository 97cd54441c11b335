"""Notices of a recognition as a contact point: to the institution's people, and to the Chief.

What the register did by itself is told like what the Chief decided: nobody learns of it by a
refusal. The persons for whom the institution filed are told on their return channels.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, or_, select

from portal.casefile.contactpoints.read_model import contact_points
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, told
from portal.homes.notices.words import NOT_RECOGNISED, RECOGNISED
from portal.web.accounts import account as accounts
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.contact_points import DISSOLVED, LAPSED

_BY_REGISTER = (LAPSED, DISSOLVED)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were. Each is made once."""
    c, since = contact_points.c, at - NEWS_FOR
    changed = select(contact_points).where(or_(c.suspended_at > since, c.recognised_at > since))

    def found(conn: Connection) -> Iterator[Notice]:
        for row in conn.execute(changed).all():
            yield from _of(conn, row, since)

    return make_due(engine, settings, found, at=at)


def _of(conn: Connection, row: Any, since: datetime) -> Iterator[Notice]:
    """Yield what is news of this institution; what GANHRI's grade brought is for the Chief too."""
    people = accounts.holding(conn, Role.CONTACT_POINT)
    theirs = [one for one in people if one.organisation_id == row.organisation_id]
    its = told(theirs, "nhri", Page.INSTITUTION, row.organisation_id)
    if row.suspended_at and row.suspended_at > since:
        chiefs = accounts.holding(conn, Role.CHIEF) if row.reason_code in _BY_REGISTER else []
        yield Notice(
            cause=derive_id("recognition suspended", row.organisation_id, row.suspended_at),
            kind=NOT_RECOGNISED,
            at=row.suspended_at,
            told=[*its, *told(chiefs, "registry", Page.RECOGNITION, row.organisation_id)],
            at_once=True,
        )
    if row.recognised_at > since:
        yield Notice(
            cause=derive_id("recognition", row.organisation_id, row.recognised_at),
            kind=RECOGNISED,
            at=row.recognised_at,
            told=its,
        )
