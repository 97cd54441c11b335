"""Durations of letters by type and step, as medians, for people who may see the letters."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.letters.documents.pace import AIM, Way, hours, paces
from tests.portal.letters.communications.conftest import Desk

T = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def way(*spans: float | None, type_: str = "UA") -> Way:
    """A letter whose steps took so many hours; None: that time is not known."""
    times: list[datetime | None] = [T]
    for span in spans:
        before = next(time for time in reversed(times) if time)
        times.append(None if span is None else before + timedelta(hours=span))
    received, drafted, requested, approved, transmitted = times
    assert transmitted
    return Way(
        type=type_,
        received_at=received,
        shared_at=received,
        drafted_at=drafted,
        requested_at=requested,
        approved_at=approved,
        ordered_at=approved,
        transmitted_at=transmitted,
    )


def of(type_: str, *some: Way) -> Any:
    [found] = [pace for pace in paces(some) if pace.type == type_]
    return found


def test_every_type_is_there_also_without_a_letter() -> None:
    assert [(pace.type, pace.letters, pace.whole) for pace in paces([])] == [
        ("AL", 0, None),
        ("UA", 0, None),
        ("OL", 0, None),
    ]


def test_each_step_and_the_whole_is_a_median() -> None:
    pace = of("UA", way(1, 2, 3, 4), way(2, 2, 3, 4), way(9, 2, 3, 40))
    assert list(pace.steps) == [2.0, 2.0, 3.0, 4.0]
    assert pace.whole == 11.0
    assert pace.letters == 3


def test_the_aim_is_kept_by_what_took_less_than_a_day() -> None:
    pace = of("UA", way(6, 6, 6, 5.9), way(6, 6, 6, 6), way(6, 6, 6, 50))
    assert (pace.within, pace.aim) == (1, 24)
    assert of("AL", way(1, 1, 1, 1, type_="AL")).aim is None
    assert set(AIM) == {"UA"}


def test_what_is_not_known_is_left_out_and_nothing_is_made_up() -> None:
    pace = of("UA", way(1, None, 3, 4))
    assert list(pace.steps) == [1.0, None, None, 4.0]


@pytest.mark.parametrize(("minutes", "whole"), [(59, 0), (60, 1), (1441, 24)])
def test_hours_are_whole(minutes: int, whole: int) -> None:
    assert hours(T, T + timedelta(minutes=minutes)) == whole


def test_the_page_of_those_who_transmit_shows_it(desk: Desk) -> None:
    assert "will appear here once a letter was transmitted" in desk["chief"].get("/transmit").text
    page = desk.cleared(text="Excellency")
    desk.press("chief", f"{page}/transmit", "/transmit")
    for who in ("chief", "desk"):
        shown = desk[who].get("/transmit").text
        assert "1 of 1 in less than 24 hours" in shown, who


def test_hours_since_clearance_are_shown_and_what_is_missing(desk: Desk) -> None:
    desk.cleared(text="Excellency", authorise=False)
    desk.portal.clock.forward(timedelta(minutes=29))
    shown = desk["chief"].get("/transmit").text
    assert "0 hours" in shown
    assert "Waits for SR torture, SR HRDs" in shown
    desk.portal.clock.forward(timedelta(hours=25))
    desk.people.clear()  # their sessions are over
    late = desk["chief"].get("/transmit").text
    assert 'status--late">25 hours' in late


def test_the_desk_sees_whose_approval_is_missing_and_the_chief_no_letter_before_it_is_cleared(
    desk: Desk,
) -> None:
    assert "while mandates have yet to approve it" in desk["desk"].get("/transmit").text
    desk.awaiting(text="Excellency")
    assert "Missing: SR torture, SR HRDs" in desk["desk"].get("/transmit").text
    assert "Waiting for approval" not in desk["chief"].get("/transmit").text
    assert "Urgent appeal to Kenya" not in desk["chief"].get("/transmit").text
