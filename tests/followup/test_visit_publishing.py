"""The holder publishes agreed dates before the statement does: VR1."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.holder import public
from shared.contracts.followup_visit_commands import PublishVisitDates
from shared.contracts.followup_visits import VisitDatesPublished, Window
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.testing import AT
from tests.followup.visits import (
    AGREED,
    CANCELLED,
    DATED,
    DAY,
    HOLDER,
    OFFICER,
    OTHER_HOLDER,
    POSTPONED,
    QRD,
    REQUESTED,
    SENT,
    SETTLED,
    SOON,
    document,
    fact,
    of,
)

HISTORY = (REQUESTED, DATED, SENT, SETTLED, AGREED)
PUBLISHED = fact(VisitDatesPublished, dates=SOON, done_by="holder-1")
LATER = Window(first=SOON.first + DAY, last=SOON.last)


def publish(*history: Any, by: Any = HOLDER, dates: Window = SOON, seen: int | None = None) -> Any:
    command = of(PublishVisitDates, len(history) if seen is None else seen, dates=dates)
    return VISIT_FILE.decide(command, Asked(at=AT, by=by), VISIT_FILE.fold(history))


def test_the_holder_publishes_the_days_that_are_agreed() -> None:
    (published,) = publish(*HISTORY)
    assert published.dates == SOON
    assert published.now.status == "agreed"
    assert published.step == len(HISTORY) + 1
    assert public(VISIT_FILE.fold((*HISTORY, published)))
    assert not public(VISIT_FILE.fold(HISTORY))


def test_to_publish_the_same_days_again_changes_nothing() -> None:
    assert publish(*HISTORY, PUBLISHED) == []
    assert publish(*HISTORY, PUBLISHED, seen=len(HISTORY)) == []


@pytest.mark.parametrize("by", [OFFICER, OTHER_HOLDER, QRD])
def test_nobody_else_publishes_them(by: Any) -> None:
    with pytest.raises(Forbidden):
        publish(*HISTORY, by=by)


@pytest.mark.parametrize("history", [(), HISTORY[:2], (*HISTORY, POSTPONED), (*HISTORY, CANCELLED)])
def test_what_is_not_agreed_is_not_published(history: tuple[Any, ...]) -> None:
    with pytest.raises(Refused, match="dates that are agreed"):
        publish(*history)


def test_other_days_than_those_that_were_shown_are_not_published() -> None:
    with pytest.raises(Refused, match="dates that are agreed"):
        publish(*HISTORY, dates=LATER)
    with pytest.raises(Refused, match="has changed"):
        publish(*HISTORY, seen=1)


def test_new_days_are_confidential_until_they_are_published_too() -> None:
    moved = replace(POSTPONED, dates=LATER)
    again = replace(AGREED, document=document(30), dates=LATER)
    assert not public(VISIT_FILE.fold((*HISTORY, PUBLISHED, moved)))
    state = VISIT_FILE.fold((*HISTORY, PUBLISHED, moved, again))
    assert not public(state)
    assert publish(*HISTORY, PUBLISHED, moved, again, dates=LATER)[0].dates == LATER
