"""The alerts of one rule on one State, on one stream: K6 of section D.3.

The rules are in ``looking`` (what the platform does) and ``handling`` (what people do). The name of
a stream tells neither the rule nor the State.
"""

from collections.abc import Sequence

from services.stakeholders.alerts import handling, looking
from services.stakeholders.alerts.rule import ALERT_RULE
from services.stakeholders.alerts.state import Heard, State, evolve
from services.stakeholders.committee.members.decide import STREAM
from shared.contracts.stakeholders_alert_commands import LookAtState, OfAlert, PinReference
from shared.contracts.stakeholders_alerts import OfAlert as Fact
from shared.core.actor import Asked
from shared.core.decider import Decider
from shared.core.message import derive_id


def decide(command: OfAlert, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, LookAtState):
        return looking.look(command, asked, state)
    if isinstance(command, PinReference):
        return handling.pin(command, asked, state)
    return handling.step(command, asked, state)


def _consults(command: OfAlert, _: State) -> Sequence[str]:
    """The platform asks for the rule, people for who is on the Committee."""
    if isinstance(command, LookAtState):
        return [ALERT_RULE.stream_of(command.rule)]
    return [STREAM]


ALERT: Decider[OfAlert, Heard, State] = Decider(
    category="alert",
    key=lambda command: str(derive_id("alerts", command.rule, command.state)),
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
