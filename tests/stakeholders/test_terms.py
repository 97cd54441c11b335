"""The register of terms: one holder for each seat and day, for three years and once more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.terms import TERMS
from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Absent
from shared.contracts.stakeholders_term_commands import Command, EndHolderTerm, StartHolderTerm
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference import REGIONS
from shared.reference.terms import ENDS

CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
NAME = Sealed("term-t-1", "name")
FIRST, LAST = date(2024, 8, 1), date(2027, 7, 31)
START = StartHolderTerm(
    term_id="t-1",
    mandate="sr-torture",
    seat=None,
    holder=NAME,
    holder_id="holder-1",
    number=1,
    starts_on=FIRST,
    ends_on=LAST,
)
STARTED = HolderTermStarted(
    term_id="t-1",
    mandate="sr-torture",
    seat=None,
    holder=NAME,
    holder_id="holder-1",
    number=1,
    starts_on=FIRST,
    ends_on=LAST,
    recorded_by="chief-1",
    recorded_at=AT,
)
END = EndHolderTerm(
    mandate="sr-torture", term_id="t-1", reason_code="resigned", ended_on=date(2026, 3, 31)
)
ENDED = HolderTermEnded(
    term_id="t-1",
    mandate="sr-torture",
    reason_code="resigned",
    ended_on=date(2026, 3, 31),
    recorded_by="chief-1",
    recorded_at=AT,
)
NEXT = replace(START, term_id="t-2", holder_id="holder-2")


def test_the_chief_records_a_term_once() -> None:
    given(TERMS).when(START, by=CHIEF).then(STARTED)
    given(TERMS, STARTED).when(START, by=CHIEF).then_nothing()


def test_a_term_that_starts_where_the_calendar_ends_is_refused() -> None:
    late = replace(START, starts_on=date(9998, 1, 1), ends_on=date(9999, 1, 1))
    given(TERMS).when(late, by=CHIEF).then_refused("Check the year")


def test_a_year_of_two_digits_is_refused() -> None:
    """A browser sends 0024 for 24, and no term is taken back."""
    early = replace(START, starts_on=date(24, 8, 1), ends_on=date(27, 7, 31))
    given(TERMS).when(early, by=CHIEF).then_refused("too early. Check the year")


def test_a_term_is_ended_once_for_a_reason_of_the_list() -> None:
    given(TERMS, STARTED).when(END, by=CHIEF).then(ENDED)
    given(TERMS, STARTED, ENDED).when(END, by=CHIEF).then_nothing()
    other = replace(END, reason_code="died")
    given(TERMS, STARTED, ENDED).when(other, by=CHIEF).then_refused("recorded already")
    given(TERMS, STARTED).when(replace(END, reason_code="mood"), by=CHIEF).then_refused(
        "reason from the list"
    )


@pytest.mark.parametrize("reason", [one for one in ENDS if one != "completed"])
def test_a_term_ends_for_each_reason_on_any_of_its_days(reason: str) -> None:
    for day in (FIRST, LAST):
        end = replace(END, reason_code=reason, ended_on=day)
        given(TERMS, STARTED).when(end, by=CHIEF).then(
            replace(ENDED, reason_code=reason, ended_on=day)
        )


def test_a_term_is_completed_on_its_last_day_alone() -> None:
    completed = replace(END, reason_code="completed", ended_on=LAST)
    given(TERMS, STARTED).when(completed, by=CHIEF).then(
        replace(ENDED, reason_code="completed", ended_on=LAST)
    )
    early = replace(completed, ended_on=LAST - timedelta(days=1))
    given(TERMS, STARTED).when(early, by=CHIEF).then_refused("ends on 31 Jul 2027")


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_term_does_not_end_outside_its_days(day: date) -> None:
    given(TERMS, STARTED).when(replace(END, ended_on=day), by=CHIEF).then_refused(
        "from 1 Aug 2024 to 31 Jul 2027"
    )


def test_what_never_started_does_not_end() -> None:
    given(TERMS).when(END, by=CHIEF).then_refused("no such term")
    assert TERMS.fold([ENDED]) == {}


def test_a_seat_has_one_holder_on_each_day() -> None:
    """SC4: the last day of a term counts."""
    on_last_day = replace(NEXT, starts_on=LAST, ends_on=LAST)
    given(TERMS, STARTED).when(on_last_day, by=CHIEF).then_refused(
        "from 1 Aug 2024 to 31 Jul 2027. A seat has one holder"
    )
    until_first_day = replace(NEXT, starts_on=FIRST - timedelta(days=9), ends_on=FIRST)
    given(TERMS, STARTED).when(until_first_day, by=CHIEF).then_refused("one holder on each day")
    after = replace(NEXT, starts_on=date(2027, 8, 1), ends_on=date(2030, 7, 31))
    given(TERMS, STARTED).when(after, by=CHIEF).then(
        replace(
            STARTED,
            term_id="t-2",
            holder_id="holder-2",
            starts_on=after.starts_on,
            ends_on=after.ends_on,
        )
    )


def test_a_seat_is_free_from_the_day_after_its_holder_left() -> None:
    after = replace(NEXT, starts_on=date(2026, 4, 1), ends_on=date(2029, 3, 31))
    too_early = replace(after, starts_on=END.ended_on, ends_on=END.ended_on)
    given(TERMS, STARTED, ENDED).when(too_early, by=CHIEF).then_refused("to 31 Mar 2026")
    given(TERMS, STARTED, ENDED).when(after, by=CHIEF).then(
        replace(
            STARTED,
            term_id="t-2",
            holder_id="holder-2",
            starts_on=after.starts_on,
            ends_on=after.ends_on,
        )
    )


def test_a_working_group_has_a_seat_for_each_regional_group() -> None:
    group = replace(START, mandate="wgad")
    history: list[HolderTermStarted] = []
    for number, region in enumerate(REGIONS):
        start = replace(group, term_id=f"t-{number}", seat=region, holder_id=f"holder-{number}")
        told = replace(
            STARTED,
            mandate="wgad",
            term_id=f"t-{number}",
            seat=region,
            holder_id=f"holder-{number}",
        )
        given(TERMS, *history).when(start, by=CHIEF).then(told)
        history.append(told)
    given(TERMS).when(group, by=CHIEF).then_refused("Choose the seat")
    given(TERMS).when(replace(group, seat="EUR"), by=CHIEF).then_refused("Choose the seat")
    given(TERMS).when(replace(START, seat="AFR"), by=CHIEF).then_refused("one seat")


def test_only_known_mandates_have_terms() -> None:
    given(TERMS).when(replace(START, mandate="sr-nothing"), by=CHIEF).then_refused("from the list")


@pytest.mark.parametrize(
    ("starts_on", "latest"),
    [
        (date(2024, 8, 1), date(2027, 7, 31)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_term_lasts_three_years_at_most(starts_on: date, latest: date) -> None:
    longest = replace(START, starts_on=starts_on, ends_on=latest)
    given(TERMS).when(longest, by=CHIEF).then(replace(STARTED, starts_on=starts_on, ends_on=latest))
    longer = replace(longest, ends_on=latest + timedelta(days=1))
    given(TERMS).when(longer, by=CHIEF).then_refused("at most 3 years")
    backwards = replace(longest, ends_on=starts_on - timedelta(days=1))
    given(TERMS).when(backwards, by=CHIEF).then_refused("ends before it starts")


@pytest.mark.parametrize("number", [0, 3])
def test_a_holder_serves_two_terms_at_most(number: int) -> None:
    given(TERMS).when(replace(START, number=number), by=CHIEF).then_refused("at most 2 terms")


def test_a_third_term_is_refused_whatever_its_number() -> None:
    second = replace(
        STARTED, term_id="t-2", number=2, starts_on=date(2027, 8, 1), ends_on=date(2030, 7, 31)
    )
    third = replace(
        START, term_id="t-3", starts_on=date(2030, 8, 1), ends_on=date(2033, 7, 31), number=2
    )
    given(TERMS, STARTED).when(replace(third, number=1), by=CHIEF).then_refused(
        "Term 1 of this holder is recorded"
    )
    given(TERMS, STARTED, second).when(third, by=CHIEF).then_refused("which is the most")
    unknown = replace(third, holder_id=None)
    given(TERMS, STARTED, second).when(unknown, by=CHIEF).then(
        replace(
            STARTED,
            term_id="t-3",
            holder_id=None,
            number=2,
            starts_on=third.starts_on,
            ends_on=third.ends_on,
        )
    )


@pytest.mark.parametrize("command", [START, END])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_but_the_chief_records_terms(command: Command, role: Role) -> None:
    actor = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"sr-torture"}))
    given(TERMS, STARTED).when(command, by=actor).then_forbidden()


def test_each_mandate_has_a_register_of_its_own() -> None:
    assert TERMS.stream(START) == TERMS.stream(END) == "terms-sr-torture"


_DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
_STARTS = st.builds(
    StartHolderTerm,
    term_id=st.sampled_from(["a", "b", "c", "d"]),
    mandate=st.just("wgad"),
    seat=st.sampled_from(["AFR", "APG"]),
    holder=st.just(NAME),
    holder_id=st.sampled_from([None, "one", "two"]),
    number=st.integers(1, 2),
    starts_on=_DAYS,
    ends_on=_DAYS,
)
_ENDS = st.builds(
    EndHolderTerm,
    mandate=st.just("wgad"),
    term_id=st.sampled_from(["a", "b", "c", "d"]),
    reason_code=st.sampled_from(list(ENDS)),
    ended_on=_DAYS,
)


@settings(max_examples=60)
@drawn(st.lists(_STARTS | _ENDS, max_size=12))
def test_whatever_is_asked_no_seat_has_two_holders_on_a_day(commands: list[Command]) -> None:
    state = TERMS.initial
    for command in commands:
        try:
            facts = TERMS.decide(command, Asked(at=AT, by=CHIEF), state)
        except Refused:
            continue
        state = TERMS.fold(facts, state)
        assert not TERMS.decide(command, Asked(at=AT, by=CHIEF), state)
    terms = list(state.values())
    for number, one in enumerate(terms):
        for other in terms[number + 1 :]:
            apart = one.last < other.starts_on or other.last < one.starts_on
            assert one.seat != other.seat or apart


def test_a_vacancy_that_was_never_declared_reads_no_terms() -> None:
    assert VACANCY.fold([STARTED]) == Absent()
