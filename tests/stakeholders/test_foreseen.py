"""The vacancies of a work cycle, foreseen from the terms of holders."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.stakeholders.foreseen import FORESEEN, ForeseeVacancies, react
from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.terms import TERMS
from shared.contracts.stakeholders_foreseen import VacancyForeseen, VacancyNoLongerForeseen
from shared.contracts.stakeholders_registry import MandateCreated, MandateTerminated, Resolution
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import system
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.calls import cycle_of, session_after, session_before

CLOCK = system("registry")
MANDATE = "sr-torture"
NAME = Sealed("term-t-2", "name")
RESOLUTION = Resolution(
    symbol="A/HRC/RES/52/7", adopted_on=date(2023, 4, 3), paragraph=1, months=36, votes=None
)


def term(term_id: str = "t-2", number: int = 2, **changed: object) -> HolderTermStarted:
    told = HolderTermStarted(
        term_id=term_id,
        mandate=MANDATE,
        seat=None,
        holder=NAME,
        holder_id=None,
        number=number,
        starts_on=date(2023, 8, 1),
        ends_on=date(2026, 7, 31),
        recorded_by="chief",
        recorded_at=AT,
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def end(reason_code: str, on: date, term_id: str = "t-2") -> HolderTermEnded:
    return HolderTermEnded(
        term_id=term_id,
        mandate=MANDATE,
        ended_on=on,
        reason_code=reason_code,
        recorded_by="chief",
        recorded_at=AT,
    )


def created(until: date | None) -> MandateCreated:
    return MandateCreated(
        mandate=MANDATE,
        titles={"en": "Torture"},
        kind="thematic",
        form="SR",
        until=until,
        resolution=RESOLUTION,
        latest=RESOLUTION,
        recorded_by="registry",
        recorded_at=AT,
    )


def day(year: int, month: int, of: int) -> ForeseeVacancies:
    return ForeseeVacancies(mandate=MANDATE, on=date(year, month, of))


def gone(cause: str) -> VacancyNoLongerForeseen:
    return VacancyNoLongerForeseen(foreseen_id="t-2", mandate=MANDATE, cause=cause, gone_at=AT)  # type: ignore[arg-type]


FORETOLD = VacancyForeseen(
    foreseen_id="t-2",
    mandate=MANDATE,
    seat_region=None,
    kind="foreseeable",
    conditional=False,
    cycle=2026,
    ends_on=date(2026, 7, 31),
    session_on=date(2026, 6, 1),
    foreseen_at=AT,
)
FIRST_DAY = day(2026, 4, 1)
SOON = date(2026, 5, 10)


def test_the_list_of_a_cycle_stands_from_its_first_day() -> None:
    held = given(FORESEEN, term())
    held.when(day(2026, 3, 31), by=CLOCK).then_nothing()
    held.when(FIRST_DAY, by=CLOCK).then(FORETOLD)
    given(FORESEEN, FORETOLD, term()).when(day(2026, 4, 2), by=CLOCK).then_nothing()
    given(FORESEEN, FORETOLD, term()).when(day(2027, 4, 1), by=CLOCK).then_nothing()


def test_a_seat_of_a_working_group_says_its_regional_group() -> None:
    of_group = given(FORESEEN, term(seat="AFR"), term("t-3", number=1, seat="APG"))
    of_group.when(FIRST_DAY, by=CLOCK).then(replace(FORETOLD, seat_region="AFR"))


def test_a_holder_who_can_serve_again_leaves_no_vacancy_yet() -> None:
    given(FORESEEN, term(number=1)).when(FIRST_DAY, by=CLOCK).then_nothing()
    over = end("completed", date(2026, 7, 31))
    first = given(FORESEEN, term(number=1), over)
    first.when(day(2026, 7, 31), by=CLOCK).then_nothing()
    not_renewed = replace(FORETOLD, kind="unforeseen", session_on=date(2027, 3, 1))
    first.when(day(2026, 8, 1), by=CLOCK).then(not_renewed)
    given(FORESEEN, term(), over).when(day(2026, 8, 1), by=CLOCK).then(FORETOLD)


@pytest.mark.parametrize("reason", ["resigned", "died", "other"])
def test_a_seat_that_falls_vacant_before_its_time_is_told_at_once(reason: str) -> None:
    left = given(FORESEEN, term(number=1), end(reason, SOON))
    unforeseen = replace(FORETOLD, kind="unforeseen", ends_on=SOON, session_on=date(2026, 9, 1))
    left.when(FIRST_DAY, by=CLOCK).then(unforeseen)
    known = given(FORESEEN, FORETOLD, term(), end(reason, SOON))
    known.when(FIRST_DAY, by=CLOCK).then(unforeseen)


def test_a_vacancy_is_conditional_while_the_mandate_ends_before_it() -> None:
    for until, conditional in (
        (date(2026, 7, 31), True),
        (date(2026, 8, 1), False),
        (None, False),
    ):
        held = given(FORESEEN, created(until), term())
        held.when(FIRST_DAY, by=CLOCK).then(replace(FORETOLD, conditional=conditional))
    renewed = given(FORESEEN, replace(FORETOLD, conditional=True), term(), created(None))
    renewed.when(FIRST_DAY, by=CLOCK).then(FORETOLD)


def test_a_mandate_that_ends_leaves_no_vacancy() -> None:
    over = MandateTerminated(
        mandate=MANDATE,
        ended_on=date(2026, 6, 30),
        custody=(),
        resolution=RESOLUTION,
        recorded_by="chief",
        recorded_at=AT,
    )
    ended = (created(None), over, term())
    given(FORESEEN, *ended).when(FIRST_DAY, by=CLOCK).then_nothing()
    given(FORESEEN, FORETOLD, *ended).when(FIRST_DAY, by=CLOCK).then(gone("mandate-ended"))
    closed = (term(), end("mandate-ended", SOON))
    given(FORESEEN, FORETOLD, *closed).when(FIRST_DAY, by=CLOCK).then(gone("mandate-ended"))


def test_a_seat_with_a_next_holder_is_no_longer_foreseen_and_told_once() -> None:
    following = term("t-4", number=1, starts_on=date(2026, 8, 1), ends_on=date(2029, 7, 31))
    filled = given(FORESEEN, FORETOLD, term(), following)
    filled.when(FIRST_DAY, by=CLOCK).then(gone("filled"))
    again = given(FORESEEN, FORETOLD, gone("filled"), term(), following)
    again.when(FIRST_DAY, by=CLOCK).then_nothing()


def test_what_the_terms_on_record_do_not_say_any_more_is_no_longer_foreseen() -> None:
    given(FORESEEN, FORETOLD).when(FIRST_DAY, by=CLOCK).then(gone("changed"))
    later = term(ends_on=date(2027, 4, 1))
    given(FORESEEN, FORETOLD, later).when(FIRST_DAY, by=CLOCK).then(gone("changed"))


def test_a_term_that_is_recorded_is_looked_at_at_once() -> None:
    at = datetime.fromisoformat("2026-03-31T22:30:00+00:00")  # 1 April in Geneva
    assert react(term(recorded_at=at)) == [FIRST_DAY]
    assert react(replace(end("resigned", SOON), recorded_at=at)) == [FIRST_DAY]
    assert not react(FORETOLD)


def test_it_reads_the_terms_and_the_chain_of_its_mandate() -> None:
    assert FORESEEN.stream(FIRST_DAY) == "foreseen-sr-torture"
    assert FORESEEN.consults(FIRST_DAY, FORESEEN.initial) == [
        TERMS.stream_of(MANDATE),
        REGISTRY.stream_of(MANDATE),
    ]


@pytest.mark.parametrize(
    ("on", "cycle", "before", "after"),
    [
        (date(2026, 4, 1), 2026, date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 3, 31), 2025, date(2026, 3, 1), date(2026, 9, 1)),
        (date(2026, 2, 1), 2025, date(2025, 9, 1), date(2026, 6, 1)),
        (date(2026, 12, 31), 2026, date(2026, 9, 1), date(2027, 6, 1)),
        (date(2026, 11, 30), 2026, date(2026, 9, 1), date(2027, 6, 1)),
    ],
)
def test_cycles_and_sessions(on: date, cycle: int, before: date, after: date) -> None:
    assert (cycle_of(on), session_before(on), session_after(on)) == (cycle, before, after)
