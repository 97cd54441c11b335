"""A mandate's time for joining: noted from its settings, used when nobody chose a date."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals.app import service
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.communication.state import Absent
from services.approvals.joining_times import (
    JOINING_TIMES,
    Joining,
    NoteJoiningTimes,
    Times,
    on_stakeholders,
    stream,
)
from shared.contracts.approvals import MandateInvited
from shared.contracts.approvals_drafting import JoiningTimesNoted
from shared.contracts.stakeholders_contact_points import ContactPointReinstated
from shared.contracts.stakeholders_mandates import MandateSettings, MandateSettingsChanged
from shared.core.actor import Asked, system
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.platform.settings import Settings
from tests.approvals.support import DRAFT, DRAFTED, DRAFTING, INVITED, LEAD, OFFICER
from tests.approvals.test_joining import DATED, INVITE, SOON, THIRD_INVITED

POLICY = system("approvals")
UNDATED = replace(INVITE, join_by=None)
CHANGED = MandateSettingsChanged(
    mandate=LEAD,
    settings=MandateSettings(reply_days={"UA": 30}, join_hours_urgent=6, join_days=3),
    changed_by="holder",
    changed_at=AT,
)
NOTED = JoiningTimesNoted(mandate=LEAD, hours_urgent=6, days=3, changed_at=AT, noted_at=AT)
OFFICE = replace(
    COMMUNICATION, initial=Absent(joining=Joining(usual=Times(hours_urgent=12, days=5)))
)


def changed(**some: Any) -> MandateSettingsChanged:
    return replace(CHANGED, settings=MandateSettings(**some))


def hours(number: int) -> MandateInvited:
    return replace(INVITED, join_by=AT + timedelta(hours=number))


# --- noting -------------------------------------------------------------------------------------


def test_what_concerns_joining_is_noted_once() -> None:
    note = NoteJoiningTimes(of=CHANGED)
    given(JOINING_TIMES).when(note, by=POLICY).then(NOTED)
    given(JOINING_TIMES, NOTED).when(note, by=POLICY).then_nothing()


def test_what_does_not_concern_it_is_not_noted() -> None:
    other = NoteJoiningTimes(of=changed(reply_days={"UA": 30}))
    given(JOINING_TIMES).when(other, by=POLICY).then_nothing()
    assert JOINING_TIMES.fold([DRAFTED]) == Times()


def test_stakeholders_is_heard_of_settings_only() -> None:
    note = NoteJoiningTimes(of=CHANGED)
    assert on_stakeholders(CHANGED) == [note]
    other = ContactPointReinstated(organisation_id="n", reinstated_by="c", reinstated_at=AT)
    assert on_stakeholders(other) == []
    assert JOINING_TIMES.stream(note) == stream(LEAD) == f"joiningtimes-{LEAD}"


# --- inviting -----------------------------------------------------------------------------------


def test_without_a_date_the_office_says_until_when() -> None:
    given(OFFICE).when(DRAFT, by=OFFICER).then(DRAFTED, hours(12))
    ordinary = replace(DRAFT, type="AL")
    given(OFFICE).when(ordinary, by=OFFICER).then(replace(DRAFTED, type="AL"), hours(5 * 24))


def test_the_leading_mandate_has_the_say_before_the_office() -> None:
    given(OFFICE, NOTED).when(DRAFT, by=OFFICER).then(DRAFTED, hours(6))
    ordinary = replace(DRAFT, type="OL")
    given(OFFICE, NOTED).when(ordinary, by=OFFICER).then(replace(DRAFTED, type="OL"), hours(3 * 24))


def test_what_it_takes_back_is_the_offices_again() -> None:
    back = replace(NOTED, hours_urgent=None)
    given(OFFICE, NOTED, back).when(DRAFT, by=OFFICER).then(DRAFTED, hours(12))


def test_a_date_that_was_chosen_counts() -> None:
    given(OFFICE, NOTED).when(replace(DRAFT, join_by=SOON), by=OFFICER).then(DRAFTED, DATED)


def test_whoever_is_invited_later_has_as_long() -> None:
    mandate = THIRD_INVITED.mandate
    given(OFFICE, DRAFTED).when(UNDATED, by=OFFICER).then(replace(hours(12), mandate=mandate))
    given(OFFICE, DRAFTED, NOTED).when(UNDATED, by=OFFICER).then(replace(hours(6), mandate=mandate))


def test_where_nobody_says_until_when_there_is_no_date() -> None:
    ordinary = replace(DRAFT, type="AL")
    given(COMMUNICATION).when(DRAFT, by=OFFICER).then(DRAFTED, INVITED)
    given(COMMUNICATION).when(ordinary, by=OFFICER).then(replace(DRAFTED, type="AL"), INVITED)


def test_an_invitation_that_was_sent_keeps_its_date() -> None:
    before = OFFICE.fold([DRAFTED, DATED])
    after = OFFICE.fold([DRAFTED, DATED, NOTED])
    assert before.join_by == after.join_by == {INVITED.mandate: SOON}  # type: ignore[union-attr]  # a draft


def test_only_the_leads_stream_is_consulted_and_only_without_a_date() -> None:
    state = COMMUNICATION.fold(DRAFTING)
    assert stream(LEAD) in COMMUNICATION.consults(DRAFT, Absent())
    assert stream(LEAD) in COMMUNICATION.consults(UNDATED, state)
    dated = replace(DRAFT, join_by=SOON)
    for command, of in (
        (dated, Absent()),
        (replace(DRAFT, mandates=()), Absent()),
        (INVITE, state),
    ):
        assert stream(LEAD) not in COMMUNICATION.consults(command, of)


# --- the service --------------------------------------------------------------------------------


@pytest.mark.parametrize("settled", [False, True])
async def test_the_service_knows_the_offices_times_and_the_mandates(*, settled: bool) -> None:
    store = InMemoryStore()
    ask = asking(service(Settings(join_hours_urgent=24)), store)
    steps: list[tuple[Any, Any]] = [(NoteJoiningTimes(of=CHANGED), POLICY)] if settled else []
    for n, (command, by) in enumerate([*steps, (DRAFT, OFFICER)]):
        command_id = derive_id("command", n)
        metadata = Metadata(
            correlation_id=derive_id("case"), causation_id=command_id, actor=by.actor_id
        )
        for _ in range(2):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
    invited = [one.event for one in store.log if isinstance(one.event, MandateInvited)]
    assert invited == [hours(6 if settled else 24)]
    assert len(store.log) == 2 + settled
