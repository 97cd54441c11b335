"""Invariants of recommendations under any commands."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup import (
    ImplementationAssessed,
    ImplementationInfoReceived,
    RecommendationImplemented,
    RecommendationIssued,
)
from shared.contracts.followup_publication import RecommendationShared, RecommendationUnshared
from shared.contracts.followup_recommendation_commands import (
    AssessImplementation,
    IssueRecommendation,
    ProvideImplementationInfo,
    ShareRecommendation,
    UnshareRecommendation,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Decider, Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT

TEXT = Sealed("reply-1", "x")
ACTORS = [
    system("followup"),
    *(
        Actor(
            actor_id=f"{role}-{mandate}",
            roles=frozenset({role}),
            mandates=frozenset({mandate}),
            states=frozenset({"FRA"}),
            organisation_id={"ngo_member": "ngo", "contact_point": "nhri"}.get(role),
        )
        for mandate in ("sr-torture", "wgad")
        for role in (
            Role.QUICK_RESPONSE_DESK,
            Role.MANDATE_HOLDER,
            Role.HUMAN_RIGHTS_OFFICER,
            Role.NGO_MEMBER,
            Role.CONTACT_POINT,
            Role.GOVERNMENT,
        )
    ),
]
mandates = st.sampled_from(["sr-torture", "wgad", "sr-health"])
grades = st.sampled_from(["full", "partial", "fully", "partially", "not", "splendid"])
schemes = st.sampled_from(["cooperation", "implementation", "stars"])
organisations = st.sampled_from(["ngo", "nhri"])
recommendation_commands = st.one_of(
    st.builds(
        IssueRecommendation,
        recommendation_id=st.just("1"),
        communication_id=st.none(),
        addressee=st.sampled_from(["FRA", "OTH"]),
        mandate=mandates,
        text=st.just(TEXT),
    ),
    st.builds(
        ProvideImplementationInfo,
        recommendation_id=st.just("1"),
        info_id=st.sampled_from(["i-1", "i-2"]),
        text=st.just(TEXT),
    ),
    st.builds(
        ShareRecommendation,
        recommendation_id=st.just("1"),
        organisation_id=organisations,
    ),
    st.builds(
        UnshareRecommendation,
        recommendation_id=st.just("1"),
        organisation_id=organisations,
    ),
    st.builds(
        AssessImplementation,
        recommendation_id=st.just("1"),
        scheme=schemes,
        grade=grades,
        rationale=st.just(TEXT),
    ),
)
actors = st.sampled_from(ACTORS)
# Days from one ask to the next: a deadline of sixty lies in the middle of such a history.
days = st.integers(0, 20)


def played(
    decider: Decider[Any, Any, Any], asks: Sequence[tuple[Any, Actor, int]], *, repeatable: type
) -> list[Any]:
    """Every event that these asks led to; each of them is asked twice.

    ``repeatable``: a command that may say the same again on purpose.
    """
    events: list[Any] = []
    at = AT
    for command, actor, passed in asks:
        at += timedelta(days=passed)
        for again in (False, True):
            try:
                new = decider.decide(command, Asked(at=at, by=actor), decider.fold(events))
            except Refused:
                continue
            if isinstance(command, repeatable) and again:
                continue
            assert not (again and new), "the same ask changed something twice"
            events.extend(new)
    return events


@settings(max_examples=400)
@given(st.lists(st.tuples(recommendation_commands, actors, days), max_size=25))
def test_a_recommendation_that_people_can_make_is_sound(
    asks: list[tuple[Any, Actor, int]],
) -> None:
    events = played(RECOMMENDATION, asks, repeatable=AssessImplementation)
    issued = [e for e in events if isinstance(e, RecommendationIssued)]
    assert len(issued) == min(1, len(events)), "it is issued once, and nothing comes before"
    assert events[:1] == issued

    grade, infos = None, set[str]()
    invited = set[str | None]()
    for event in events[1:]:
        assert event.mandate == issued[0].mandate
        match event:
            case ImplementationInfoReceived():
                assert event.info_id not in infos
                infos.add(event.info_id)
                role = event.provided_by.partition("-")[0]
                provider = {"ngo_member": "ngo", "contact_point": "nhri"}
                assert event.provider == provider.get(role, role)
                assert event.provider == "government" or event.organisation_id in invited
            case RecommendationShared():
                assert event.organisation_id not in invited, "one is invited once"
                invited.add(event.organisation_id)
            case RecommendationUnshared():
                invited.remove(event.organisation_id)
            case ImplementationAssessed():
                assert not (grade == event.grade == "fully"), "implemented is said once"
                assert event.assessed_by == f"mandate_holder-{event.mandate}"
                grade = event.grade
            case RecommendationImplemented():
                assert grade == "fully", "implemented means the top grade"
            case _:
                raise AssertionError(event)
