"""Who holds a mandate on a day: the stream that a holder's decisions read.

Approvals notes terms, first weeks and the Council's acts; this service hears of them from there, so
both rule by the same days (``shared.reference.holding``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.core.actor import Asked
from shared.core.decider import Decider
from shared.reference.holding import Holding, Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class HearHolding:
    """Only this service's own policy sends it."""

    of: Noted


def decide(command: HearHolding, _: Asked, _state: Holding) -> Sequence[HoldingHeard]:
    """Hear all of it, also where nothing changes by it: else that is heard anew after the next."""
    match command.of:
        case HolderNoted() as term:
            return [HoldingHeard(mandate=term.mandate, term=term)]
        case MandateLifeNoted() as life:
            return [HoldingHeard(mandate=life.mandate, life=life)]
        case BarsNoted() as bars:
            return [HoldingHeard(mandate=bars.mandate, bars=bars)]
    assert_never(command.of)


def evolve(state: Holding, event: HoldingHeard) -> Holding:
    for one in (event.term, event.life, event.bars):
        if one is not None:
            state = state.noted(one)
    return state


def on_approvals(fact: object) -> Sequence[HearHolding]:
    match fact:
        case HolderNoted() | MandateLifeNoted() | BarsNoted():
            return [HearHolding(of=fact)]
        case _:
            return []


def stream(mandate: str) -> str:
    """Return the stream that decisions for the mandate read."""
    return HOLDING.stream_of(mandate)


HOLDING: Decider[HearHolding, HoldingHeard, Holding] = Decider(
    category="officeholder",
    key=lambda command: command.of.mandate,
    initial=Holding(),
    decide=decide,
    evolve=evolve,
)
