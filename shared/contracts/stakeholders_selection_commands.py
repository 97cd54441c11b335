"""The commands of a selection, and their intended actors."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.stakeholders import Gender, Ranked, Region, Seat
from shared.contracts.stakeholders_calls import FORM_LANGUAGES, Visibility
from shared.contracts.stakeholders_letters import ReferenceLetter
from shared.contracts.stakeholders_review_commands import Opening
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareVacancy:
    """Sent by the selection officer. ``seat_region``: the region of a Working Group's seat."""

    vacancy_id: str
    mandate: str
    seat_region: Region | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCall:
    """Sent by the selection officer. ``opens_at``: None: at once.

    ``departure``: one of shared.reference.calls.DEPARTURES, needed where the dates are too short.
    """

    vacancy_id: str
    closes_at: datetime
    visibility: Visibility = "names"
    languages: tuple[str, ...] = FORM_LANGUAGES
    departure: str | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCall:
    """The selection officer, before the date that the call names."""

    vacancy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishPanel:
    """The selection officer. ``preset``: one of shared.reference.panels.PRESETS.

    ``scale``: other points than those of the preset, for the first place, the second and so on.
    """

    vacancy_id: str
    seats: tuple[Seat, ...]
    preset: str = "advisory-panel"
    scale: tuple[int, ...] = ()


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
    letters: tuple[ReferenceLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawApplication:
    """Sent by a candidate about their own application."""

    vacancy_id: str
    candidate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenEligibility:
    """The selection officer. A no proposes only, and a second officer confirms it.

    It needs a ``reason`` and ``codes``, from version ``codes_of`` of the list in
    shared.reference.eligibility.
    """

    vacancy_id: str
    candidate_id: str
    eligible: bool
    reason: Sealed | None
    codes: tuple[str, ...] = ()
    codes_of: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict:
    """Sent by a member of the panel about themselves."""

    vacancy_id: str
    candidate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReview:
    """The chair. ``reason_code``: one of shared.reference.panels.CLOSINGS, where some are missing.

    ``opened``: what the portal kept; it opens with the closing, or not at all.
    """

    vacancy_id: str
    reason_code: str | None = None
    opened: tuple[Opening, ...] = ()


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
    | CloseReview
    | AdoptShortlist
)
