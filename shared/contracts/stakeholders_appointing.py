"""Facts of a vacancy from the panel's report to the appointment.

A21 to A28 of selection-stakeholders-committee.md section A.3.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScheduled:
    """The Council's session that appoints. ``report_by``: the last day of the panel's report."""

    vacancy_id: str
    mandate: str
    session: int
    starts_on: date
    report_by: date
    scheduled_by: str
    scheduled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A place in the report. Equals share a rank."""

    candidate_id: str
    rank: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What the report counts. ``members``: those who took part in the decision."""

    applications: int
    eligible: int
    withdrawn: int
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelReportSubmitted:
    """``report``: from 1 on. ``recused``: the regional groups whose members stood back."""

    vacancy_id: str
    mandate: str
    report: int
    text: Sealed | None
    recommended: tuple[Recommended, ...]
    numbers: Numbers
    recused: tuple[str, ...]
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelReportPublished:
    vacancy_id: str
    mandate: str
    report: int
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAmended:
    """A conflict came to light after the report: the President learns the regional group."""

    vacancy_id: str
    mandate: str
    report: int
    region: str
    amended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PresidentBriefed:
    """The panel met the President."""

    vacancy_id: str
    mandate: str
    report: int
    briefed_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconsiderationRequested:
    """The list goes back to the panel, which adopts a new one and reports by a day."""

    vacancy_id: str
    mandate: str
    report: int
    reason: Sealed
    new_list_by: date
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateProposed:
    """``rank``: on the list as it stands. ``deviates``: a standing higher group was passed.

    ``reasons``: public; None where nothing deviates.
    """

    vacancy_id: str
    mandate: str
    candidate_id: str
    rank: int
    deviates: bool
    reasons: Sealed | None
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentDeferred:
    """The Council decides later; the list stays valid.

    ``reason_code``: one of shared.reference.vacancies.DEFERRALS.
    """

    vacancy_id: str
    mandate: str
    candidate_id: str
    decided_on: date
    reason_code: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalNotApproved:
    vacancy_id: str
    mandate: str
    candidate_id: str
    decided_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateHolderAppointed:
    """The end of a vacancy, and the start of a term, which a policy opens.

    ``holder_id``: the account. ``decision``: the symbol of the Council's decision.
    """

    vacancy_id: str
    mandate: str
    seat: str | None
    candidate_id: str
    holder: Sealed
    holder_id: str
    term_id: str
    decision: str
    decided_on: date
    starts_on: date
    ends_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationWithdrawn:
    """A recommended candidate left, and the list closes up.

    ``left``: how many can be proposed. ``proposed``: the person was before the Council.
    """

    vacancy_id: str
    mandate: str
    candidate_id: str
    left: int
    proposed: bool
    closed_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistUsedUp:
    """Nobody on the list can be proposed: the panel adopts another, or the call is reissued."""

    vacancy_id: str
    mandate: str
    used_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistReopened:
    """A member who took part was recused before the report was public: the panel adopts anew.

    ``report``: the last one on that list, which falls with it; None where there was none.
    ``new_list_by``: the day that the President set for a new list, if so.
    """

    vacancy_id: str
    mandate: str
    report: int | None
    new_list_by: date | None
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLapsed:
    """The person was appointed elsewhere, or the mandate has another scope.

    ``listed``: as of an application withdrawn.
    """

    vacancy_id: str
    candidate_id: str
    listed: bool
    lapsed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationNoted:
    """Beside a person's other applications, which lapse with an appointment."""

    applicant_id: str
    vacancy_id: str
    candidate_id: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantAppointed:
    applicant_id: str
    vacancy_id: str
    appointed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationOvertaken:
    """By an appointment to another mandate: the application there lapses."""

    applicant_id: str
    vacancy_id: str
    candidate_id: str
    overtaken_at: datetime


Fact: TypeAlias = (
    SessionScheduled
    | PanelReportSubmitted
    | PanelReportPublished
    | ReportAmended
    | PresidentBriefed
    | ReconsiderationRequested
    | CandidateProposed
    | AppointmentDeferred
    | ProposalNotApproved
    | MandateHolderAppointed
    | RecommendationWithdrawn
    | ShortlistUsedUp
    | ShortlistReopened
    | ApplicationLapsed
)
"""The facts of a vacancy."""

OfApplicant: TypeAlias = ApplicationNoted | ApplicantAppointed | ApplicationOvertaken
"""The facts of whoever applies."""

TYPES: dict[str, type] = {
    "session-scheduled": SessionScheduled,
    "panel-report-submitted": PanelReportSubmitted,
    "panel-report-published": PanelReportPublished,
    "report-amended": ReportAmended,
    "president-briefed": PresidentBriefed,
    "reconsideration-requested": ReconsiderationRequested,
    "candidate-proposed": CandidateProposed,
    "appointment-deferred": AppointmentDeferred,
    "proposal-not-approved": ProposalNotApproved,
    "mandate-holder-appointed": MandateHolderAppointed,
    "recommendation-withdrawn": RecommendationWithdrawn,
    "shortlist-used-up": ShortlistUsedUp,
    "shortlist-reopened": ShortlistReopened,
    "application-lapsed": ApplicationLapsed,
    "application-noted": ApplicationNoted,
    "applicant-appointed": ApplicantAppointed,
    "application-overtaken": ApplicationOvertaken,
}

FEED: Feed = {
    PanelReportPublished: Shown(words="Report of the panel published", mandates="mandate"),
    CandidateProposed: Shown(words="Candidate proposed to the Council", mandates="mandate"),
    AppointmentDeferred: Shown(words="Appointment deferred by the Council", mandates="mandate"),
    ProposalNotApproved: Shown(words="Proposal not approved by the Council", mandates="mandate"),
    MandateHolderAppointed: Shown(words="Mandate-holder appointed", mandates="mandate"),
}
