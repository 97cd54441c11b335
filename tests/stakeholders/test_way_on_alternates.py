"""Alternates and successors on a panel: who takes a seat, who adopts the list, who chairs."""

from dataclasses import replace

from services.stakeholders.vacancy.decide import VACANCY
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders import Seat
from shared.core.testing import given
from tests.stakeholders.selection import (
    AFTER,
    ESTABLISHED,
    FILLED,
    MEMBER,
    OFFICER,
    REVIEWED,
    conflicted,
    disclosed,
    files,
    giving,
    scored,
    submitted,
)
from tests.stakeholders.test_way_on import FILL, FRESH, Way


def test_an_alternate_takes_the_seat_of_a_member_who_is_out() -> None:
    alternate = replace(FILL, cause="alternate")
    given(VACANCY, *files("c-1")).when(alternate, by=OFFICER).then_refused("cannot take part")
    out = (*files("c-1"), scored("c-1", "chair"), conflicted("c-1", "member"))
    given(VACANCY, *out).when(alternate, by=OFFICER, at=AFTER).then(
        replace(FILLED, cause="alternate")
    )


def test_when_every_member_is_out_of_a_file_alternates_adopt_the_list() -> None:
    """Before there were alternates this was the end: nobody could take the chair."""
    out = [conflicted(c, m) for c, m in (("c-1", "chair"), ("c-2", "member"), ("c-1", "other"))]
    history = [*files("c-1", "c-2"), scored("c-2", "chair"), *out, REVIEWED]
    way = Way(history, AFTER)
    way.on()
    assert way.state.shortlist == ("c-1", "c-2")


def test_an_alternate_scores_like_any_member() -> None:
    score = giving("fresh", "c-1")
    given(VACANCY, *files("c-1"), FILLED, disclosed("fresh", "c-1")).when(
        score, by=FRESH, at=AFTER
    ).then(submitted("fresh", "c-1"))
    given(VACANCY, *files("c-1"), FILLED).when(score, by=MEMBER, at=AFTER).then_forbidden()


def test_the_chair_goes_with_the_seat_until_the_officer_passes_it_on() -> None:
    fill = replace(FILL, replaces="chair")
    taken = replace(FILLED, region="AFR", replaces="chair", chair=True)
    given(VACANCY, *files("c-1")).when(fill, by=OFFICER, at=AFTER).then(taken)
    state = VACANCY.fold([*files("c-1"), taken])
    assert isinstance(state, Vacancy)
    assert Seat(member_id="fresh", region="AFR", chair=True) in state.seats
    assert ESTABLISHED.seats[0] not in state.seats
