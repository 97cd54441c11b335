"""The commands of a selection, and their intended actors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.stakeholders import Gender, Ranked, Region, Seat
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareVacancy:
    """Sent by the selection officer. ``seat_region``: the region of a Working Group's seat."""

    vacancy_id: str
    mandate: str
    seat_region: Region | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCall:
    """Sent by the selection officer."""

    vacancy_id: str
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCall:
    """The selection officer, before the date that the call names."""

    vacancy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishPanel:
    """The selection officer."""

    vacancy_id: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication:
    """Sent by a candidate about themselves. ``form``: the rest of the form's eight sections."""

    vacancy_id: str
    candidate_id: str
    name: Sealed
    motivation: Sealed
    nationality: str
    gender: Gender
    form: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawApplication:
    """Sent by a candidate about their own application."""

    vacancy_id: str
    candidate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenEligibility:
    """The selection officer. ``reason`` is required for a no."""

    vacancy_id: str
    candidate_id: str
    eligible: bool
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict:
    """Sent by a member of the panel about themselves."""

    vacancy_id: str
    candidate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCandidate:
    """A member of the panel. ``scores``: every criterion, from 1 (weak) to 5 (outstanding)."""

    vacancy_id: str
    candidate_id: str
    scores: Mapping[str, int]
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReview:
    """The chair. ``force``: although scores are missing."""

    vacancy_id: str
    force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptShortlist:
    """The chair, in order of preference."""

    vacancy_id: str
    ranking: tuple[Ranked, ...]


Command: TypeAlias = (
    DeclareVacancy
    | IssueCall
    | CloseCall
    | EstablishPanel
    | SubmitApplication
    | WithdrawApplication
    | ScreenEligibility
    | DeclareConflict
    | ScoreCandidate
    | CloseReview
    | AdoptShortlist
)
