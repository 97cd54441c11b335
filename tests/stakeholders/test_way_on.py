"""A vacancy cannot get stuck: what leads on from where it stands.

That a way leads on from every state, to a short list and an appointment: test_to_an_appointment.py.

The edge cases of selection-stakeholders-committee.md section A.8 that keep a vacancy going.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.stakeholders.vacancy.candidate import Proposed
from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.contracts.stakeholders_onward import (
    CallExtended,
    CallReissued,
    VacancyLapsed,
)
from shared.contracts.stakeholders_onward_commands import (
    ExtendCall,
    FillSeat,
    LapseVacancy,
    ReissueCall,
)
from shared.contracts.stakeholders_review_commands import Opening
from shared.contracts.stakeholders_screening_commands import TakeBackNotEligible
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseCall,
    CloseReview,
    EstablishPanel,
    ScreenEligibility,
    SubmitApplication,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders import test_invariants as histories
from tests.stakeholders.selection import (
    AFTER,
    ANNA,
    CALLED,
    CHAIR,
    CLOSES,
    DECLARED,
    FILLED,
    MANDATE,
    MEMBER,
    NOBODY,
    OFFICER,
    REVIEWED,
    SEATS,
    VACANCY_ID,
    adopted,
    all_opened,
    all_scored,
    all_submitted,
    applied,
    files,
    person,
    ranked,
    scored,
    screened,
    sealed,
    withdrawn,
)

LATER = AFTER + timedelta(days=42)
EXTEND = ExtendCall(vacancy_id=VACANCY_ID, closes_at=LATER, reason_code="few-eligible")
REISSUE = ReissueCall(vacancy_id=VACANCY_ID, closes_at=LATER, reason_code="nobody-eligible")
LAPSE = LapseVacancy(vacancy_id=VACANCY_ID, reason_code="mandate-not-extended")
FILL = FillSeat(vacancy_id=VACANCY_ID, replaces="member", member_id="fresh", cause="successor")
APPLY = SubmitApplication(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    name=sealed("n"),
    motivation=sealed("m"),
    nationality="FRA",
    gender="female",
)
EXTENDED = CallExtended(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    closes_at=LATER,
    reason_code="few-eligible",
    extended_by="officer",
    extended_at=AFTER,
)
AGAIN = CallReissued(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    round=2,
    closes_at=LATER,
    reason_code="nobody-eligible",
    reissued_by="officer",
    reissued_at=AFTER,
)
LAPSED = VacancyLapsed(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    reason_code="mandate-not-extended",
    lapsed_by="officer",
    lapsed_at=AFTER,
)
FRESH = person("fresh", Role.PANEL_MEMBER)


def test_submitted_a_moment_late_is_refused_and_an_extension_for_all_helps() -> None:
    late = CLOSES + timedelta(milliseconds=400)
    given(VACANCY, DECLARED, CALLED).when(APPLY, by=ANNA, at=late).then_refused("call closed")
    given(VACANCY, DECLARED, CALLED).when(EXTEND, by=OFFICER, at=AFTER).then(EXTENDED)
    open_again = VACANCY.fold([DECLARED, CALLED, EXTENDED])
    assert VACANCY.decide(APPLY, Asked(at=AFTER, by=ANNA), open_again)


def test_a_call_is_extended_to_a_later_day_before_the_panel_ranks() -> None:
    given(VACANCY, DECLARED).when(EXTEND, by=OFFICER).then_refused("not been issued")
    for earlier in (CLOSES - timedelta(days=1), AT - timedelta(days=1)):
        back = replace(EXTEND, closes_at=earlier)
        given(VACANCY, DECLARED, CALLED).when(back, by=OFFICER).then_refused("future|later")
    other = replace(EXTEND, reason_code="whim")
    given(VACANCY, DECLARED, CALLED).when(other, by=OFFICER).then_refused("from the list")
    given(VACANCY, DECLARED, CALLED, EXTENDED).when(EXTEND, by=OFFICER).then_nothing()
    begun = (*files("c-1"), scored("c-1", "chair"))
    given(VACANCY, *begun).when(EXTEND, by=OFFICER, at=AFTER).then_refused("call again instead")


def test_readvertised_applications_stand_and_preferences_are_never_carried() -> None:
    history = (*files("c-1"), *all_scored("c-1"), REVIEWED, adopted("c-1"))
    given(VACANCY, *history).when(REISSUE, by=OFFICER, at=AFTER).then(AGAIN)
    state = VACANCY.fold([*history, AGAIN])
    assert isinstance(state, Vacancy)
    assert state.candidates["c-1"].eligible
    assert not state.candidates["c-1"].scores
    assert (dict(state.sealed), dict(state.opened)) == ({}, {})
    assert (state.review_closed, state.shortlist, state.scored) == (False, None, False)
    given(VACANCY, *history, AGAIN).when(REISSUE, by=OFFICER, at=AFTER).then_nothing()


def test_mandate_renewed_with_new_scope_applications_lapse_unless_they_are_sent_again() -> None:
    scope = replace(REISSUE, reason_code="new-scope")
    left = withdrawn("c-2")
    history = (*files("c-1", "c-2", "c-3"), left, *all_scored("c-1"), REVIEWED)
    gone = [
        ApplicationLapsed(vacancy_id=VACANCY_ID, candidate_id=one, listed=True, lapsed_at=AFTER)
        for one in ("c-1", "c-3")
    ]
    again = replace(AGAIN, reason_code="new-scope")
    given(VACANCY, *history).when(scope, by=OFFICER, at=AFTER).then(*gone, again)
    state = VACANCY.fold([*history, *gone, again])
    assert isinstance(state, Vacancy)
    assert state.eligible() == {}
    before = VACANCY.fold([*history, *gone, again])
    confirms = replace(APPLY, candidate_id="c-9")
    applicant = replace(ANNA, actor_id=state.candidates["c-1"].applicant_id)
    assert VACANCY.decide(confirms, Asked(at=AFTER, by=applicant), before), "as one who confirms"
    never = replace(EXTEND, reason_code="new-scope")
    given(VACANCY, DECLARED, CALLED).when(never, by=OFFICER).then_refused("from the list")


def test_a_second_declaration_begins_nothing_anew() -> None:
    assert VACANCY.fold((*files("c-1"), DECLARED)) == VACANCY.fold(files("c-1"))


def test_a_call_is_issued_again_once_it_has_closed() -> None:
    given(VACANCY, DECLARED).when(REISSUE, by=OFFICER).then_refused("once it has closed")
    given(VACANCY, DECLARED, CALLED).when(REISSUE, by=OFFICER).then_refused("once it has closed")
    third = replace(REISSUE, closes_at=LATER + timedelta(days=60))
    given(VACANCY, DECLARED, CALLED, AGAIN).when(third, by=OFFICER, at=LATER).then(
        replace(AGAIN, round=3, closes_at=third.closes_at, reissued_at=LATER)
    )


def test_without_an_eligible_candidate_the_officer_has_three_ways_on() -> None:
    history = (*files(), applied("c-1"), screened("c-1", eligible=False))
    close = CloseReview(vacancy_id=VACANCY_ID, reason_code="time-is-over")
    given(VACANCY, *history).when(close, by=CHAIR, at=AFTER).then_refused("extend the call or")
    given(VACANCY, *history).when(EXTEND, by=OFFICER, at=AFTER).then(EXTENDED)
    given(VACANCY, *history).when(REISSUE, by=OFFICER, at=AFTER).then(AGAIN)
    given(VACANCY, *history).when(LAPSE, by=OFFICER, at=AFTER).then(LAPSED)


def test_a_lapsed_vacancy_is_the_end() -> None:
    history = (*files("c-1"), LAPSED)
    given(VACANCY, *history).when(LAPSE, by=OFFICER).then_nothing()
    for command, by in ((EXTEND, OFFICER), (REISSUE, OFFICER), (FILL, OFFICER), (APPLY, ANNA)):
        given(VACANCY, *history).when(command, by=by, at=AFTER).then_refused("has lapsed")
    given(VACANCY, DECLARED).when(replace(LAPSE, reason_code="whim"), by=OFFICER).then_refused(
        "from the list"
    )


def test_member_resigns_half_way_sealed_preferences_are_void_and_opened_ones_stand() -> None:
    sealed_yet = (*files("c-1"), *all_submitted("c-1"))
    given(VACANCY, *sealed_yet).when(FILL, by=OFFICER, at=AFTER).then(FILLED)
    state = VACANCY.fold([*sealed_yet, FILLED])
    assert isinstance(state, Vacancy)
    assert set(state.sealed) == {"chair", "other"}
    assert state.late() == ["fresh"]
    after = VACANCY.fold([*sealed_yet, REVIEWED, *all_opened("c-1"), FILLED])
    assert isinstance(after, Vacancy)
    assert set(after.opened) == {"chair", "other", "member"}
    given(VACANCY, *sealed_yet, FILLED).when(FILL, by=OFFICER).then_nothing()


def test_a_seat_goes_to_somebody_who_can_sit() -> None:
    history = (*files("c-1"), applied("c-2", "anna"))
    for other, sentence in (("chair", "sits on the panel"), ("anna", "cannot sit on its panel")):
        wrong = replace(FILL, member_id=other)
        given(VACANCY, *history).when(wrong, by=OFFICER).then_refused(sentence)
    given(VACANCY, *history).when(replace(FILL, replaces="x"), by=OFFICER).then_refused("no seat")
    ended = (*files("c-1"), REVIEWED, adopted("c-1"))
    given(VACANCY, *ended).when(FILL, by=OFFICER).then_refused("been adopted")


def test_only_the_officer_moves_a_vacancy_on() -> None:
    for command in (EXTEND, REISSUE, LAPSE, FILL):
        for actor in (CHAIR, MEMBER, NOBODY):
            given(VACANCY, *files("c-1")).when(command, by=actor, at=AFTER).then_forbidden()


def about(command: type, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(command, vacancy_id=st.just(VACANCY_ID), **fields)


hours = st.sampled_from([1, 24, 24 * 40])
days_on = st.integers(20, 90).map(lambda days: AT + timedelta(days=days))
moves = st.lists(
    st.tuples(
        st.one_of(
            about(ExtendCall, closes_at=days_on, reason_code=st.just("balance")),
            about(ReissueCall, closes_at=days_on, reason_code=st.just("balance")),
            about(
                FillSeat,
                replaces=histories.members,
                member_id=histories.members,
                cause=st.sampled_from(["alternate", "successor"]),
            ),
        ),
        st.just(OFFICER),
        hours,
    ),
    max_size=4,
)
stories = st.tuples(histories.stories, moves, histories.asks, moves).map(
    lambda parts: [ask for part in parts for ask in part]
)


def told(asked: list[tuple[Any, Actor, int]]) -> "Way":
    """Return the vacancy after these asks; what is refused changes nothing."""
    way = Way([DECLARED, CALLED], AT)
    for command, actor, pause in asked:
        way.at += timedelta(hours=pause)
        with suppress(Refused):
            way.do(command, actor)
    return way


class Way:
    """What people do who want the vacancy filled; a command that is refused fails the test."""

    def __init__(self, events: list[Any], at: datetime) -> None:
        self.events = events
        self.at = at
        self._known: Any = VACANCY.initial
        self._folded = 0

    @property
    def state(self) -> Vacancy:
        new = self.events[self._folded :]
        self._folded += len(new)
        self._known = state = VACANCY.fold(new, self._known)
        assert isinstance(state, Vacancy)
        return state

    def do(self, command: Any, by: Actor = OFFICER) -> None:
        self.events.extend(VACANCY.decide(command, Asked(at=self.at, by=by), self.state))

    def on(self) -> None:
        if self.recommended():
            return
        if self.state.shortlist is not None or (self.state.review_closed and not self.called()):
            self.again()
        if not self.state.review_closed:
            self.find_candidates()
        self.screen()
        self.make_panel()
        chair = next(seat.member_id for seat in self.state.seats if seat.chair)
        self.review(person(chair, Role.PANEL_CHAIR))

    def find_candidates(self) -> None:
        if not any(file.screened is None or file.eligible for file in self.files()):
            if self.state.call_over(self.at):
                self.again()
            anew = replace(APPLY, candidate_id="c-fresh", nationality="KEN")
            self.do(anew, person("fresh-candidate", Role.CANDIDATE))
        self.screen()
        if not self.state.call_over(self.at):
            self.do(CloseCall(vacancy_id=VACANCY_ID))

    def screen(self) -> None:
        for candidate_id, file in self.state.candidates.items():
            if file.proposed is not None:
                self.take_back(candidate_id, file.proposed)
            if file.screened is None and not file.withdrawn:
                self.do(
                    ScreenEligibility(
                        vacancy_id=VACANCY_ID, candidate_id=candidate_id, eligible=True, reason=None
                    )
                )

    def take_back(self, candidate_id: str, proposed: Proposed) -> None:
        """A second officer is not always there; whoever proposed a "no" is."""
        take_back = TakeBackNotEligible(
            vacancy_id=VACANCY_ID, candidate_id=candidate_id, proposal=proposed.number
        )
        self.do(take_back, person(proposed.by, Role.SELECTION_OFFICER))

    def again(self) -> None:
        self.do(replace(REISSUE, closes_at=self.at + timedelta(days=50)))

    def files(self) -> list[Any]:
        """The applications that stand."""
        return [file for file in self.state.candidates.values() if not file.withdrawn]

    def called(self) -> list[str]:
        """The eligible candidates who answered the call; the panel need not take another one."""
        return [one for one, file in self.state.eligible().items() if not file.additional]

    def recommended(self) -> list[str]:
        """Who is on the short list and has not withdrawn."""
        eligible = self.state.eligible()
        return [one for one in self.state.shortlist or () if one in eligible]

    def make_panel(self) -> None:
        if not self.state.seats:
            seats = tuple(replace(seat, member_id=f"s-{seat.region}") for seat in SEATS)
            self.do(EstablishPanel(vacancy_id=VACANCY_ID, seats=seats))
        for seat in self.state.seats:
            if self.state.is_out(seat.member_id):
                self.do(
                    FillSeat(
                        vacancy_id=VACANCY_ID,
                        replaces=seat.member_id,
                        member_id=f"alternate-{seat.region}",
                        cause="alternate",
                    )
                )

    def review(self, chair: Actor) -> None:
        if not self.state.review_closed:
            lost = tuple(
                Opening(member_id=member, version=kept.version, nonce="", sheet=None)
                for member, kept in self.state.sealed.items()
            )
            close = CloseReview(vacancy_id=VACANCY_ID, reason_code="not-openable", opened=lost)
            self.do(close, chair)
        listed = ranked(*self.called())
        self.do(AdoptShortlist(vacancy_id=VACANCY_ID, ranking=listed), chair)
