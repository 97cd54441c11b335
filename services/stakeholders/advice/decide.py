"""A request for advice, on one stream: selection-stakeholders-committee.md section B.2.

The rules are in ``asking`` (what the institution does) and ``advising`` (what officers do).
"""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.advice import advising, asking
from services.stakeholders.advice.state import Absent, State, evolve
from shared.contracts.stakeholders_advice import Fact
from shared.contracts.stakeholders_advice_commands import (
    AskFurther,
    AssignAdvice,
    CloseAdvice,
    Command,
    GiveAdvice,
    RemindAdviser,
    ReopenAdvice,
    RequestAdvice,
    WithdrawAdviceRequest,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused


def decide(  # one for each command
    command: Command, asked: Asked, state: State
) -> Sequence[Fact]:
    if isinstance(command, RequestAdvice):
        return asking.request(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such request for advice.")
    match command:
        case AskFurther():
            return asking.ask_further(command, asked, state)
        case WithdrawAdviceRequest():
            return asking.withdraw(command, asked, state)
        case AssignAdvice():
            return advising.assign(command, asked, state)
        case RemindAdviser():
            return advising.remind(command, asked, state)
        case GiveAdvice():
            return advising.give(command, asked, state)
        case CloseAdvice():
            return advising.close(command, asked, state)
        case ReopenAdvice():
            return advising.reopen(command, asked, state)
    assert_never(command)


ADVICE: Decider[Command, Fact, State] = Decider(
    category="advice",
    key=lambda command: command.advice_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, RequestAdvice),
)
