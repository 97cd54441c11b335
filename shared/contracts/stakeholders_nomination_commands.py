"""The commands of nominations, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_nominations import Kind
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class NameNominator:
    """The candidate, about their own application. ``invited``: the nominator gets a link."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    kind: Kind
    nominator: Sealed
    invited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NominateCandidate:
    """The nominator, who came by the link."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    nominator: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineNomination:
    """The nominator, who came by the link."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNomination:
    """The candidate, or the nominator who confirmed."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptNomination:
    """The candidate, of a nominator who began before them."""

    vacancy_id: str
    candidate_id: str
    nomination_id: str
    kind: Kind
    nominator: Sealed


Command: TypeAlias = (
    NameNominator | NominateCandidate | DeclineNomination | WithdrawNomination | AcceptNomination
)

TYPES: dict[str, type] = {
    "name-nominator": NameNominator,
    "nominate-candidate": NominateCandidate,
    "decline-nomination": DeclineNomination,
    "withdraw-nomination": WithdrawNomination,
    "accept-nomination": AcceptNomination,
}
