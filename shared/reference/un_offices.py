"""In which office a United Nations partner is, as two administrators entered it in the account.

An account without one is of an agency, which has no right beyond those of every such partner.
"""

from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role

COORDINATOR: Final = "coordinator"
SECURITY: Final = "security"
FIELD: Final = "field"
OFFICES: Final = (COORDINATOR, SECURITY, FIELD)
"""The Resident Coordinator's, security of the United Nations, a field presence of the Office."""


def states_of(by: Actor, office: str) -> frozenset[str]:
    """Return the States in which this person is of this office; nobody else is in any."""
    return by.states if by.has(Role.UN_PARTNER) and by.office == office else frozenset()
