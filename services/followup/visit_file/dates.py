"""Dates of a visit: proposed, postponed, cancelled (V8, V11, V12)."""

from collections.abc import Sequence
from datetime import timedelta

from services.followup.visit_file import whose
from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import (
    LogVisitCancellation,
    LogVisitDates,
    LogVisitPostponement,
)
from shared.contracts.followup_visits import (
    Document,
    Fact,
    VisitCancelled,
    VisitDatesProposed,
    VisitPostponed,
    Window,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.visits import FARTHEST, LONGEST, MOST_HOURS, REASONS


def propose(command: LogVisitDates, asked: Asked, state: File) -> Sequence[Fact]:
    then = state.by(command.document.passed_on)
    if then.asked_on is None and then.invited_on is None:
        raise Refused("Neither a request nor an invitation is on file by that day. Log that first.")
    sound(command.dates, command.document)
    return stands(
        state,
        VisitDatesProposed(
            **step_of(command, asked),
            document=command.document,
            by=command.by,
            dates=command.dates,
            worded="dates",
        ),
    )


def postpone(command: LogVisitPostponement, asked: Asked, state: File) -> Sequence[Fact]:
    """How many hours before is known where a day was set."""
    if command.by == "mandate":
        whose.decides(command, asked, state)
    then = state.by(command.document.passed_on)
    if then.dates is None and then.status != "postponed":
        raise Refused("No dates were proposed by that day that could be postponed.")
    _reasoned(command.reason)
    if command.hours_before is not None and not 0 <= command.hours_before <= MOST_HOURS:
        raise Refused("Enter how many hours before the visit, at most those of a year.")
    sound(command.dates, command.document)
    return stands(
        state,
        VisitPostponed(
            **step_of(command, asked),
            document=command.document,
            by=command.by,
            hours_before=command.hours_before,
            reason=command.reason,
            dates=command.dates,
        ),
    )


def cancel(command: LogVisitCancellation, asked: Asked, state: File) -> Sequence[Fact]:
    if command.by == "mandate":
        whose.decides(command, asked, state)
    then = state.by(command.document.passed_on)
    in_sight = then.dates or then.invited_on or then.status in {"accepted", "postponed"}
    if not in_sight:
        raise Refused("No visit is in sight by that day that could be cancelled.")
    _reasoned(command.reason)
    return stands(
        state,
        VisitCancelled(
            **step_of(command, asked),
            document=command.document,
            by=command.by,
            deemed=False,
            reason=command.reason,
        ),
    )


def sound(dates: Window | None, document: Document) -> None:
    """Refuse dates of a visit that make no sense."""
    if dates is None:
        return
    if dates.first < document.dated_on:
        raise Refused("The visit cannot begin before the letter that proposes its dates.")
    if dates.first - document.dated_on > FARTHEST:
        raise Refused("The visit cannot begin more than five years after the letter.")
    if not timedelta() <= dates.last - dates.first <= LONGEST:
        raise Refused(
            "Enter a last day that is not before the first, and at most three months later."
        )


def _reasoned(reason: str) -> None:
    if reason not in REASONS:
        raise Refused("Choose the reason from the list.")
