"""Facts of stakeholders: whether what the register has of an organisation was confirmed (O7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDataConfirmed:
    """Its focal point read the entry and says that it is right. It wakes what was dormant."""

    organisation_id: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDormancyNoticed:
    """``days``: so many or fewer are left; one of shared.reference.organisations.EXPIRY_NOTICES."""

    organisation_id: str
    days: int
    noticed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDormant:
    """Nobody confirmed its entry for 24 months: notices to it stop."""

    organisation_id: str
    dormant_at: datetime


Fact: TypeAlias = OrganisationDataConfirmed | OrganisationDormancyNoticed | OrganisationDormant

TYPES: dict[str, type] = {
    "organisation-data-confirmed": OrganisationDataConfirmed,
    "organisation-dormancy-noticed": OrganisationDormancyNoticed,
    "organisation-dormant": OrganisationDormant,
}
