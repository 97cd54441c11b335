"""What each fact changes in the state of a selection. It never refuses."""

from dataclasses import replace
from typing import TypeAlias, assert_never

from services.stakeholders import terms as register
from services.stakeholders.events import Event
from services.stakeholders.vacancy import closing, files, talks
from services.stakeholders.vacancy.candidate import Candidate, Kept, OfFile, changed
from services.stakeholders.vacancy.closing import Closing
from services.stakeholders.vacancy.state import Absent, Cause, State, Vacancy
from services.stakeholders.vacancy.talks import Talks
from shared.contracts import stakeholders_appointing as appointing
from shared.contracts import (
    stakeholders_files,
    stakeholders_interviews,
    stakeholders_panels,
    stakeholders_screening,
    stakeholders_terms,
)
from shared.contracts.stakeholders import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CallClosed,
    CallForCandidaturesIssued,
    CandidateScored,
    ConflictDeclared,
    EligibilityScreened,
    PanelEstablished,
    ReviewClosed,
    ShortlistAdopted,
    VacancyDeclared,
)
from shared.contracts.stakeholders_onward import (
    CallExtended,
    CallReissued,
    SeatFilled,
    VacancyLapsed,
)
from shared.contracts.stakeholders_recusal import (
    LobbyingDisclosed,
    MemberRecused,
    NoConflictDeclared,
    RecusalLifted,
)
from shared.contracts.stakeholders_review import (
    AdditionalCandidateConsidered,
    InterviewListAdopted,
    MembersReminded,
    PreferencesNotOpened,
    PreferencesOpened,
    PreferencesSubmitted,
)

_Beside: TypeAlias = (
    stakeholders_interviews.Fact | stakeholders_files.Fact | stakeholders_panels.Fact
)


def evolve(state: State, event: Event | stakeholders_terms.Fact) -> State:
    if isinstance(event, stakeholders_terms.Fact):
        return _holders(state, event)
    if isinstance(state, Vacancy):
        return after(state, event)
    if isinstance(event, VacancyDeclared):
        return Vacancy(mandate=event.mandate, seat_region=event.seat_region)
    return state


def _holders(state: State, event: stakeholders_terms.Fact) -> State:
    if isinstance(state, Absent):
        return state
    return replace(state, terms=register.evolve(state.terms, event))


def after(state: Vacancy, event: Event) -> Vacancy:
    if isinstance(event, appointing.Fact):
        return _closing(state, event)
    if isinstance(event, _Beside):
        return _beside(state, event)
    if isinstance(event, stakeholders_screening.Fact):
        return _with_file(state, event)
    match event:
        case VacancyDeclared():
            return state
        case CallForCandidaturesIssued():
            opened = replace(state, opened_at=event.opens_at, call=event.rules)
            return replace(opened, closes_at=event.closes_at, round=1)
        case CallExtended() | CallReissued() | VacancyLapsed() | SeatFilled():
            return _onward(state, event)
        case NoConflictDeclared() | MemberRecused() | RecusalLifted() | LobbyingDisclosed():
            return _part(state, event)
        case (
            PreferencesSubmitted()
            | PreferencesOpened()
            | PreferencesNotOpened()
            | MembersReminded()
            | InterviewListAdopted()
            | AdditionalCandidateConsidered()
        ):
            return _reviewed(state, event)
        case CallClosed():
            return replace(state, closes_at=event.closed_at)
        case PanelEstablished():
            return _established(state, event)
        case ApplicationSubmitted():
            candidate = Candidate(
                applicant_id=event.applicant_id,
                nationalities=frozenset({event.nationality}),
                additional=state.review_closed,
            )
            return _with(state, event.candidate_id, candidate)
        case ReviewClosed():
            return replace(state, review_closed=True)
        case ShortlistAdopted():
            by_rank = sorted((ranked.rank, ranked.candidate_id) for ranked in event.ranking)
            return replace(
                state,
                shortlist=tuple(candidate_id for _, candidate_id in by_rank),
                ranks=tuple(rank for rank, _ in by_rank),
                adopters=frozenset(seat.region for seat in state.active()),
            )
        case EligibilityScreened() | ApplicationWithdrawn() | ConflictDeclared():
            return _with_file(state, event)
        case CandidateScored():
            return _with_file(replace(state, scored=True), event)
    assert_never(event)


def _beside(state: Vacancy, event: _Beside) -> Vacancy:
    if isinstance(event, stakeholders_panels.Fact):
        return _of_term(state, event)
    if isinstance(event, stakeholders_files.Fact):
        return replace(state, files=files.after(state.files, event))
    return replace(state, talks=talks.after(state.talks, event))


def _closing(state: Vacancy, event: appointing.Fact) -> Vacancy:
    before, state = state.closing, replace(state, closing=closing.after(state.closing, event))
    match event:
        case _ if isinstance(event, closing.Over):
            return _passed(replace(state, shortlist=None, ranks=()), before)
        case appointing.ApplicationLapsed(candidate_id=who):
            return _with(state, who, state.candidates[who].gone(listed=event.listed))
        case appointing.ProposalNotApproved(candidate_id=who):
            return _with(state, who, replace(state.candidates[who], turned_down=True))
        case appointing.CandidateProposed():
            return _passed(state, before)
        case appointing.MandateHolderAppointed():
            return replace(state, files=files.after(state.files, event))
        case _:
            return state


def _passed(state: Vacancy, before: Closing) -> Vacancy:
    """Nobody is proposed twice: whose deferred proposal gives way is considered no more."""
    if before.pending is None:
        return state
    return _with(state, before.pending, replace(state.candidates[before.pending], turned_down=True))


def _onward(
    state: Vacancy, event: CallExtended | CallReissued | VacancyLapsed | SeatFilled
) -> Vacancy:
    match event:
        case CallExtended():
            return replace(state, closes_at=event.closes_at)
        case CallReissued():
            return _again(state, event)
        case VacancyLapsed():
            ended = files.after(state.files, event)
            return replace(state, lapsed=event.reason_code, files=ended)
        case SeatFilled():
            return _seated(state, event)
    assert_never(event)


def _part(
    state: Vacancy, event: NoConflictDeclared | MemberRecused | RecusalLifted | LobbyingDisclosed
) -> Vacancy:
    match event:
        case NoConflictDeclared():
            return _disclosed(state, event)
        case MemberRecused():
            return _recused(state, event)
        case RecusalLifted():
            return _lifted(state, event)
        case LobbyingDisclosed():
            return replace(state, lobbied=state.lobbied | {event.disclosure_id})
    assert_never(event)


def _reviewed(
    state: Vacancy,
    event: PreferencesSubmitted
    | PreferencesOpened
    | PreferencesNotOpened
    | MembersReminded
    | InterviewListAdopted
    | AdditionalCandidateConsidered,
) -> Vacancy:
    match event:
        case PreferencesSubmitted():
            return _given(state, event)
        case PreferencesOpened():
            return replace(state, opened={**state.opened, event.member_id: event.sheet})
        case PreferencesNotOpened():
            return state
        case MembersReminded():
            return replace(state, reminded_at=event.reminded_at)
        case InterviewListAdopted():
            return replace(state, interviews=frozenset(event.candidate_ids))
        case AdditionalCandidateConsidered():
            invited = {**state.invited, event.applicant_id: event.apply_by}
            return replace(state, invited=invited)
    assert_never(event)


def _again(state: Vacancy, event: CallReissued) -> Vacancy:
    """Begin another round: applications stand or stay withdrawn, the panel starts afresh."""
    state = _passed(state, state.closing)
    return replace(
        state,
        closes_at=event.closes_at,
        round=event.round,
        candidates={
            i: replace(file, scores={}, additional=False) for i, file in state.candidates.items()
        },
        invited={},
        scored=False,
        review_closed=False,
        shortlist=None,
        ranks=(),
        benched={},
        closing=state.closing.anew(),
        sealed={},
        versions={},
        opened={},
        interviews=None,
        talks=Talks(),
        reminded_at=None,
    )


def _given(state: Vacancy, event: PreferencesSubmitted) -> Vacancy:
    """The last version counts, and takes the place of scores in the clear."""
    member = event.member_id
    kept = Kept(event.version, event.commitment, frozenset(event.candidate_ids))
    return replace(
        state,
        scored=True,
        sealed={**state.sealed, member: kept},
        versions={**state.versions, member: event.version},
    )


def _void(state: Vacancy, member: str) -> Vacancy:
    """Nothing that the member gave counts any more; who is interviewed is open again."""
    return replace(
        state,
        candidates={i: file.unscored(member) for i, file in state.candidates.items()},
        sealed={who: kept for who, kept in state.sealed.items() if who != member},
        opened={who: sheet for who, sheet in state.opened.items() if who != member},
        interviews=None,
    )


def _disclosed(state: Vacancy, event: NoConflictDeclared) -> Vacancy:
    member = event.member_id
    return replace(
        state,
        disclosed={**state.disclosed, member: frozenset(event.candidate_ids)},
        nationalities={**state.nationalities, member: frozenset(event.nationalities)},
    )


def _recused(state: Vacancy, event: MemberRecused) -> Vacancy:
    """What the member said about any candidate is void."""
    member = event.member_id
    state = _void(state, member)
    files = dict(state.candidates)
    file = files.get(event.candidate_id)
    if file and event.cause == "declared":
        files[event.candidate_id] = replace(file, barred=file.barred | {member})
    cause: Cause = (member, event.cause, event.candidate_id)
    return replace(state, candidates=files, recused=state.recused | {cause})


def _lifted(state: Vacancy, event: RecusalLifted) -> Vacancy:
    cause: Cause = (event.member_id, event.cause, event.candidate_id)
    benched = {**state.benched, event.member_id: event.from_stage}
    return replace(state, recused=state.recused - {cause}, benched=benched)


def _established(state: Vacancy, event: PanelEstablished) -> Vacancy:
    regions = {seat.region for seat in event.seats}
    return _without_others(
        replace(
            state,
            seats=frozenset(event.seats),
            rules=event.rules,
            over={region: day for region, day in state.over.items() if region in regions},
        )
    )


def _of_term(state: Vacancy, event: stakeholders_panels.Fact) -> Vacancy:
    """End a term, as if its member had left: what was opened stands. Or begin the rest of it."""
    if isinstance(event, stakeholders_panels.SeatTermEnded):
        over = replace(state, over={**state.over, event.region: event.ends_on})
        return _void(over, event.member_id) if event.void else over
    seats = frozenset(
        replace(seat, ends_on=event.ends_on) if seat.region == event.region else seat
        for seat in state.seats
    )
    return replace(state, seats=seats)


def _without_others(state: Vacancy) -> Vacancy:
    """Forget the recusals of those who have no seat any more."""
    members = {seat.member_id for seat in state.seats}
    return replace(state, recused=frozenset(one for one in state.recused if one[0] in members))


def _seated(state: Vacancy, event: SeatFilled) -> Vacancy:
    """Give a seat away: what its member said under seal is void, what was opened stands."""
    seats = frozenset(
        replace(seat, member_id=event.member_id, ends_on=event.ends_on)
        if seat.member_id == event.replaces
        else seat
        for seat in state.seats
    )
    state = _without_others(replace(state, seats=seats, left=state.left | {event.replaces}))
    return state if state.review_closed else _void(state, event.replaces)


def _with_file(state: Vacancy, event: OfFile) -> Vacancy:
    file = state.candidates.get(event.candidate_id)
    return _with(state, event.candidate_id, changed(file, event)) if file else state


def _with(state: Vacancy, candidate_id: str, candidate: Candidate) -> Vacancy:
    return replace(state, candidates={**state.candidates, candidate_id: candidate})
