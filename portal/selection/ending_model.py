"""The rows of the facts from the panel's report to the appointment."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import Table

from portal.selection.ending_tables import additions, places, proposals, reports
from shared.contracts.stakeholders_appointing import (
    AppointmentDeferred,
    CandidateProposed,
    MandateHolderAppointed,
    PanelReportPublished,
    PanelReportSubmitted,
    PresidentBriefed,
    ProposalNotApproved,
    RecommendationWithdrawn,
    ReconsiderationRequested,
    ReportAmended,
    SessionScheduled,
    ShortlistReopened,
    ShortlistUsedUp,
)
from shared.read_models.model import Change, Delete, Put

BEFORE_A_REPORT: Mapping[str, None] = MappingProxyType(
    dict.fromkeys(
        ("report", "reported_at", "published_at", "briefed_on", "proposed_at", "deferred_on")
    )
)
"""What is said of a vacancy whose list has no report."""

_Vacancy = Callable[..., Put]


def project(fact: object, vacancy: _Vacancy, shortlist: Table) -> Iterable[Change]:
    """Return the rows that change. ``vacancy``: makes the change of a vacancy's row."""
    match fact:
        case SessionScheduled():
            yield vacancy(
                fact.vacancy_id,
                session=fact.session,
                session_on=fact.starts_on,
                report_by=fact.report_by,
            )
        case PanelReportSubmitted():
            yield from _submitted(fact, vacancy)
        case PanelReportPublished():
            yield vacancy(fact.vacancy_id, published_at=fact.published_at)
            key = (fact.vacancy_id, fact.report)
            yield Put(reports, key, {"published_at": fact.published_at})
        case ReportAmended():
            key_of_region = (fact.vacancy_id, fact.report, fact.region)
            yield Put(additions, key_of_region, {"amended_at": fact.amended_at})
        case PresidentBriefed():
            yield vacancy(fact.vacancy_id, briefed_on=fact.briefed_on)
        case ReconsiderationRequested():
            yield vacancy(
                fact.vacancy_id,
                shortlist_at=None,
                **BEFORE_A_REPORT,
                new_list_by=fact.new_list_by,
            )
            yield Delete(shortlist, (fact.vacancy_id,))
            returned = {"returned_at": fact.requested_at, "returned_reason": fact.reason}
            yield Put(reports, (fact.vacancy_id, fact.report), returned)
        case ShortlistUsedUp():
            yield vacancy(
                fact.vacancy_id,
                shortlist_at=None,
                **BEFORE_A_REPORT,
                used_up_at=fact.used_up_at,
            )
            yield Delete(shortlist, (fact.vacancy_id,))
        case ShortlistReopened():
            yield from _reopened(fact, vacancy)
            yield Delete(shortlist, (fact.vacancy_id,))
        case _:
            yield from _proposal(fact, vacancy)


def _reopened(fact: ShortlistReopened, vacancy: _Vacancy) -> Iterable[Change]:
    fallen = {"fallen_report": fact.report} if fact.report else {}
    yield vacancy(
        fact.vacancy_id,
        shortlist_at=None,
        **BEFORE_A_REPORT,
        new_list_by=fact.new_list_by,
        reopened_at=fact.reopened_at,
        **fallen,
    )


def _submitted(fact: PanelReportSubmitted, vacancy: _Vacancy) -> Iterable[Change]:
    yield vacancy(
        fact.vacancy_id, report=fact.report, reported_at=fact.submitted_at, new_list_by=None
    )
    numbers = fact.numbers
    yield Put(
        reports,
        (fact.vacancy_id, fact.report),
        {
            "text": fact.text,
            "numbers": {
                "applications": numbers.applications,
                "eligible": numbers.eligible,
                "withdrawn": numbers.withdrawn,
                "members": numbers.members,
            },
            "recused": list(fact.recused),
            "submitted_at": fact.submitted_at,
        },
    )
    for one in fact.recommended:
        key = (fact.vacancy_id, fact.report, one.candidate_id)
        yield Put(places, key, {"rank": one.rank, "reason": one.reason})


def _proposal(fact: object, vacancy: _Vacancy) -> Iterable[Change]:
    match fact:
        case CandidateProposed():
            yield vacancy(fact.vacancy_id, proposed_at=fact.proposed_at, deferred_on=None)
            yield Put(
                proposals,
                (fact.vacancy_id, fact.candidate_id),
                {
                    "mandate": fact.mandate,
                    "rank": fact.rank,
                    "deviates": fact.deviates,
                    "reasons": fact.reasons,
                    "proposed_at": fact.proposed_at,
                },
            )
        case AppointmentDeferred():
            yield vacancy(fact.vacancy_id, deferred_on=fact.decided_on)
            yield _ended(fact, "deferred", decided_on=fact.decided_on, reason_code=fact.reason_code)
        case ProposalNotApproved():
            yield vacancy(fact.vacancy_id, proposed_at=None, deferred_on=None)
            yield _ended(fact, "not-approved", decided_on=fact.decided_on)
        case RecommendationWithdrawn() if fact.proposed:
            yield vacancy(fact.vacancy_id, proposed_at=None, deferred_on=None)
            yield _ended(fact, "withdrawn")
        case MandateHolderAppointed():
            yield vacancy(
                fact.vacancy_id,
                deferred_on=None,
                appointed_id=fact.candidate_id,
                appointed_on=fact.decided_on,
            )
            yield _ended(
                fact,
                "appointed",
                decided_on=fact.decided_on,
                reason_code=None,
                decision=fact.decision,
                holder_id=fact.holder_id,
                starts_on=fact.starts_on,
                ends_on=fact.ends_on,
                recorded_by=fact.recorded_by,
                recorded_at=fact.recorded_at,
            )
        case _:  # another area's
            pass


def _ended(
    fact: AppointmentDeferred
    | ProposalNotApproved
    | RecommendationWithdrawn
    | MandateHolderAppointed,
    outcome: str,
    **columns: object,
) -> Put:
    return Put(proposals, (fact.vacancy_id, fact.candidate_id), {"outcome": outcome, **columns})
