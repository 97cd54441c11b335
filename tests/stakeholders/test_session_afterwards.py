"""Seats afterwards: given back, refused, appealed, attended, changed, and handed on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.clock import Clock, sessions_in
from services.stakeholders.session.calendar import STREAM, react
from shared.contracts.stakeholders_session_commands import (
    CancelRegistration,
    DeclineOffer,
)
from shared.contracts.stakeholders_sessions import (
    Fact,
    SeatHandedOn,
    SessionNoted,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, kinds
from shared.hosting.service import asking
from shared.reference.sessions import REFUSALS
from tests.stakeholders.sessions import (
    ACCEPT,
    APPEAL,
    CHANGE,
    CLOCK,
    CLOSE,
    DETAILS,
    ENDS,
    GRANT,
    HAND_ON,
    ID,
    OFFICER,
    PASSED,
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

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


# --- R6: giving back, refusing, appealing --------------------------------------------------------


def test_only_whose_seat_it_is_answers_and_an_officer_gives_back_too() -> None:
    story = full("ann")
    story.cancels("seated-0")
    for command in (
        ACCEPT,
        DeclineOffer(session_id=ID, registration_id=of("ann")),
        CancelRegistration(session_id=ID, registration_id=of("ann")),
    ):
        with pytest.raises(Forbidden):
            story.do(command, person("ben"))
    with pytest.raises(Forbidden):
        story.do(ACCEPT, OFFICER)
    story.do(CancelRegistration(session_id=ID, registration_id=of("ann")), OFFICER)
    assert story.stage("ann") == "cancelled"


def test_a_seat_is_refused_with_a_code_of_the_list_and_views_are_never_one() -> None:
    for code in REFUSALS:
        story = full("ann", "ben", room=1)
        story.do(replace(REFUSE, code=code), OFFICER)
        assert story.stage("ann") == "refused"
    story = full("ann")
    for code in ("views", "status", ""):
        with pytest.raises(Refused, match="from the list"):
            story.do(replace(REFUSE, code=code), OFFICER)
    with pytest.raises(Forbidden):
        story.do(REFUSE, person("ben"))
    story.do(REFUSE, OFFICER)
    with pytest.raises(Refused, match="appeal"):
        story.asks("ann")


def test_another_officer_decides_an_appeal_and_what_was_wrong_gets_its_place_back() -> None:
    story = full("ann", "ben")
    story.do(REFUSE, OFFICER)
    with pytest.raises(Refused, match="No appeal"):
        story.do(GRANT, SECOND)
    story.do(APPEAL, person("ann"))
    with pytest.raises(Refused, match="already"):
        story.do(APPEAL, person("ann"))
    with pytest.raises(Forbidden):
        story.do(GRANT, OFFICER)
    story.do(GRANT, SECOND)
    assert story.waiting() == ["ann", "ben"]


def test_an_appeal_that_is_not_granted_changes_nothing() -> None:
    story = full("ann")
    story.do(REFUSE, OFFICER)
    story.do(APPEAL, person("ann"))
    story.do(replace(GRANT, granted=False), SECOND)
    assert story.stage("ann") == "refused"


# --- R7 and R8: attendance, capacity -------------------------------------------------------------


def test_a_waiting_person_is_never_listed_as_attending() -> None:
    story = full("ann", "ben")
    story.cancels("seated-0")
    story.at = STARTS
    for name in ("ann", "ben", "nobody"):
        with pytest.raises(Refused, match="confirmed seat"):
            story.do(replace(RECORD, registration_ids=(of(name),)), OFFICER)
    assert not any(one.came for one in story.session.registrations.values())


def test_attendance_is_recorded_once_the_session_began_and_can_be_corrected() -> None:
    story = Story()
    story.asks("ann")
    with pytest.raises(Refused, match="once the session began"):
        story.do(RECORD, OFFICER)
    story.at = STARTS
    assert kinds(story.do(RECORD, OFFICER)) == ["AttendanceRecorded"]
    assert story.do(RECORD, SECOND) == []
    story.do(replace(RECORD, came=False), OFFICER)
    assert not story.session.registrations[of("ann")].came
    with pytest.raises(Forbidden):
        story.do(RECORD, person("ann"))


def test_once_it_began_no_seat_is_given_back_or_refused() -> None:
    """So whoever is recorded as having come keeps the seat in which they sat."""
    story = full(room=1)
    story.at = STARTS
    cancel = CancelRegistration(session_id=ID, registration_id=of("seated-0"))
    refuse = replace(REFUSE, registration_id=of("seated-0"))
    for command in (cancel, refuse):
        with pytest.raises(Refused, match="began"):
            story.do(command, OFFICER)


def test_capacity_changed_drops_nobody_who_is_confirmed() -> None:
    story = full("ann", room=3)
    assert kinds(story.has_room_for(1)) == ["CapacityChanged"]
    assert [story.stage(f"seated-{n}") for n in range(3)] == ["confirmed"] * 3
    story.cancels("seated-0")
    assert story.stage("ann") == "waiting", "two seats are taken, and one is there"
    assert kinds(story.has_room_for(3)) == ["CapacityChanged", "SeatOffered"]
    assert story.has_room_for(3) == []


def test_a_closed_session_offers_no_more_and_one_called_off_confirms_none() -> None:
    story = full("ann", "ben")
    story.cancels("seated-0")
    story.do(CLOSE, OFFICER)
    assert story.do(CLOSE, OFFICER) == []
    story.accepts("ann")
    assert kinds(story.cancels("ann")) == ["RegistrationCancelled"]
    story = full("ann")
    story.cancels("seated-0")
    story.do(replace(CLOSE, called_off=True), OFFICER)
    with pytest.raises(Refused, match="called off"):
        story.accepts("ann")
    with pytest.raises(Refused, match="called off"):
        story.do(CHANGE, OFFICER)


def test_a_session_that_is_moved_earlier_ends_offers_with_its_beginning() -> None:
    story = full("ann")
    story.cancels("seated-0")
    soon = replace(DETAILS, starts_at=story.at + HOUR)
    story.do(replace(CHANGE, details=soon), OFFICER)
    assert kinds(story.passes(HOUR)) == ["SeatOfferLapsed"]


# --- the clock -----------------------------------------------------------------------------------


async def test_the_clock_lets_offers_lapse_in_the_sessions_that_are_not_over() -> None:
    store = InMemoryStore()
    service = asking(STAKEHOLDERS_SERVICE, store)
    story = full("ann", "ben")
    story.cancels("seated-0")
    await _told(store, "session-" + ID, story.facts)
    await _noted(service, story.facts[0])
    await _noted(service, story.facts[0])
    assert await sessions_in(store) == {ID: ENDS}
    clock = Clock(service, sessions=lambda: sessions_in(store))
    await clock.tick(story.at + PASSED)
    await clock.tick(story.at + PASSED)
    new = [one.event for one in await store.load("session-" + ID)][len(story.facts) :]
    assert kinds(new) == ["SeatOfferLapsed", "SeatOffered"]
    before = len(store.log)
    await clock.tick(ENDS + DAY)
    assert len(store.log) == before + 0, "it is over"


async def _told(store: InMemoryStore, stream: str, facts: Sequence[Fact]) -> None:
    of_tests = Metadata(correlation_id=derive_id(1), causation_id=derive_id(1), actor="tests")
    new = [(derive_id("told", n), fact) for n, fact in enumerate(facts)]
    await store.append(stream, new, of_tests, expected=None)


async def _noted(service: Any, fact: Fact) -> None:
    for command in react(fact):
        metadata = Metadata(correlation_id=derive_id(1), causation_id=derive_id(1), actor="tests")
        await service(command, Asked(at=AT, by=CLOCK), derive_id("note", ID), metadata)


def test_a_session_that_is_moved_moves_in_the_calendar() -> None:
    moved = replace(DETAILS, ends_at=ENDS + DAY)
    story = Story()
    (fact,) = story.do(replace(CHANGE, details=moved), OFFICER)
    (command,) = react(fact)
    assert command.ends_at == ENDS + DAY
    assert react(SessionNoted(session_id=ID, ends_at=ENDS)) == []
    assert STREAM == "sessioncalendar-all"


def test_a_seat_that_was_asked_for_a_member_is_handed_on_to_another_focal_point() -> None:
    story = Story()
    leaving = person("leaving", Role.NGO_MEMBER, Role.FOCAL_POINT)
    theirs = {"organisation": "pseudonym-eva"}
    story.do(ask("eva"), leaving)
    told = story.do(replace(HAND_ON, **theirs), leaving)
    assert told == [
        SeatHandedOn(
            session_id=ID,
            registration_id=of("eva"),
            to_account="other",
            handed_by="leaving",
            handed_at=story.at,
        )
    ]
    assert story.do(HAND_ON, OFFICER) == []
    with pytest.raises(Forbidden):
        story.do(CancelRegistration(session_id=ID, registration_id=of("eva")), leaving)
    other = person("other", Role.NGO_MEMBER, Role.FOCAL_POINT)
    story.do(CancelRegistration(session_id=ID, registration_id=of("eva")), other)


def test_nobody_else_hands_on_a_seat_and_nobody_their_own() -> None:
    story = Story()
    story.asks("ann")
    own = replace(HAND_ON, registration_id=of("ann"))
    with pytest.raises(Refused, match="own"):
        story.do(own, OFFICER)
    for by, whose in (
        (person("x", Role.NGO_MEMBER, Role.FOCAL_POINT), "pseudonym-x"),
        (person("x", Role.NGO_MEMBER, Role.FOCAL_POINT), None),
        (person("ann"), "pseudonym-ann"),
    ):
        with pytest.raises(Forbidden):
            story.do(replace(own, organisation=whose), by)
    with pytest.raises(Refused, match="Nobody asked"):
        story.do(HAND_ON, OFFICER)
