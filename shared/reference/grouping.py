"""Who groups recommendations (Q5): a mandate, or for one State its Government or its country team.

The code of a Government stands where mandates have theirs, as that of a country team does. No code
of a mandate has a colon, so none is that of a Government or a team.
"""

from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.country_teams import teams

_MARK: Final = "government:"


def government_of(state: str) -> str:
    return f"{_MARK}{state}"


def is_government(code: str) -> bool:
    return code.startswith(_MARK)


def state_of(code: str) -> str | None:
    """Return whose State's it is; None for a mandate, which groups what is to any State."""
    return code.partition(":")[2] or None


def owners(by: Actor) -> frozenset[str]:
    """Return all codes for which somebody groups recommendations."""
    works = by.has(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    mandates = by.mandates if works else frozenset()
    governments = map(government_of, by.states) if by.has(Role.GOVERNMENT) else ()
    return mandates | teams(by) | frozenset(governments)
