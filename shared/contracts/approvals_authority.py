"""Facts of approvals about authority: who decides for a working group, what the Chief may transmit.

Both are on the mandate's own stream, ``authority-<mandate>``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Power: TypeAlias = Literal["approve", "authorise"]
"""To decide about texts; to authorise the Chief to transmit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationGranted:
    """A Working Group's Chair-Rapporteur lets another member decide (R2) for a period.

    ``delegate_id`` counts only while the person holds the same mandate.
    """

    mandate: str
    delegation_id: str
    delegate_id: str
    scope: tuple[Power, ...]
    starts_at: datetime
    ends_at: datetime
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRevoked:
    mandate: str
    delegation_id: str
    revoked_by: str
    revoked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAuthorisationGranted:
    """The Chief may transmit any urgent appeal of the mandate once it is approved (R3)."""

    mandate: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAuthorisationRevoked:
    mandate: str
    revoked_by: str
    revoked_at: datetime
