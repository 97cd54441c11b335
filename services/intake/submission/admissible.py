"""Confirming that a submission is admissible, point by point: procedure.md section 2.1, A5.

Each point of the standard list is answered, and each point of the mandates with which it is shared
(``services.intake.admissibility``).
"""

from collections.abc import Sequence

from services.intake.events import Event
from services.intake.submission.access import CLOSED, require_desk_or_seized
from services.intake.submission.state import Received
from shared.contracts.intake import AdmissibilityConfirmed
from shared.contracts.intake_triage_commands import ConfirmAdmissibility
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.admissibility import STANDARD


def confirm(command: ConfirmAdmissibility, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may confirm that a "
        "submission is admissible.",
        nor="Only an officer of a mandate that it is shared with may confirm that a "
        "submission is admissible.",
    )
    if state.not_actioned:
        raise Refused(CLOSED)
    if state.admissible:
        return []
    if not state.seized:
        raise Refused("Share it with a mandate first: it may have points of its own.")
    points = _asked(state)
    answers = {(one.mandate, one.point): one for one in command.answers}
    if len(command.answers) != len(answers) or answers.keys() != set(points):
        raise Refused(
            "Answer every point of the list. A mandate may have changed its own meanwhile: "
            "load the page again."
        )
    if any(not one.met and one.note is None for one in command.answers):
        raise Refused("Where a point is not met, say why it is admissible all the same.")
    return [
        AdmissibilityConfirmed(
            submission_id=command.submission_id,
            answers=tuple(answers[point] for point in points),
            confirmed_by=asked.by.actor_id,
            confirmed_at=asked.at,
        )
    ]


def _asked(state: Received) -> list[tuple[str | None, str]]:
    """Return each point's mandate and wording, in order."""
    standard: list[tuple[str | None, str]] = [(None, point) for point in STANDARD]
    own = [(one, point) for one in state.seized for point in state.own_points.get(one, ())]
    return [*standard, *own]
