"""That a text was erased stays on record, with the ground and who asked (R12).

Each erasure has a stream of its own: what it is about may be closed, or known only by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.actor import Asked
from shared.contracts.followup_erasure import CaseTextErased, Fact, What
from shared.decider import Decider, require
from shared.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure:
    """The fields are those of the fact ``case-text-erased``."""

    what: What
    item_id: str
    erasure_id: str
    basis: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Its key is there."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Its key was destroyed."""


State = Kept | Erased


def decide(command: RecordErasure, asked: Asked, state: State) -> Sequence[Fact]:
    require(asked, Role.DATA_PROTECTION, to="record an erasure")
    if isinstance(state, Erased):
        return []
    return [
        CaseTextErased(
            what=command.what,
            item_id=command.item_id,
            erasure_id=command.erasure_id,
            basis=command.basis,
            asked_by=command.asked_by,
            erased_by=asked.by.actor_id,
            erased_at=asked.at,
        )
    ]


def evolve(_state: State, _event: Fact) -> State:
    return Erased()


ERASURE: Decider[RecordErasure, Fact, State] = Decider(
    stream=lambda command: f"caseerasure-{command.what}-{command.item_id}",
    initial=Kept(),
    decide=decide,
    evolve=evolve,
)
