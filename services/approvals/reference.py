"""The reference register: one series of numbers for each recipient and calendar year.

All types of letter share the series (procedure.md section 0, fact 3). A number is allotted when
transmission has been ordered, never before, so the series has no gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.approvals.events import Event
from shared.contracts.approvals import ReferenceAssigned
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotReference:
    """Only this service's own policy sends it. ``year``: of the order, in Geneva."""

    communication_id: str
    recipient: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``last`` is the last number given, 0 at the beginning of the year."""

    last: int = 0
    holders: frozenset[str] = frozenset()


def decide(command: AllotReference, asked: Asked, state: Register) -> Sequence[ReferenceAssigned]:
    if command.communication_id in state.holders:
        return []
    return [
        ReferenceAssigned(
            recipient=command.recipient,
            year=command.year,
            number=state.last + 1,
            communication_id=command.communication_id,
            assigned_at=asked.at,
        )
    ]


def evolve(state: Register, event: Event) -> Register:
    if isinstance(event, ReferenceAssigned):
        return Register(last=event.number, holders=state.holders | {event.communication_id})
    return state


REFERENCE: Decider[AllotReference, Event, Register] = Decider(
    category="reference",
    key=lambda command: f"{command.recipient}-{command.year}",
    initial=Register(),
    decide=decide,
    evolve=evolve,
)
