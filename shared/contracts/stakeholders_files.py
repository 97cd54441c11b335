"""Facts of the end of a selection's files: SA13 of selection-stakeholders-committee.md A.4."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFilesHeld:
    """``reason_code``: one of shared.reference.selection_files.HOLDS."""

    vacancy_id: str
    reason_code: str
    held_by: str
    held_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFilesReleased:
    vacancy_id: str
    released_by: str
    released_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFilesEnded:
    """The time is over for these applications: their keys are destroyed.

    First of all but the person appointed (``others``), whose application ends after the term.
    """

    vacancy_id: str
    others: bool
    candidate_ids: tuple[str, ...]
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReason:
    """Why a published report recommends this candidate. ``report``: its number."""

    report: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPartKept:
    """What is public of an application that ended, under a key of its own.

    ``reasons``: in published reports. ``deviation``: why the President proposed this candidate.
    """

    vacancy_id: str
    candidate_id: str
    name: Sealed
    reasons: tuple[KeptReason, ...]
    deviation: Sealed | None
    kept_at: datetime


Fact: TypeAlias = SelectionFilesHeld | SelectionFilesReleased | SelectionFilesEnded | PublicPartKept

TYPES: dict[str, type] = {
    "selection-files-held": SelectionFilesHeld,
    "selection-files-released": SelectionFilesReleased,
    "selection-files-ended": SelectionFilesEnded,
    "public-part-kept": PublicPartKept,
}
