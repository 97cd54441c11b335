"""Invariants of recommendations under any commands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from shared.contracts.followup_information import (
    ImplementationInfoWithdrawn,
    WithdrawImplementationInfo,
)
from shared.contracts.followup_publication import RecommendationShared, RecommendationUnshared
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AnswerLead,
    AssessImplementation,
    CloseRecommendation,
    CorrectRecommendation,
    IssueRecommendation,
    NameAddressee,
    ProvideImplementationInfo,
    RemoveAddressee,
    ReopenRecommendation,
    ShareRecommendation,
    UnshareRecommendation,
    of_common_text,
)
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationAddresseeRemoved,
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationLeadAnswered,
    RecommendationReopened,
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
grades = st.sampled_from(["full", "fully", "partially", "not", "unknown", "completed", "splendid"])
schemes = st.sampled_from(["cooperation", "implementation-2", "upr-progress", "stars"])
numbers = st.sampled_from(["a-1", "a-2"])
maybe = st.none() | numbers
ONE = of_common_text(common_id="c-1", addressee="FRA")
THIS: dict[str, Any] = {"recommendation_id": st.just(ONE)}
organisations = st.sampled_from(["ngo", "nhri"])
recommendation_commands = st.one_of(
    st.builds(
        IssueRecommendation,
        recommendation_id=st.just(ONE),
        communication_id=st.none(),
        addressee=st.sampled_from(["FRA", "OTH", "ALL"]),
        mandate=mandates,
        text=st.just(TEXT),
        common_id=st.sampled_from([None, "c-1", "c-2"]),
    ),
    st.builds(
        ProvideImplementationInfo,
        recommendation_id=st.just(ONE),
        info_id=st.sampled_from(["i-1", "i-2", "i-3"]),
        text=st.just(TEXT),
        addressee_id=maybe,
        corrects=st.sampled_from([None, "i-1"]),
    ),
    st.builds(WithdrawImplementationInfo, **THIS, info_id=st.sampled_from(["i-1", "i-2", "i-3"])),
    st.builds(
        ShareRecommendation,
        recommendation_id=st.just(ONE),
        organisation_id=organisations,
    ),
    st.builds(
        UnshareRecommendation,
        recommendation_id=st.just(ONE),
        organisation_id=organisations,
    ),
    st.builds(
        AssessImplementation,
        recommendation_id=st.just(ONE),
        scheme=schemes,
        grade=grades,
        rationale=st.just(TEXT),
        addressee_id=maybe,
        based_on=st.sampled_from([(), (OBSERVED,), ("i-1",)]),
    ),
    st.builds(
        NameAddressee,
        **THIS,
        addressee_id=numbers,
        kind=st.sampled_from(["nhri", "parliament", "friends"]),
        name=st.just(TEXT),
        organisation_id=st.sampled_from([None, "nhri"]),
        lead=st.booleans(),
    ),
    st.builds(RemoveAddressee, **THIS, addressee_id=numbers),
    st.builds(AnswerLead, **THIS, addressee_id=numbers, accepts=st.booleans()),
    st.builds(
        CloseRecommendation,
        **THIS,
        reason=st.sampled_from(["implemented", "overtaken", "superseded", "bored"]),
        by_id=st.sampled_from([None, "2"]),
        note=st.just(TEXT),
        seen=st.integers(0, 2),
    ),
    st.builds(ReopenRecommendation, **THIS, reason=st.just(TEXT), seen=st.integers(1, 3)),
    st.builds(
        CorrectRecommendation,
        **THIS,
        seen=st.integers(1, 3),
        symbol=st.sampled_from(["A/HRC/1/Corr.1", " "]),
        text=st.just(TEXT),
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
    state, at = decider.initial, AT
    for command, actor, passed in asks:
        at += timedelta(days=passed)
        for again in (False, True):
            try:
                new = decider.decide(command, Asked(at=at, by=actor), state)
            except Refused:
                continue
            if isinstance(command, repeatable) and again:
                continue
            assert not (again and new), "the same ask changed something twice"
            events.extend(new)
            state = decider.fold(new, state)
    return events


@dataclass
class Told:
    """What the facts said so far."""

    infos: dict[str, str] = field(default_factory=dict)
    invited: set[str | None] = field(default_factory=set)
    topped: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)
    followed: set[str] = field(default_factory=set)
    last: Any = None
    version: int = 1
    closed: bool = False


@settings(max_examples=400)
@given(st.lists(st.tuples(recommendation_commands, actors, days), max_size=40))
def test_a_recommendation_that_people_can_make_is_sound(
    asks: list[tuple[Any, Actor, int]],
) -> None:
    events = played(RECOMMENDATION, asks, repeatable=AssessImplementation)
    issued = [e for e in events if isinstance(e, RecommendationIssued)]
    assert len(issued) == min(1, len(events)), "it is issued once, and nothing comes before"
    assert events[:1] == issued
    assert all(one.common_id != "c-2" for one in issued), "that text has another one to this State"
    told = Told()
    for event in events[1:]:
        assert event.mandate == issued[0].mandate
        if issued[0].addressee == "ALL" and isinstance(event, ImplementationInfoReceived):
            assert event.provider != "government", "no Government owes it"
        _followed(event, told)
        _described(event, told)
        told.last = event


def _followed(event: Any, told: Told) -> None:
    match event:
        case ImplementationInfoReceived():
            assert event.info_id not in told.infos
            role = event.provided_by.partition("-")[0]
            provider = {"ngo_member": "ngo", "contact_point": "nhri"}
            assert event.provider == provider.get(role, role)
            assert event.provider == "government" or event.organisation_id in told.invited
            assert event.corrects is None or told.infos[event.corrects] == event.provider
            told.infos[event.info_id] = event.provider
            _about(event, told)
        case ImplementationInfoWithdrawn():
            role = event.withdrawn_by.partition("-")[0]
            provider = {"ngo_member": "ngo", "contact_point": "nhri"}
            assert told.infos.pop(event.info_id) == provider.get(role, role)
        case RecommendationShared():
            assert event.organisation_id not in told.invited, "one is invited once"
            told.invited.add(event.organisation_id)
        case RecommendationUnshared():
            told.invited.remove(event.organisation_id)
        case ImplementationAssessed():
            assert not told.closed
            assert event.assessed_by == f"mandate_holder-{event.mandate}"
            assert event.based_on or event.grade == "unknown"
            assert set(event.based_on) <= {*told.infos, OBSERVED}
            _about(event, told)
            if event.addressee_id is None:
                told.before = set(told.topped)
                told.topped.discard(event.scheme)
                if event.grade in {"fully", "completed"}:
                    told.topped.add(event.scheme)
        case RecommendationImplemented():
            assert told.last.grade in {"fully", "completed"}, "implemented means the top grade"
            assert told.last.addressee_id is None, "what another addressee did is its own"
            assert not told.before, "implemented is said once"
        case _:
            pass


def _about(event: Any, told: Told) -> None:
    if event.addressee_id is not None:
        assert event.addressee_id in told.named
        told.followed.add(event.addressee_id)


def _described(event: Any, told: Told) -> None:
    match event:
        case RecommendationAddresseeNamed():
            assert event.addressee_id not in told.named
            assert not (event.kind == "nhri" and event.lead == "yes"), "it accepts first"
            told.named[event.addressee_id] = event.lead
        case RecommendationAddresseeRemoved():
            assert event.addressee_id not in told.followed
            del told.named[event.addressee_id]
        case RecommendationLeadAnswered():
            assert told.named[event.addressee_id] == "asked"
            told.named[event.addressee_id] = "answered"
        case RecommendationCorrected():
            told.version += 1
            assert event.version == told.version
            assert event.symbol.strip()
        case RecommendationClosed():
            assert not told.closed
            assert event.reason != "implemented" or told.topped
            assert (event.by_id is None) == (event.reason != "superseded")
            told.closed = True
        case RecommendationReopened():
            assert told.closed
            told.closed = False
        case _:
            pass
