"""Facts of stakeholders: another name of an organisation, which an officer looks at first (O8).

What it would be called is sealed under the key of the entry.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationNameProposed:
    """``name``: with acronym and other script. Until it is confirmed, nothing is called so."""

    organisation_id: str
    proposal_id: str
    name: Sealed
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationNameConfirmed:
    """``profile``: the entry with it, from now on."""

    organisation_id: str
    proposal_id: str
    profile: Sealed
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationNameDropped:
    """``code``: one of shared.reference.organisations.NAME_REFUSALS, or OWN: it was taken back."""

    organisation_id: str
    proposal_id: str
    code: str
    dropped_by: str
    dropped_at: datetime


Fact: TypeAlias = OrganisationNameProposed | OrganisationNameConfirmed | OrganisationNameDropped

TYPES: dict[str, type] = {
    "organisation-name-proposed": OrganisationNameProposed,
    "organisation-name-confirmed": OrganisationNameConfirmed,
    "organisation-name-dropped": OrganisationNameDropped,
}
