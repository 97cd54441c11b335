"""A follow-up round of a mandate that ended, as the Chief decided (SC3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.followup.round.state import Round, on
from shared.contracts.followup_rounds import FollowUpRoundPassedOn
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRoundOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    round_id: str
    mandate: str
    to: str | None


def pass_on(command: PassRoundOn, asked: Asked, state: Round) -> Sequence[FollowUpRoundPassedOn]:
    """A table that is published keeps the old name."""
    opened = state.opened
    if opened is None or state.closed or state.published or command.mandate != opened.mandate:
        return []
    return [FollowUpRoundPassedOn(**on(opened, asked), to=command.to)]
