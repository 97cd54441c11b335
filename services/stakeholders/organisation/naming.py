"""Another name of a confirmed organisation: proposed by it, confirmed by an officer (O8).

A name that is confirmed says that an officer knows whose it is: nobody takes another one alone.
"""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.organisation.registering import as_seen
from services.stakeholders.organisation.state import Organisation, Stage
from services.stakeholders.organisation.whose import decides, own
from shared.contracts.stakeholders_naming import (
    Fact,
    OrganisationNameConfirmed,
    OrganisationNameDropped,
    OrganisationNameProposed,
)
from shared.contracts.stakeholders_naming_commands import (
    Command,
    ConfirmOrganisationName,
    DropOrganisationName,
    ProposeOrganisationName,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.organisations import NAME_REFUSALS, OWN


def decide(command: Command, asked: Asked, state: Organisation) -> Sequence[Fact]:
    match command:
        case ProposeOrganisationName():
            return _propose(command, asked, state)
        case ConfirmOrganisationName():
            return _confirm(command, asked, state)
        case DropOrganisationName():
            return _drop(command, asked, state)
    assert_never(command)


def _propose(command: ProposeOrganisationName, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only its own focal point may propose another name."
    own(asked, command.organisation_id, state, no=no)
    if command.proposal_id in state.names:
        return []
    if state.stage is not Stage.CONFIRMED:
        raise Refused("This organisation is not in the register.")
    if state.named is not None:
        raise Refused("A name waits for an officer already. Take it back first.")
    return [
        OrganisationNameProposed(
            organisation_id=command.organisation_id,
            proposal_id=command.proposal_id,
            name=command.name,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def _confirm(command: ConfirmOrganisationName, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only a stakeholder officer may confirm a name."
    decides(asked, command.organisation_id, state, no=no)
    if state.names.get(command.proposal_id):
        return []
    _waits(command.proposal_id, state)
    if state.stage is not Stage.CONFIRMED:
        raise Refused("This organisation is not in the register.")
    as_seen(command.seen, state)
    return [
        OrganisationNameConfirmed(
            organisation_id=command.organisation_id,
            proposal_id=command.proposal_id,
            profile=command.profile,
            confirmed_by=asked.by.actor_id,
            confirmed_at=asked.at,
        )
    ]


def _drop(command: DropOrganisationName, asked: Asked, state: Organisation) -> Sequence[Fact]:
    if command.code == OWN:
        no = "Only its own focal point may take a name back."
        own(asked, command.organisation_id, state, no=no)
    else:
        no = "Only a stakeholder officer may refuse a name."
        decides(asked, command.organisation_id, state, no=no)
        if command.code not in NAME_REFUSALS:
            raise Refused("Choose a reason from the list.")
    if state.names.get(command.proposal_id) is False and state.named != command.proposal_id:
        return []
    _waits(command.proposal_id, state)
    return [
        OrganisationNameDropped(
            organisation_id=command.organisation_id,
            proposal_id=command.proposal_id,
            code=command.code,
            dropped_by=asked.by.actor_id,
            dropped_at=asked.at,
        )
    ]


def _waits(proposal_id: str, state: Organisation) -> None:
    if state.named != proposal_id:
        raise Refused("This name does not wait for a decision.")
