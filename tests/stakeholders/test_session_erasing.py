"""Erasing who a seat was for: when it can go, who may ask for it, and what stays of it."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from services.stakeholders.session.state import ACTIVE
from shared.contracts.stakeholders_session_commands import CloseSession, EraseRegistration
from shared.contracts.stakeholders_sessions import RegistrationErased
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import AT, kinds
from tests.stakeholders.sessions import (
    APPEAL,
    CLOSE,
    ENDS,
    GRANT,
    ID,
    OFFICER,
    RECORD,
    REFUSE,
    SECOND,
    STARTS,
    Story,
    ask,
    full,
    of,
    person,
)

FOCAL = person("focal", Role.NGO_MEMBER, Role.FOCAL_POINT)
ERASE = EraseRegistration(session_id=ID, registration_id=of("ann"))


def test_a_seat_that_stands_goes_only_once_the_session_is_over() -> None:
    story = full("ann", room=1)
    for name in ("seated-0", "ann"):
        with pytest.raises(Refused, match="Give the seat back first"):
            story.erases(name)
    story.at = ENDS - timedelta(seconds=2)
    with pytest.raises(Refused, match="until the session is over"):
        story.erases("seated-0")
    assert kinds(story.erases("seated-0")) == ["RegistrationErased"]


def test_what_was_given_back_or_refused_goes_at_once_and_a_second_time_nothing_happens() -> None:
    story = full("ann")
    story.cancels("ann")
    assert story.erases("ann") == [
        RegistrationErased(
            session_id=ID, registration_id=of("ann"), erased_by="ann", erased_at=story.at
        )
    ]
    assert story.erases("ann") == []
    story.do(CloseSession(session_id=ID, called_off=True), OFFICER)
    assert story.erases("seated-0"), "nobody needs the list of a session that is called off"


def test_a_session_that_takes_no_more_seats_still_needs_its_list() -> None:
    story = full()
    story.do(CLOSE, OFFICER)
    with pytest.raises(Refused, match="Give the seat back"):
        story.erases("seated-0")


def test_an_appeal_that_waits_is_decided_first_and_none_is_made_of_what_is_erased() -> None:
    story = full("ann", "ben")
    story.do(REFUSE, OFFICER)
    story.do(APPEAL, person("ann"))
    with pytest.raises(Refused, match="appeal waits"):
        story.erases("ann")
    story.do(GRANT, SECOND)
    story.do(REFUSE, OFFICER)
    story.erases("ann")
    with pytest.raises(Refused, match="was erased"):
        story.do(APPEAL, person("ann"))


def test_who_was_refused_is_told_of_an_appeal_while_one_can_be_made() -> None:
    story = full("ann", "ben")
    story.do(REFUSE, OFFICER)
    with pytest.raises(Refused, match="You can appeal"):
        story.asks("ann")
    story.erases("ann")
    with pytest.raises(Refused, match=r"refused to this person\.$"):
        story.asks("ann")
    other = full("ann", "ben")
    other.do(REFUSE, OFFICER)
    other.do(APPEAL, person("ann"))
    with pytest.raises(Refused, match=r"refused to this person\.$"):
        other.asks("ann")


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (person("ann"), True),
        (FOCAL, True),
        (person("focal", Role.NGO_MEMBER), False),  # who is no focal point any more
        (person("ben"), False),
        (person("other", Role.NGO_MEMBER, Role.FOCAL_POINT), False),
        (OFFICER, False),
    ],
)
def test_whose_it_is_may_and_who_asked_for_them_while_they_speak_for_them(
    by: Actor, may: Any
) -> None:
    story = Story()
    story.do(ask("ann"), FOCAL)
    story.cancels("ann")
    if may:
        assert story.do(ERASE, by)
        return
    with pytest.raises(Forbidden):
        story.do(ERASE, by)


def test_what_was_recorded_of_a_seat_stays_and_who_asks_again_begins_anew() -> None:
    story = Story()
    story.asks("ann")
    story.asks("ben")
    story.cancels("ben")
    story.erases("ben")
    story.asks("ben")
    assert not story.session.registrations[of("ben")].erased
    story.at = STARTS
    story.do(RECORD, OFFICER)
    story.at = ENDS
    before = story.session
    story.erases("ann")
    one = story.session.registrations[of("ann")]
    assert one.came
    assert one.erased
    assert one.has == ("room", 1)
    assert story.session.taken == before.taken


@pytest.mark.parametrize("seed", range(30))
def test_nobody_who_has_a_seat_or_waits_is_ever_erased_before_the_end(seed: int) -> None:
    """Random histories: each step is tried, and what a rule refuses changes nothing."""
    chance = Random(seed)
    story, names = full("ann", "ben", "cem", room=1), ("seated-0", "ann", "ben", "cem")
    taken = {"asks", "accepts", "declines", "cancels", "erases"}
    for _ in range(60):
        step, name = chance.choice(sorted(taken)), chance.choice(names)
        try:
            getattr(story, step)(name)
        except (Refused, Forbidden):
            story.at = min(story.at, AT + timedelta(hours=1))
        for one in story.session.registrations.values():
            assert not (one.erased and one.stage in ACTIVE), (seed, step, name)
