"""A visit file of a mandate that ended, as the Chief decided (SC3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import OnFile
from shared.contracts.followup_visits import VisitFilePassedOn
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class PassVisitFileOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    visit_file_id: str
    mandate: str
    to: str | None


def pass_on(command: PassVisitFileOn, asked: Asked, state: File) -> Sequence[VisitFilePassedOn]:
    """The file stays that of its mandate and State; another goes on with it, or nobody does."""
    of, state_code = state.of
    if state.kept or command.mandate != (state.passed or of):
        return []
    step = step_of(OnFile(mandate=of, state=state_code, seen=0), asked)
    return stands(state, VisitFilePassedOn(**step, to=command.to))
