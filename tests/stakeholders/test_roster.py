"""The roster: a consent of 24 months, renewed by its person, and over the same second."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.stakeholders.roster import ROSTER
from shared.contracts.stakeholders_roster import (
    RosterConsentRenewed,
    RosterDetailsChanged,
    RosterJoined,
    RosterLeft,
)
from shared.contracts.stakeholders_roster_commands import (
    ChangeRosterDetails,
    Command,
    JoinRoster,
    LeaveRoster,
    RenewRosterConsent,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.roster import consent_ends

ENTRY = "0b7e1d3c-0000-4000-8000-00000000000e"
ADA = Actor(actor_id=ENTRY, roles=frozenset({Role.CANDIDATE}))
DETAILS, OTHERS = Sealed("rosterperson-x", "a"), Sealed("rosterperson-x", "b")
UNTIL = datetime(2028, 1, 5, 22, 59, 59, 999999, tzinfo=UTC)
JOIN = JoinRoster(entry_id=ENTRY, details=DETAILS)
CHANGE = ChangeRosterDetails(entry_id=ENTRY, details=OTHERS)
RENEW = RenewRosterConsent(entry_id=ENTRY)
LEAVE = LeaveRoster(entry_id=ENTRY)
EVERY: tuple[Command, ...] = (JOIN, CHANGE, RENEW, LEAVE)
JOINED = RosterJoined(entry_id=ENTRY, details=DETAILS, consent_until=UNTIL, joined_at=AT)
CHANGED = RosterDetailsChanged(entry_id=ENTRY, details=OTHERS, changed_at=AT)
LEFT = RosterLeft(entry_id=ENTRY, left_at=AT)
SECOND = timedelta(microseconds=1)


def test_a_person_joins_for_24_months_and_once() -> None:
    given(ROSTER).when(JOIN, by=ADA).then(JOINED)
    given(ROSTER, JOINED).when(JOIN, by=ADA).then_nothing()


def test_an_entry_is_changed_until_the_consent_ends() -> None:
    on_it = given(ROSTER, JOINED, CHANGED)
    on_it.when(CHANGE, by=ADA).then(CHANGED)
    on_it.when(CHANGE, by=ADA, at=UNTIL).then(replace(CHANGED, changed_at=UNTIL))
    on_it.when(CHANGE, by=ADA, at=UNTIL + SECOND).then_refused("consent has ended")


def test_a_consent_is_renewed_before_it_ends_and_not_afterwards() -> None:
    on_it = given(ROSTER, JOINED)
    on_it.when(RENEW, by=ADA).then_nothing()
    renewed = RosterConsentRenewed(
        entry_id=ENTRY, consent_until=UNTIL.replace(year=2030), renewed_at=UNTIL
    )
    on_it.when(RENEW, by=ADA, at=UNTIL).then(renewed)
    on_it.when(RENEW, by=ADA, at=UNTIL + SECOND).then_refused("consent has ended")
    longer = given(ROSTER, JOINED, renewed)
    longer.when(CHANGE, by=ADA, at=UNTIL + SECOND).then(replace(CHANGED, changed_at=UNTIL + SECOND))


def test_leaving_is_never_refused() -> None:
    given(ROSTER).when(LEAVE, by=ADA).then_nothing()
    given(ROSTER, JOINED).when(LEAVE, by=ADA).then(LEFT)
    late = UNTIL + SECOND
    given(ROSTER, JOINED).when(LEAVE, by=ADA, at=late).then(replace(LEFT, left_at=late))
    given(ROSTER, JOINED, LEFT).when(LEAVE, by=ADA).then_nothing()


@pytest.mark.parametrize("command", [CHANGE, RENEW])
def test_whoever_is_not_on_the_roster_changes_nothing(command: Command) -> None:
    given(ROSTER).when(command, by=ADA).then_refused("not on the roster")
    given(ROSTER, JOINED, LEFT).when(command, by=ADA).then_refused("not on the roster")


def test_an_entry_that_ended_is_not_opened_again() -> None:
    given(ROSTER, JOINED, LEFT).when(JOIN, by=ADA).then_refused("Join again")
    given(ROSTER, JOINED).when(JOIN, by=ADA, at=UNTIL + SECOND).then_refused("Join again")


@pytest.mark.parametrize("command", EVERY)
def test_nobody_else_does_anything_with_an_entry(command: Command) -> None:
    for who in (
        replace(ADA, actor_id="eve"),
        replace(ADA, roles=frozenset({Role.SELECTION_OFFICER})),
    ):
        given(ROSTER, JOINED).when(command, by=who).then_forbidden()


def test_only_joining_begins_an_entry() -> None:
    assert [command for command in EVERY if ROSTER.creates(command)] == [JOIN]
    assert {ROSTER.stream(command) for command in EVERY} == {f"roster-{ENTRY}"}


def test_a_consent_of_a_leap_day_ends_on_the_day_before() -> None:
    assert consent_ends(date(2028, 2, 29)) == date(2030, 2, 28)
