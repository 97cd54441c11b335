"""Erasures of people and sources, with the ground and the requester (R12)."""

from collections.abc import Sequence

from services.intake.events import Event
from services.intake.submission.state import Received
from shared.contracts.intake_commands import RecordErasure
from shared.contracts.intake_erasure import PersonErased
from shared.core.actor import Asked
from shared.core.decider import require
from shared.core.roles import Role


def record(command: RecordErasure, asked: Asked, state: Received) -> Sequence[Event]:
    require(asked, Role.DATA_PROTECTION, no="Only the Data protection may record an erasure.")
    if command.what in state.erased:
        return []
    return [
        PersonErased(
            submission_id=command.submission_id,
            erasure_id=command.erasure_id,
            what=command.what,
            basis=command.basis,
            asked_by=command.asked_by,
            erased_by=asked.by.actor_id,
            erased_at=asked.at,
        )
    ]
