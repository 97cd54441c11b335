"""Durations of each step: exact numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from portal.letters.documents.pace import Way
from portal.oversight.times.figures import Times, in_words, times

T = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STEPS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


def way(spans: Sequence[float] = STEPS, *, type_: str = "UA", known: bool = True) -> Way:
    """A letter whose steps took so many hours. ``known``: the submission behind it is."""
    times = [T]
    for span in spans:
        times.append(times[-1] + timedelta(hours=span))
    received, shared, drafted, requested, approved, ordered, transmitted = times
    return Way(
        type=type_,
        received_at=received if known else None,
        shared_at=shared if known else None,
        drafted_at=drafted,
        requested_at=requested,
        approved_at=approved,
        ordered_at=ordered,
        transmitted_at=transmitted,
    )


def of(type_: str, some: list[Way]) -> Times:
    [found] = [one for one in times(some) if one.type == type_]
    return found


def whole(*hours: float) -> Times:
    """Letters that took so long in all, and no time for any step but the first."""
    return of("UA", [way((one, 0, 0, 0, 0, 0)) for one in hours])


def test_without_a_letter_every_type_is_there_and_nothing_is_known() -> None:
    found = times([])
    assert [(one.type, one.letters, one.unknown) for one in found] == [
        ("AL", 0, 0),
        ("UA", 0, 0),
        ("OL", 0, 0),
    ]
    assert {(s.letters, s.median, s.slowest) for one in found for s in one.steps} == {
        (0, None, None)
    }


def test_one_letter_is_median_and_slowest_of_every_step() -> None:
    found = of("UA", [way()])
    assert [(s.code, s.letters, s.median, s.slowest) for s in found.steps] == [
        ("received-shared", 1, 1.0, 1.0),
        ("shared-drafted", 1, 2.0, 2.0),
        ("drafted-asked", 1, 4.0, 4.0),
        ("asked-approved", 1, 8.0, 8.0),
        ("approved-ordered", 1, 16.0, 16.0),
        ("ordered-transmitted", 1, 32.0, 32.0),
        ("received-transmitted", 1, 63.0, 63.0),
    ]


@pytest.mark.parametrize(
    ("hours", "median", "slowest"),
    [
        ((5, 1), 3.0, 5.0),
        ((9, 1, 2), 2.0, 9.0),
        (tuple(range(1, 11)), 5.5, 9.0),
        (tuple(range(11, 0, -1)), 6.0, 10.0),
        (tuple(range(1, 21)), 10.5, 18.0),
        ((0.04, 0.04), 0.0, 0.0),
    ],
)
def test_nine_of_ten_letters_took_no_longer_than_the_slowest_tenth(
    hours: tuple[float, ...], median: float, slowest: float
) -> None:
    found = whole(*hours).steps[-1]
    assert (found.median, found.slowest) == (median, slowest)


def test_a_letter_on_no_known_submission_is_left_out_of_what_begins_with_one_and_is_counted() -> (
    None
):
    found = of("AL", [way(type_="AL"), way((9,) * 6, type_="AL", known=False)])
    assert (found.letters, found.unknown) == (2, 1)
    assert [(s.letters, s.median) for s in found.steps] == [
        (1, 1.0),
        (1, 2.0),
        (2, 6.5),
        (2, 8.5),
        (2, 12.5),
        (2, 20.5),
        (1, 63.0),
    ]


def test_types_are_kept_apart() -> None:
    some = [way(), way((2,) * 6, type_="OL")]
    assert {one.type: one.steps[-1].median for one in times(some)} == {
        "AL": None,
        "UA": 63.0,
        "OL": 12.0,
    }


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, "\N{EN DASH}"),
        (0.0, "0 hours"),
        (0.4, "0.4 hours"),
        (1.0, "1 hour"),
        (71.9, "71.9 hours"),
        (72.0, "3 days"),
        (84.0, "3.5 days"),
        (24.0 * 120, "120 days"),
    ],
)
def test_hours_are_said_below_three_days_and_days_from_there_on(
    hours: float | None, words: str
) -> None:
    assert in_words(hours) == words
