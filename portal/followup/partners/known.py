"""Whom a mission gets by the office of an account (M1): its Resident Coordinator, and security.

They are suggested to the office, which proposes them; nobody is admitted by an account alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection

from portal.followup.partners import queries
from portal.followup.partners.queries import Partner, Task
from portal.web import followup_policy as policy
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.contracts.followup_partners import Kind
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.un_offices import COORDINATOR, SECURITY, states_of

_AS: Final[Mapping[str, Kind]] = MappingProxyType({COORDINATOR: "rc", SECURITY: "security"})
"""As which kind of partner whoever has the office is proposed."""


def suggested(
    conn: Connection, state: str, these: Sequence[Partner], today: date
) -> list[tuple[Kind, str, str]]:
    """Return who has such an office in the State and is no partner yet: kind, account, name."""
    there = {(one.kind, one.who) for one in these if not one.is_over(today)}
    every = offices.holding(conn, today, Role.UN_PARTNER)
    return [
        (kind, one.account_id, one.name)
        for office, kind in _AS.items()
        for one in every
        if state in states_of(actor_of(one), office) and (kind, one.account_id) not in there
    ]


def in_words(one: Account, words: Mapping[str, str]) -> str:
    """Return the name of an account, with its office."""
    kind = _AS.get(one.office or "")
    return f"{one.name} ({words[kind]})" if kind else one.name


def of_agencies(
    conn: Connection, actor: Actor, this: Partner, today: date
) -> list[tuple[Partner, list[Task]]]:
    """Return the agencies that are admitted to the mission, with their tasks.

    For the Resident Coordinator who is admitted to it, and for no other partner (E.10).
    """
    as_ = {scope for _, scope in policy.lines(actor, policy.Kind.AGENCIES)}
    if this.kind != "rc" or not this.open or policy.Scope.COORDINATED not in as_:
        return []
    some = queries.of_mission(conn, this.mission_id)
    agencies = [
        one
        for one in some
        if one.kind == "unct" and one.admitted_at is not None and not one.is_over(today)
    ]
    return [(one, queries.tasks_of(conn, one)) for one in agencies]
