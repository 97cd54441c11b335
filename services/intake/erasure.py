"""That a person was erased stays on record, with the ground and who asked (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.events import Event
from services.intake.state import Received
from shared.actor import Asked
from shared.contracts.intake_erasure import PersonErased, What
from shared.decider import require
from shared.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure:
    """The fields are those of the fact ``person-erased``."""

    submission_id: str
    erasure_id: str
    what: What
    basis: str
    asked_by: str


def record(command: RecordErasure, asked: Asked, state: Received) -> Sequence[Event]:
    require(asked, Role.DATA_PROTECTION, to="record an erasure")
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
