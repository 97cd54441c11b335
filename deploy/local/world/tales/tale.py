"""A tale: what happens in one case, step by step, until it ends or reaches the present."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from deploy.local.world.deeds import START, Deed, plain
from shared.contracts.commands import Command, address, data_of
from shared.core.message import Sealed, derive_id

T = TypeVar("T")

HOUR: Final = 60
DAY: Final = 24 * HOUR
YEARS: Final = 730
"""Days that the world lasts."""


class Dice:
    """Chance that is the same each time, on each version of Python."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)  # noqa: S311  # it invents, and protects nothing

    def rolls(self, chance: float) -> bool:
        return self._chance.random() < chance

    def between(self, least: int, most: int) -> int:
        return least + int(self._chance.random() * (most + 1 - least))

    def pick(self, some: Sequence[T]) -> T:
        return some[int(self._chance.random() * len(some))]

    def weigh(self, weights: dict[T, float]) -> T:
        left = self._chance.random() * sum(weights.values())
        for one, weight in weights.items():
            left -= weight
            if left < 0:
                return one
        return next(reversed(weights))


@dataclass(slots=True)
class Tale:
    """``minute``: that of the last step; steps that would be in the future are left out."""

    case: str
    minute: int
    deeds: list[Deed]
    over: bool = field(default=False)

    @property
    def at(self) -> datetime:
        return START + timedelta(minutes=self.minute)

    def then(self, after: int, by: str, command: Command) -> bool:
        """Ask for something some minutes later; return whether it is in the past."""
        self.wait(after)
        if self.over:
            return False
        service, name = address(command)
        self.deeds.append(
            Deed(
                minute=self.minute,
                by=by,
                asks=f"{service}/{name}",
                name=f"{len(self.deeds)}",
                case=self.case,
                data=plain(data_of(command)),
            )
        )
        return True

    def wait(self, after: int) -> None:
        self.minute += after
        self.over = self.over or self.minute >= 0

    def until(self, minute: int) -> None:
        """Wait until then, if that is still to come."""
        self.wait(max(0, minute - self.minute))

    def aside(self) -> "Tale":
        """Return a tale of the same case that goes on beside this one."""
        return Tale(self.case, self.minute, self.deeds, self.over)


def named(*parts: object) -> str:
    """Return the id of what has this name in the world."""
    return str(derive_id("world", *parts))


def sealed(kind: str, item_id: str, text: str) -> Sealed:
    """Return a text as a deed has it: the loader seals it."""
    return Sealed(f"{kind}-{item_id}", text)
