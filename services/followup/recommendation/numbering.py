"""Local references: one series of numbers for each mandate, State and calendar year.

A number is taken on the stream of its series, so nobody can take it twice (decision 0192).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_recommendations import RecommendationNumbered
from shared.contracts.followup_taking_up import RecommendationTakenUp
from shared.core.actor import Asked
from shared.core.decider import Decider
from shared.core.geneva import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRecommendation:
    """Only this service's own policy sends it. ``year``: in which it was issued, in Geneva."""

    recommendation_id: str
    mandate: str
    addressee: str
    year: int


Command: TypeAlias = NumberRecommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """``last``: the last number that was given. ``holders``: the recommendations that have one."""

    last: int = 0
    holders: frozenset[str] = field(default_factory=frozenset)


def decide(command: Command, asked: Asked, state: Series) -> Sequence[RecommendationNumbered]:
    if command.recommendation_id in state.holders:
        return []
    return [
        RecommendationNumbered(
            recommendation_id=command.recommendation_id,
            mandate=command.mandate,
            addressee=command.addressee,
            year=command.year,
            number=state.last + 1,
            numbered_at=asked.at,
        )
    ]


def evolve(state: Series, event: RecommendationNumbered) -> Series:
    return Series(last=event.number, holders=state.holders | {event.recommendation_id})


def on_followup(fact: object) -> Sequence[NumberRecommendation]:
    """Number what is issued or taken up; what is taken up once more keeps its number."""
    match fact:
        case RecommendationIssued():
            at = fact.issued_at
        case RecommendationTakenUp(version=1):
            at = fact.taken_up_at
        case _:
            return []
    return [
        NumberRecommendation(
            recommendation_id=fact.recommendation_id,
            mandate=fact.mandate,
            addressee=fact.addressee,
            year=day_of(at).year,
        )
    ]


NUMBER: Decider[Command, RecommendationNumbered, Series] = Decider(
    category="recommendationnumber",
    key=lambda command: f"{command.mandate}-{command.addressee}-{command.year}",
    initial=Series(),
    decide=decide,
    evolve=evolve,
)
