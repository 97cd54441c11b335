"""The reference register: one series of numbers for each recipient and calendar year.

All types of letter share the series (procedure.md section 0, fact 3). A number is allotted when
transmission has been ordered, never before, so the series has no gap. It goes on after the numbers
of letters that an import of history brought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from services.approvals.events import Event
from shared.contracts.approvals import ReferenceAssigned
from shared.contracts.approvals_history import PastNumberNoted
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotReference:
    """Only this service's own policy sends it. ``year``: of the order, in Geneva."""

    communication_id: str
    recipient: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePastNumber:
    """Only this service's own policy sends it: go on after this number of an import.

    0: the import was undone.
    """

    import_id: str
    recipient: str
    year: int
    number: int


Command: TypeAlias = AllotReference | NotePastNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``last``: the last number given here, 0 at the beginning of the year.

    ``past``: the highest number of each import of history.
    """

    last: int = 0
    holders: frozenset[str] = frozenset()
    past: Mapping[str, int] = field(default_factory=dict)

    @property
    def highest(self) -> int:
        return max(self.last, *self.past.values(), 0)


def decide(
    command: Command, asked: Asked, state: Register
) -> Sequence[ReferenceAssigned | PastNumberNoted]:
    if isinstance(command, NotePastNumber):
        return _note(command, asked, state)
    if command.communication_id in state.holders:
        return []
    return [
        ReferenceAssigned(
            recipient=command.recipient,
            year=command.year,
            number=state.highest + 1,
            communication_id=command.communication_id,
            assigned_at=asked.at,
        )
    ]


def evolve(state: Register, event: Event) -> Register:
    if isinstance(event, ReferenceAssigned):
        holders = state.holders | {event.communication_id}
        return replace(state, last=event.number, holders=holders)
    if isinstance(event, PastNumberNoted):
        return replace(state, past={**state.past, event.import_id: event.number})
    return state


def _note(command: NotePastNumber, asked: Asked, state: Register) -> Sequence[PastNumberNoted]:
    if state.past.get(command.import_id, 0) == command.number:
        return []
    return [
        PastNumberNoted(
            import_id=command.import_id,
            recipient=command.recipient,
            year=command.year,
            number=command.number,
            last=state.last,
            noted_at=asked.at,
        )
    ]


REFERENCE: Decider[Command, Event, Register] = Decider(
    category="reference",
    key=lambda command: f"{command.recipient}-{command.year}",
    initial=Register(),
    decide=decide,
    evolve=evolve,
)
