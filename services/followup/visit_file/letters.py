"""Letters about a visit: requests, reminders, and what a Government answers (V1 to V6).

An invitation that comes while a request is on file, be it a predecessor's, is filed as an
acceptance, and an acceptance with dates as a proposal of dates (S14).
"""

from collections.abc import Sequence
from datetime import date

from services.followup.visit_file import whose
from services.followup.visit_file.dates import sound
from services.followup.visit_file.decisions import covering
from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import (
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitReminder,
    LogVisitRequest,
)
from shared.contracts.followup_visits import (
    Fact,
    Letter,
    VisitAccepted,
    VisitAcknowledged,
    VisitDatesProposed,
    VisitDeclined,
    VisitInvitationReceived,
    VisitReminderSent,
    VisitRequested,
    Worded,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.visits import DECLINED, KINDS, OLD, asks_again, is_open

_NO_REQUEST = "No request is on file by that day. Log the request first, or an invitation."


def request(command: LogVisitRequest, asked: Asked, state: File) -> Sequence[Fact]:
    then = state.by(command.document.passed_on)
    if command.kind not in KINDS:
        raise Refused("Choose from the list what kind of visit it is.")
    if not asks_again(then):
        raise Refused("The Government has invited or accepted by that day: propose dates instead.")
    sound(command.dates, command.document)
    return stands(
        state,
        VisitRequested(
            **step_of(command, asked),
            document=command.document,
            kind=command.kind,
            dates=command.dates,
            renewed=then.asked_on is not None,
            decided_on=_decided(command, asked, state, "request"),
        ),
    )


def remind(command: LogVisitReminder, asked: Asked, state: File) -> Sequence[Fact]:
    then = state.by(command.document.passed_on)
    if not is_open(then):
        raise Refused("No request is open by that day, so there is nothing to remind of.")
    return stands(
        state,
        VisitReminderSent(
            **step_of(command, asked),
            document=command.document,
            number=then.reminders + 1,
            decided_on=_decided(command, asked, state, "reminder"),
        ),
    )


def invite(command: LogVisitInvitation, asked: Asked, state: File) -> Sequence[Fact]:
    then = state.by(command.document.passed_on)
    if then.asked_on is not None:
        return _accepted(command, asked, state, "invitation")
    sound(command.dates, command.document)
    return stands(
        state,
        VisitInvitationReceived(
            **step_of(command, asked), document=command.document, dates=command.dates
        ),
    )


def acknowledge(command: LogVisitAcknowledgement, asked: Asked, state: File) -> Sequence[Fact]:
    then = state.by(command.document.passed_on)
    if then.asked_on is None and then.invited_on is None:
        raise Refused("There is nothing on file by that day that could be acknowledged.")
    return stands(
        state,
        VisitAcknowledged(**step_of(command, asked), document=command.document, by=command.by),
    )


def accept(command: LogVisitAcceptance, asked: Asked, state: File) -> Sequence[Fact]:
    if state.by(command.document.passed_on).asked_on is None:
        raise Refused(_NO_REQUEST)
    return _accepted(command, asked, state, "acceptance")


def decline(command: LogVisitDeclination, asked: Asked, state: File) -> Sequence[Fact]:
    if command.by == "mandate":
        whose.decides(command, asked, state)
    if command.reason not in DECLINED:
        raise Refused("Choose the reason from the list.")
    then = state.by(command.document.passed_on)
    if then.asked_on is None and then.invited_on is None:
        raise Refused(_NO_REQUEST)
    return stands(
        state,
        VisitDeclined(
            **step_of(command, asked),
            document=command.document,
            by=command.by,
            reason=command.reason,
        ),
    )


def _accepted(
    command: LogVisitInvitation | LogVisitAcceptance, asked: Asked, state: File, worded: Worded
) -> Sequence[Fact]:
    if command.dates is None:
        accepted = VisitAccepted(
            **step_of(command, asked), document=command.document, worded=worded
        )
        return stands(state, accepted)
    sound(command.dates, command.document)
    return stands(
        state,
        VisitDatesProposed(
            **step_of(command, asked),
            document=command.document,
            by="state",
            dates=command.dates,
            worded=worded,
        ),
    )


def _decided(
    command: LogVisitRequest | LogVisitReminder, asked: Asked, state: File, letter: Letter
) -> date | None:
    """Return on which day a holder decided on the letter; None: it is older than this record."""
    sent, today = command.document.passed_on, day_of(asked.at)
    if sent < today - OLD:
        return None
    if decision := covering(state.decisions, letter, sent):
        return decision.since
    if whose.is_holder(command, asked, state):
        whose.decides(command, asked, state)
        whose.signs(asked, state)
        return today
    raise Refused(
        "No Mandate-holder has approved this letter. Write its text here, and ask for approval."
    )
