"""Facts of stakeholders: national institutions that file for people (R16 of section 6.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Accreditation: TypeAlias = Literal["A", "B"]
"""Under the Paris Principles: fully or partially compliant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointRecognised:
    """From now on it files for people. Published again when its accreditation changes."""

    organisation_id: str
    accreditation: Accreditation
    recognised_by: str
    recognised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointSuspended:
    """From now on it files for nobody. ``reason_code``: shared.reference.contact_points."""

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
