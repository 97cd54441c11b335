"""The commands of an organisation: those in the contract, and what this service asks itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import stakeholders_organisation_commands
from shared.contracts.stakeholders_organisations import OrganisationDissolved


@dataclass(frozen=True, slots=True, kw_only=True)
class EndWithReal:
    """Only this service's own policy sends it: what this entry was merged into is dissolved."""

    organisation_id: str


Command: TypeAlias = stakeholders_organisation_commands.Command | EndWithReal


def react(fact: object) -> Sequence[EndWithReal]:
    """End the focal points of whatever was merged into an organisation that is dissolved."""
    if not isinstance(fact, OrganisationDissolved):
        return []
    return [EndWithReal(organisation_id=one) for one in fact.merged]
