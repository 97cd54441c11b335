"""A Resident Coordinator proposes an addressee, and the mandate answers (Q2, decision 0243)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shared.contracts.followup_addressee_proposals import (
    AddresseeProposalDeclined,
    AddresseeProposalTakenBack,
    AddresseeProposalTakenUp,
    AddresseeProposed,
    DeclineAddresseeProposal,
    Fact,
    ProposeAddressee,
    TakeBackAddresseeProposal,
)
from shared.contracts.followup_recommendation_commands import NameAddressee
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.said import Number
from shared.reference.recommending import ADDRESSEES, MOST_PROPOSED
from shared.reference.un_offices import COORDINATOR, states_of

_NONE = "There is no such proposal."
_ANSWERED = "This proposal was answered already. Look at the recommendation again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """``answer``: None while it waits; the addressee that was named, or empty: declined.

    ``back``: whoever proposed it took it back.
    """

    by: str
    answer: str | None = None
    back: bool = False


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
    _reads(asked, about)
    if command.proposal_id in state:
        return []
    if about.over:
        raise Refused("It is not followed up any more.")
    if command.kind not in ADDRESSEES:
        raise Refused("Choose from the list what kind of addressee it is.")
    own = [one for one in state.values() if one.by == asked.by.actor_id and _waits(one)]
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


def take_back(
    command: TakeBackAddresseeProposal, asked: Asked, state: Proposals, about: About
) -> Sequence[Fact]:
    """Of what a colleague in office proposed nobody else learns, so it is as if it were not there.

    What is followed up no more can be taken back still: the words are the proposer's own.
    """
    _reads(asked, about)
    one = state.get(command.proposal_id)
    if one is None or one.by != asked.by.actor_id:
        raise Refused(_NONE)
    if one.back:
        return []
    if one.answer is not None:
        raise Refused(_ANSWERED)
    return [
        AddresseeProposalTakenBack(
            recommendation_id=command.recommendation_id,
            proposal_id=command.proposal_id,
            mandate=about.mandate,
            taken_back_by=asked.by.actor_id,
            taken_back_at=asked.at,
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
        case AddresseeProposalTakenBack():
            return {**state, this: replace(state[this], back=True)}
    assert_never(event)


def _reads(asked: Asked, about: About) -> None:
    if about.addressee not in states_of(asked.by, COORDINATOR) or not about.read:
        raise Refused("There is no such recommendation.")


def _waits(one: Proposed) -> bool:
    return one.answer is None and not one.back


def _waiting(proposal_id: str, state: Proposals) -> Proposed:
    one = state.get(proposal_id)
    if one is None:
        raise Refused(_NONE)
    if one.back:
        raise Refused("This proposal was taken back. Look at the recommendation again.")
    return one
