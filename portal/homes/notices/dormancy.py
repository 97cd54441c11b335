"""Notices of entries that become dormant: to whoever speaks for the organisation."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import DORMANCY_NEAR, DORMANT
from portal.stakeholders.organisations import ageing, queries
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.organisations import EXPIRY_NOTICES, register_id


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were. Each is made once."""
    return make_due(engine, settings, lambda conn: _notices(conn, at), at=at)


def _notices(conn: Connection, at: datetime) -> Iterator[Notice]:
    """A dormant entry is told of while it is news: what was told is kept for a while only."""
    near, asleep = list(ageing.soon(conn, at=at)), queries.dormant(conn)
    people = accounts.holding(conn, Role.FOCAL_POINT) if near or asleep else []
    for one, left in near:
        step = min(days for days in EXPIRY_NOTICES if left <= days)
        if step - left >= KEPT.days:  # it was told of long ago
            continue
        yield Notice(
            cause=derive_id(DORMANCY_NEAR, one.organisation_id, one.confirmed_at, step),
            kind=DORMANCY_NEAR,
            at=at,
            told=_speakers(people, one.organisation_id),
        )
    for one in asleep:
        if one.dormant_at is not None and (at - one.dormant_at).days < 1:
            yield Notice(
                cause=derive_id(DORMANT, one.organisation_id, one.dormant_at),
                kind=DORMANT,
                at=one.dormant_at,
                told=_speakers(people, one.organisation_id),
            )


def _speakers(people: Sequence[Account], organisation_id: str) -> list[Told]:
    ours = [one for one in people if register_id(one.organisation_id or "") == organisation_id]
    return told(ours, "focal", Page.OURS, organisation_id)
