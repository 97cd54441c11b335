"""A Government asks that an entry of the register be removed: SB9 and decision 0145.

The answer comes with the request and looks at no entry, so it cannot tell whether there is one.
Which entry is meant, and whether its organisation is told, a stakeholder officer says afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shared.contracts.stakeholders_removal_commands import (
    Command,
    PlaceRemovalRequest,
    RequestRemoval,
)
from shared.contracts.stakeholders_removals import (
    Fact,
    RemovalRefused,
    RemovalRequested,
    RemovalRequestPlaced,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import states
from shared.reference.organisations import register_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """``requested_by``: None before the request. ``placed``: an officer said which entry it is."""

    requested_by: str | None = None
    placed: bool = False
    organisation_id: str | None = None
    told: bool = False


def decide(command: Command, asked: Asked, state: Removal) -> Sequence[Fact]:
    match command:
        case RequestRemoval():
            return _request(command, asked, state)
        case PlaceRemovalRequest():
            return _place(command, asked, state)
    assert_never(command)


def evolve(state: Removal, event: Fact) -> Removal:
    match event:
        case RemovalRequested():
            return replace(state, requested_by=event.requested_by)
        case RemovalRefused():
            return state
        case RemovalRequestPlaced():
            return replace(
                state, placed=True, organisation_id=event.organisation_id, told=event.told
            )
    assert_never(event)


def _request(command: RequestRemoval, asked: Asked, state: Removal) -> Sequence[Fact]:
    if command.by_letter:
        require(
            asked,
            Role.STAKEHOLDER_OFFICER,
            no="Only a stakeholder officer may record what came by letter.",
        )
    elif not (asked.by.has(Role.GOVERNMENT) and command.state in asked.by.states):
        raise Forbidden("Only the Government itself may ask for this.")
    if state.requested_by == asked.by.actor_id:
        return []
    if state.requested_by is not None:
        raise Forbidden("This request is of somebody else.")
    if command.state not in states():
        raise Refused("Choose a State from the list.")
    return [
        RemovalRequested(
            request_id=command.request_id,
            state=command.state,
            text=command.text,
            by_letter=command.by_letter,
            requested_by=asked.by.actor_id,
            requested_at=asked.at,
        ),
        RemovalRefused(request_id=command.request_id, refused_at=asked.at),
    ]


def _place(command: PlaceRemovalRequest, asked: Asked, state: Removal) -> Sequence[Fact]:
    require(
        asked,
        Role.STAKEHOLDER_OFFICER,
        no="Only a stakeholder officer may say which entry is meant.",
    )
    if state.requested_by is None:
        raise Refused("There is no such request.")
    if command.organisation_id is None and command.told:
        raise Refused("Nobody can be told of a request that means no entry.")
    if asked.by.organisation_id and register_id(asked.by.organisation_id) in {
        command.organisation_id,
        state.organisation_id,
    }:
        raise Refused(
            "This is about your own organisation. Another stakeholder officer decides it."
        )
    same = (command.organisation_id, command.told) == (state.organisation_id, state.told)
    if state.placed and same:
        return []
    if state.told:
        raise Refused("Its organisation was told of this request. That is not taken back.")
    return [
        RemovalRequestPlaced(
            request_id=command.request_id,
            organisation_id=command.organisation_id,
            told=command.told,
            placed_by=asked.by.actor_id,
            placed_at=asked.at,
        )
    ]


REMOVAL: Decider[Command, Fact, Removal] = Decider(
    category="removal",
    key=lambda command: command.request_id,
    initial=Removal(),
    decide=decide,
    evolve=evolve,
)
