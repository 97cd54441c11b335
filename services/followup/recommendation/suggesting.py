"""Suggested tags: what the words of a text suggest is a tag only once somebody takes it over (Q4).

Suggestions themselves are no facts: the portal makes them of the text, which is sealed here.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final

from services.followup.recommendation.state import Event, Issued
from shared.contracts.followup_recommendation_commands import DecideTagSuggestions, SuggestedTag
from shared.contracts.followup_recommendations import (
    RecommendationTagged,
    TagKind,
    TagSuggestionAccepted,
    TagSuggestionRejected,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.recommending import AFFECTED, TARGETS
from shared.reference.themes import THEMES
from shared.reference.treaties import ARTICLES

LISTS: Final[Mapping[TagKind, Collection[str]]] = MappingProxyType(
    {"theme": THEMES, "person": AFFECTED, "target": TARGETS, "article": ARTICLES}
)


def decide(command: DecideTagSuggestions, asked: Asked, state: Issued) -> Sequence[Event]:
    """Take some over and reject others. What was decided so before is not said again."""
    has = {(kind, code) for kind, codes in zip(LISTS, state.tags, strict=True) for code in codes}
    accepted = [one for one in _once(command.accepted) if (one.kind, one.code) not in has]
    before = state.rejected
    rejected = [one for one in _once(command.rejected) if (one.kind, one.code) not in before]
    if not accepted and not rejected:
        return []
    late = any((one.kind, one.code) in before for one in accepted)
    if late or command.seen != tuple(chain.from_iterable(state.tags)):
        raise Refused("What it is about was changed since. Look at it again.")
    if any((one.kind, one.code) in has or one in accepted for one in rejected):
        raise Refused("It is about this, or it is not: choose one of the two.")
    decided: list[Event] = [
        TagSuggestionRejected(
            recommendation_id=command.recommendation_id,
            mandate=state.mandate,
            kind=one.kind,
            code=one.code,
            rejected_by=asked.by.actor_id,
            rejected_at=asked.at,
        )
        for one in rejected
    ]
    return [*decided, *_taken_over(command, accepted, asked, state)]


def _taken_over(
    command: DecideTagSuggestions, accepted: Sequence[SuggestedTag], asked: Asked, state: Issued
) -> list[Event]:
    """Say of each that it was suggested, and then all that it is about."""
    if not accepted:
        return []
    themes, persons, targets, articles = (
        tuple(one for one in known if one in had or SuggestedTag(kind=kind, code=one) in accepted)
        for (kind, known), had in zip(LISTS.items(), state.tags, strict=True)
    )
    tagged = RecommendationTagged(
        recommendation_id=command.recommendation_id,
        mandate=state.mandate,
        themes=themes,
        persons=persons,
        targets=targets,
        articles=articles,
        tagged_by=asked.by.actor_id,
        tagged_at=asked.at,
    )
    said = [
        TagSuggestionAccepted(
            recommendation_id=command.recommendation_id,
            mandate=state.mandate,
            kind=one.kind,
            code=one.code,
            accepted_by=asked.by.actor_id,
            accepted_at=asked.at,
        )
        for one in accepted
    ]
    return [*said, tagged]


def _once(chosen: Sequence[SuggestedTag]) -> list[SuggestedTag]:
    if any(one.code not in LISTS[one.kind] for one in chosen):
        raise Refused("Choose themes, persons, targets and articles from the lists.")
    return list(dict.fromkeys(chosen))
