"""What stakeholders tells of national institutions that file for persons (R16 of section 6.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Accreditation: TypeAlias = Literal["A", "B"]
"""Under the Paris Principles: fully or partially compliant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointRecognised:
    """From now on it files for persons. Told again when its accreditation is another."""

    organisation_id: str
    accreditation: Accreditation
    recognised_by: str
    recognised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointSuspended:
    """It files for nobody from now on. ``reason_code``: shared.reference.contact_points."""

    organisation_id: str
    reason_code: str
    suspended_by: str
    suspended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointReinstated:
    organisation_id: str
    reinstated_by: str
    reinstated_at: datetime


Fact: TypeAlias = ContactPointRecognised | ContactPointSuspended | ContactPointReinstated

TYPES: dict[str, type] = {
    "contact-point-recognised": ContactPointRecognised,
    "contact-point-suspended": ContactPointSuspended,
    "contact-point-reinstated": ContactPointReinstated,
}
