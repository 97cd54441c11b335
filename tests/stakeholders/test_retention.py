"""SA13: applications end 24 months after the vacancy, and that of a holder after the last term."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_files import (
    KeptReason,
    PublicPartKept,
    SelectionFilesEnded,
    SelectionFilesHeld,
    SelectionFilesReleased,
)
from shared.contracts.stakeholders_files_commands import (
    EndSelectionFiles,
    HoldSelectionFiles,
    KeepPublicPart,
    ReleaseSelectionFiles,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.testing import given
from shared.reference.selection_files import FILES_CLOCK, MONTHS, kept_until
from tests.stakeholders.appointing import applicant, withdraw
from tests.stakeholders.ending import ENDS, STARTS, TODAY, appointed, proposed, reported
from tests.stakeholders.selection import (
    AFTER,
    CALLED,
    DECLARED,
    MANDATE,
    MEMBER,
    OFFICER,
    VACANCY_ID,
    applied,
    screened,
    withdrawn,
)
from tests.stakeholders.test_way_on import LAPSED

END = EndSelectionFiles(vacancy_id=VACANCY_ID, months=MONTHS)
HOLD = HoldSelectionFiles(vacancy_id=VACANCY_ID, reason_code="request")
RELEASE = ReleaseSelectionFiles(vacancy_id=VACANCY_ID)
LAPSE = (DECLARED, CALLED, applied("c-1"), screened("c-1"), applied("c-2"), LAPSED)
WON = (*reported("c-1", "c-2"), proposed("c-1"), appointed("c-1"))
PART = KeepPublicPart(vacancy_id=VACANCY_ID, candidate_id="c-1", name=Sealed("listed-c-1", "n"))

COMMANDS = (HOLD, RELEASE, END, PART)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


OVER = at(kept_until(TODAY, MONTHS))
TERM_OVER = at(kept_until(ENDS, MONTHS))
HELD = SelectionFilesHeld(
    vacancy_id=VACANCY_ID, reason_code="request", held_by="officer", held_at=AFTER
)
RELEASED = SelectionFilesReleased(vacancy_id=VACANCY_ID, released_by="officer", released_at=AFTER)


def ended(*candidate_ids: str, when: datetime = OVER, others: bool = True) -> SelectionFilesEnded:
    return SelectionFilesEnded(
        vacancy_id=VACANCY_ID, others=others, candidate_ids=candidate_ids, ended_at=when
    )


def kept(command: KeepPublicPart = PART) -> PublicPartKept:
    return PublicPartKept(
        vacancy_id=VACANCY_ID,
        candidate_id=command.candidate_id,
        name=command.name,
        reasons=command.reasons,
        deviation=command.deviation,
        kept_at=OVER,
    )


def term(number: int, starts_on: date, ends_on: date, who: str | None) -> HolderTermStarted:
    return HolderTermStarted(
        term_id=f"t-{number}",
        mandate=MANDATE,
        seat=None,
        holder=Sealed("term-1", "x"),
        holder_id=who,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by="chief",
        recorded_at=AFTER,
    )


FIRST = term(1, STARTS, ENDS, "applicant-c-1")


def test_a_day_of_a_longer_month_ends_on_the_last_of_a_shorter_one() -> None:
    assert kept_until(date(2024, 2, 29), 24) == date(2026, 2, 28)
    assert kept_until(date(2024, 10, 31), 1) == date(2024, 11, 30)
    assert kept_until(date(2024, 12, 15), 24) == date(2026, 12, 15)


@pytest.mark.parametrize("before", [LAPSE[:-1], (*LAPSE, HELD)])
def test_nothing_ends_while_the_vacancy_goes_on_or_a_hold_stands(
    before: tuple[Any, ...],
) -> None:
    given(VACANCY, *before).when(END, by=FILES_CLOCK, at=OVER).then_nothing()


def test_all_applications_for_a_vacancy_that_lapsed_end_on_the_day_and_once() -> None:
    gone = withdrawn("c-2", listed=False)
    given(VACANCY, *LAPSE).when(END, by=FILES_CLOCK, at=OVER - timedelta(days=1)).then_nothing()
    for late in (OVER, OVER + timedelta(days=900)):  # the clock jumps
        given(VACANCY, *LAPSE, gone).when(END, by=FILES_CLOCK, at=late).then(
            ended("c-1", "c-2", when=late)
        )
    given(VACANCY, *LAPSE, HELD, RELEASED).when(END, by=FILES_CLOCK, at=OVER).then(
        ended("c-1", "c-2")
    )
    given(VACANCY, *LAPSE, ended("c-1", "c-2")).when(END, by=FILES_CLOCK, at=OVER).then_nothing()
    given(VACANCY, DECLARED, LAPSED).when(END, by=FILES_CLOCK, at=OVER).then(ended())


def test_of_a_filled_vacancy_all_but_the_holder_end_and_the_holder_after_the_last_term() -> None:
    given(VACANCY, *WON).when(END, by=FILES_CLOCK, at=OVER).then(ended("c-2"))
    left = (*WON, ended("c-2"))
    given(VACANCY, *left).when(END, by=FILES_CLOCK, at=OVER).then_nothing()
    last = ended("c-1", when=TERM_OVER, others=False)
    given(VACANCY, *left).when(END, by=FILES_CLOCK, at=TERM_OVER).then(last)  # as planned
    given(VACANCY, *left, FIRST).when(END, by=FILES_CLOCK, at=TERM_OVER).then(last)
    again = term(2, ENDS + timedelta(days=1), ENDS + timedelta(days=900), "applicant-c-1")
    given(VACANCY, *left, FIRST, again).when(END, by=FILES_CLOCK, at=TERM_OVER).then_nothing()
    other = term(3, ENDS + timedelta(days=1), ENDS + timedelta(days=900), None)
    given(VACANCY, *left, FIRST, other).when(END, by=FILES_CLOCK, at=TERM_OVER).then(last)
    given(VACANCY, *left, last).when(END, by=FILES_CLOCK, at=TERM_OVER).then_nothing()
    both = ended("c-1", "c-2", when=TERM_OVER)
    given(VACANCY, *WON).when(END, by=FILES_CLOCK, at=TERM_OVER).then(both)


def test_a_term_that_ended_early_lets_the_application_end_as_early() -> None:
    resigned = HolderTermEnded(
        term_id="t-1",
        mandate=MANDATE,
        ended_on=TODAY,
        reason_code="resigned",
        recorded_by="chief",
        recorded_at=AFTER,
    )
    given(VACANCY, *WON, FIRST, resigned).when(END, by=FILES_CLOCK, at=OVER).then(
        ended("c-1", "c-2")
    )


def test_only_the_clock_ends_files_and_keeps_what_is_public() -> None:
    given(VACANCY, *LAPSE).when(END, by=OFFICER, at=OVER).then_forbidden()
    given(VACANCY, *LAPSE).when(PART, by=OFFICER, at=OVER).then_forbidden()
    given(VACANCY, *LAPSE).when(replace(END, months=0), by=FILES_CLOCK, at=OVER).then_refused(
        "month at least"
    )


def test_an_officer_keeps_the_files_for_longer_until_nothing_is_left() -> None:
    given(VACANCY, *LAPSE).when(HOLD, by=OFFICER, at=AFTER).then(HELD)
    given(VACANCY, *LAPSE, HELD).when(HOLD, by=OFFICER, at=AFTER).then_nothing()
    given(VACANCY, *LAPSE, HELD).when(RELEASE, by=OFFICER, at=AFTER).then(RELEASED)
    given(VACANCY, *LAPSE).when(RELEASE, by=OFFICER, at=AFTER).then_nothing()
    other = replace(HOLD, reason_code="whim")
    given(VACANCY, *LAPSE).when(other, by=OFFICER, at=AFTER).then_refused("from the list")
    for command in (HOLD, RELEASE):
        given(VACANCY, *LAPSE).when(command, by=MEMBER, at=AFTER).then_forbidden()
    given(VACANCY, *LAPSE, ended("c-1", "c-2")).when(HOLD, by=OFFICER, at=AFTER).then_refused(
        "are erased"
    )
    given(VACANCY, *WON, ended("c-2")).when(HOLD, by=OFFICER, at=AFTER).then(HELD)


def test_what_is_public_is_kept_once_and_only_of_what_ended_and_was_listed() -> None:
    over = (*LAPSE, ended("c-1", "c-2"))
    full = replace(
        PART,
        reasons=(KeptReason(report=1, reason=Sealed("listed-c-1", "why")),),
        deviation=Sealed("listed-c-1", "first"),
    )
    given(VACANCY, *over).when(full, by=FILES_CLOCK, at=OVER).then(kept(full))
    given(VACANCY, *over, kept()).when(PART, by=FILES_CLOCK, at=OVER).then_nothing()
    given(VACANCY, *LAPSE).when(PART, by=FILES_CLOCK, at=OVER).then_refused("kept as it is")
    unknown = replace(PART, candidate_id="c-9")
    given(VACANCY, *over).when(unknown, by=FILES_CLOCK, at=OVER).then_refused("kept as it is")
    second = replace(PART, candidate_id="c-2")
    given(VACANCY, *over).when(second, by=FILES_CLOCK, at=OVER).then_refused("is public")
    no = (*LAPSE[:3], screened("c-1", eligible=False), LAPSED, ended("c-1"))
    given(VACANCY, *no).when(PART, by=FILES_CLOCK, at=OVER).then_refused("is public")


def test_nobody_withdraws_what_is_erased() -> None:
    over = (*LAPSE, ended("c-1", "c-2"))
    given(VACANCY, *over).when(withdraw("c-1"), by=applicant("c-1"), at=OVER).then_refused("erased")


asks = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *[(END, FILES_CLOCK)] * 4,
                *[(replace(PART, candidate_id=one), FILES_CLOCK) for one in ("c-1", "c-2")],
                (HOLD, OFFICER),
                *[(RELEASE, OFFICER)] * 2,
                *[(withdraw(one), applicant(one)) for one in ("c-1", "c-2")],
            ]
        ),
        st.sampled_from([1, 40, 300, 800]),
    ),
    max_size=20,
)


@settings(max_examples=60)
@hypothesis.given(st.sampled_from([LAPSE, (*WON, FIRST), WON]), asks)
def test_in_every_history_files_end_once_in_time_and_under_no_hold(
    before: Sequence[Any], asked: list[tuple[tuple[Any, Actor], int]]
) -> None:
    """And what is asked twice takes effect once; in the end nothing that is due is left."""
    state, day = VACANCY.fold(before), TODAY
    gone: set[str] = set()
    public: set[str] = set()
    held = False
    over, last = kept_until(TODAY, MONTHS), kept_until(ENDS, MONTHS)
    for (command, by), pause in [*asked, ((RELEASE, OFFICER), 1), ((END, FILES_CLOCK), 3_000)]:
        day += timedelta(days=pause)
        for again in (False, True):
            try:
                new = VACANCY.decide(command, Asked(at=at(day), by=by), state)
            except Refused:
                continue
            assert not (again and new), "the same ask changed something twice"
            for event in new:
                match event:
                    case SelectionFilesHeld() | SelectionFilesReleased():
                        held = isinstance(event, SelectionFilesHeld)
                    case SelectionFilesEnded(candidate_ids=some):
                        assert not held
                        assert gone.isdisjoint(some)
                        assert day >= (last if "c-1" in some and before is not LAPSE else over)
                        gone |= set(some)
                    case PublicPartKept(candidate_id=one):
                        assert one in gone - public
                        public.add(one)
                    case _:
                        pass
            state = VACANCY.fold(new, state)
    assert gone == {"c-1", "c-2"}
