"""What a page showed is told from what is there now."""

from datetime import date, datetime, timedelta, timezone

import pytest

from shared.core.message import Sealed
from shared.core.testing import AT
from shared.reference.seen import seen


def test_the_same_is_the_same_wherever_it_was_read() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=5)))
    one = ("KEN", None, 1, True, date(2026, 1, 5), AT, Sealed("s", "cipher"), ("a", "b"))
    same = (*one[:5], elsewhere, Sealed("other", "cipher"), ["a", "b"])
    assert seen(*one) == seen(*same)


@pytest.mark.parametrize(
    "others", [("KEN",), ("KEN", ""), ("KEN", "None"), ("KE", "N"), (None, "KEN"), ("ken", None)]
)
def test_anything_else_is_another(others: tuple[object, ...]) -> None:
    assert seen(*others) != seen("KEN", None)


def test_a_day_is_no_moment_and_what_it_does_not_know_is_refused() -> None:
    assert seen(AT.date()) != seen(datetime(AT.year, AT.month, AT.day))  # noqa: DTZ001  # it has none
    with pytest.raises(TypeError):
        seen(object())
