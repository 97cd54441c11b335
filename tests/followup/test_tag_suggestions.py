"""What the words of a recommendation suggest: taken over, rejected, and never a fact before."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup_recommendation_commands import (
    DecideTagSuggestions,
    SuggestedTag,
    TagRecommendation,
)
from shared.contracts.followup_recommendations import (
    RecommendationTagged,
    TagKind,
    TagSuggestionAccepted,
    TagSuggestionRejected,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.testing import AT, given
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    KENYA,
    NGO,
    NHRI,
    OFFICER,
    OTHER_HOLDER,
)

DETENTION = SuggestedTag(kind="theme", code="detention")
CHILDREN = SuggestedTag(kind="person", code="children")
TARGET = SuggestedTag(kind="target", code="16.3")
DECIDE = DecideTagSuggestions(
    recommendation_id="1", accepted=(CHILDREN, DETENTION), rejected=(TARGET,)
)


def accepted(one: SuggestedTag) -> TagSuggestionAccepted:
    return TagSuggestionAccepted(
        recommendation_id="1",
        mandate="sr-torture",
        kind=one.kind,
        code=one.code,
        accepted_by="officer-1",
        accepted_at=AT,
    )


def rejected(one: SuggestedTag) -> TagSuggestionRejected:
    return TagSuggestionRejected(
        recommendation_id="1",
        mandate="sr-torture",
        kind=one.kind,
        code=one.code,
        rejected_by="officer-1",
        rejected_at=AT,
    )


def tagged(*themes: str, persons: tuple[str, ...] = ()) -> RecommendationTagged:
    return RecommendationTagged(
        recommendation_id="1",
        mandate="sr-torture",
        themes=themes,
        persons=persons,
        targets=(),
        articles=(),
        tagged_by="officer-1",
        tagged_at=AT,
    )


def test_several_are_decided_at_once_and_what_is_taken_over_is_a_tag_then() -> None:
    given(RECOMMENDATION, ISSUED).when(DECIDE, by=OFFICER).then(
        rejected(TARGET),
        accepted(CHILDREN),
        accepted(DETENTION),
        tagged("detention", persons=("children",)),
    )


def test_what_it_has_stays_and_stands_in_the_order_of_the_list() -> None:
    before = tagged("women")
    more = replace(DECIDE, accepted=(DETENTION,), rejected=(), seen=("women",))
    given(RECOMMENDATION, ISSUED, before).when(more, by=OFFICER).then(
        accepted(DETENTION), tagged("detention", "women")
    )


def test_a_second_click_decides_nothing_twice() -> None:
    done = (ISSUED, rejected(TARGET), accepted(DETENTION), tagged("detention"))
    given(RECOMMENDATION, ISSUED).when(replace(DECIDE, accepted=()), by=OFFICER).then(
        rejected(TARGET)
    )
    same = replace(DECIDE, accepted=(DETENTION,))
    given(RECOMMENDATION, *done).when(same, by=OFFICER).then_nothing()
    given(RECOMMENDATION, ISSUED).when(
        replace(DECIDE, accepted=(), rejected=()), by=OFFICER
    ).then_nothing()


@pytest.mark.parametrize(
    ("history", "command", "said"),
    [
        ((), replace(DECIDE, seen=("women",)), "changed since"),
        ((tagged("women"),), DECIDE, "changed since"),
        ((rejected(DETENTION),), DECIDE, "changed since"),
        ((), replace(DECIDE, rejected=(DETENTION,)), "one of the two"),
        (
            (tagged("detention"),),
            replace(DECIDE, accepted=(), rejected=(DETENTION,), seen=("detention",)),
            "one of the two",
        ),
        ((), replace(DECIDE, accepted=(SuggestedTag(kind="theme", code="cats"),)), "lists"),
        ((), replace(DECIDE, rejected=(SuggestedTag(kind="target", code="18.1"),)), "lists"),
    ],
)
def test_what_is_decided_is_of_the_lists_and_of_what_was_shown(
    history: tuple[Any, ...], command: DecideTagSuggestions, said: str
) -> None:
    given(RECOMMENDATION, ISSUED, *history).when(command, by=OFFICER).then_refused(said)


def test_who_works_for_the_mandate_decides_and_nobody_else() -> None:
    assert list(
        RECOMMENDATION.decide(DECIDE, Asked(at=AT, by=HOLDER), RECOMMENDATION.fold([ISSUED]))
    )
    other = replace(OFFICER, mandates=frozenset({"wgad"}))
    for by in (OTHER_HOLDER, other, FRANCE, KENYA, NGO, NHRI, system("followup")):
        given(RECOMMENDATION, ISSUED).when(DECIDE, by=by).then_forbidden()


def test_what_was_rejected_is_still_tagged_by_hand() -> None:
    by_hand = TagRecommendation(
        recommendation_id="1", themes=("detention",), persons=(), targets=()
    )
    history = (ISSUED, rejected(DETENTION))
    given(RECOMMENDATION, *history).when(by_hand, by=OFFICER).then(tagged("detention"))


_TAGS = [DETENTION, CHILDREN, TARGET]
_some = st.lists(st.sampled_from(_TAGS), max_size=2).map(tuple)
_seen = st.lists(st.sampled_from(["detention", "children", "16.3"]), max_size=2, unique=True)
_by: list[Actor] = [OFFICER, HOLDER, OTHER_HOLDER, NGO]
_codes: dict[TagKind, str] = {one.kind: one.code for one in _TAGS}


@settings(max_examples=150)
@drawn(st.lists(st.tuples(_some, _some, _seen, st.sampled_from(_by)), max_size=12))
def test_in_any_history_nothing_rejected_is_taken_over_and_no_tag_comes_of_itself(
    asks: list[tuple[Any, Any, list[str], Actor]],
) -> None:
    events: list[Any] = [ISSUED]
    for yes, no, seen, by in asks:
        command = DecideTagSuggestions(
            recommendation_id="1", accepted=yes, rejected=no, seen=tuple(seen)
        )
        try:
            new = list(
                RECOMMENDATION.decide(command, Asked(at=AT, by=by), RECOMMENDATION.fold(events))
            )
        except Refused:
            continue
        events.extend(new)
        again = RECOMMENDATION.decide(command, Asked(at=AT, by=by), RECOMMENDATION.fold(events))
        assert list(again) == []
    out = [(one.kind, one.code) for one in events if isinstance(one, TagSuggestionRejected)]
    over = [(one.kind, one.code) for one in events if isinstance(one, TagSuggestionAccepted)]
    assert len(set(out)) == len(out)
    assert len(set(over)) == len(over)
    assert not set(out) & set(over)
    last = [one for one in events if isinstance(one, RecommendationTagged)][-1:]
    has = {code for one in last for code in (*one.themes, *one.persons, *one.targets)}
    assert has == {code for _, code in over}
