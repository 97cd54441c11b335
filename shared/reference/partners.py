"""Partners of a mission: kinds, and the parts of it that their scope can have.

visits-recommendations-knowledge.md sections E.2 and E.10.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.followup_missions import Phase
from shared.contracts.followup_partners import Kind, Part
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import register_id

ROLES: Final[Mapping[Kind, Role]] = MappingProxyType(
    {
        "rc": Role.UN_PARTNER,
        "unct": Role.UN_PARTNER,
        "security": Role.UN_PARTNER,
        "nhri": Role.CONTACT_POINT,
        "ngo": Role.NGO_MEMBER,
        "desk": Role.DESK_OFFICER,
    }
)
"""The role that somebody of this kind has."""
BY_ORGANISATION: Final[frozenset[Kind]] = frozenset({"nhri", "ngo"})
"""The kinds of which an organisation is admitted; of the others an account is, or the desk."""
DESK: Final[Kind] = "desk"
"""Whoever is the desk officer of the State, as a member of its mission (E.10)."""
READS_TERMS: Final[frozenset[Kind]] = frozenset({"rc", "security", "nhri", "ngo"})
"""Who reads the terms of reference of the visit. An agency of the country team does not."""
PARTS: Final[Mapping[Part, frozenset[Phase]]] = MappingProxyType(
    {
        "preparation": frozenset({"planning"}),
        "during": frozenset({"underway", "interrupted"}),
        "follow_up": frozenset({"ended", "completed"}),
    }
)
"""The parts of a mission, each with the phases in which it is open."""
LASTS: Final = timedelta(days=60)
"""How long after a visit an admission ends, as it is proposed first."""
LONGEST: Final = timedelta(days=731)
"""How far ahead an admission may end."""
MOST_TASKS: Final = 50
OWN_STAYS: Final = timedelta(days=30)
"""So long a partner reads what it wrote itself, once its admission ended (VR2)."""


def partner_id(mission_id: str, kind: Kind, who: str) -> str:
    """Return the id of this partner. ``who``: the account or the organisation."""
    return str(derive_id("partner of a mission", mission_id, kind, one_form(kind, who)))


def one_form(kind: Kind, who: str) -> str:
    """Return an organisation's id in the register, also of a code from before it; an account's."""
    return register_id(who) if who and kind in BY_ORGANISATION else who


def is_of(by: Actor, kind: Kind, who: str) -> bool:
    """Whether this person is, or belongs to, a partner of this kind."""
    if kind == DESK:
        return by.has(ROLES[kind]) and who in by.states
    own = by.organisation_id if kind in BY_ORGANISATION else by.actor_id
    return by.has(ROLES[kind]) and one_form(kind, own or "") == one_form(kind, who)
