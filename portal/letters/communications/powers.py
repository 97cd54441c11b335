"""Powers to act for a mandate, as far as pages know. The service decides: R2 and R3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from portal.letters.communications.offers import Powers
from portal.letters.communications.tables import delegations, standing
from portal.web.accounts import offices
from portal.web.accounts.offices import holdings
from shared.contracts.approvals_authority import Power
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import is_group


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    delegation_id: str
    delegate_id: str
    scope: tuple[Power, ...]
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None

    def over(self, at: datetime) -> bool:
        return self.revoked_at is not None or self.ends_at <= at


def powers_of(conn: Connection, actor: Actor, at: datetime) -> Powers:
    """Return what this person may do now, for each of their mandates."""
    groups = [one for one in actor.mandates if is_group(one)]
    chairs = actor.has(Role.CHAIR_RAPPORTEUR)
    live = {
        mandate: {
            power
            for one in delegations_of(conn, mandate)
            if one.delegate_id == actor.actor_id and not one.over(at) and one.starts_at <= at
            for power in one.scope
        }
        for mandate in groups
        if not chairs
    }

    def may(mandate: str, power: Power) -> bool:
        return mandate not in live or power in live[mandate]

    return may


def in_office(conn: Connection, actor: Actor, on: date) -> frozenset[str]:
    """Return those of the person's mandates that they hold on that day.

    A mandate of which nothing is on record counts, as it does for the service.
    """
    known = holdings(conn, actor.mandates)
    return frozenset(one for one in actor.mandates if known[one].held_by(actor.actor_id, on))


def delegations_of(conn: Connection, mandate: str) -> list[Delegation]:
    """Return the delegations of a working group, the newest first."""
    c = delegations.c
    rows = conn.execute(
        select(delegations).where(c.mandate == mandate).order_by(c.granted_at.desc(), c[0])
    )
    return [_delegation(row) for row in rows]


def standing_of(conn: Connection, some: Iterable[str]) -> dict[str, datetime]:
    """Return since when a standing authorisation stands, for those of the mandates that gave it."""
    c = standing.c
    rows = conn.execute(
        select(c.mandate, c.granted_at).where(c.mandate.in_(list(some)), c.granted_at.is_not(None))
    )
    return {row.mandate: row.granted_at for row in rows}


def members(conn: Connection, mandate: str, on: date, *, but: str) -> dict[str, str]:
    """Return the other members of a working group on that day, by account, with their names."""
    return {
        one.account_id: one.name
        for one in offices.holding(conn, on, Role.MANDATE_HOLDER)
        if mandate in one.mandates and one.account_id != but
    }


def _delegation(row: Row[Any]) -> Delegation:
    return Delegation(
        delegation_id=row.delegation_id,
        delegate_id=row.delegate_id,
        scope=tuple(row.scope),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        revoked_at=row.revoked_at,
    )
