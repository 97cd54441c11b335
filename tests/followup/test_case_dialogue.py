"""Contacts with the Government about a letter: who notes them, once, and for which day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup_replies import DialogueCorrected, DialogueNoted
from shared.contracts.followup_reply_commands import CorrectDialogue, NoteDialogue
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup.cases import (
    CHIEF,
    CLOCK,
    DESK,
    DUE,
    DUE_AT,
    GOVERNMENT,
    HOLDER,
    LATE,
    MARK,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    OVERDUE,
    SOURCE,
    closed,
    logged,
    reopened,
    somebody,
)

OFFICE = Sealed("replycase-c-1", "office")
SAID = Sealed("replycase-c-1", "said")
LATER = datetime(2026, 1, 12, 22, 30, tzinfo=UTC)  # still the 12th in Geneva, by half an hour
NOTE = NoteDialogue(
    communication_id="c-1",
    contact_id="d-1",
    held_on=date(2026, 1, 12),
    kind="meeting",
    with_whom=OFFICE,
    said=SAID,
)
NOTED = DialogueNoted(
    communication_id="c-1",
    contact_id="d-1",
    held_on=date(2026, 1, 12),
    kind="meeting",
    with_whom=OFFICE,
    said=SAID,
    noted_by="officer-1",
    noted_at=LATER,
)


RIGHT = Sealed("replycase-c-1", "what was said in truth")
CORRECT = CorrectDialogue(
    communication_id="c-1",
    contact_id="d-1",
    correction_id="d-2",
    held_on=date(2026, 1, 11),
    kind="telephone_call",
    with_whom=OFFICE,
    said=RIGHT,
)
CORRECTED = DialogueCorrected(
    communication_id="c-1",
    contact_id="d-1",
    correction_id="d-2",
    held_on=date(2026, 1, 11),
    kind="telephone_call",
    with_whom=OFFICE,
    said=RIGHT,
    corrected_by="officer-1",
    corrected_at=LATER,
)
OUTSIDERS = [
    CHIEF,
    GOVERNMENT,
    SOURCE,
    CLOCK,
    OTHER_OFFICER,
    somebody(Role.MANDATE_HOLDER, mandates="sr-health"),
    somebody(Role.COORDINATION_COMMITTEE, mandates="sr-torture"),
]


@pytest.mark.parametrize("by", [OFFICER, HOLDER, OTHER_HOLDER, DESK])
def test_desk_and_signing_mandates_note_a_contact(by: Actor) -> None:
    given(REPLY_CASE, DUE).when(NOTE, by=by, at=LATER).then(replace(NOTED, noted_by=by.actor_id))


def test_a_contact_is_noted_once() -> None:
    given(REPLY_CASE, DUE, NOTED).when(NOTE, by=OFFICER, at=LATER).then_nothing()
    another = replace(NOTE, contact_id="d-2")
    given(REPLY_CASE, DUE, NOTED).when(another, by=OFFICER, at=LATER).then(
        replace(NOTED, contact_id="d-2")
    )


def test_a_contact_was_on_a_day_of_geneva_from_transmission_to_today() -> None:
    case = given(REPLY_CASE, DUE)
    first = AT.date()
    case.when(replace(NOTE, held_on=first), by=DESK, at=LATER).then(
        replace(NOTED, held_on=first, noted_by="desk-1")
    )
    before = replace(NOTE, held_on=date(2026, 1, 4))
    case.when(before, by=DESK, at=LATER).then_refused("before the letter was transmitted")
    tomorrow = replace(NOTE, held_on=date(2026, 1, 13))
    case.when(tomorrow, by=DESK, at=LATER).then_refused("future")
    past_midnight = LATER.replace(hour=23)
    case.when(tomorrow, by=DESK, at=past_midnight).then(
        replace(NOTED, held_on=date(2026, 1, 13), noted_by="desk-1", noted_at=past_midnight)
    )


def test_talking_is_no_reply() -> None:
    given(REPLY_CASE, DUE, NOTED).when(MARK, by=CLOCK, at=LATE).then(OVERDUE)
    given(REPLY_CASE, DUE, NOTED).when(MARK, by=CLOCK, at=DUE_AT).then_refused("not due yet")


def test_talks_go_on_after_a_reply_but_not_in_a_closed_case() -> None:
    given(REPLY_CASE, DUE, logged()).when(NOTE, by=OFFICER, at=LATER).then(NOTED)
    given(REPLY_CASE, DUE, closed()).when(NOTE, by=OFFICER, at=LATER).then_refused("closed")
    given(REPLY_CASE, DUE, closed(), reopened()).when(NOTE, by=OFFICER, at=LATER).then(NOTED)


@pytest.mark.parametrize("other", OUTSIDERS)
def test_nobody_else_notes_one(other: Actor) -> None:
    given(REPLY_CASE, DUE).when(NOTE, by=other, at=LATER).then_forbidden()


def test_an_untransmitted_letter_has_no_dialogue() -> None:
    given(REPLY_CASE).when(NOTE, by=DESK, at=LATER).then_refused("No such communication")


@pytest.mark.parametrize("by", [OFFICER, HOLDER, OTHER_HOLDER, DESK])
def test_whoever_notes_contacts_puts_one_right(by: Actor) -> None:
    given(REPLY_CASE, DUE, NOTED).when(CORRECT, by=by, at=LATER).then(
        replace(CORRECTED, corrected_by=by.actor_id)
    )


def test_an_entry_is_corrected_once_and_its_correction_in_turn() -> None:
    case = given(REPLY_CASE, DUE, NOTED, CORRECTED)
    case.when(CORRECT, by=OFFICER, at=LATER).then_nothing()
    meanwhile = replace(CORRECT, correction_id="d-3")
    case.when(meanwhile, by=OFFICER, at=LATER).then_refused("corrected already")
    again = replace(CORRECT, contact_id="d-2", correction_id="d-3")
    case.when(again, by=OFFICER, at=LATER).then(
        replace(CORRECTED, contact_id="d-2", correction_id="d-3")
    )


def test_what_was_never_noted_is_not_corrected() -> None:
    given(REPLY_CASE, DUE).when(CORRECT, by=OFFICER, at=LATER).then_refused("No such contact")


def test_a_corrected_contact_was_on_a_day_that_can_be_too() -> None:
    case = given(REPLY_CASE, DUE, NOTED)
    before = replace(CORRECT, held_on=date(2026, 1, 4))
    case.when(before, by=DESK, at=LATER).then_refused("before the letter was transmitted")
    tomorrow = replace(CORRECT, held_on=date(2026, 1, 13))
    case.when(tomorrow, by=DESK, at=LATER).then_refused("future")


def test_nothing_is_corrected_in_a_closed_case() -> None:
    given(REPLY_CASE, DUE, NOTED, closed()).when(CORRECT, by=OFFICER, at=LATER).then_refused(
        "closed"
    )


@pytest.mark.parametrize("other", OUTSIDERS)
def test_nobody_else_corrects_one(other: Actor) -> None:
    given(REPLY_CASE, DUE, NOTED).when(CORRECT, by=other, at=LATER).then_forbidden()
