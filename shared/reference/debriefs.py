"""The debrief of a mission as data: sections E.2 and E.6 of visits-recommendations-knowledge.md."""

from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.schemes import CLAUSES
from shared.reference.un_offices import COORDINATOR, FIELD, states_of

VALUES: Final = tuple(CLAUSES.values)
"""How a clause of the terms of reference held: respected, with difficulty, breached, not tested."""
BREACHED: Final = "breached"
ATTENDED: Final = ("holder", "officer", "desk", "branch", "field", "coordinator")
"""Who takes part in a debrief, of those that are invited: offices, and nobody's name."""
INVITED: Final = ("desk", "branch", "field", "coordinator")
"""Those of them whom the platform invites: the others hold it."""
MOST_INVITATIONS: Final = 10
MOST_ANSWERS: Final = 200
MOST_VERSIONS: Final = 20
MOST_DRAFTS: Final = 200
"""So often a draft is kept before its version is."""
MOST_PARTS: Final = 50
"""So often the part of the country team is written."""


def is_of(by: Actor, office: str, state: str) -> bool:
    """Whether this person is invited to a debrief of a visit to this State as of this office."""
    if office == "branch":
        return by.has(Role.CHIEF)
    if office == "desk":
        return by.has(Role.DESK_OFFICER) and state in by.states
    un = {"field": FIELD, "coordinator": COORDINATOR}
    return office in un and state in states_of(by, un[office])
