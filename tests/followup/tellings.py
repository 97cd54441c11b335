"""What the sources of a visit are told, its commands and facts, shared by their tests."""

from dataclasses import replace
from typing import Any, Final

from shared.contracts import followup_tellings as facts
from shared.contracts.followup_telling_commands import KeepSourcesDraft, OnTelling, TellSources
from shared.contracts.followup_tellings import ToldText
from shared.core.message import Sealed, derive_id
from tests.followup import partners
from tests.followup.debriefs import AFTER
from tests.followup.missions import MISSION_ID
from tests.followup.visits import MANDATE, OFFICER, STATE

TEXT: Final = Sealed(f"mission-{derive_id('telling of a test')}", "dGV4dA")
OF: dict[str, Any] = {"mission_id": MISSION_ID, "mandate": MANDATE}
SCOPE: Final = ("preparation", "follow_up")
ADMITTED = (
    replace(partners.PROPOSED, scope=SCOPE),
    partners.ADMITTED,
    partners.UNDERTAKEN,
)
SAID: dict[str, Any] = {
    "texts": (
        ToldText(language="en", comes=TEXT, call=TEXT),
        ToldText(language="ar", comes=TEXT, call=TEXT),
    ),
    "partners": (partners.PARTNER_ID,),
    "met": "told",
    "reason": None,
}


def ask(kind: type[OnTelling], seen: int = 0, **also: Any) -> Any:
    return kind(**{**OF, "seen": seen, **also})


def fact(kind: type[facts.OnTelling], step: int, /, **also: Any) -> Any:
    given = {**OF, "state": STATE, "step": step, "done_by": OFFICER.actor_id, "done_at": AFTER}
    return kind(**{**given, **also})


TELL = ask(TellSources, **SAID)
TOLD = fact(facts.SourcesTold, 1, number=1, **SAID)
AGAIN = ask(TellSources, 1, **{**SAID, "reason": TEXT})
TOLD_AGAIN = fact(facts.SourcesTold, 2, number=2, **{**SAID, "reason": TEXT})
KEEP = ask(KeepSourcesDraft, draft=TEXT)
KEPT = fact(facts.SourcesDraftKept, 1, draft=TEXT)
