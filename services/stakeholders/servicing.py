"""Who services a mandate: M11 of selection-stakeholders-committee.md section C.3.

The record says whose work it is. What an officer may see follows from the account's rights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_servicing import (
    Fact,
    ServicingOfficerAssigned,
    ServicingOfficerEnded,
)
from shared.contracts.stakeholders_servicing_commands import (
    AssignServicingOfficer,
    Command,
    EndServicing,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.core.said import Day, Number
from shared.reference import mandates

_WHOLE = 100  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """``last``: the last day, None while it has none."""

    officer_id: str
    starts_on: date
    last: date | None = None


State: TypeAlias = Mapping[str, Assignment]
"""The assignments by id."""


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may record who services a mandate.",
    )
    match command:
        case AssignServicingOfficer():
            return _assign(command, asked, state)
        case EndServicing():
            return _end(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    match event:
        case ServicingOfficerAssigned():
            new = Assignment(officer_id=event.officer_id, starts_on=event.starts_on)
            return {**state, event.assignment_id: new}
        case ServicingOfficerEnded():
            if (found := state.get(event.assignment_id)) is None:
                return state
            return {**state, event.assignment_id: replace(found, last=event.ended_on)}
    assert_never(event)


def _assign(command: AssignServicingOfficer, asked: Asked, state: State) -> Sequence[Fact]:
    if command.assignment_id in state:
        return []
    if command.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    if not 1 <= command.share <= _WHOLE:
        raise Refused("Enter from 1 to {most} percent of working time.", most=Number(_WHOLE))
    if command.deputy_id == command.officer_id:
        raise Refused("Choose another person to stand in for the officer.")
    for one in state.values():
        if one.officer_id == command.officer_id and (
            one.last is None or one.last >= command.starts_on
        ):
            raise Refused("This officer services the mandate on that day already.")
    return [
        ServicingOfficerAssigned(
            assignment_id=command.assignment_id,
            mandate=command.mandate,
            officer_id=command.officer_id,
            deputy_id=command.deputy_id,
            share=command.share,
            starts_on=command.starts_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _end(command: EndServicing, asked: Asked, state: State) -> Sequence[Fact]:
    found = state.get(command.assignment_id)
    if found is None:
        raise Refused("This officer was never assigned to the mandate.")
    if found.last is not None:
        if found.last == command.ended_on:
            return []
        raise Refused("The end is recorded already: {day}.", day=Day(found.last))
    if command.ended_on < found.starts_on:
        raise Refused("Enter a day from {first} on.", first=Day(found.starts_on))
    return [
        ServicingOfficerEnded(
            assignment_id=command.assignment_id,
            mandate=command.mandate,
            ended_on=command.ended_on,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


SERVICING: Decider[Command, Fact, State] = Decider(
    category="servicing",
    key=lambda command: command.mandate,
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
)
