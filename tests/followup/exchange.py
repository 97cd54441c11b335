"""Commands and facts of the exchange of a programme with the State, shared by its tests."""

from dataclasses import replace
from typing import Any

from shared.contracts import followup_proposal_commands as commands
from shared.contracts import followup_proposals as facts
from shared.contracts.followup_missions import ProgrammeItemSet
from shared.core.actor import Actor
from shared.core.message import Sealed
from tests.followup import missions
from tests.followup.missions import MISSION_ID, item
from tests.followup.test_thread import GOVERNMENT
from tests.followup.visits import MANDATE, OFFICER

WORDS = Sealed("mission-words", "d29yZHM")
ON = missions.fact(ProgrammeItemSet, 2, item=item(state="confirmed"), version=1)
"""The first item stands in the programme of the mission, and the State knows it."""
DRAFT = missions.fact(ProgrammeItemSet, 3, item=item(2), version=2)
"""The second is the mandate's own, and the State does not know it yet."""


def ask(kind: type, number: int, seen: int, /, **also: Any) -> Any:
    """``number``: of the proposal."""
    given = {"mission_id": MISSION_ID, "mandate": MANDATE, "proposal_id": f"p-{number}"}
    return kind(**{**given, "seen": seen, **also})


def propose(number: int = 1, seen: int = 0, /, **also: Any) -> Any:
    """Return what a Government proposes, or the mandate if the item is its own."""
    of = {"item": item(number + 2), **also}
    return ask(commands.ProposeProgrammeItem, number, seen, **of)


def answer(number: int = 1, seen: int = 1, /, *, agrees: bool = True, **also: Any) -> Any:
    return ask(commands.AnswerProgrammeProposal, number, seen, agrees=agrees, **also)


def withdraw(number: int = 1, seen: int = 1, /) -> Any:
    return ask(commands.WithdrawProgrammeProposal, number, seen)


def fact(kind: type, number: int, step: int, by: Actor, /, **also: Any) -> Any:
    side = "state" if by == GOVERNMENT else "mandate"
    of = {"proposal_id": f"p-{number}", "side": side, "done_by": by.actor_id, **also}
    return missions.fact(kind, step, **of)


PROPOSED = fact(
    facts.ProgrammeItemProposed, 1, 1, GOVERNMENT, item=item(3), contact=None, words=None
)
PUT = fact(facts.ProgrammeItemProposed, 1, 1, OFFICER, item=item(2), contact=None, words=None)
AGREED = fact(
    facts.ProgrammeProposalAnswered,
    *(1, 2, OFFICER),
    item=replace(item(3), state="confirmed"),
    words=None,
)
DECLINED = fact(facts.ProgrammeProposalAnswered, 1, 2, OFFICER, item=None, words=WORDS)
WITHDRAWN = fact(facts.ProgrammeProposalWithdrawn, 1, 2, GOVERNMENT)
