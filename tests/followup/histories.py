"""Random histories of what a visit, a round and a register of a State have, for several tests.

A history is a part of the story that is usual, and then whatever people ask for in any order, each
as the page showed it then. What is refused changes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from shared.core.actor import Actor, Asked, system
from shared.core.decider import Decider, Refused
from shared.core.testing import AT
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    HOLDER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    QRD,
)

Act: TypeAlias = tuple[Any, Actor] | tuple[Any, Actor, int]
"""What is asked, by whom, and how many days after what was asked before; else on the same."""
Told: TypeAlias = tuple[int, list[tuple[int, int, int]]]
"""How much of the story, and then: which act, by whom, how many days later."""

HOLDS = held(holder_id=HOLDER.actor_id)
CLOCK = system("clock")
STRANGERS = (OTHER_OFFICER, OTHER_HOLDER, QRD)
"""They work for other mandates, or decide nothing of a mission."""


def as_shown(command: Any, _: Actor, state: Any) -> Any:
    """Return the command as a page that was opened just now sends it."""
    return replace(command, seen=state.steps) if hasattr(command, "seen") else command


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``beside``: facts of other streams that its decisions read. ``strangers``: may do nothing.

    ``begun``: facts of its own that nobody asks for.
    """

    decider: Decider[Any, Any, Any]
    key: str
    story: tuple[Act, ...]
    others: tuple[Act, ...] = ()
    beside: tuple[Any, ...] = ()
    begun: tuple[Any, ...] = ()
    strangers: tuple[Actor, ...] = STRANGERS
    shown: Callable[[Any, Actor, Any], Any] = as_shown

    @property
    def stream(self) -> str:
        return self.decider.stream_of(self.key)

    @property
    def acts(self) -> tuple[Act, ...]:
        return (*self.story, *self.others)

    @property
    def people(self) -> tuple[Actor, ...]:
        return (*dict.fromkeys(act[1] for act in self.acts), *self.strangers)

    def each_told(self) -> Iterator[Told]:
        """Every beginning of the story, and then all else, begun with each and backwards."""
        others = [(number, -1, 0) for number in range(len(self.story), len(self.acts))]
        for much in range(len(self.story), -1, -1):
            yield much, others[::-1]
            yield from ((much, others[at:] + others[:at]) for at in range(max(1, len(others))))

    def told(self) -> st.SearchStrategy[Told]:
        asks = st.tuples(
            st.integers(0, len(self.acts) - 1),
            st.integers(-3, len(self.people) - 1),  # mostly whoever usually asks for it
            st.sampled_from([0, 0, 1, 20]),
        )
        whole = len(self.story)
        much = st.sampled_from([whole, whole, *range(whole)])
        return st.tuples(much, st.lists(asks, max_size=15))


@dataclass(frozen=True, slots=True)
class Step:
    """What was asked, and what came of it; ``state`` is what it stood on."""

    command: Any
    by: Actor
    at: datetime
    state: Any
    facts: tuple[Any, ...]


def steps(kind: Kind, told: Told) -> Iterator[Step]:
    """Ask for all of it, one after the other; yield what changed something."""
    much, asks = told
    some: list[Act] = [*kind.story[:much]]
    for number, who, days in asks:
        command, by = kind.acts[number][:2]
        # What a clock or a policy asks for has no address: nobody else can.
        some.append((command, by if who < 0 or by == CLOCK else kind.people[who], days))
    facts: list[Any] = [*kind.begun]
    at = AT
    for act in some:
        command, by = act[:2]
        at += timedelta(days=act[2] if len(act) == 3 else 0)  # as it is said above
        state = kind.decider.fold(kind.beside, kind.decider.fold(facts))
        now = kind.shown(command, by, state)
        with suppress(Refused):
            new = tuple(kind.decider.decide(now, Asked(at=at, by=by), state))
            facts += new
            if new:
                yield Step(now, by, at, state, new)


def happened(kind: Kind, told: Told) -> list[Any]:
    return [*kind.begun, *(fact for step in steps(kind, told) for fact in step.facts)]
