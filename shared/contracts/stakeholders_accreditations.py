"""Facts of stakeholders about the accreditation of organisations: O4 of section B.3.

They are append-only, and sealed as a whole: the lists of ECOSOC and GANHRI are public, so a status
and a day in the clear would say which organisation this is. Their key is not that of the entry:
when an entry is erased, its accreditation stays.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Source: TypeAlias = Literal["officer", "sheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditationRecorded:
    """``record``: shared.reference.accreditation.Record, with its source document.

    ``corrects``: the record that this one stands for; both are kept.
    """

    organisation_id: str
    record_id: str
    record: Sealed
    corrects: str | None
    source: Source
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditationClaimed:
    """What the organisation says of itself: it gives no right, and is checked in five days."""

    organisation_id: str
    claim_id: str
    claim: Sealed
    claimed_by: str
    claimed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditationClaimChecked:
    """``found``: whether the list has it."""

    organisation_id: str
    claim_id: str
    found: bool
    checked_by: str
    checked_at: datetime


Fact: TypeAlias = AccreditationRecorded | AccreditationClaimed | AccreditationClaimChecked

TYPES: dict[str, type] = {
    "accreditation-recorded": AccreditationRecorded,
    "accreditation-claimed": AccreditationClaimed,
    "accreditation-claim-checked": AccreditationClaimChecked,
}
