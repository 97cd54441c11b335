"""Sessions and their seats: selection-stakeholders-committee.md, sections B.3, B.4 and B.8."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.session.decide import SESSION
from services.stakeholders.session.hours import awake, until
from shared.contracts.stakeholders_sessions import (
    SeatOffered,
)
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import given, kinds
from tests.stakeholders.sessions import (
    CAPACITY,
    CHANGE,
    CLOCK,
    CLOSE,
    DETAILS,
    ENLARGE,
    OFFICER,
    OPEN,
    OPENED,
    PASSED,
    STARTS,
    Story,
    ask,
    full,
    of,
    person,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


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
