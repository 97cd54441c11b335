"""What a Government did about a situation, by a public source: K4 of section D.3."""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.situations.state import Situation, State
from services.stakeholders.situations.whose import is_desk, is_officer, not_concerned
from shared.contracts.stakeholders_situation_commands import (
    NoteGovernmentAction,
    OfActions,
    TakeBackGovernmentAction,
)
from shared.contracts.stakeholders_situations import (
    Fact,
    GovernmentActionNoted,
    GovernmentActionTakenBack,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.coverage import source_is_sound
from shared.reference.situations import ACTIONS


def act(command: OfActions, asked: Asked, state: State, this: Situation) -> Sequence[Fact]:
    if not (is_desk(asked, this.proposed) or is_officer(asked, this)):
        not_concerned(asked, state.committee, this.proposed.state, this.proposed.mandates)
    match command:
        case NoteGovernmentAction():
            return _note(command, asked, this)
        case TakeBackGovernmentAction():
            return _take_back(command, asked, this)
    assert_never(command)


def _note(command: NoteGovernmentAction, asked: Asked, this: Situation) -> Sequence[Fact]:
    if command.action_id in this.actions | this.gone:
        return []
    if this.stage != "open":
        raise Refused("This situation is not open.")
    if command.kind not in ACTIONS:
        raise Refused("Choose from the list what the Government did.")
    if command.acted_on > day_of(asked.at):
        raise Refused("An action is noted once it happened.")
    if not source_is_sound(command.source):
        raise Refused("Enter the symbol of a document, or an address that begins with https://.")
    return [
        GovernmentActionNoted(
            situation_id=command.situation_id,
            action_id=command.action_id,
            kind=command.kind,
            acted_on=command.acted_on,
            source=command.source,
            noted_by=asked.by.actor_id,
            noted_at=asked.at,
        )
    ]


def _take_back(command: TakeBackGovernmentAction, asked: Asked, this: Situation) -> Sequence[Fact]:
    if command.action_id in this.gone:
        return []
    if command.action_id not in this.actions:
        raise Refused("There is no such action.")
    return [
        GovernmentActionTakenBack(
            situation_id=command.situation_id,
            action_id=command.action_id,
            taken_back_by=asked.by.actor_id,
            taken_back_at=asked.at,
        )
    ]
