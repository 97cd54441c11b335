"""Whose a seat is, what a refusal leaves open, and which days a session can have."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.stakeholders.session.decide import SESSION
from shared.contracts.stakeholders_session_commands import (
    AcceptOffer,
    CancelRegistration,
    DeclineOffer,
)
from shared.contracts.stakeholders_sessions import RegistrationRequested
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import given
from tests.stakeholders.sessions import (
    APPEAL,
    CHANGE,
    DETAILS,
    GRANT,
    ID,
    OFFICER,
    OPEN,
    OPENED,
    REFUSE,
    SECOND,
    Story,
    ask,
    of,
    person,
)

FOCAL = person("focal", Role.NGO_MEMBER, Role.FOCAL_POINT)
FORMER = person("focal", Role.NGO_MEMBER)
"""The same person, once the designation is over."""


def offered() -> Story:
    """Return a session in which a seat is offered that a focal point asked for."""
    story = Story(replace(OPEN.capacity, room=1))
    story.asks("first")
    story.do(ask("ann"), FOCAL)
    story.cancels("first")
    assert story.stage("ann") == "offered"
    return story


KEY = {"session_id": ID, "registration_id": of("ann")}


@pytest.mark.parametrize(
    "command",
    [AcceptOffer(**KEY), DeclineOffer(**KEY), CancelRegistration(**KEY)],
)
def test_who_is_no_focal_point_any_more_decides_on_nobody_elses_seat(command: Any) -> None:
    with pytest.raises(Forbidden):
        offered().do(command, FORMER)
    assert offered().do(command, FOCAL)
    assert offered().do(command, person("ann")), "whose it is may always"


def test_who_is_no_focal_point_any_more_appeals_for_nobody_else() -> None:
    story = offered()
    story.do(REFUSE, OFFICER)
    with pytest.raises(Forbidden):
        story.do(APPEAL, FORMER)
    assert story.do(APPEAL, FOCAL)


@pytest.mark.parametrize(("by", "shown"), [(person("ann"), True), (FOCAL, False)])
def test_nobody_chooses_for_somebody_else_that_their_name_is_shown(by: Actor, shown: Any) -> None:
    facts = Story().do(ask("ann", shows_name=True), by)
    asked = next(one for one in facts if isinstance(one, RegistrationRequested))
    assert asked.shows_name is shown


@pytest.mark.parametrize("granted", [True, False])
def test_a_second_refusal_can_be_appealed_as_the_first(granted: Any) -> None:
    story = offered()
    story.do(REFUSE, OFFICER)
    story.do(APPEAL, person("ann"))
    story.do(GRANT, SECOND)
    story.do(REFUSE, SECOND)
    with pytest.raises(Refused, match="No appeal"):
        story.do(GRANT, OFFICER)
    assert story.do(APPEAL, person("ann"))
    with pytest.raises(Forbidden):
        story.do(GRANT, SECOND)
    story.do(replace(GRANT, granted=granted), OFFICER)
    assert story.stage("ann") == ("offered" if granted else "refused")


@pytest.mark.parametrize("name", ["ann", "focal"])
def test_an_officer_decides_no_appeal_about_a_seat_of_their_own(name: str) -> None:
    story = offered()
    story.do(REFUSE, OFFICER)
    story.do(APPEAL, person("ann"))
    with pytest.raises(Forbidden, match="about you"):
        story.do(GRANT, person(name, Role.NGO_MEMBER, Role.STAKEHOLDER_OFFICER))


def at(year: int, zone: str) -> datetime:
    """Return the last evening of a year, or the first of one before 2000."""
    month, day = (12, 31) if year > 2000 else (1, 1)
    return datetime(year, month, day, 20, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_at": at(9999, "America/Los_Angeles")},
        {"ends_at": at(2200, "UTC")},
        {"starts_at": at(1, "Asia/Tokyo")},
        {"starts_at": at(1999, "UTC")},
    ],
)
def test_a_session_has_days_that_every_clock_knows(changed: dict[str, Any]) -> None:
    details = replace(DETAILS, **changed)
    given(SESSION).when(replace(OPEN, details=details), by=OFFICER).then_refused("year")
    given(SESSION, OPENED).when(replace(CHANGE, details=details), by=OFFICER).then_refused("year")


def test_the_last_year_of_a_session_is_told_apart_from_the_next() -> None:
    last = replace(CHANGE, details=replace(DETAILS, ends_at=datetime(2199, 12, 31, tzinfo=UTC)))
    assert Story().do(last, OFFICER)
