"""Erasures: a record of each erased text, with ground and requester (R12 of procedure.md, 6.2).

Each erasure has its own stream, since its subject may be closed, or known only by its number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.core.actor import Asked
from shared.core.decider import Decider, require
from shared.core.roles import Role

F = TypeVar("F")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure:
    """The fields are those of the fact. ``what``: each service lists what can be erased there."""

    what: str
    item_id: str
    erasure_id: str
    basis: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The key exists."""


@dataclass(frozen=True, slots=True)
class Erased:
    """The key was destroyed."""


State = Kept | Erased


def recorded(category: str, fact: Callable[..., F]) -> Decider[RecordErasure, F, State]:
    """Return the decider for erasures of a service, on streams of this category.

    ``fact`` makes its event from the command's fields, ``erased_by`` and ``erased_at``.
    """

    def decide(command: RecordErasure, asked: Asked, state: State) -> Sequence[F]:
        require(asked, Role.DATA_PROTECTION, no="Only the Data protection may record an erasure.")
        if isinstance(state, Erased):
            return []
        return [
            fact(
                what=command.what,
                item_id=command.item_id,
                erasure_id=command.erasure_id,
                basis=command.basis,
                asked_by=command.asked_by,
                erased_by=asked.by.actor_id,
                erased_at=asked.at,
            )
        ]

    return Decider(
        category=category,
        key=lambda command: f"{command.what}-{command.item_id}",
        initial=Kept(),
        decide=decide,
        evolve=lambda _state, _event: Erased(),
    )
