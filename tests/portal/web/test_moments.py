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
