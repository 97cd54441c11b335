"""Registrations are erased by the clock once the session is over, and their numbers stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.stakeholders.session.state import Session
from shared.contracts.stakeholders_sessions import SessionRegistrationsErased
from shared.core.actor import system
from shared.core.decider import Forbidden, Refused
from shared.reference.organisations import REGISTER_CLOCK
from tests.stakeholders.sessions import ENDS, ERASE, ID, OFFICER, RECORD, STARTS, full, of


def test_who_asked_is_gone_and_how_many_had_a_seat_waited_and_came_stays() -> None:
    story = full("ann", "ben", "eva", room=2, remote=1)
    story.at = STARTS + timedelta(minutes=1)
    story.do(replace(RECORD, registration_ids=(of("seated-0"),)), OFFICER)
    for by in (OFFICER, system("registry")):
        with pytest.raises(Forbidden):
            story.do(ERASE, by)
    with pytest.raises(Refused, match="not over yet"):
        story.do(ERASE, REGISTER_CLOCK)
    had = story.session.registrations
    story.at = ENDS
    [fact] = story.do(ERASE, REGISTER_CLOCK)
    assert isinstance(fact, SessionRegistrationsErased)
    assert (fact.session_id, fact.room, fact.came) == (ID, 2, 1)
    remote = sum(one.has is not None and one.has[0] == "remote" for one in had.values())
    assert (fact.remote, fact.remote + fact.waiting) == (remote, 3)
    assert story.do(ERASE, REGISTER_CLOCK) == []
    state = story.state
    assert isinstance(state, Session)
    assert not state.registrations
    assert not state.line()
    with pytest.raises(Refused, match="confirmed seat"):
        story.do(RECORD, OFFICER)
