"""The state of a vacancy from the panel's report to the appointment."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_appointing import (
    ApplicationLapsed,
    AppointmentDeferred,
    CandidateProposed,
    Fact,
    MandateHolderAppointed,
    PanelReportPublished,
    PanelReportSubmitted,
    PresidentBriefed,
    ProposalNotApproved,
    RecommendationWithdrawn,
    Recommended,
    ReconsiderationRequested,
    ReportAmended,
    SessionScheduled,
    ShortlistReopened,
    ShortlistUsedUp,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed

Over: TypeAlias = ReconsiderationRequested | ShortlistUsedUp | ShortlistReopened
"""After these the panel adopts another list."""
Said: TypeAlias = tuple[Sealed | None, tuple[Recommended, ...]]
"""The text of a report, and its places with their reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """``due``: the last day of the report, as the session or the President wants it.

    ``report``: the number of the report on the list that stands; 0 without one. ``reports``: how
    many there were; ``said``: what it says. ``returned``: why, and until when. ``proposed``:
    everybody who ever was; ``pending``: who is before the Council, since ``proposed_on``.
    ``turned_down``: who was the last, and when. ``appointed``: the candidate and the term.
    """

    session: int | None = None
    starts_on: date | None = None
    report_by: date | None = None
    due: date | None = None
    reports: int = 0
    report: int = 0
    said: Said | None = None
    published: bool = False
    returned: tuple[Sealed, date] | None = None
    briefed_on: date | None = None
    proposed: frozenset[str] = frozenset()
    pending: str | None = None
    proposed_on: date | None = None
    deferred_on: date | None = None
    turned_down: tuple[str, date] | None = None
    appointed: tuple[str, str] | None = None

    @property
    def before_council(self) -> bool:
        """Whether the Council has a proposal that it did not defer."""
        return self.pending is not None and self.deferred_on is None

    def anew(self) -> "Closing":
        """Forget the list and what came of it; nobody is proposed twice."""
        return replace(
            self,
            report=0,
            said=None,
            published=False,
            returned=None,
            briefed_on=None,
            pending=None,
            deferred_on=None,
        )


def after(state: Closing, event: Fact) -> Closing:
    match event:
        case SessionScheduled():
            return replace(
                state,
                session=event.session,
                starts_on=event.starts_on,
                report_by=event.report_by,
                due=event.report_by,
            )
        case PanelReportSubmitted():
            said = (event.text, event.recommended)
            return replace(
                state, reports=event.report, report=event.report, said=said, published=False
            )
        case PanelReportPublished():
            return replace(state, published=True)
        case PresidentBriefed():
            return replace(state, briefed_on=event.briefed_on)
        case ReconsiderationRequested():
            returned = (event.reason, event.new_list_by)
            return replace(state.anew(), due=event.new_list_by, returned=returned)
        case ShortlistUsedUp():
            return state.anew()
        case ShortlistReopened():
            return replace(state.anew(), returned=state.returned)
        case ReportAmended() | ApplicationLapsed():
            return state
        case _:
            return _proposal(state, event)


def _proposal(
    state: Closing,
    event: CandidateProposed
    | AppointmentDeferred
    | ProposalNotApproved
    | MandateHolderAppointed
    | RecommendationWithdrawn,
) -> Closing:
    match event:
        case CandidateProposed():
            return replace(
                state,
                pending=event.candidate_id,
                proposed=state.proposed | {event.candidate_id},
                proposed_on=day_of(event.proposed_at),
                deferred_on=None,
            )
        case AppointmentDeferred():
            return replace(state, deferred_on=event.decided_on)
        case ProposalNotApproved():
            turned = (event.candidate_id, event.decided_on)
            return replace(state, pending=None, deferred_on=None, turned_down=turned)
        case MandateHolderAppointed():
            won = (event.candidate_id, event.term_id)
            return replace(state, pending=None, deferred_on=None, appointed=won)
        case RecommendationWithdrawn():
            if event.candidate_id != state.pending:
                return state
            return replace(state, pending=None, deferred_on=None)
    assert_never(event)
