"""The commands about the accreditation of organisations, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_accreditations import Source
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccreditation:
    """A stakeholder officer. ``record_id``: the same for the same decision."""

    organisation_id: str
    record_id: str
    record: Sealed
    corrects: str | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAccreditation:
    """Its own focal point."""

    organisation_id: str
    claim_id: str
    claim: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAccreditationClaim:
    """A stakeholder officer."""

    organisation_id: str
    claim_id: str
    found: bool


Command: TypeAlias = RecordAccreditation | ClaimAccreditation | CheckAccreditationClaim

TYPES: dict[str, type] = {
    "record-accreditation": RecordAccreditation,
    "claim-accreditation": ClaimAccreditation,
    "check-accreditation-claim": CheckAccreditationClaim,
}
