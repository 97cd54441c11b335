"""Sessions and their seats: selection-stakeholders-committee.md, sections B.3, B.4 and B.8."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.clock import Clock, sessions_in
from services.stakeholders.session.calendar import STREAM, react
from services.stakeholders.session.decide import SESSION
from services.stakeholders.session.hours import awake, until
from shared.contracts.stakeholders_session_commands import (
    CancelRegistration,
    DeclineOffer,
)
from shared.contracts.stakeholders_sessions import (
    Fact,
    SeatHandedOn,
    SeatOffered,
    SessionNoted,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.sessions import REFUSALS
from tests.stakeholders.sessions import (
    ACCEPT,
    APPEAL,
    CAPACITY,
    CHANGE,
    CLOCK,
    CLOSE,
    DETAILS,
    ENDS,
    ENLARGE,
    GRANT,
    HAND_ON,
    ID,
    OFFICER,
    OPEN,
    OPENED,
    RECORD,
    REFUSE,
    SECOND,
    STARTS,
    Story,
    ask,
    of,
    person,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PASSED = timedelta(days=3)  # more than the hours of an offer


def kinds(facts: Sequence[Fact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


def full(*names: str, room: int = 1, **changed: Any) -> Story:
    """Return a session whose room is full, and these people wait in this order."""
    story = Story(replace(CAPACITY, room=room, **changed))
    for number in range(room):
        story.asks(f"seated-{number}")
    for name in names:
        story.asks(name)
    return story


# --- R1: a session is opened ---------------------------------------------------------------------


def test_a_stakeholder_officer_opens_a_session_and_nobody_else() -> None:
    given(SESSION).when(OPEN, by=OFFICER).then(OPENED)
    for other in (person("ann"), person("ann", Role.FOCAL_POINT), CLOCK):
        given(SESSION).when(OPEN, by=other).then_forbidden()
    given(SESSION, OPENED).when(OPEN, by=OFFICER).then_refused("already")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "title"),
        ({"ends_at": STARTS}, "ends before"),
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"audience": ()}, "whom"),
        ({"languages": ("tlh",)}, "languages"),
    ],
)
def test_a_session_makes_sense(changed: dict[str, Any], sentence: str) -> None:
    command = replace(OPEN, details=replace(DETAILS, **changed))
    given(SESSION).when(command, by=OFFICER).then_refused(sentence)
    changing = replace(CHANGE, details=command.details)
    given(SESSION, OPENED).when(changing, by=OFFICER).then_refused(sentence)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"room": -1}, "at most"),
        ({"reserved": {"AFR": 3}}, "More seats are reserved"),
        ({"reserved": {"MARS": 1}}, "regional group"),
        ({"per_organisation": 0}, "at least one"),
    ],
)
def test_a_capacity_makes_sense(changed: dict[str, Any], sentence: str) -> None:
    capacity = replace(CAPACITY, **changed)
    given(SESSION).when(replace(OPEN, capacity=capacity), by=OFFICER).then_refused(sentence)
    enlarge = replace(ENLARGE, capacity=capacity)
    given(SESSION, OPENED).when(enlarge, by=OFFICER).then_refused(sentence)


# --- R2 and R3: asking for a seat ----------------------------------------------------------------


def test_a_seat_is_confirmed_while_there_is_room_and_then_the_waiting_list_begins() -> None:
    story = Story()
    for name in ("ann", "ben"):
        assert kinds(story.asks(name)) == ["RegistrationRequested", "SeatConfirmed"]
    assert kinds(story.asks("cem")) == ["RegistrationRequested", "PlacedOnWaitingList"]
    assert story.waiting() == ["cem"]


def test_a_person_asks_once() -> None:
    story = full("ann")
    for name in ("ann", "seated-0"):
        with pytest.raises(Refused, match="already"):
            story.asks(name)


def test_only_the_audience_asks_and_only_for_its_category() -> None:
    story = Story(audience=("nhri",))
    with pytest.raises(Refused, match="for others"):
        story.asks("ann")
    with pytest.raises(Forbidden):
        story.asks("ann", category="nhri")
    story.do(ask("ann", category="nhri"), person("ann", Role.CONTACT_POINT))
    assert story.stage("ann") == "confirmed"


def test_a_focal_point_asks_for_a_member_and_a_member_for_nobody_else() -> None:
    story = Story()
    with pytest.raises(Forbidden):
        story.do(ask("ann"), person("ben"))
    story.do(ask("ann"), person("foc", Role.NGO_MEMBER, Role.FOCAL_POINT))
    assert story.stage("ann") == "confirmed"


def test_nobody_asks_after_the_session_closed_or_began() -> None:
    story = Story()
    story.do(CLOSE, OFFICER)
    with pytest.raises(Refused, match="no longer"):
        story.asks("ann")
    story = Story()
    story.at = STARTS
    with pytest.raises(Refused, match="began"):
        story.asks("ann")


def test_two_servers_whose_clocks_differ_do_not_change_who_is_first() -> None:
    story = full()
    story.asks("ann")
    story.at -= timedelta(minutes=1)
    story.asks("ben")
    assert story.waiting() == ["ann", "ben"]


def test_reserved_seats_wait_for_their_region() -> None:
    story = Story(replace(CAPACITY, room=2, reserved={"AFR": 1}))
    story.asks("ann", region="WEOG")
    story.asks("ben", region="WEOG")
    story.asks("cem", region="AFR")
    assert [story.stage(one) for one in ("ann", "ben", "cem")] == [
        "confirmed",
        "waiting",
        "confirmed",
    ]
    story.cancels("cem")
    assert story.stage("ben") == "waiting", "the seat that came free is Africa's"
    story.has_room_for(2)
    assert story.stage("ben") == "offered", "nothing is reserved any more"


def test_an_organisation_with_enough_seats_gives_way_while_others_wait() -> None:
    story = full(room=2, per_organisation=1)
    story.asks("ann", organisation="pseudonym-seated-0")
    story.asks("ben")
    story.cancels("seated-1")
    assert (story.stage("ann"), story.stage("ben")) == ("waiting", "offered")
    story.declines("ben")
    assert story.stage("ann") == "offered", "nobody else waits"


# --- R4 and R5: offers ---------------------------------------------------------------------------


def test_a_seat_that_comes_free_is_offered_to_the_next_in_strict_order() -> None:
    story = full("ann", "ben")
    story.cancels("seated-0")
    assert (story.stage("ann"), story.stage("ben")) == ("offered", "waiting")
    assert kinds(story.accepts("ann")) == ["SeatConfirmed"]
    assert kinds(story.accepts("ann")) == []


def test_an_offer_keeps_the_seat_from_those_who_come_meanwhile() -> None:
    story = full("ann")
    story.cancels("seated-0")
    story.asks("ben")
    assert story.waiting() == ["ben"]


def test_a_lapsed_offer_goes_to_the_next() -> None:
    story = full("ann", "ben")
    story.cancels("seated-0")
    assert story.passes(HOUR) == []
    assert kinds(story.passes(PASSED)) == ["SeatOfferLapsed", "SeatOffered"]
    assert (story.stage("ann"), story.stage("ben")) == ("lapsed", "offered")
    with pytest.raises(Refused, match="No seat is offered"):
        story.accepts("ann")


def test_an_offer_lapses_by_the_time_and_not_by_the_tick() -> None:
    story = full("ann", "ben")
    story.cancels("seated-0")
    story.at += PASSED
    with pytest.raises(Refused, match="No seat is offered"):
        story.accepts("ann")
    assert kinds(story.asks("cem")) == [
        "SeatOfferLapsed",
        "SeatOffered",
        "RegistrationRequested",
        "PlacedOnWaitingList",
    ]


def test_no_to_an_offer_leaves_the_list_and_the_next_is_asked() -> None:
    story = full("ann", "ben")
    story.cancels("seated-0")
    assert kinds(story.declines("ann")) == ["RegistrationCancelled", "SeatOffered"]
    assert story.stage("ben") == "offered"


def test_offer_at_night_in_another_zone_runs_in_the_persons_08_to_20_h() -> None:
    night = datetime(2026, 1, 6, 2, 0, tzinfo=UTC)  # 05:00 in Nairobi
    ends = until(night, zone="Africa/Nairobi", starts_at=STARTS, session_zone="Europe/Zurich")
    assert ends == datetime(2026, 1, 7, 17, 0, tzinfo=UTC), "20:00 of the second day there"
    evening = datetime(2026, 1, 6, 16, 0, tzinfo=UTC)  # 19:00 in Nairobi
    assert awake(evening, 2 * HOUR, "Africa/Nairobi") == datetime(2026, 1, 7, 6, 0, tzinfo=UTC)


def test_on_the_day_an_offer_waits_two_hours() -> None:
    def of_day(at: datetime) -> datetime:
        return until(at, zone="UTC", starts_at=STARTS + 8 * HOUR, session_zone="Europe/Zurich")

    assert of_day(STARTS) == STARTS + 2 * HOUR
    day_before = datetime(2026, 1, 19, 18, 0, tzinfo=UTC)
    assert of_day(day_before) == datetime(2026, 1, 20, 10, 0, tzinfo=UTC), "two hours of the day"


def test_no_offer_outlasts_the_beginning_of_the_session() -> None:
    at = STARTS - HOUR
    assert until(at, zone="UTC", starts_at=STARTS, session_zone="Europe/Zurich") == STARTS
    story = full("ann")
    story.at = STARTS - HOUR
    story.cancels("seated-0")
    assert kinds(story.passes(HOUR)) == ["SeatOfferLapsed"]
    assert story.passes(HOUR) == [], "nobody is asked once it began"


@some(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001  # made aware below
    st.sampled_from(["UTC", "Africa/Nairobi", "America/New_York", "Pacific/Auckland"]),
    st.sampled_from([2, 24]),
)
@settings(max_examples=80)
def test_the_hours_of_an_offer_are_hours_of_the_persons_days(
    naive: datetime, zone: str, hours: int
) -> None:
    at = naive.replace(tzinfo=UTC)
    ends = awake(at, hours * HOUR, zone)
    minutes = int((ends - at) / timedelta(minutes=15))
    quarters = (at + n * timedelta(minutes=15) for n in range(minutes + 1))
    waking = sum(8 <= one.astimezone(ZoneInfo(zone)).hour < 20 for one in quarters)
    assert abs(waking - hours * 4) <= 2 * (hours // 12 + 1)


def test_session_over_capacity_offers_remote_first() -> None:
    story = full("ann")
    story.has_room_for(1, remote=1)
    offer = story.facts[-1]
    assert isinstance(offer, SeatOffered)
    assert (offer.registration_id, offer.kind) == (of("ann"), "remote")
    assert kinds(story.declines("ann")) == ["SeatOfferDeclined"]
    assert story.waiting() == ["ann"], "no to a remote seat keeps the place for the room"
    assert kinds(story.asks("ben", kind="remote")) == ["RegistrationRequested", "SeatConfirmed"]
    story.cancels("ben")
    assert story.stage("ann") == "waiting", "not asked the same again"
    story.cancels("seated-0")
    assert story.stage("ann") == "offered"


def test_silence_about_a_remote_seat_keeps_the_place_for_the_room() -> None:
    story = full("ann", "ben")
    story.has_room_for(1, remote=1)
    assert kinds(story.passes(PASSED)) == ["SeatOfferLapsed", "SeatOffered"]
    assert story.waiting() == ["ann"]
    assert story.stage("ben") == "offered"


def test_first_asks_two_seats_while_one_is_free_is_asked_one_and_never_skipped_silently() -> None:
    story = full(room=2)
    story.asks("ann", seats=2)
    story.asks("ben")
    story.cancels("seated-0")
    offer = story.facts[-1]
    assert isinstance(offer, SeatOffered)
    assert (offer.registration_id, offer.seats) == (of("ann"), 1), "asked: one?"
    assert kinds(story.declines("ann")) == ["SeatOfferDeclined", "SeatOffered"]
    assert story.waiting() == ["ann"], "who says no keeps the place"
    assert story.stage("ben") == "offered"
    story.declines("ben")
    story.cancels("seated-1")
    last = story.facts[-1]
    assert isinstance(last, SeatOffered)
    assert (last.registration_id, last.seats) == (of("ann"), 2), "two came free"


def test_who_asks_two_while_one_is_left_is_asked_at_once() -> None:
    story = full(room=1)
    story.has_room_for(2)
    facts = story.asks("ann", seats=2)
    assert kinds(facts) == ["RegistrationRequested", "PlacedOnWaitingList", "SeatOffered"]
    story.accepts("ann")
    assert story.session.registrations[of("ann")].has == ("room", 1)


def test_who_cancels_and_asks_again_gets_a_new_place() -> None:
    story = full("ann", "ben")
    first = story.session.registrations[of("ann")].queued_at
    story.cancels("ann")
    story.asks("ann")
    assert story.session.registrations[of("ann")].queued_at > first
    assert story.waiting() == ["ben", "ann"]


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
