"""Who reads which entry beside its own people: section B.5 of selection-stakeholders-committee.md.

Everything that is for partners goes through ``readable``: rows, counts, choices and searches alike.
Whoever has no line here reads what everybody finds.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_

from portal.stakeholders.organisations import cards, merged, queries
from portal.stakeholders.organisations.read_model import organisations
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import states

_c = organisations.c


class Reach(Enum):
    ALL = auto()
    STATES = auto()
    """Those with their seat in a State of the person's."""
    OWN_STATE = auto()
    """Those with their seat where the person's own institution has it."""


READERS: Final[Mapping[Role, Reach]] = MappingProxyType(
    {
        Role.STAKEHOLDER_OFFICER: Reach.ALL,
        Role.HUMAN_RIGHTS_OFFICER: Reach.ALL,
        Role.MANDATE_HOLDER: Reach.ALL,
        Role.COORDINATION_COMMITTEE: Reach.ALL,
        Role.SELECTION_OFFICER: Reach.ALL,
        Role.DESK_OFFICER: Reach.STATES,
        Role.UN_PARTNER: Reach.STATES,
        Role.CONTACT_POINT: Reach.OWN_STATE,
    }
)


def readable(conn: Connection, actor: Actor) -> ColumnElement[bool]:
    """Return which entries this person may read: what everybody finds, and more for partners."""
    here = reach(conn, actor)
    if here is None:
        return queries.PARTNERS
    some = cards.of(conn, queries.FOR_PARTNERS) if here else []
    ids = [one.organisation_id for one in some if one.country in here]
    return or_(queries.PUBLIC, and_(queries.FOR_PARTNERS, _c.organisation_id.in_(ids)))


def reach(conn: Connection, actor: Actor) -> frozenset[str] | None:
    """Return in which States partners' entries have their seat that this person reads; None: all.

    A United Nations partner has the States that an administrator entered, perhaps none.
    """
    kinds = {READERS[role] for role in actor.roles if role in READERS}
    if Reach.ALL in kinds:
        return None
    found = actor.states if Reach.STATES in kinds else frozenset()
    return found | (_own_state(conn, actor) if Reach.OWN_STATE in kinds else frozenset())


def _own_state(conn: Connection, actor: Actor) -> frozenset[str]:
    """Return where the institution has its seat, as an officer confirmed it."""
    if actor.organisation_id is None:
        return frozenset()
    entry = merged.real_of(conn, actor.organisation_id)
    confirmed = cards.of(conn, and_(queries.CONFIRMED, _c.organisation_id == entry))
    return frozenset(one.country for one in confirmed if one.country in states())
