"""Custody: what each open item of a mandate that ended becomes (SC3 of section C.4).

One by one, with a reason: it goes to a named successor, or stays as a record. Approvals, followup
and intake obey the fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from services.stakeholders.registry import state as registry
from services.stakeholders.registry.decide import REGISTRY
from shared.contracts.stakeholders_custody import CustodyDecided
from shared.contracts.stakeholders_custody_commands import DecideCustody
from shared.contracts.stakeholders_registry import Fact as Act
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day

Event: TypeAlias = CustodyDecided | Act


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``decided``: by kind and item. ``chains`` are there only while a decision reads them."""

    decided: Mapping[tuple[str, str], CustodyDecided] = field(default_factory=dict)
    chains: registry.State = field(default_factory=dict)


def decide(command: DecideCustody, asked: Asked, state: State) -> Sequence[CustodyDecided]:
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may decide what becomes of the work of "
        "a mandate that ended.",
    )
    known = state.decided.get((command.kind, command.item_id))
    if known is not None:
        if (known.to, known.submission_ids) == (command.to, command.submission_ids):
            return []
        raise Refused("This is decided already.")
    _ended(command.mandate, asked, state)
    _takes(command, asked, state)
    return [
        CustodyDecided(
            mandate=command.mandate,
            kind=command.kind,
            item_id=command.item_id,
            to=command.to,
            submission_ids=command.submission_ids,
            reason=command.reason,
            decided_by=asked.by.actor_id,
            decided_at=asked.at,
        )
    ]


def _ended(mandate: str, asked: Asked, state: State) -> None:
    chain = state.chains.get(mandate)
    if chain is None:
        raise Refused("This mandate is not in the registry.")
    if chain.ended_on is None or day_of(asked.at) <= chain.ended_on:
        raise Refused("This mandate has not ended: its holder decides.")


def _takes(command: DecideCustody, asked: Asked, state: State) -> None:
    """A successor is another mandate that goes on; what stays as a record takes no files."""
    if command.to is None:
        if command.submission_ids:
            raise Refused("Files go to a mandate, and not to the record.")
        return
    chain = state.chains.get(command.to)
    if chain is None or command.to == command.mandate:
        raise Refused("Choose another mandate from the list.")
    if chain.ended_on is not None and chain.ended_on < day_of(asked.at):
        raise Refused("The other mandate ended on {day}.", day=Day(chain.ended_on))


def evolve(state: State, event: Event) -> State:
    if isinstance(event, CustodyDecided):
        decided = {**state.decided, (event.kind, event.item_id): event}
        return replace(state, decided=decided)
    return replace(state, chains=registry.evolve(state.chains, event))


def _consults(command: DecideCustody, _: State) -> Sequence[str]:
    named = [command.mandate, *filter(None, [command.to])]
    return [REGISTRY.stream_of(one) for one in dict.fromkeys(named)]


CUSTODY: Decider[DecideCustody, Event, State] = Decider(
    category="custody",
    key=lambda command: command.mandate,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
