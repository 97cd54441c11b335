"""Durations of letters on the operators' dashboard."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.letters.communications.read_model import COMMUNICATIONS
from portal.oversight.times.gauge import measure
from shared.platform.metrics import LETTER_TIME
from shared.read_models.model import Applier
from tests.portal.oversight.times.test_views import sent, tell
from tests.support.compiled import engine_of
from tests.support.submissions import AT, received


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    Applier(made, COMMUNICATIONS).prepare()
    yield made
    made.dispose()
    LETTER_TIME.clear()


def letters(*hours: int) -> list[Any]:
    """Letters about one submission that went so many hours after it came."""
    return [received(), *(fact for one in hours for fact in sent(AT + timedelta(hours=one)))]


def told() -> dict[tuple[str, ...], float]:
    [family] = LETTER_TIME.collect()
    return {tuple(one.labels.values()): one.value for one in family.samples}


def test_three_letters_of_a_type_are_told_of(engine: Engine) -> None:
    tell(engine, *letters(1, 2, 10))
    measure(engine, at=AT + timedelta(days=1))
    assert told() == {("UA", "0.5"): 7_200, ("UA", "0.9"): 36_000}


def test_fewer_are_not_as_operators_see_no_letter(engine: Engine) -> None:
    tell(engine, *letters(1, 2))
    measure(engine, at=AT + timedelta(days=1))
    assert told() == {}


def test_what_went_long_ago_is_told_no_more(engine: Engine) -> None:
    tell(engine, *letters(1, 2, 10))
    measure(engine, at=AT + timedelta(days=1))
    measure(engine, at=AT + timedelta(days=92))
    assert told() == {}
