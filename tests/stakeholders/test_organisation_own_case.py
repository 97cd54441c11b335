"""An officer who is of an organisation too decides nothing about it, and still protects it."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.organisation.decide import ORGANISATION
from shared.core.testing import given
from tests.stakeholders import test_focal_points as focal
from tests.stakeholders.organisations import (
    CHECK,
    CLAIMED,
    CLEAR,
    CLOSED,
    CONFIRM,
    CONFIRMED,
    DISSOLVED,
    HIDE,
    ID,
    LISTED,
    OFFICER,
    RAISE,
    RAISED,
    RECORD,
    REFUSE,
    REGISTERED,
    RESTORE,
)

THEIRS = replace(OFFICER, organisation_id=ID, actor_id="officer-2")
NO = "your own organisation"


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ((REGISTERED,), CONFIRM),
        ((REGISTERED,), REFUSE),
        ((REGISTERED, CONFIRMED), RECORD),
        ((REGISTERED, CONFIRMED, CLAIMED), CHECK),
        ((REGISTERED, CONFIRMED, RAISED), CLEAR),
        ((REGISTERED, CONFIRMED, DISSOLVED), RESTORE),
        ((*focal.HERE, focal.PROPOSED, focal.ACCEPTED), focal.DESIGNATE),
        ((*focal.ACTIVE, focal.SUSPENDED), focal.REINSTATE),
    ],
)
def test_no_officer_decides_about_their_own_organisation(
    history: tuple[Any, ...], command: Any
) -> None:
    given(ORGANISATION, *history).when(command, by=THEIRS).then_refused(NO)


def test_whoever_protects_is_never_refused() -> None:
    hidden = replace(CLOSED, changed_by=THEIRS.actor_id)
    given(ORGANISATION, *LISTED).when(HIDE, by=THEIRS).then(hidden)
    raised = replace(RAISED, raised_by=THEIRS.actor_id)
    given(ORGANISATION, *LISTED).when(RAISE, by=THEIRS).then(raised, hidden)
