"""An addressee that a Resident Coordinator proposes for a recommendation: Q2 of section F.2.

The text of section F is visits-recommendations-knowledge.md. Texts are sealed under the key of the
recommendation; the mandate and the proposer read them, and nobody else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeProposed:
    """``kind``: of shared.reference.recommending.ADDRESSEES. ``reason``: why it should be one."""

    recommendation_id: str
    proposal_id: str
    mandate: str
    kind: str
    name: Sealed
    reason: Sealed
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeProposalTakenUp:
    """``RecommendationAddresseeNamed`` comes with it, in the words of who named it."""

    recommendation_id: str
    proposal_id: str
    mandate: str
    addressee_id: str
    taken_up_by: str
    taken_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeProposalDeclined:
    """``reason``: for the mandate and the proposer."""

    recommendation_id: str
    proposal_id: str
    mandate: str
    reason: Sealed
    declined_by: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeProposalTakenBack:
    """Its proposer took it back before it was answered."""

    recommendation_id: str
    proposal_id: str
    mandate: str
    taken_back_by: str
    taken_back_at: datetime


Fact: TypeAlias = (
    AddresseeProposed
    | AddresseeProposalTakenUp
    | AddresseeProposalDeclined
    | AddresseeProposalTakenBack
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAddressee:
    """``name``: of the body, not of a person."""

    recommendation_id: str
    proposal_id: str
    kind: str
    name: Sealed
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineAddresseeProposal:
    recommendation_id: str
    proposal_id: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAddresseeProposal:
    """Whoever proposed it."""

    recommendation_id: str
    proposal_id: str


TYPES: dict[str, type] = {
    "addressee-proposed": AddresseeProposed,
    "addressee-proposal-taken-up": AddresseeProposalTakenUp,
    "addressee-proposal-declined": AddresseeProposalDeclined,
    "addressee-proposal-taken-back": AddresseeProposalTakenBack,
}
COMMANDS: dict[str, type] = {
    "propose-addressee": ProposeAddressee,
    "decline-addressee-proposal": DeclineAddresseeProposal,
    "take-back-addressee-proposal": TakeBackAddresseeProposal,
}
