"""Contacts between the office and the Government about a letter, besides replies."""

from collections.abc import Sequence
from datetime import date

from services.followup.reply_case.state import Event, Open
from shared.contracts.followup_replies import DialogueCorrected, DialogueNoted
from shared.contracts.followup_reply_commands import CorrectDialogue, NoteDialogue
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role


def note_dialogue(command: NoteDialogue, asked: Asked, state: Open) -> Sequence[Event]:
    """A contact is not an answer: a Government's substantive statement is logged as a reply."""
    _require_party(asked, state)
    if command.contact_id in state.contacts:
        return []
    _require_day(command.held_on, asked, state)
    return [
        DialogueNoted(
            communication_id=command.communication_id,
            contact_id=command.contact_id,
            held_on=command.held_on,
            kind=command.kind,
            with_whom=command.with_whom,
            said=command.said,
            noted_by=asked.by.actor_id,
            noted_at=asked.at,
        )
    ]


def correct_dialogue(command: CorrectDialogue, asked: Asked, state: Open) -> Sequence[Event]:
    """A person who may note a contact may correct any; the wrong entry stays visible."""
    _require_party(asked, state)
    if command.correction_id in state.contacts:
        return []
    if command.contact_id not in state.contacts:
        raise Refused("No such contact was noted.")
    if command.contact_id in state.corrected:
        raise Refused("This entry was corrected already. Open the case to see how it reads now.")
    _require_day(command.held_on, asked, state)
    return [
        DialogueCorrected(
            communication_id=command.communication_id,
            contact_id=command.contact_id,
            correction_id=command.correction_id,
            held_on=command.held_on,
            kind=command.kind,
            with_whom=command.with_whom,
            said=command.said,
            corrected_by=asked.by.actor_id,
            corrected_at=asked.at,
        )
    ]


def _require_day(held_on: date, asked: Asked, state: Open) -> None:
    if held_on < day_of(state.transmitted_at):
        raise Refused("The contact cannot have been before the letter was transmitted.")
    if held_on > day_of(asked.at):
        raise Refused("The contact cannot lie in the future.")


def _require_party(asked: Asked, state: Open) -> None:
    if asked.by.has(Role.QUICK_RESPONSE_DESK):
        return
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may note a contact with "
        "the Government.",
    )
    if asked.by.mandates.isdisjoint(state.mandates):
        raise Forbidden("Only those of a mandate that signed the letter may note a contact.")
