"""The invented visit files of a demonstration: one long unanswered, one with dates, one invited."""

from datetime import date, timedelta

from portal.followup.visits import letter_demo
from portal.followup.visits.found import subject_of
from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.followup_visit_commands import (
    Command,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
)
from shared.contracts.followup_visits import Document, Window
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.visits import visit_file_id

_OFFICER = "officer"


def tell() -> None:
    _unanswered("KEN")
    _postponed("NPL")
    _invited("CHE")
    _requested("GEO", 700)
    _requested("MEX", 900)
    _reminded("MEX")
    letter_demo.tell()


def _unanswered(state: str) -> None:
    """Asked for years ago by a predecessor, acknowledged, and to be reminded of."""
    old = _document(state, "request", 1_500)
    _ask(
        LogVisitRequest(mandate=TORTURE, state=state, seen=0, document=old, kind="official"),
        _OFFICER,
        state,
        "request",
    )
    arrived = _document(state, "acknowledged", 1_450)
    _ask(
        LogVisitAcknowledgement(mandate=TORTURE, state=state, seen=1, document=arrived, by="state"),
        _OFFICER,
        state,
        "acknowledged",
    )


def _postponed(state: str) -> None:
    """Dates came, and were put off a day ahead without new ones."""
    old = _document(state, "request", 700)
    _ask(
        LogVisitRequest(mandate=TORTURE, state=state, seen=0, document=old, kind="official"),
        _OFFICER,
        state,
        "request",
    )
    dates = Window(first=_ago(20), last=_ago(13))
    proposed = _document(state, "dates", 120)
    _ask(
        LogVisitDates(
            mandate=TORTURE, state=state, seen=1, document=proposed, by="state", dates=dates
        ),
        _OFFICER,
        state,
        "dates",
    )
    _ask(
        LogVisitPostponement(
            mandate=TORTURE,
            state=state,
            seen=2,
            document=_document(state, "postponed", 21),
            by="state",
            reason="scheduling",
            hours_before=24,
        ),
        _OFFICER,
        state,
        "postponed",
    )


def _invited(state: str) -> None:
    invitation = _document(state, "invitation", 40)
    _ask(
        LogVisitInvitation(mandate=TORTURE, state=state, seen=0, document=invitation),
        _OFFICER,
        state,
        "invitation",
    )


def _requested(state: str, ago: int) -> None:
    asked = _document(state, "request", ago)
    _ask(
        LogVisitRequest(mandate=TORTURE, state=state, seen=0, document=asked, kind="official"),
        _OFFICER,
        state,
        "request",
    )


def _reminded(state: str) -> None:
    again = _document(state, "reminder", 600)
    _ask(
        LogVisitReminder(mandate=TORTURE, state=state, seen=1, document=again),
        _OFFICER,
        state,
        "reminder",
    )


def _document(state: str, step: str, ago: int) -> Document:
    document_id = str(derive_id("demo visit document", state, step))
    return Document(
        document_id=document_id,
        dated_on=_ago(ago),
        passed_on=_ago(ago),
        channel="mission",
        reference=seal(subject_of(document_id), f"Note {ago} (invented)"),
    )


def _ago(days: int) -> date:
    return day_of(now()) - timedelta(days=days)


def _ask(command: Command, by: str, state: str, step: str) -> None:
    case = str(derive_id("visit case", visit_file_id(TORTURE, state)))
    ask(command, by, case, f"visit {state}", step)
