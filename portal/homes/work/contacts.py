"""Whom those who work on a State turn to: its desk, and the office of its Resident Coordinator.

For the working page of a State alone. A coordinator's office is its functional address and nobody's
name: the post stays when its holder goes (E.13, "RC post vacant").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
from shared.core.roles import Role
from shared.reference.un_offices import COORDINATOR, states_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """``desk``: each officer's name and the address of the office; None: none was entered.

    ``coordinated``: whether anybody is in the coordinator's office; ``coordinator``: at what.
    """

    desk: Sequence[tuple[str, str | None]]
    coordinated: bool
    coordinator: Sequence[str]


def of_state(conn: Connection, state: str, on: date) -> Contacts:
    every = offices.holding(conn, on, Role.DESK_OFFICER, Role.UN_PARTNER)
    there = [one for one in every if state in states_of(actor_of(one), COORDINATOR)]
    return Contacts(
        desk=[
            (one.name, one.contact)
            for one in every
            if one.has(Role.DESK_OFFICER) and state in one.state_codes
        ],
        coordinated=bool(there),
        coordinator=list(dict.fromkeys(one.contact for one in there if one.contact)),
    )
