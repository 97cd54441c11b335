"""The United Nations country team of a State, by a code where organisations have theirs.

Whoever is a United Nations partner, with States that an administrator entered, acts for the teams
of these. No code of an organisation has a colon, so none is that of a team.
"""

from typing import Final

from shared.core.actor import Actor
from shared.core.roles import Role

_MARK: Final = "unct:"


def team_of(state: str) -> str:
    return f"{_MARK}{state}"


def is_team(code: str) -> bool:
    return code.startswith(_MARK)


def teams(by: Actor) -> frozenset[str]:
    """Return for which country teams somebody acts."""
    return frozenset(map(team_of, by.states)) if by.has(Role.UN_PARTNER) else frozenset()
