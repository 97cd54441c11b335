"""Puts a letter that was approved word for word, and sent, on the file of each mandate: V1, V2.

What was recorded of a sending by mistake is taken off again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from services.followup.visit_file.passing import PassVisitFileOn
from services.followup.visit_file.state import File, stands, step_of
from services.followup.visit_file.terms import rests_on
from shared.contracts import followup_visit_commands
from shared.contracts.followup_visit_commands import OnFile
from shared.contracts.followup_visits import (
    Document,
    Fact,
    Letter,
    VisitDocumentStruck,
    VisitKind,
    VisitReminderSent,
    VisitRequested,
    Window,
)
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVisitLetter:
    """Only this service's own policy sends it. ``sent_by``: who recorded that it was sent."""

    mandate: str
    state: str
    letter: Letter
    letter_id: str
    kind: VisitKind | None
    dates: Window | None
    decided_on: date
    sent_by: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeVisitLetterOff:
    """Only this service's own policy sends it: the letter was not sent as it was recorded."""

    mandate: str
    state: str
    document_id: str
    struck_by: str


OfPolicy: TypeAlias = FileVisitLetter | TakeVisitLetterOff | PassVisitFileOn
Command: TypeAlias = followup_visit_commands.Command | OfPolicy


def take_off(command: TakeVisitLetterOff, asked: Asked, state: File) -> Sequence[Fact]:
    """Leave it where dates that were agreed rest on it, as by hand; an officer struck it before."""
    this = command.document_id
    if state.document(this) is None or rests_on(state, this):
        return []
    step = step_of(OnFile(mandate=command.mandate, state=command.state, seen=0), asked)
    step["done_by"] = command.struck_by
    return stands(state, VisitDocumentStruck(**step, document_id=this))


def put(command: FileVisitLetter, asked: Asked, state: File) -> Sequence[Fact]:
    """What was sent is filed whatever else came meanwhile."""
    if state.knows(command.document.document_id):
        return []
    then = state.by(command.document.passed_on)
    step = step_of(OnFile(mandate=command.mandate, state=command.state, seen=0), asked)
    step["done_by"] = command.sent_by
    if command.letter == "request":
        requested = VisitRequested(
            **step,
            document=command.document,
            kind=command.kind or "official",
            dates=command.dates,
            renewed=then.asked_on is not None,
            decided_on=command.decided_on,
            letter_id=command.letter_id,
        )
        return stands(state, requested)
    reminded = VisitReminderSent(
        **step,
        document=command.document,
        number=then.reminders + 1,
        decided_on=command.decided_on,
        letter_id=command.letter_id,
    )
    return stands(state, reminded)
