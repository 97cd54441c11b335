"""The term of a seat on a panel: it ends, it is extended, and a successor has the rest of it."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import PanelEstablished, Seat
from shared.contracts.stakeholders_onward import SeatFilled
from shared.contracts.stakeholders_onward_commands import FillSeat
from shared.contracts.stakeholders_panel_commands import ExtendSeatTerm, PassSeatTerms
from shared.contracts.stakeholders_panels import SeatTermEnded, SeatTermExtended
from shared.contracts.stakeholders_review_commands import RemindMembers
from shared.contracts.stakeholders_selection_commands import (
    CloseReview,
    DeclareConflict,
    EstablishPanel,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.testing import AT, given
from shared.reference.panels import LONGER_TERMS, SEATS_CLOCK
from tests.stakeholders import test_way_on as ways
from tests.stakeholders.ending import SCHEDULED, appointed, proposed, reported, submit
from tests.stakeholders.selection import (
    AFTER,
    CALLED,
    CHAIR,
    DECLARED,
    ESTABLISHED,
    FILLED,
    MANDATE,
    MEMBER,
    OFFICER,
    REVIEWED,
    SEATS,
    VACANCY_ID,
    adopted,
    all_opened,
    all_scored,
    all_submitted,
    applied,
    conflicted,
    disclosed,
    files,
    giving,
    recused,
    screened,
)

LAST = day_of(AFTER)
NEXT = AFTER + timedelta(days=1)
FURTHER = LAST + timedelta(days=60)
ONE_ENDS = tuple(replace(s, ends_on=LAST if s.member_id == "member" else FURTHER) for s in SEATS)
PANEL = replace(ESTABLISHED, seats=ONE_ENDS)
PASS = PassSeatTerms(vacancy_id=VACANCY_ID)
LONGER = ExtendSeatTerm(
    vacancy_id=VACANCY_ID, member_id="member", ends_on=FURTHER, reason_code="selection-goes-on"
)
ENDED = SeatTermEnded(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    region="APG",
    member_id="member",
    ends_on=LAST,
    void=False,
    ended_at=NEXT,
)
EXTENDED = SeatTermExtended(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    region="APG",
    member_id="member",
    ends_on=FURTHER,
    reason_code="selection-goes-on",
    extended_by="officer",
    extended_at=NEXT,
)
CHAIRS_END = replace(ENDED, member_id="chair", region="AFR", ends_on=FURTHER)
COMMANDS = (LONGER, PASS)
FILL = FillSeat(
    vacancy_id=VACANCY_ID,
    replaces="member",
    member_id="fresh",
    cause="successor",
    ends_on=FURTHER,
)
SUCCEEDED = replace(FILLED, ends_on=FURTHER, filled_at=NEXT)


def of(*candidate_ids: str) -> tuple[Any, ...]:
    """Files of a panel on which one seat ends; all members disclosed."""
    return tuple(PANEL if one == ESTABLISHED else one for one in files(*candidate_ids))


def state_of(*events: Any) -> Vacancy:
    state = VACANCY.fold(events)
    assert isinstance(state, Vacancy)
    return state


def test_a_panel_is_established_until_a_day_and_a_term_is_not_over_when_it_begins() -> None:
    establish = EstablishPanel(vacancy_id=VACANCY_ID, seats=ONE_ENDS)
    given(VACANCY, DECLARED).when(establish, by=OFFICER).then(PANEL)
    given(VACANCY, DECLARED, PANEL).when(establish, by=OFFICER).then_nothing()
    given(VACANCY, DECLARED).when(establish, by=OFFICER, at=NEXT).then_refused("today or later")
    last_day = replace(PANEL, established_at=AFTER)
    given(VACANCY, DECLARED).when(establish, by=OFFICER, at=AFTER).then(last_day)
    longer = tuple(replace(seat, ends_on=FURTHER) for seat in SEATS)
    again = replace(establish, seats=longer)
    given(VACANCY, DECLARED, PANEL, ENDED).when(again, by=OFFICER, at=NEXT).then(
        replace(PANEL, seats=longer, established_at=NEXT)
    )
    state = state_of(DECLARED, PANEL, ENDED, replace(PANEL, seats=longer))
    assert len(state.active()) == 3, "another term begins"


def test_once_something_was_given_terms_stay_when_the_chair_passes() -> None:
    passed = tuple(replace(seat, chair=seat.member_id == "other") for seat in ONE_ENDS)
    other_days = tuple(replace(seat, ends_on=FURTHER + timedelta(days=9)) for seat in passed)
    command = EstablishPanel(vacancy_id=VACANCY_ID, seats=other_days)
    given(VACANCY, *of("c-1"), *all_submitted("c-1"), ENDED).when(
        command, by=OFFICER, at=NEXT
    ).then(replace(PANEL, seats=passed, established_at=NEXT))
    state = state_of(*of("c-1"), *all_submitted("c-1"), ENDED, replace(PANEL, seats=passed))
    assert state.term_over("member"), "that the chair passes makes no term longer"


def test_a_seat_that_is_taken_off_and_given_again_has_another_term() -> None:
    fewer = replace(
        PANEL, seats=(*ONE_ENDS[:1], *ONE_ENDS[2:], Seat(member_id="x", region="EEG", chair=False))
    )
    state = state_of(DECLARED, PANEL, ENDED, fewer, PANEL)
    assert not state.term_over("member")


def test_the_clock_ends_a_term_once_and_after_its_last_day() -> None:
    history = of("c-1")
    given(VACANCY, *history).when(PASS, by=SEATS_CLOCK, at=AFTER).then_nothing()
    given(VACANCY, *history).when(PASS, by=SEATS_CLOCK, at=NEXT).then(ENDED)
    given(VACANCY, *history, ENDED).when(PASS, by=SEATS_CLOCK, at=NEXT).then_nothing()
    given(VACANCY, *files("c-1")).when(PASS, by=SEATS_CLOCK, at=NEXT).then_nothing()
    given(VACANCY, *history).when(PASS, by=OFFICER, at=NEXT).then_forbidden()
    late = NEXT + timedelta(days=90)  # the clock jumps
    ended = VACANCY.decide(PASS, Asked(at=late, by=SEATS_CLOCK), state_of(*history))
    assert [one.region for one in ended if isinstance(one, SeatTermEnded)] == sorted(
        seat.region for seat in SEATS
    )


def test_nothing_ends_once_the_vacancy_is_over() -> None:
    given(VACANCY, *of("c-1"), ways.LAPSED).when(PASS, by=SEATS_CLOCK, at=NEXT).then_nothing()
    won = [
        PANEL if one == ESTABLISHED else one
        for one in (*reported("c-1", "c-2"), proposed("c-1"), appointed("c-1"))
    ]
    given(VACANCY, *won).when(PASS, by=SEATS_CLOCK, at=NEXT).then_nothing()
    given(VACANCY, *won).when(LONGER, by=OFFICER, at=NEXT).then_refused("appointed somebody")
    given(VACANCY, *of("c-1"), ways.LAPSED).when(LONGER, by=OFFICER, at=NEXT).then_refused("lapsed")


def test_a_member_whose_term_is_over_does_nothing_more() -> None:
    history = (*of("c-1"), *all_submitted("c-1"), ENDED)
    conflict = DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1")
    for command in (giving("member", "c-1", version=2), conflict):
        given(VACANCY, *history).when(command, by=MEMBER, at=NEXT).then_refused("is over")
    state = state_of(*history)
    assert {seat.member_id for seat in state.active()} == {"chair", "other"}
    assert state.late() == []


def test_what_was_sealed_is_void_and_what_was_opened_stands() -> None:
    sealed_yet = (*of("c-1"), *all_submitted("c-1"))
    void = replace(ENDED, void=True)
    given(VACANCY, *sealed_yet).when(PASS, by=SEATS_CLOCK, at=NEXT).then(void)
    assert set(state_of(*sealed_yet, void).sealed) == {"chair", "other"}
    opened = (*sealed_yet, REVIEWED, *all_opened("c-1"))
    given(VACANCY, *opened).when(PASS, by=SEATS_CLOCK, at=NEXT).then(ENDED)
    assert set(state_of(*opened, ENDED).opened) == {"chair", "other", "member"}


def test_the_quorum_never_goes_down_and_a_successor_is_the_way_on() -> None:
    history = (*of("c-1"), *all_submitted("c-1"), replace(ENDED, void=True))
    close = CloseReview(vacancy_id=VACANCY_ID, reason_code="time-is-over")
    given(VACANCY, *history).when(close, by=CHAIR, at=NEXT).then_refused("at least 3")
    given(VACANCY, *history).when(FILL, by=OFFICER, at=NEXT).then(SUCCEEDED)
    state = state_of(*history, SUCCEEDED)
    assert len(state.active()) == 3
    assert state.late() == ["fresh"]
    alternate = replace(FILL, cause="alternate")
    given(VACANCY, *history).when(alternate, by=OFFICER, at=NEXT).then(
        replace(SUCCEEDED, cause="alternate")
    )


def test_a_successor_has_the_rest_of_the_term_or_an_own_one() -> None:
    rest = replace(FILL, ends_on=None)
    [filled] = VACANCY.decide(rest, Asked(at=AT, by=OFFICER), state_of(*of("c-1")))
    assert isinstance(filled, SeatFilled)
    assert filled.ends_on == LAST
    [filled] = VACANCY.decide(rest, Asked(at=AT, by=OFFICER), state_of(*files("c-1")))
    assert isinstance(filled, SeatFilled)
    assert filled.ends_on is None
    for history in (of("c-1"), (*of("c-1"), ENDED)):  # the clock has said so, or not yet
        given(VACANCY, *history).when(rest, by=OFFICER, at=NEXT).then_refused("until when")
    past = replace(FILL, ends_on=LAST)
    given(VACANCY, *of("c-1"), ENDED).when(past, by=OFFICER, at=NEXT).then_refused("today or later")


def test_the_seat_of_a_chair_whose_term_is_over_goes_on_after_the_list_too() -> None:
    adopted_since = (*of("c-1"), *all_scored("c-1"), REVIEWED, adopted("c-1"))
    fill = replace(FILL, replaces="chair", ends_on=FURTHER + timedelta(days=30))
    for history in (of("c-1"), (*adopted_since, CHAIRS_END)):
        [filled] = VACANCY.decide(fill, Asked(at=NEXT, by=OFFICER), state_of(*history))
        assert isinstance(filled, SeatFilled)
        assert filled.chair
    given(VACANCY, *of("c-1"), CHAIRS_END).when(
        RemindMembers(vacancy_id=VACANCY_ID), by=CHAIR, at=NEXT
    ).then_refused("is over")


def test_a_term_is_extended_before_or_after_its_end_with_a_reason() -> None:
    history = of("c-1")
    given(VACANCY, *history).when(LONGER, by=OFFICER, at=NEXT).then(EXTENDED)
    given(VACANCY, *history, ENDED).when(LONGER, by=OFFICER, at=NEXT).then(EXTENDED)
    given(VACANCY, *history, ENDED, EXTENDED).when(LONGER, by=OFFICER, at=NEXT).then_nothing()
    state = state_of(*history, ENDED, EXTENDED)
    assert len(state.active()) == 3
    assert set(LONGER_TERMS) >= {LONGER.reason_code}
    for wrong, sentence in (
        (replace(LONGER, member_id="nobody"), "no seat"),
        (replace(LONGER, ends_on=LAST), "later day"),
        (replace(LONGER, reason_code="whim"), "from the list"),
    ):
        given(VACANCY, *history, ENDED).when(wrong, by=OFFICER, at=AFTER).then_refused(sentence)
    past = replace(LONGER, ends_on=LAST + timedelta(days=1))
    far = NEXT + timedelta(days=10)
    given(VACANCY, *history, ENDED).when(past, by=OFFICER, at=far).then_refused("today or later")
    given(VACANCY, *files("c-1")).when(LONGER, by=OFFICER, at=AFTER).then_refused("no last day")
    for actor in (CHAIR, MEMBER):
        given(VACANCY, *history).when(LONGER, by=actor, at=AFTER).then_forbidden()


def test_a_cause_that_came_after_the_end_recuses_once_the_term_is_extended() -> None:
    """Until then what the member gave stands, as that of a member who left."""
    history = (*of("c-1"), *all_submitted("c-1"), REVIEWED, *all_opened("c-1"), ENDED)
    told = replace(disclosed("member", "c-1"), nationalities=("KEN",))
    joins = applied("c-2", nationality="KEN", submitted_at=NEXT)
    late = (*history, told, joins)
    before = state_of(*late)
    assert "member" in before.opened
    events = VACANCY.decide(LONGER, Asked(at=NEXT, by=OFFICER), state_of(*late, screened("c-2")))
    assert [type(one).__name__ for one in events] == ["SeatTermExtended", "MemberRecused"]
    stays = VACANCY.decide(
        replace(LONGER, member_id="other", ends_on=FURTHER + timedelta(days=1)),
        Asked(at=NEXT, by=OFFICER),
        state_of(*late, screened("c-2")),
    )
    assert [type(one).__name__ for one in stays] == ["SeatTermExtended"]


def test_a_report_counts_who_adopted_its_list_and_names_none_of_them_as_recused() -> None:
    listed = (*of("c-1"), *all_scored("c-1"), REVIEWED, SCHEDULED, adopted("c-1"), ENDED)
    [report] = VACANCY.decide(submit("c-1"), Asked(at=NEXT, by=CHAIR), state_of(*listed))
    assert report.numbers.members == 3  # type: ignore[union-attr]
    assert report.recused == ()  # type: ignore[union-attr]


def test_a_report_does_not_count_who_came_back_after_its_list() -> None:
    fourth = replace(SEATS[0], member_id="fourth", region="EEG", chair=False, ends_on=FURTHER)
    panel = replace(PANEL, seats=(*ONE_ENDS, fourth))
    begun = tuple(panel if one == PANEL else one for one in of("c-1"))
    listed = (*begun, *all_scored("c-1"), REVIEWED, SCHEDULED, ENDED, adopted("c-1"))
    for back in (EXTENDED, SUCCEEDED):
        state = state_of(*listed, back)
        assert len(state.active()) == 4
        [report] = VACANCY.decide(submit("c-1"), Asked(at=NEXT, by=CHAIR), state)
        assert report.numbers.members == 3, back  # type: ignore[union-attr]


def test_a_recused_member_whose_term_is_over_still_stood_back() -> None:
    out = (conflicted("c-1", "member"), recused("member", "c-1"))
    listed = (*of("c-1", "c-2"), *out, REVIEWED, SCHEDULED, ENDED, adopted("c-2", "c-1"))
    state = state_of(*listed)
    assert state.stands_back("member")
    assert "APG" not in state.adopters
    [report] = VACANCY.decide(submit("c-2", "c-1"), Asked(at=NEXT, by=CHAIR), state)
    assert report.recused == ("APG",)  # type: ignore[union-attr]
    assert report.numbers.members == 2  # type: ignore[union-attr]


members = st.sampled_from(["m-0", "m-1", "m-2", "m-3"])
days = st.integers(0, 120).map(lambda n: day_of(AT) + timedelta(days=n))
passes = st.tuples(st.just(PASS), st.just(SEATS_CLOCK))
terms = st.one_of(
    passes,
    passes,
    st.tuples(
        st.builds(
            ExtendSeatTerm,
            vacancy_id=st.just(VACANCY_ID),
            member_id=members,
            ends_on=days,
            reason_code=st.just("no-successor"),
        ),
        st.just(OFFICER),
    ),
    st.tuples(
        st.builds(
            FillSeat,
            vacancy_id=st.just(VACANCY_ID),
            replaces=members,
            member_id=members,
            cause=st.sampled_from(["alternate", "successor"]),
            ends_on=st.none() | days,
        ),
        st.just(OFFICER),
    ),
)
stories = st.tuples(
    ways.stories,
    st.lists(st.tuples(st.integers(0, 60), terms, st.sampled_from([1, 24, 24 * 20])), max_size=12),
    st.lists(st.none() | days, min_size=4, max_size=4),
)


def woven(
    asked: list[tuple[Any, Actor, int]],
    more: list[tuple[int, tuple[Any, Actor], int]],
    last: list[date | None],
) -> list[tuple[Any, Actor, int]]:
    """Put the acts on terms in between, and give every panel of the story its last days."""
    told = [(_until(command, last), by, pause) for command, by, pause in asked]
    for place, (command, by), pause in more:
        told.insert(min(place, len(told)), (command, by, pause))
    return told


def _until(command: Any, last: list[date | None]) -> Any:
    if not isinstance(command, EstablishPanel):
        return command
    seats = zip(command.seats, last, strict=False)
    return replace(command, seats=tuple(replace(seat, ends_on=end) for seat, end in seats))


@settings(max_examples=100)
@over(stories)
def test_in_every_history_a_seat_that_is_over_takes_no_part_and_a_lawful_way_leads_on(
    story: tuple[Any, Any, Any],
) -> None:
    events: list[Any] = [DECLARED, CALLED]
    at, state = AT, VACANCY.fold(events)
    for command, by, pause in woven(*story):
        at += timedelta(hours=pause)
        for again in (False, True):
            with suppress(Refused):
                new = VACANCY.decide(command, Asked(at=at, by=by), state)
                assert not (again and new), "the same ask changed something twice"
                sound(new, state, at)
                events.extend(new)
                state = VACANCY.fold(new, state)
    way = Served(events, at)
    way.on()
    assert way.recommended(), "a short list is adopted, and somebody on it stands"


def sound(new: Any, state: Any, at: datetime) -> None:
    for event in new:
        match event:
            case SeatTermEnded():
                assert event.ends_on < day_of(at)
                assert not state.term_over(event.member_id)
            case SeatTermExtended():
                assert event.ends_on >= day_of(at)
            case PanelEstablished() | SeatFilled():
                pass
            case _:
                named = type(event).__name__
                doers = (
                    getattr(event, one, "") for one in ("member_id", "adopted_by", "closed_by")
                )
                doer = next(filter(None, doers), "")
                assert not state.term_over(doer) or named in {
                    "RecusalLifted",
                    "PreferencesOpened",
                    "PreferencesNotOpened",
                }, named


class Served(ways.Way):
    """The same way on, with days that pass, and successors for whose term is over."""

    def make_panel(self) -> None:
        self.do(PASS, SEATS_CLOCK)
        for seat in self.state.seats:
            if self.state.term_over(seat.member_id):
                self.do(
                    FillSeat(
                        vacancy_id=VACANCY_ID,
                        replaces=seat.member_id,
                        member_id=f"successor-{seat.region}",
                        cause="successor",
                        ends_on=day_of(self.at) + timedelta(days=90),
                    )
                )
        super().make_panel()
