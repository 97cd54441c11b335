"""Commands and facts of the end of a selection: report, proposal, appointment."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from shared.contracts.stakeholders_appointing import (
    CandidateProposed,
    MandateHolderAppointed,
    Numbers,
    PanelReportPublished,
    PanelReportSubmitted,
    Recommended,
    SessionScheduled,
)
from shared.contracts.stakeholders_appointing_commands import (
    AppointMandateHolder,
    DeferAppointment,
    ProposeCandidate,
    PublishPanelReport,
    Reason,
    RecordBriefing,
    RefuseProposal,
    RequestReconsideration,
    ScheduleSession,
    SubmitPanelReport,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.stakeholders.selection import (
    AFTER,
    MANDATE,
    REVIEWED,
    VACANCY_ID,
    adopted,
    all_scored,
    files,
    person,
    ranked,
    sealed,
)

PRESIDENT = person("president", Role.PRESIDENT)
TODAY = day_of(AFTER)
SESSION = TODAY + timedelta(days=60)
REPORT_BY = TODAY + timedelta(days=30)
STARTS, ENDS = date(2026, 8, 1), date(2029, 7, 31)
WHY = sealed("because")

SCHEDULE = ScheduleSession(
    vacancy_id=VACANCY_ID, session=63, starts_on=SESSION, report_by=REPORT_BY
)
SCHEDULED = SessionScheduled(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    session=63,
    starts_on=SESSION,
    report_by=REPORT_BY,
    scheduled_by="officer",
    scheduled_at=AFTER,
)
PUBLISH = PublishPanelReport(vacancy_id=VACANCY_ID, report=1)
PUBLISHED = PanelReportPublished(
    vacancy_id=VACANCY_ID, mandate=MANDATE, report=1, published_by="officer", published_at=AFTER
)
BRIEF = RecordBriefing(vacancy_id=VACANCY_ID, briefed_on=TODAY)
RETURN = RequestReconsideration(
    vacancy_id=VACANCY_ID, report=1, reason=WHY, new_list_by=TODAY + timedelta(days=7)
)
DEFER = DeferAppointment(
    vacancy_id=VACANCY_ID, candidate_id="c-1", decided_on=TODAY, reason_code="balance"
)
REFUSE = RefuseProposal(vacancy_id=VACANCY_ID, candidate_id="c-1", decided_on=TODAY)
APPOINT = AppointMandateHolder(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    term_id="t-1",
    holder=sealed("holder"),
    decision="61/101",
    decided_on=TODAY,
    starts_on=STARTS,
    ends_on=ENDS,
)


def submit(*candidate_ids: str) -> SubmitPanelReport:
    return SubmitPanelReport(
        vacancy_id=VACANCY_ID,
        text=sealed("how the panel worked"),
        reasons=tuple(Reason(candidate_id=one, reason=WHY) for one in candidate_ids),
    )


def submitted(*candidate_ids: str, report: int = 1, **changed: Any) -> PanelReportSubmitted:
    fact = PanelReportSubmitted(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        report=report,
        text=sealed("how the panel worked"),
        recommended=tuple(
            Recommended(candidate_id=one, rank=rank, reason=WHY)
            for rank, one in enumerate(candidate_ids, 1)
        ),
        numbers=Numbers(
            applications=len(candidate_ids),
            eligible=len(candidate_ids),
            withdrawn=0,
            members=3,
        ),
        recused=(),
        submitted_by="chair",
        submitted_at=AFTER,
    )
    return replace(fact, **changed)


def propose(candidate_id: str, *, reasons: bool = False) -> ProposeCandidate:
    return ProposeCandidate(
        vacancy_id=VACANCY_ID, candidate_id=candidate_id, reasons=WHY if reasons else None
    )


def proposed(candidate_id: str, rank: int = 1, *, deviates: bool = False) -> CandidateProposed:
    return CandidateProposed(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        candidate_id=candidate_id,
        rank=rank,
        deviates=deviates,
        reasons=WHY if deviates else None,
        proposed_by="president",
        proposed_at=AFTER,
    )


def appointed(candidate_id: str) -> MandateHolderAppointed:
    return MandateHolderAppointed(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        seat=None,
        candidate_id=candidate_id,
        holder=sealed("holder"),
        holder_id=f"applicant-{candidate_id}"[:36],
        term_id="t-1",
        decision="61/101",
        decided_on=TODAY,
        starts_on=STARTS,
        ends_on=ENDS,
        recorded_by="officer",
        recorded_at=AFTER,
    )


def listed(*candidate_ids: str) -> tuple[Any, ...]:
    """An adopted list of these, in this order, with the session on record."""
    return (
        *files(*candidate_ids),
        *all_scored(*candidate_ids),
        REVIEWED,
        adopted(*candidate_ids),
        SCHEDULED,
    )


def equals(first: str, second: str, third: str) -> tuple[Any, ...]:
    """An adopted list on which the first two share a rank, and its published report."""
    ranking = ranked(first, second, third)
    shared = (ranking[0], replace(ranking[1], rank=1), replace(ranking[2], rank=3))
    history = listed(first, second, third)
    return (
        *history[:-2],
        replace(history[-2], ranking=shared),
        SCHEDULED,
        submitted(first, second, third),
        PUBLISHED,
    )


def reported(*candidate_ids: str) -> tuple[Any, ...]:
    return (*listed(*candidate_ids), submitted(*candidate_ids), PUBLISHED)
