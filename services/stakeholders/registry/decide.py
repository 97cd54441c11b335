"""The registry of mandates: section C of selection-stakeholders-committee.md, and decision 0054.

Only the Council creates or ends a mandate (SC1): each act has its resolution.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import assert_never

from services.stakeholders.registry import council, first, renewal
from services.stakeholders.registry.commands import Command, ImportMandate, PassDay
from services.stakeholders.registry.state import Chain, State, evolve
from shared.contracts.stakeholders_registry import Fact
from shared.contracts.stakeholders_registry_commands import (
    ClusterMandate,
    MergeMandates,
    ModifyMandate,
    RecordRejectedDraft,
    ReestablishMandate,
    RenewMandate,
    TerminateMandate,
)
from shared.contracts.stakeholders_registry_commands import Command as Act
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    chain = state.get(command.mandate)
    if isinstance(command, ImportMandate):
        return [] if chain else first.begin(command, asked)
    if isinstance(command, PassDay):
        return renewal.pass_day(command, asked, chain) if chain else []
    require(
        asked,
        Role.CHIEF,
        no="Only the Chief of the Special Procedures Branch may record what the Council decides "
        "about mandates.",
    )
    council.sound(command.resolution, asked)
    if chain is None:
        raise Refused("This mandate is not in the registry.")
    return _act(command, asked, state, chain)


def _act(command: Act, asked: Asked, state: State, chain: Chain) -> Sequence[Fact]:
    match command:
        case RenewMandate():
            return council.renew(command, asked, chain)
        case ModifyMandate():
            return council.modify(command, asked, state, chain)
        case MergeMandates():
            return council.merge(command, asked, state, chain)
        case ClusterMandate():
            return council.cluster(command, asked, state, chain)
        case TerminateMandate():
            return council.terminate(command, asked, state, chain)
        case ReestablishMandate():
            return council.reestablish(command, asked, chain)
        case RecordRejectedDraft():
            return council.reject(command, asked, chain)
    assert_never(command)


def _consults(command: Command, _: State) -> Sequence[str]:
    """Return the streams of the other mandates that the act names."""
    match command:
        case MergeMandates():
            named = {command.into, *(one.to for one in command.custody)}
        case TerminateMandate():
            named = {one.to for one in command.custody}
        case ClusterMandate():
            named = set(command.beside)
        case ModifyMandate():
            named = {command.perhaps_merged_with}
        case _:
            return ()
    return [
        REGISTRY.stream_of(one) for one in sorted(filter(None, named)) if one != command.mandate
    ]


REGISTRY: Decider[Command, Fact, State] = Decider(
    category="registry",
    key=lambda command: command.mandate,
    initial=MappingProxyType({}),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
