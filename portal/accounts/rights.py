"""Giving and taking rights: roles, and what they reach (mandates, States, an organisation).

Pure: what changes between two states of an account, in the words of the audit log, and what of
it makes no sense.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.reference import REGIONS
from shared.roles import Role

OF_MANDATES = frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR, Role.HUMAN_RIGHTS_OFFICER})
OF_STATES = frozenset({Role.DESK_OFFICER, Role.GOVERNMENT})
OF_ORGANISATION = frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT})
OF_REGION = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """``organisation_id``: of the organisation, or the regional group of a seat on the panel."""

    roles: frozenset[Role] = frozenset()
    mandates: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    organisation_id: str | None = None

    @property
    def lines(self) -> frozenset[str]:
        """Each right as the audit log names it."""
        lines = {f"role:{one.value}" for one in self.roles}
        lines |= {f"mandate:{one}" for one in self.mandates}
        lines |= {f"state:{one}" for one in self.states}
        if self.organisation_id:
            lines.add(f"organisation:{self.organisation_id}"[:100])
        return frozenset(lines)


def given(before: Rights, after: Rights) -> list[str]:
    return sorted(after.lines - before.lines)


def taken(before: Rights, after: Rights) -> list[str]:
    return sorted(before.lines - after.lines)


def missing(rights: Rights) -> Iterator[tuple[str, str]]:
    """Yield which field makes no sense, and the sentence that says what to do."""
    if not rights.roles:
        yield "roles", "Choose at least one role"
    if Role.GOVERNMENT in rights.roles and len(rights.roles) > 1:
        yield "roles", "Whoever is of a Government has no other role. Make another account for it"
    if rights.roles & OF_MANDATES and not rights.mandates:
        yield "mandates", f"Choose the mandates: {_of(rights, OF_MANDATES)} works for some only"
    if rights.roles & OF_STATES and not rights.states:
        yield "states", f"Enter the States: {_of(rights, OF_STATES)} works for some only"
    if rights.roles & OF_ORGANISATION and not rights.organisation_id:
        yield "organisation_id", f"Enter the organisation: {_of(rights, OF_ORGANISATION)} is of one"
    if rights.roles & OF_REGION and rights.organisation_id not in REGIONS:
        groups = ", ".join(REGIONS)
        yield (
            "organisation_id",
            f"A seat on the panel is of a regional group: enter one of {groups}",
        )


def _of(rights: Rights, kind: frozenset[Role]) -> str:
    return next(role.label for role in Role if role in rights.roles & kind)
