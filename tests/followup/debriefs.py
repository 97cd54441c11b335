"""The debrief of a mission, its commands and facts, shared by their tests."""

from datetime import timedelta
from typing import Any, Final

from shared.contracts import followup_debriefs as facts
from shared.contracts import followup_missions as of_missions
from shared.contracts.followup_debrief_commands import (
    AnswerDebriefInvitation,
    CallDebriefAgain,
    CallOffDebrief,
    HoldDebrief,
    InviteToDebrief,
    KeepDebriefDraft,
    OnDebrief,
    WriteDebriefTeamPart,
)
from shared.contracts.followup_debriefs import ClauseValue
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.debriefs import INVITED
from shared.reference.visit_terms import clauses_of
from tests.followup.missions import FIRST_DAY, MISSION_ID, OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.visits import MANDATE, OFFICER, STATE, person

AFTER: Final = FIRST_DAY + timedelta(days=12)
ON: Final = day_of(AFTER)
ENDED_ON: Final = ON - timedelta(days=5)
DESK = person("desk-1", Role.DESK_OFFICER, states=frozenset({STATE}))
DEBRIEF_ID: Final = str(derive_id("debrief of a test"))
TEXT = Sealed(f"debrief-{DEBRIEF_ID}", "dGV4dA")
OF: dict[str, Any] = {"mission_id": MISSION_ID, "mandate": MANDATE}


def went(number: int, what: Any, phase: Any, on: Any) -> Any:
    how = {"what": what, "phase": phase, "on": on, "note_id": "n-1", "note": None}
    return of_mission(of_missions.MissionStepTaken, number, **how)


BEGAN = went(2, "began", "underway", day_of(FIRST_DAY))
ENDED = went(3, "ended", "ended", ENDED_ON)
COMPLETED = went(4, "completed", "completed", ENDED_ON)
OVER = (OPENED, BEGAN, ENDED)


def values(version: str = "2016", value: str = "respected") -> tuple[ClauseValue, ...]:
    return tuple(ClauseValue(clause=one, value=value, note=None) for one in clauses_of(version))


SAID: dict[str, Any] = {
    "on": ON,
    "attended": ("officer", "desk"),
    "attendees": TEXT,
    "worked": TEXT,
    "version": "2016",
    "values": values(),
    "risk_reviewed": True,
    "promises": TEXT,
    "lessons": TEXT,
    "reason": None,
}


def ask(kind: type[OnDebrief], seen: int = 0, **also: Any) -> Any:
    return kind(**{**OF, "seen": seen, **also})


def fact(kind: type[facts.OnDebrief], step: int, /, **also: Any) -> Any:
    given = {**OF, "state": STATE, "step": step, "done_by": OFFICER.actor_id, "done_at": AFTER}
    return kind(**{**given, **also})


HOLD = ask(HoldDebrief, **SAID)
HELD = fact(facts.DebriefHeld, 1, number=1, **SAID)
CORRECT = ask(HoldDebrief, 1, **{**SAID, "reason": TEXT})
CORRECTED = fact(facts.DebriefHeld, 2, number=2, **{**SAID, "reason": TEXT})
KEEP = ask(KeepDebriefDraft, draft=TEXT)
KEPT = fact(facts.DebriefDraftKept, 1, draft=TEXT)
PART = ask(WriteDebriefTeamPart, partner_id=None, text=TEXT)
PART_WRITTEN = fact(facts.DebriefTeamPartWritten, 1, partner_id=None, text=TEXT)
CALL: dict[str, Any] = {"on": ON, "begins": "09:30", "place": TEXT, "invited": INVITED}
INVITE = ask(InviteToDebrief, **CALL)
INVITED_TO = fact(facts.DebriefInvited, 1, number=1, **CALL)
ANSWER = ask(AnswerDebriefInvitation, 1, office="desk", comes=True)
ANSWERED = fact(
    facts.DebriefInvitationAnswered,
    2,
    number=1,
    office="desk",
    comes=True,
    done_by=DESK.actor_id,
)
CALL_OFF = ask(CallOffDebrief, 1)
CALLED_OFF = fact(facts.DebriefCalledOff, 2, number=1)
CALL_AGAIN = ask(CallDebriefAgain, 1)
CALLED_AGAIN = fact(facts.DebriefCalledAgain, 3, number=1)
