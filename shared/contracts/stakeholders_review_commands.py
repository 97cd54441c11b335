"""The commands of a review: sealed preferences, a reminder of them, and the interview list."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_review import Sheet
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the portal kept for a member, in the clear: the service compares it with the hash.

    ``sheet``: None where it is lost.
    """

    member_id: str
    version: int
    nonce: str
    sheet: Sheet | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPreferences:
    """A member of the panel. ``version``: one more than the last; ``candidate_ids``: about whom."""

    vacancy_id: str
    version: int
    commitment: str
    candidate_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindMembers:
    """The chair: of preferences that are not in."""

    vacancy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptInterviewList:
    """The chair. ``reason``: needed where the list leaves the order of the points."""

    vacancy_id: str
    candidate_ids: tuple[str, ...]
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderAdditionalCandidate:
    """The chair: of somebody who did not apply. ``reason``: sealed, for the panel."""

    vacancy_id: str
    applicant_id: str
    reason: Sealed


Command: TypeAlias = (
    SubmitPreferences | RemindMembers | AdoptInterviewList | ConsiderAdditionalCandidate
)

TYPES: dict[str, type] = {
    "submit-preferences": SubmitPreferences,
    "remind-members": RemindMembers,
    "adopt-interview-list": AdoptInterviewList,
    "consider-additional-candidate": ConsiderAdditionalCandidate,
}
