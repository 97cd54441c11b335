"""The selection in figures: what everybody reads, and what the officer does (A.7)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from portal.selection.counted import (
    PUBLIC,
    STEPS,
    Alike,
    appointments,
    by_step,
    eligible_of,
    everybody,
    for_everybody,
    interviewed,
    of_years_over,
)
from portal.selection.figures import _genders
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_onward import VacancyLapsed
from shared.contracts.stakeholders_review import InterviewListAdopted
from shared.core.testing import AT
from shared.platform.tables import make_engine
from tests.portal.selection.facts import applied_to
from tests.portal.selection.world import World, text
from tests.stakeholders import selection as given
from tests.stakeholders.ending import appointed, proposed
from tests.stakeholders.selection import AFTER, MANDATE, VACANCY_ID

STORY = (
    given.DECLARED,
    given.CALLED,
    given.applied("c-early", "early"),
    given.withdrawn("c-early", listed=False),
    *given.files("c-1", "c-2", "c-3")[2:],
    given.applied("c-4", "anna"),
    given.screened("c-4", eligible=False, reason=given.sealed("a minister")),
    given.CALL_CLOSED,
    given.ESTABLISHED,
    given.REVIEWED,
    InterviewListAdopted(
        vacancy_id=VACANCY_ID,
        candidate_ids=("c-1", "c-2"),
        reason=None,
        adopted_by="chair",
        adopted_at=AFTER,
    ),
    given.adopted("c-2", "c-1"),
    proposed("c-2"),
    appointed("c-2"),
)


LAPSED_LATE = (
    *STORY[:-2],
    VacancyLapsed(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        reason_code="not-extended",
        lapsed_by="officer",
        lapsed_at=AFTER,
    ),
)


@pytest.fixture
def told(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url, durable=False)
    applied_to(engine, STORY)
    with engine.connect() as conn:
        yield conn
    engine.dispose()


def test_each_step_counts_who_took_it_and_who_withdrew_in_time_is_in_none(told: Connection) -> None:
    people = [*everybody(told, AFTER, inside=True), *interviewed(told, AFTER)]
    assert by_step(people, lambda _: "all", STEPS) == {
        ("all", "applied"): 4,
        ("all", "eligible"): 3,
        ("all", "interviewed"): 2,
        ("all", "recommended"): 2,
        ("all", "appointed"): 1,
    }
    assert eligible_of(people) == {(VACANCY_ID, MANDATE): 3}
    assert sum(appointments(people).values()) == 1


def test_nobody_is_counted_before_the_call_has_closed(told: Connection) -> None:
    before = AT - timedelta(seconds=1)
    assert everybody(told, before) == interviewed(told, before) == []


def alike(number: int, *steps: str, ended: int | None = 2025, gender: str = "female") -> Alike:
    return Alike(
        number=number,
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        ended=ended,
        gender=gender,
        region="AFR",
        steps=frozenset(steps),
    )


def shown(*people: Alike, gender: str = "female") -> int | None:
    return for_everybody(people, lambda one: one.gender, gender)


@pytest.mark.parametrize(("refused", "number"), [(0, None), (1, None), (4, None), (5, 12)])
def test_no_number_tells_of_fewer_than_five_who_were_not_eligible(
    refused: int, number: int | None
) -> None:
    """Nor does a dash tell that there was one: where there was none is a dash, too."""
    assert shown(alike(7, "applied", "eligible"), alike(refused, "applied")) == number


def test_two_looks_years_apart_tell_of_nobody_who_came_between() -> None:
    """A reader keeps the page of last year, and takes its numbers from those of this one."""
    first = (alike(20, "applied", "eligible", ended=2023), alike(6, "applied", ended=2023))
    assert shown(*first) == 26
    second = (*first, alike(9, "applied", "eligible", ended=2024), alike(1, "applied", ended=2024))
    assert shown(*second) is None, "one man less than before would be one who was not eligible"
    assert shown(*first, alike(9, "applied", "eligible", ended=2024)) is None, "nor that none was"
    assert shown(*first, alike(3, "applied", ended=2024, gender="male")) is None, "the same for all"
    third = (*second, alike(4, "applied", ended=2025))
    assert shown(*third) == 40


def test_two_looks_in_one_year_tell_nothing_that_came_between() -> None:
    past, this = alike(9, "applied"), alike(1, "applied", ended=AT.year)
    assert of_years_over([past, this, alike(1, "applied", ended=None)], AT) == [past]


def test_a_selection_counts_once_its_end_is_on_record(told: Connection) -> None:
    assert {one.ended for one in everybody(told, AFTER)} == {AFTER.year}


@pytest.mark.parametrize(("history", "ended"), [(STORY[:-2], None), (LAPSED_LATE, AFTER.year)])
def test_until_then_a_call_that_is_issued_again_takes_no_number_away(
    history: tuple[Fact, ...], ended: int | None, database_url: str
) -> None:
    engine = make_engine(database_url, durable=False)
    applied_to(engine, history)
    with engine.connect() as conn:
        assert {one.ended for one in everybody(conn, AFTER)} == {ended}
    engine.dispose()


def test_a_gender_of_whom_no_number_tells_has_no_column(selection: World) -> None:
    """A column of dashes would say that one to four of them applied."""
    people = [alike(7, "applied", "eligible"), alike(1, "applied", gender="other")]
    with selection.portal.app.test_request_context():
        assert _genders(people, PUBLIC, public=True).columns == ["Female"]


def test_who_is_recommended_is_in_no_public_number_before_the_report(told: Connection) -> None:
    def recommended(*, inside: bool) -> int:
        people = everybody(told, AFTER, inside=inside)
        return by_step(people, lambda _: "all", PUBLIC).get(("all", "recommended"), 0)

    assert (recommended(inside=False), recommended(inside=True)) == (0, 2)


def test_everybody_and_the_officer_read_the_figures(selection: World) -> None:
    everyone = selection.portal.visitor()
    assert "Figures will appear here" in text(everyone.get("/vacancies/figures"))
    vacancy = selection.called()
    ada, _ = selection.applied(vacancy, "Ada")
    selection.applied(vacancy, "Bea")
    selection.screened(vacancy, ada)
    selection.call_closed(vacancy)

    page = text(everyone.get("/vacancies/figures"))
    assert "Eligible candidates for each vacancy" in page
    assert "Applied" not in page  # the year is not over
    assert "interviewed" not in page
    exact = text(selection.officer.get("/selection/figures"))
    assert "Applied 2" in exact
    assert "To be interviewed 0" in exact
    assert selection.chair.get("/selection/figures").status_code == 403
