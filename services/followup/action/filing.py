"""Files beside the progress of an action: its owner's own, until it is published with them."""

from collections.abc import Sequence

from services.followup.action.state import Action, on
from shared.contracts.followup_action_commands import AddActionFile, Filed, RemoveActionFile
from shared.contracts.followup_actions import (
    ActionFileAdded,
    ActionFileRemoved,
    ActionPlanned,
    Fact,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.fingerprints import require_fingerprints
from shared.core.said import Number
from shared.reference.actions import MOST_FILES


def decide(command: Filed, asked: Asked, state: Action, planned: ActionPlanned) -> Sequence[Fact]:
    if isinstance(command, RemoveActionFile):
        if command.attachment_id not in state.files:
            return []
        of = on(state, planned, asked)
        return [ActionFileRemoved(**of, attachment_id=command.attachment_id)]
    return _add(command, asked, state, planned)


def _add(
    command: AddActionFile, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    if command.attachment_id in state.files:
        return []
    if state.claim == "planned":
        raise Refused("Say how it goes before you add files.")
    if len(state.files) >= MOST_FILES:
        raise Refused("An action takes {most} files.", most=Number(MOST_FILES))
    require_fingerprints(command.object_name, command.sha256)
    return [
        ActionFileAdded(
            **on(state, planned, asked),
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
        )
    ]
