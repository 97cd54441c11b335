"""Facts of stakeholders about organisations: section B.3 of selection-stakeholders-committee.md.

Nothing in them says which organisation it is. What describes it is one sealed text; who speaks for
it, and what proves that it exists, is in the vault alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from shared.contracts import stakeholders_accreditations as accreditations
from shared.contracts import stakeholders_dormancy as dormancy
from shared.contracts import stakeholders_focal_points as focal_points
from shared.contracts import stakeholders_naming as naming
from shared.core.message import Sealed

Standing: TypeAlias = Literal["registered", "unregistered", "person"]
"""Whether some law knows it. A person is a defender without an organisation."""
Visibility: TypeAlias = Literal["public", "partners", "closed", "sealed"]
"""Who reads an entry: everybody; partners; the mandates that know it; its own people alone.

The officers of the register read each of them.
"""
VISIBILITIES: Final[tuple[Visibility, ...]] = ("sealed", "closed", "partners", "public")
"""From the strictest."""
Provenance: TypeAlias = Literal["self", "officer"]
"""Who told the fields that a fact brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered:
    """``profile``: name, type, countries, themes and so on. It starts closed."""

    organisation_id: str
    profile: Sealed
    standing: Standing
    provenance: Provenance
    registered_by: str
    registered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationConfirmationProposed:
    """The first of the two officers whom one that is not registered needs."""

    organisation_id: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationConfirmed:
    organisation_id: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRefused:
    """``code``: one of shared.reference.organisations.REFUSALS."""

    organisation_id: str
    code: str
    refused_by: str
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicListingAsked:
    """The first of two steps up; the second follows after 72 hours.

    ``visibility``: what it asks for; before there were four, all asked to be public.
    """

    organisation_id: str
    asked_by: str
    asked_at: datetime
    visibility: Visibility = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityChanged:
    """``asked_at``: of the first step, where more read it than before; None where fewer do.

    A step down also voids a first step that was taken before.
    """

    organisation_id: str
    visibility: Visibility
    asked_at: datetime | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFlagRaised:
    """Closed from now on. ``reason``: sealed like the profile, and read by fewer."""

    organisation_id: str
    flag_id: str
    reason: Sealed
    raised_by: str
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFlagClearingProposed:
    organisation_id: str
    flag_id: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFlagCleared:
    """By a second officer. It stays closed until it asks to be public itself."""

    organisation_id: str
    flag_id: str
    cleared_by: str
    cleared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRenamed:
    """``profile``: all of it, with the name of before among the former ones."""

    organisation_id: str
    profile: Sealed
    provenance: Provenance
    renamed_by: str
    renamed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDissolved:
    """``merged``: the entries that were merged into it, whose focal points end with it."""

    organisation_id: str
    dissolved_by: str
    dissolved_at: datetime
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRestored:
    """It was not dissolved. It stays hidden, and nobody speaks for it before a designation."""

    organisation_id: str
    restored_by: str
    restored_at: datetime


Fact: TypeAlias = (
    OrganisationRegistered
    | OrganisationConfirmationProposed
    | OrganisationConfirmed
    | RegistrationRefused
    | PublicListingAsked
    | VisibilityChanged
    | RiskFlagRaised
    | RiskFlagClearingProposed
    | RiskFlagCleared
    | OrganisationRenamed
    | OrganisationDissolved
    | OrganisationRestored
    | accreditations.Fact
    | focal_points.Fact
    | dormancy.Fact
    | naming.Fact
)

TYPES: dict[str, type] = {
    "organisation-registered": OrganisationRegistered,
    "organisation-confirmation-proposed": OrganisationConfirmationProposed,
    "organisation-confirmed": OrganisationConfirmed,
    "registration-refused": RegistrationRefused,
    "public-listing-asked": PublicListingAsked,
    "visibility-changed": VisibilityChanged,
    "risk-flag-raised": RiskFlagRaised,
    "risk-flag-clearing-proposed": RiskFlagClearingProposed,
    "risk-flag-cleared": RiskFlagCleared,
    "organisation-renamed": OrganisationRenamed,
    "organisation-dissolved": OrganisationDissolved,
    "organisation-restored": OrganisationRestored,
    **accreditations.TYPES,
    **focal_points.TYPES,
    **dormancy.TYPES,
    **naming.TYPES,
}


def stricter(one: Visibility, other: Visibility) -> Visibility:
    """Return the one that fewer read."""
    return min(one, other, key=VISIBILITIES.index)


def _to_be_public(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "visibility": "public"}


UPCASTERS = {"public-listing-asked": (_to_be_public,)}
