"""A moment in a form: a typing error in the year is told, and stops no process."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.web.moments import MomentField


class Asked(Form):
    at = MomentField("Moment")


@pytest.mark.parametrize(
    ("typed", "sound"),
    [
        ("2026-11-24T14:05", True),
        ("0001-01-01T00:00", False),
        ("1899-12-31T23:59", False),
        ("3000-01-01T00:00", False),
        ("9999-12-31T23:59", False),
        ("24.11.2026", False),
    ],
)
def test_a_year_that_some_clock_does_not_have_is_no_time(typed: str, *, sound: bool) -> None:
    form = Asked(MultiDict({"at": typed}))
    assert form.validate() is sound


@pytest.mark.parametrize(
    ("typed", "sound"),
    [
        ("2027-03-28T01:59", True),
        ("2027-03-28T02:00", False),
        ("2027-03-28T02:59", False),
        ("2027-03-28T03:00", True),
        ("2026-10-25T02:30", True),  # there twice
    ],
)
def test_a_time_that_the_clock_skips_is_no_time(typed: str, *, sound: bool) -> None:
    """It was kept an hour later than it was typed, without a word."""
    form = Asked(MultiDict({"at": typed}))
    assert form.validate() is sound
