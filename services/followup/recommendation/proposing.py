"""A Resident Coordinator proposes an addressee, and the mandate answers (Q2, decision 0243)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shared.contracts.followup_addressee_proposals import (
    AddresseeProposalDeclined,
    AddresseeProposalTakenUp,
    AddresseeProposed,
    DeclineAddresseeProposal,
    Fact,
    ProposeAddressee,
)
from shared.contracts.followup_recommendation_commands import NameAddressee
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.said import Number
from shared.reference.recommending import ADDRESSEES, MOST_PROPOSED
from shared.reference.un_offices import COORDINATOR, states_of

_ANSWERED = "This proposal was answered already. Look at the recommendation again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """``answer``: None while it waits; the addressee that was named, or empty: declined."""

    by: str
    answer: str | None = None


Proposals = Mapping[str, Proposed]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a rule here needs to know of a recommendation.

    ``read``: its country team may read it. ``over``: nobody follows it up any more.
    """

    addressee: str
    mandate: str
    read: bool
    over: bool


def propose(
    command: ProposeAddressee, asked: Asked, state: Proposals, about: About
) -> Sequence[Fact]:
    """Whoever is not the coordinator of its State, or may not read it, learns of none."""
    if about.addressee not in states_of(asked.by, COORDINATOR) or not about.read:
        raise Refused("There is no such recommendation.")
    if command.proposal_id in state:
        return []
    if about.over:
        raise Refused("It is not followed up any more.")
    if command.kind not in ADDRESSEES:
        raise Refused("Choose from the list what kind of addressee it is.")
    own = [one for one in state.values() if one.by == asked.by.actor_id and one.answer is None]
    if len(own) >= MOST_PROPOSED:
        raise Refused("Up to {most} of your proposals can wait here.", most=Number(MOST_PROPOSED))
    return [
        AddresseeProposed(
            recommendation_id=command.recommendation_id,
            proposal_id=command.proposal_id,
            mandate=about.mandate,
            kind=command.kind,
            name=command.name,
            reason=command.reason,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def take_up(command: NameAddressee, asked: Asked, state: Proposals, mandate: str) -> Sequence[Fact]:
    """Return what is said of the proposal that is taken up with naming an addressee."""
    if command.proposal_id is None:
        return []
    if _waiting(command.proposal_id, state).answer is not None:
        raise Refused(_ANSWERED)
    return [
        AddresseeProposalTakenUp(
            recommendation_id=command.recommendation_id,
            proposal_id=command.proposal_id,
            mandate=mandate,
            addressee_id=command.addressee_id,
            taken_up_by=asked.by.actor_id,
            taken_up_at=asked.at,
        )
    ]


def decline(
    command: DeclineAddresseeProposal, asked: Asked, state: Proposals, mandate: str
) -> Sequence[Fact]:
    one = _waiting(command.proposal_id, state)
    if one.answer == "":
        return []
    if one.answer is not None:
        raise Refused(_ANSWERED)
    return [
        AddresseeProposalDeclined(
            recommendation_id=command.recommendation_id,
            proposal_id=command.proposal_id,
            mandate=mandate,
            reason=command.reason,
            declined_by=asked.by.actor_id,
            declined_at=asked.at,
        )
    ]


def evolve(state: Proposals, event: Fact) -> Proposals:
    this = event.proposal_id
    match event:
        case AddresseeProposed():
            return {**state, this: Proposed(by=event.proposed_by)}
        case AddresseeProposalTakenUp():
            return {**state, this: replace(state[this], answer=event.addressee_id)}
        case AddresseeProposalDeclined():
            return {**state, this: replace(state[this], answer="")}
    assert_never(event)


def _waiting(proposal_id: str, state: Proposals) -> Proposed:
    one = state.get(proposal_id)
    if one is None:
        raise Refused("There is no such proposal.")
    return one
