"""Commands and facts of calls for input and of contributions, shared by their tests."""

from datetime import date, timedelta
from typing import Any, Final

from shared.contracts import followup_input_commands as commands
from shared.contracts import followup_inputs as facts
from shared.contracts.followup_inputs import CallText
from shared.core.actor import by_contribution
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from tests.followup.missions import MISSION_ID
from tests.followup.visits import MANDATE, STATE

CALL_ID: Final = str(derive_id("call of a test"))
CONTRIBUTION_ID: Final = str(derive_id("contribution of a test"))
SENDER: Final = by_contribution(CONTRIBUTION_ID)
CLOSES: Final = day_of(AT) + timedelta(days=28)
TEXTS: Final = (CallText(language="en", text=Sealed(f"inputcall-{CALL_ID}", "text")),)
TEXT: Final = Sealed(f"contribution-{CONTRIBUTION_ID}", "text")


def called(kind: type, step: int, /, **also: Any) -> Any:
    given: dict[str, Any] = {
        "call_id": CALL_ID,
        "mission_id": MISSION_ID,
        "mandate": MANDATE,
        "state": STATE,
        "step": step,
        "done_by": "holder-1",
        "done_at": AT,
    }
    return kind(**{**given, **also})


def call(kind: type, /, **also: Any) -> Any:
    given: dict[str, Any] = {"call_id": CALL_ID, "mission_id": MISSION_ID, "mandate": MANDATE}
    return kind(**{**given, **also})


def issue(closes_on: date = CLOSES, **also: Any) -> Any:
    given: dict[str, Any] = {"closes_on": closes_on, "public": True, "texts": TEXTS}
    return call(commands.IssueInputCall, **{**given, **also})


def told(kind: type, /, **also: Any) -> Any:
    given: dict[str, Any] = {
        "contribution_id": CONTRIBUTION_ID,
        "call_id": CALL_ID,
        "mission_id": MISSION_ID,
        "mandate": MANDATE,
        "state": STATE,
        "at": AT,
    }
    return kind(**{**given, **also})


def say(kind: type, /, **also: Any) -> Any:
    return kind(contribution_id=CONTRIBUTION_ID, **also)


SUBMIT: Final = say(
    commands.SubmitContribution,
    call_id=CALL_ID,
    language="en",
    name=TEXT,
    text=TEXT,
    publication="named",
)
ISSUED: Final = called(facts.InputCallIssued, 1, closes_on=CLOSES, public=True, texts=TEXTS)
RECEIVED: Final = told(
    facts.ContributionReceived,
    language="en",
    name=TEXT,
    text=TEXT,
    publication="named",
    late=False,
)
FILE: Final = {
    "attachment_id": "f-1",
    "object_name": "object",
    "sha256": "hash",
    "size": 7,
    "media_type": "application/pdf",
    "scanned": "clean",
    "details": TEXT,
}
