"""Invariants of a selection under any commands in any order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    ConflictDeclared,
    EligibilityScreened,
    PanelEstablished,
    Ranked,
    ReviewClosed,
    Seat,
    ShortlistAdopted,
)
from shared.contracts.stakeholders_appointing import ShortlistReopened, ShortlistUsedUp
from shared.contracts.stakeholders_recusal import MemberRecused, RecusalLifted
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict
from shared.contracts.stakeholders_review import (
    AdditionalCandidateConsidered,
    PreferencesNotOpened,
    PreferencesOpened,
    PreferencesSubmitted,
    Sheet,
)
from shared.contracts.stakeholders_review_commands import (
    ConsiderAdditionalCandidate,
    Opening,
    SubmitPreferences,
)
from shared.contracts.stakeholders_screening import (
    NotEligibleDisputed,
    NotEligibleProposed,
    NotEligibleTakenBack,
)
from shared.contracts.stakeholders_screening_commands import (
    ConfirmNotEligible,
    DisputeNotEligible,
    TakeBackNotEligible,
)
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseCall,
    CloseReview,
    DeclareConflict,
    EstablishPanel,
    ScreenEligibility,
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.selection import CALLED, DECLARED, VACANCY_ID, person, sealed

TEXT = sealed("x")
LATE = (
    ApplicationWithdrawn,
    ConflictDeclared,
    MemberRecused,
    RecusalLifted,
    ShortlistReopened,
    ShortlistUsedUp,
)
"""What can happen while a short list stands."""
OFFICERS = [person(one, Role.SELECTION_OFFICER) for one in ("officer", "second")]
OFFICER = OFFICERS[0]
MEMBERS = [person(f"m-{n}", Role.PANEL_MEMBER, Role.CANDIDATE) for n in range(4)]
PEOPLE = [*OFFICERS, *MEMBERS, *(person(f"a-{n}", Role.CANDIDATE) for n in range(3))]
hours = st.sampled_from([1, 1, 24, 24 * 40])
candidates = st.sampled_from(["c-0", "c-1", "c-2"])
members = st.sampled_from([f"m-{n}" for n in range(4)])
seats = st.builds(
    Seat,
    member_id=members,
    region=st.sampled_from(["AFR", "APG", "EEG", "WEOG"]),
    chair=st.sampled_from([True, False, False]),
)
THREE = (
    Seat(member_id="m-0", region="AFR", chair=True),
    Seat(member_id="m-1", region="APG", chair=False),
    Seat(member_id="m-2", region="EEG", chair=False),
)
rankings = st.permutations(["c-0", "c-1"]).flatmap(
    lambda order: st.sampled_from([0, 1, 2, 2, 2]).map(
        lambda size: tuple(
            Ranked(candidate_id=candidate_id, rank=rank, reason=TEXT)
            for rank, candidate_id in enumerate(order[:size], 1)
        )
    )
)


def about(command: type, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(command, vacancy_id=st.just(VACANCY_ID), **fields)


def asked_by(people: list[Actor], command: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly by those who may, now and then by whoever it be."""
    many = people * (3 * len(PEOPLE) // len(people))
    return st.tuples(command, st.sampled_from([*many, *PEOPLE]))


def weighed(*among: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of these, a strategy that is named twice twice as often."""
    return st.sampled_from(among).flatmap(lambda chosen: chosen)


pools = st.sampled_from([("c-0", "c-1"), ("c-0", "c-1"), ("c-0", "c-1", "c-2"), ("c-0",)])
of_the_panel = weighed(
    about(DeclareConflict, candidate_id=candidates),
    *[
        about(
            DeclareNoConflict,
            candidate_ids=pools,
            nationalities=st.sampled_from([("CHE",), ("CHE",), ("CHE", "KEN")]),
        )
    ]
    * 3,
    *[
        about(
            SubmitPreferences,
            version=st.sampled_from([1, 1, 2]),
            commitment=st.sampled_from(["a" * 64, "b" * 64]),
            candidate_ids=pools,
        )
    ]
    * 3,
)
answers = weighed(
    *[
        about(answer, candidate_id=candidates, proposal=st.sampled_from([1, 1, 2]))
        for answer in (ConfirmNotEligible, ConfirmNotEligible, DisputeNotEligible)
    ],
    about(TakeBackNotEligible, candidate_id=candidates, proposal=st.sampled_from([1, 2])),
)
kept = st.builds(
    Opening,
    member_id=st.just("m-0"),
    version=st.sampled_from([1, 2]),
    nonce=st.just("0" * 64),
    sheet=st.sampled_from([None, Sheet()]),
)
closings = about(
    CloseReview,
    reason_code=st.sampled_from([None, "time-is-over"]),
    opened=st.tuples(kept, kept.map(lambda one: replace(one, member_id="m-1"))),
)
asks = st.lists(
    weighed(
        asked_by([OFFICER], about(CloseCall)),
        asked_by(
            [OFFICER],
            about(
                EstablishPanel,
                seats=st.one_of(
                    st.just(THREE), st.lists(seats, min_size=2, max_size=4, unique=True).map(tuple)
                ),
            ),
        ),
        asked_by(
            PEOPLE,
            about(
                SubmitApplication,
                candidate_id=candidates,
                name=st.just(TEXT),
                motivation=st.just(TEXT),
                nationality=st.sampled_from(["KEN", "FRA"]),
                gender=st.just("female"),
            ),
        ),
        asked_by(PEOPLE, about(WithdrawApplication, candidate_id=candidates)),
        asked_by(
            MEMBERS[:1],
            about(
                ConsiderAdditionalCandidate,
                applicant_id=st.sampled_from(["a-0", "a-0", "a-1", "m-1"]),
                reason=st.just(TEXT),
            ),
        ),
        *[asked_by(OFFICERS, answers)] * 2,
        asked_by(
            OFFICERS,
            about(
                ScreenEligibility,
                candidate_id=candidates,
                eligible=st.sampled_from([True, True, False]),
                codes=st.sampled_from([("late",), ("late", "duplicate"), ()]),
                reason=st.sampled_from([None, TEXT, TEXT]),
            ),
        ),
        *[asked_by(MEMBERS[:3], of_the_panel)] * 4,
        asked_by(MEMBERS[:1], closings),
        *[asked_by(MEMBERS[:1], about(AdoptShortlist, ranking=rankings))] * 3,
    ).flatmap(lambda ask: hours.map(lambda pause: (*ask, pause))),
    min_size=5,
    max_size=40,
)
begun = (
    *(
        (
            SubmitApplication(
                vacancy_id=VACANCY_ID,
                candidate_id=f"c-{n}",
                name=TEXT,
                motivation=TEXT,
                nationality="FRA",
                gender="male",
            ),
            PEOPLE[-1 - n],
            0,
        )
        for n in range(2)
    ),
    *(
        (
            ScreenEligibility(
                vacancy_id=VACANCY_ID, candidate_id=f"c-{n}", eligible=True, reason=None
            ),
            OFFICER,
            0,
        )
        for n in range(2)
    ),
    (EstablishPanel(vacancy_id=VACANCY_ID, seats=THREE), OFFICER, 0),
    (CloseCall(vacancy_id=VACANCY_ID), OFFICER, 1),
    *(
        (
            DeclareNoConflict(
                vacancy_id=VACANCY_ID, candidate_ids=("c-0", "c-1"), nationalities=("CHE",)
            ),
            member,
            0,
        )
        for member in MEMBERS[:2]
    ),
)
closed = (*begun, (CloseReview(vacancy_id=VACANCY_ID, reason_code="time-is-over"), MEMBERS[0], 0))
additional = (
    *closed,
    (
        ConsiderAdditionalCandidate(vacancy_id=VACANCY_ID, applicant_id="a-0", reason=TEXT),
        MEMBERS[0],
        0,
    ),
    (
        SubmitApplication(
            vacancy_id=VACANCY_ID,
            candidate_id="c-2",
            name=TEXT,
            motivation=TEXT,
            nationality="FRA",
            gender="male",
        ),
        PEOPLE[-3],
        1,
    ),
)
stories = st.tuples(st.sampled_from([(), begun, closed, additional]), asks).map(
    lambda both: [*both[0], *both[1]]
)


def played(asked: Sequence[tuple[Any, Any, int]]) -> list[Any]:
    """Every event that these asks led to, time going on; each of them is asked twice."""
    events: list[Any] = [DECLARED, CALLED]
    state, at = VACANCY.fold(events), AT
    for command, actor, pause in asked:
        at += timedelta(hours=pause)
        for again in (False, True):
            try:
                new = VACANCY.decide(command, Asked(at=at, by=actor), state)
            except Refused:
                continue
            assert not (again and new), "the same ask changed something twice"
            events.extend(new)
            state = VACANCY.fold(new, state)
    return events


@settings(max_examples=400)
@given(stories)
def test_a_history_that_people_can_make_is_sound(  # noqa: C901, PLR0915  # a branch for each fact
    asked: list[tuple[Any, Any, int]],
) -> None:
    out: set[tuple[str, str]] = set()
    applicants: dict[str, str] = {}
    asked_to: set[str] = set()
    joined: set[str] = set()
    withdrawn: set[str] = set()
    eligible: set[str] = set()
    waiting: dict[str, str] = {}
    panel: set[str] = set()
    versions: dict[str, int] = {}
    chair = ""
    review_closed = adopted = False
    events = played(asked)
    for event in events[2:]:
        assert not adopted or isinstance(event, LATE), "the short list is the end"
        match event:
            case ApplicationSubmitted(candidate_id=candidate, applicant_id=applicant):
                assert candidate not in applicants
                standing = {who for one, who in applicants.items() if one not in withdrawn}
                assert applicant not in standing, "one application a person"
                assert applicant not in panel
                if review_closed:
                    assert applicant in asked_to, "after the review who was asked to, and no other"
                    joined.add(candidate)
                applicants[candidate] = applicant
            case AdditionalCandidateConsidered(applicant_id=applicant):
                assert review_closed
                assert event.considered_by == chair
                assert applicant not in panel
                asked_to.add(applicant)
            case ApplicationWithdrawn(candidate_id=candidate):
                assert candidate in applicants
                assert candidate not in withdrawn
                withdrawn.add(candidate)
                eligible.discard(candidate)
                waiting.pop(candidate, None)
            case NotEligibleProposed(candidate_id=candidate):
                assert not review_closed or candidate in joined
                assert candidate not in waiting
                waiting[candidate] = event.proposed_by
            case NotEligibleDisputed(candidate_id=candidate):
                assert event.disputed_by != waiting.pop(candidate), "another person"
            case NotEligibleTakenBack(candidate_id=candidate):
                assert event.taken_back_by == waiting.pop(candidate)
            case EligibilityScreened(candidate_id=candidate):
                assert not review_closed or candidate in joined
                assert candidate not in withdrawn
                first = waiting.pop(candidate, None)
                assert event.eligible == (first is None), "a no is proposed first"
                assert event.screened_by != first, "and confirmed by another person"
                (eligible.add if event.eligible else eligible.discard)(candidate)
            case PanelEstablished():
                panel = {seat.member_id for seat in event.seats}
                (chair,) = (seat.member_id for seat in event.seats if seat.chair)
                assert len(panel) == len({seat.region for seat in event.seats}) >= 3
                assert panel.isdisjoint(applicants.values())
            case ConflictDeclared(candidate_id=candidate, member_id=member):
                assert member in panel
                assert (candidate, member) not in out, "a conflict is declared once, for good"
                out.add((candidate, member))
            case PreferencesSubmitted(member_id=member):
                assert not review_closed
                assert eligible.issuperset(event.candidate_ids)
                versions[member] = event.version
                assert member in panel
                for candidate in event.candidate_ids:
                    assert (candidate, member) not in out, "who is out of a file does not score it"
            case PreferencesOpened() | PreferencesNotOpened():
                assert review_closed, "nothing opens before the review is closed"
                assert event.version == versions[event.member_id], "the last one counts"
            case ReviewClosed():
                assert event.closed_by == chair
                assert eligible
                assert not waiting, "no answer is missing"
                review_closed = True
            case ShortlistAdopted():
                assert review_closed, "a short list comes only after closing"
                assert event.adopted_by == chair
                listed = [ranked.candidate_id for ranked in event.ranking]
                assert eligible.issuperset(listed)
                assert [r.rank for r in event.ranking] == list(range(1, len(listed) + 1))
                assert joined.isdisjoint(waiting), "no answer is missing"
                assert len(listed) >= min(3, len(eligible - joined) or 1)
                adopted = True
            case ShortlistReopened() | ShortlistUsedUp():
                assert adopted, "only a list that was adopted is open again"
                adopted = False
            case _:
                pass

    state = VACANCY.fold(events)
    assert isinstance(state, Vacancy)
    recused = {member for member, _, _ in state.recused}
    assert recused.isdisjoint({*state.sealed, *state.opened}), "it never counts"
