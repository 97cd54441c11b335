"""What a Government answers here, by an account of its own: E.10, its own side of a visit file.

Its answer is the document of the day on which it comes, and is filed as one that was received.
A Government learns nothing of what was not exchanged with it: ``seen`` is of the letters alone.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias

from services.followup.visit_file.state import File
from shared.contracts.followup_visit_commands import (
    LogTermsAnswer,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitPostponement,
    Step,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of, start_of
from shared.reference.visits import HERE, MOST_HOURS, answers_to

Answer: TypeAlias = (
    LogVisitAcknowledgement
    | LogVisitAcceptance
    | LogVisitDeclination
    | LogVisitDates
    | LogVisitPostponement
    | LogVisitCancellation
    | LogTermsAnswer
)
_ANSWERS: Final[dict[type, str]] = {
    LogVisitAcknowledgement: "acknowledgement",
    LogVisitAcceptance: "acceptance",
    LogVisitDeclination: "declination",
    LogVisitDates: "dates",
    LogVisitPostponement: "postponement",
    LogVisitCancellation: "cancellation",
    LogTermsAnswer: "terms_answer",
}


def answered(command: Step, asked: Asked, state: File) -> Answer:
    """Return the answer as the document of this day."""
    if not isinstance(command, Answer) or getattr(command, "by", "state") != "state":
        raise Forbidden("A Government answers what was sent to it, for its own side alone.")
    if command.state not in asked.by.states or not exchanged(state):
        raise Refused("There is nothing that could be answered.")
    today = day_of(asked.at)
    paper = replace(command.document, dated_on=today, passed_on=today, channel=HERE)
    command = replace(command, document=paper)
    if isinstance(command, LogVisitPostponement):
        return replace(command, hours_before=_hours_before(asked, state))
    return command


def fits(command: Answer, asked: Asked, state: File) -> None:
    """Refuse an answer to letters that have changed, or one that answers none of them."""
    if command.seen != exchanged(state):
        raise Refused("Another letter was exchanged. Look at the letters again.")
    if _ANSWERS[type(command)] not in answers_to(state.by(day_of(asked.at))):
        raise Refused("This does not answer what was exchanged. Look at the letters again.")


def exchanged(state: File) -> int:
    """Return how many letters that count went or came: acts of the mandate have no channel."""
    return sum(one.document.channel is not None for one in state.documents)


def _hours_before(asked: Asked, state: File) -> int | None:
    """Return how many hours before agreed days it comes; None: no day was set."""
    now = state.by(day_of(asked.at))
    if now.status != "agreed" or now.dates is None:
        return None
    left = (start_of(now.dates.first) - asked.at) // timedelta(hours=1)
    return min(max(left, 0), MOST_HOURS)
