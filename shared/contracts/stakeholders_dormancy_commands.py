"""The commands of dormancy (O7 of selection-stakeholders-committee.md section B.3)."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOrganisationData:
    """Its own focal point."""

    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOrganisationDay:
    """The clock of the register: notices what is due, and lets it become dormant."""

    organisation_id: str


Command: TypeAlias = ConfirmOrganisationData | PassOrganisationDay

TYPES: dict[str, type] = {
    "confirm-organisation-data": ConfirmOrganisationData,
    "pass-organisation-day": PassOrganisationDay,
}
