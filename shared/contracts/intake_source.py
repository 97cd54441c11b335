"""Facts of intake about the source: later additions, and who saw the source's identity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Function: TypeAlias = Literal["quick_response_desk", "human_rights_officer", "mandate_holder"]
"""As what somebody opened an identity: the wire names of the roles that may (section 6.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentAdded:
    """What happened since, "irrespective of whether it tends to disprove or confirm" (S40)."""

    submission_id: str
    development_id: str
    text: Sealed
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAdded:
    """An incident learnt of after filing; like the filed ones, JSON of a list of one.

    ``matching``: keyed hashes, as in ``AllegationReceived``.
    """

    submission_id: str
    incident_id: str
    incident: Sealed
    matching: tuple[str, ...]
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PerpetratorAdded:
    """Somebody responsible whom the source learnt of after filing: JSON of a list of one."""

    submission_id: str
    perpetrator_id: str
    perpetrator: Sealed
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceIdentityOpened:
    """Recorded before the identity is shown (R5 of procedure.md section 6.2), without it.

    ``reason_code`` is one of shared.reference.opening.REASONS; ``reason`` explains it in free
    words.
    """

    submission_id: str
    opening_id: str
    role: Function
    reason_code: str
    reason: Sealed
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageCleared:
    """Somebody who may know the source says why passages of a text do not reveal it (R6).

    ``passages``: a keyed hash of each sentence and the word in it. It reveals nothing without the
    key; the same sentence in another text is cleared too.
    """

    submission_id: str
    passages: tuple[str, ...]
    role: Function
    reason: Sealed
    cleared_by: str
    cleared_at: datetime


Fact: TypeAlias = (
    DevelopmentAdded | IncidentAdded | PerpetratorAdded | SourceIdentityOpened | PassageCleared
)

TYPES: dict[str, type] = {
    "development-added": DevelopmentAdded,
    "incident-added": IncidentAdded,
    "perpetrator-added": PerpetratorAdded,
    "source-identity-opened": SourceIdentityOpened,
    "passage-cleared": PassageCleared,
}
