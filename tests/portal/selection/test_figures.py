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


@pytest.fixture
def told(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url, durable=False)
    applied_to(engine, STORY)
    with engine.connect() as conn:
        yield conn
    engine.dispose()


def test_each_step_counts_who_took_it_and_who_withdrew_in_time_is_in_none(told: Connection) -> None:
    people = [*everybody(told, AFTER), *interviewed(told, AFTER)]
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


def alike(number: int, *steps: str, year: int = 2025) -> Alike:
    return Alike(
        number=number,
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        year=year,
        gender="female",
        region="AFR",
        steps=frozenset(steps),
    )


@pytest.mark.parametrize(("refused", "shown"), [(0, 7), (1, None), (4, None), (5, 12)])
def test_no_number_tells_of_fewer_than_five_who_were_not_eligible(
    refused: int, shown: int | None
) -> None:
    people = [alike(7, "applied", "eligible"), alike(refused, "applied")]
    assert for_everybody(by_step(people, lambda one: one.gender, PUBLIC), "female") == shown


def test_two_looks_in_one_year_tell_nothing_that_came_between() -> None:
    past, this = alike(9, "applied"), alike(1, "applied", year=AT.year)
    assert of_years_over([past, this], AT) == [past]


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
