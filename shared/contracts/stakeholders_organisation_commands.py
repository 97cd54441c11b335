"""The commands of the register of organisations, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import stakeholders_accreditation_commands as accreditation
from shared.contracts import stakeholders_dormancy_commands as dormancy
from shared.contracts import stakeholders_focal_point_commands as focal_points
from shared.contracts import stakeholders_naming_commands as naming
from shared.contracts.stakeholders_organisations import Standing, Visibility
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOrganisation:
    """Whoever applies for it, its own focal point, or a stakeholder officer."""

    organisation_id: str
    profile: Sealed
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOrganisation:
    """A stakeholder officer; for one that is not registered, another one after the first.

    ``seen``: the fingerprint of the entry that the page showed; empty from an older page.
    """

    organisation_id: str
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRegistration:
    """A stakeholder officer. ``code``: one of shared.reference.organisations.REFUSALS."""

    organisation_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPublicListing:
    """Its own focal point: the first of two steps to what more people read."""

    organisation_id: str
    visibility: Visibility = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPublicListing:
    """Its own focal point, 72 hours later, of what the first step asked for."""

    organisation_id: str
    visibility: Visibility = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class HideOrganisation:
    """Its own focal point or a stakeholder officer, without a reason.

    ``visibility``: who may read it at the most from now on.
    """

    organisation_id: str
    visibility: Visibility = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseRiskFlag:
    """Its own focal point or a stakeholder officer."""

    organisation_id: str
    flag_id: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearRiskFlag:
    """A stakeholder officer, and then another one."""

    organisation_id: str
    flag_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameOrganisation:
    """Its own focal point or a stakeholder officer. ``profile``: all of it.

    ``seen``: the fingerprint of the entry that it was made of; empty from an older page.
    """

    organisation_id: str
    profile: Sealed
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolveOrganisation:
    """Its own focal point or a stakeholder officer."""

    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOrganisation:
    """A stakeholder officer, of one that was recorded as dissolved and is not."""

    organisation_id: str


Command: TypeAlias = (
    RegisterOrganisation
    | ConfirmOrganisation
    | RefuseRegistration
    | AskPublicListing
    | ConfirmPublicListing
    | HideOrganisation
    | RaiseRiskFlag
    | ClearRiskFlag
    | RenameOrganisation
    | DissolveOrganisation
    | RestoreOrganisation
    | accreditation.Command
    | focal_points.Command
    | dormancy.Command
    | naming.Command
)

TYPES: dict[str, type] = {
    "register-organisation": RegisterOrganisation,
    "confirm-organisation": ConfirmOrganisation,
    "refuse-registration": RefuseRegistration,
    "ask-public-listing": AskPublicListing,
    "confirm-public-listing": ConfirmPublicListing,
    "hide-organisation": HideOrganisation,
    "raise-risk-flag": RaiseRiskFlag,
    "clear-risk-flag": ClearRiskFlag,
    "rename-organisation": RenameOrganisation,
    "dissolve-organisation": DissolveOrganisation,
    "restore-organisation": RestoreOrganisation,
    **accreditation.TYPES,
    **focal_points.TYPES,
    **dormancy.TYPES,
    **naming.TYPES,
}
