"""Threads about a mission, their commands and facts, shared by their tests."""

from typing import Any, Final

from shared.contracts import followup_visit_threads as facts
from shared.contracts.followup_visit_thread_commands import (
    AddVisitMessageFile,
    CorrectVisitMessage,
    OnThread,
    OpenVisitThread,
    StrikeVisitMessage,
    WriteVisitMessage,
)
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from tests.followup.missions import MISSION_ID
from tests.followup.visits import HOLDER, MANDATE, OFFICER, STATE

THREAD_ID: Final = str(derive_id("thread of a test"))
FIRST, SECOND = (str(derive_id("message of a test", n)) for n in (1, 2))
OF: dict[str, Any] = {"thread_id": THREAD_ID, "mission_id": MISSION_ID, "mandate": MANDATE}


def sealed(of: str, text: str = "dGV4dA") -> Sealed:
    return Sealed(f"visitdialogue-{of}", text)


def ask(kind: type[OnThread], **also: Any) -> Any:
    return kind(**{**OF, **also})


def fact(kind: type[facts.OnThread], step: int, /, **also: Any) -> Any:
    given = {**OF, "state": STATE, "step": step, "done_by": OFFICER.actor_id, "done_at": AT}
    return kind(**{**given, **also})


OPEN = ask(
    OpenVisitThread,
    audience="partners",
    title=sealed(THREAD_ID),
    message_id=FIRST,
    text=sealed(FIRST),
)
WRITE = ask(WriteVisitMessage, message_id=SECOND, text=sealed(SECOND))
CORRECT = ask(CorrectVisitMessage, message_id=SECOND, text=sealed(SECOND, "YW5ldw"))
STRIKE = ask(StrikeVisitMessage, message_id=SECOND)

_FILE: Final[dict[str, Any]] = {
    "message_id": SECOND,
    "attachment_id": "f-1",
    "object_name": "a" * 64,
    "sha256": "b" * 64,
    "size": 7,
    "media_type": "application/pdf",
    "scanned": "clean",
    "details": sealed(SECOND, "details"),
}
ADD_FILE = ask(AddVisitMessageFile, **_FILE)


def opened(audience: facts.Audience = "partners") -> tuple[Any, Any]:
    """A thread for these, with the first message of an officer."""
    return (
        fact(facts.VisitThreadOpened, 1, audience=audience, title=sealed(THREAD_ID)),
        written(2, message_id=FIRST, text=sealed(FIRST)),
    )


def written(step: int, **also: Any) -> Any:
    given = {
        "message_id": SECOND,
        "side": "mandate",
        "partner_id": None,
        "text": sealed(SECOND),
        **also,
    }
    return fact(facts.VisitMessageWritten, step, **given)


CORRECTED = fact(
    facts.VisitMessageCorrected,
    4,
    message_id=SECOND,
    text=sealed(SECOND, "YW5ldw"),
    done_by=HOLDER.actor_id,
)
FILED = fact(facts.VisitMessageFileAdded, 4, **_FILE)
STRUCK = fact(facts.VisitMessageStruck, 4, message_id=SECOND, side="mandate")
