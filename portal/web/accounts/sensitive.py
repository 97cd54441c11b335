"""Rights that take two people to give, because of what they decide or read. Pure.

What a role decides is listed here; what it reads follows from the matrix. A reach (a mandate, a
State, an organisation) takes two people too: it says whose cases a role is for.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from portal.web import policy
from portal.web.accounts.rights import Rights
from portal.web.policy import MATRIX, Kind, Scope, Sight
from shared.core.roles import HELD, Role


class Power(StrEnum):
    APPROVES = "approves"
    TRANSMITS = "transmits"
    OPENS_IDENTITIES = "opens the identity of sources"
    AUDITS = "reads the audit log or erases"
    READS = "reads what others wrote"
    ADMINISTERS = "gives rights"


_DECIDES: Final[Mapping[Role, frozenset[Power]]] = MappingProxyType(
    {
        Role.MANDATE_HOLDER: frozenset({Power.APPROVES}),
        Role.CHAIR_RAPPORTEUR: frozenset({Power.APPROVES}),
        Role.PUBLICATION_OFFICER: frozenset({Power.APPROVES}),
        Role.REPRISALS_FOCAL_POINT: frozenset({Power.READS, Power.APPROVES}),
        Role.CHIEF: frozenset({Power.TRANSMITS}),
        Role.QUICK_RESPONSE_DESK: frozenset({Power.TRANSMITS}),
        Role.AUDITOR: frozenset({Power.AUDITS}),
        Role.DATA_PROTECTION: frozenset({Power.AUDITS}),
        Role.SYSTEM_ADMIN: frozenset({Power.ADMINISTERS}),
        # What a mission admits it to is no reach that an administrator gives.
        Role.UN_PARTNER: frozenset({Power.READS}),
        # Candidates' files and closed organisations are no column of the matrix.
        Role.SELECTION_OFFICER: frozenset({Power.READS}),
        Role.STAKEHOLDER_OFFICER: frozenset({Power.READS}),
        Role.PANEL_MEMBER: frozenset({Power.READS}),
        Role.PANEL_CHAIR: frozenset({Power.APPROVES, Power.READS}),
        Role.PRESIDENT: frozenset({Power.APPROVES, Power.READS}),
        Role.HUMAN_RIGHTS_OFFICER: frozenset(),
        Role.DESK_OFFICER: frozenset(),
        Role.GOVERNMENT: frozenset(),
        # These read only what is their own until they get an organisation.
        Role.NGO_MEMBER: frozenset(),
        Role.CONTACT_POINT: frozenset(),
        Role.FOCAL_POINT: frozenset(),
        Role.CANDIDATE: frozenset(),
        Role.COORDINATION_COMMITTEE: frozenset(),
    }
)
_BY_REACH = frozenset(
    {Scope.OWN, Scope.ORGANISATION, Scope.ADMITTED, Scope.SECURITY, Scope.INVITED}
)


def _powers_of(role: Role) -> frozenset[Power]:
    powers = _DECIDES[role]
    if role in policy.readers(Kind.IDENTITY):
        powers |= {Power.OPENS_IDENTITIES}
    if any(
        of is role and seen >= Sight.READ and scope not in _BY_REACH
        for (_, of, scope), seen in MATRIX.items()
    ):
        powers |= {Power.READS}
    return powers


POWERS: Final[Mapping[Role, frozenset[Power]]] = MappingProxyType(
    {role: _powers_of(role) for role in HELD}
)
SENSITIVE: Final = frozenset(role for role, powers in POWERS.items() if powers)
"""The roles that take two persons to give."""


def takes_two(line: str) -> bool:
    """Whether this right, as the audit log names it, takes two persons to give."""
    kind, _, value = line.partition(":")
    return kind != "role" or Role(value) in SENSITIVE


def holds(rights: Rights) -> bool:
    """Whether somebody with these rights has one that takes two persons."""
    return any(map(takes_two, rights.lines))


def divided(before: Rights, wanted: Rights) -> tuple[Rights, Rights]:
    """Return the rights for now, and those that wait for a second person.

    One person can take rights away. Added rights wait together if any of them needs two people: a
    role without its reach, or the other way round, would be neither the old state nor the new one.
    """
    added = wanted.beyond(before)
    if any(map(takes_two, added.lines)):
        return before.within(wanted), added
    return wanted, Rights()
