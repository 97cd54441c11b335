"""Commands and facts of missions, shared by their tests."""

from datetime import timedelta
from typing import Any, Final

from shared.contracts import followup_missions as facts
from shared.contracts.followup_mission_commands import TakeMissionStep
from shared.contracts.followup_missions import ProgrammeItem
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from tests.followup.visits import MANDATE, SOON, STATE

MISSION_ID: Final = str(derive_id("mission of a test"))
FIRST_DAY = AT + timedelta(days=100)


def item(number: int = 1, **also: Any) -> ProgrammeItem:
    item_id = str(derive_id("item of a programme", number))
    given: dict[str, Any] = {
        "item_id": item_id,
        "day": SOON.first,
        "begins": "09:30",
        "kind": "government",
        "state": "proposed",
        "text": Sealed(f"mission-{item_id}", "text"),
    }
    return ProgrammeItem(**{**given, **also})


def fact(kind: type, step: int, /, **also: Any) -> Any:
    given: dict[str, Any] = {
        "mission_id": MISSION_ID,
        "mandate": MANDATE,
        "state": STATE,
        "step": step,
        "done_by": "officer-1",
        "done_at": AT,
    }
    return kind(**{**given, **also})


def ask(kind: type, seen: int, /, **also: Any) -> Any:
    given: dict[str, Any] = {"mission_id": MISSION_ID, "mandate": MANDATE, "seen": seen}
    return kind(**{**given, **also})


def step(what: str, seen: int, /, **also: Any) -> Any:
    return ask(TakeMissionStep, seen, **{"what": what, "on": AT.date(), "note_id": "n-1", **also})


OPENED = fact(facts.MissionOpened, 1, dates=SOON, file_step=5, done_by="policy")
