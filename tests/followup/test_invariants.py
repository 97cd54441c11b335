"""Whatever people ask and whenever the clock ticks, these things stay true."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.followup.recommendation import (
    RECOMMENDATION,
    AssessImplementation,
    IssueRecommendation,
    ProvideImplementationInfo,
)
from services.followup.reply_case import (
    REPLY_CASE,
    AssessReply,
    LogReply,
    MarkOverdue,
    OpenReplyCase,
)
from shared.actor import Actor, Asked, system
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ImplementationAssessed,
    ImplementationInfoReceived,
    RecommendationImplemented,
    RecommendationIssued,
    ReplyAssessed,
    ReplyDue,
    ReplyOverdue,
)
from shared.decider import Decider, Refused
from shared.message import Sealed
from shared.roles import Role
from shared.testing import AT

TEXT = Sealed("reply-1", "x")
ACTORS = [
    system("followup"),
    *(
        Actor(
            actor_id=f"{role}-{mandate}",
            roles=frozenset({role}),
            mandates=frozenset({mandate}),
            states=frozenset({"FRA"}),
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
replies = st.sampled_from(["r-1", "r-2"])
grades = st.sampled_from(["full", "partial", "fully", "partially", "not", "splendid"])
schemes = st.sampled_from(["cooperation", "implementation", "stars"])
case_commands = st.one_of(
    st.just(
        OpenReplyCase(
            communication_id="c-1",
            reference="UA FRA 1/2026",
            type="UA",
            recipient="FRA",
            mandates=("sr-torture", "wgad"),
            transmitted_at=AT,
            reply_days=60,
        )
    ),
    st.just(MarkOverdue(communication_id="c-1")),
    st.builds(
        LogReply,
        communication_id=st.just("c-1"),
        reply_id=replies,
        kind=st.sampled_from(["acknowledgement", "substantive", "holding"]),
        language=st.sampled_from(["fr", "tlh"]),
        confidential_by_state=st.booleans(),
        text=st.just(TEXT),
        received_at=st.sampled_from([AT - timedelta(days=2), AT, AT + timedelta(days=9)]),
    ),
    st.builds(
        AssessReply,
        communication_id=st.just("c-1"),
        reply_id=replies,
        mandate=mandates,
        scheme=schemes,
        value=grades,
        rationale=st.just(TEXT),
    ),
)
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


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(case_commands, actors, days), max_size=25))
def test_a_reply_case_that_people_and_clock_can_make_is_sound(
    asks: list[tuple[Any, Actor, int]],
) -> None:
    events = played(REPLY_CASE, asks, repeatable=type(None))
    due = [e for e in events if isinstance(e, ReplyDue)]
    assert len(due) == min(1, len(events)), "it is opened once, and nothing comes before"
    assert events[:1] == due

    overdue, answered, logged = False, False, set()
    for event in events[1:]:
        match event:
            case ReplyOverdue():
                assert not overdue, "overdue at most once"
                assert not answered, "never after a substantive reply"
                assert event.overdue_at > event.due_at == due[0].due_at
                overdue = True
            case GovernmentReplyLogged():
                assert event.reply_id not in logged
                assert event.logged_by.startswith("quick_response_desk")
                logged.add(event.reply_id)
                answered = answered or event.kind == "substantive"
            case ReplyAssessed():
                assert event.reply_id in logged
                assert event.assessed_by == f"mandate_holder-{event.mandate}"
                assert event.scheme == "cooperation"
            case _:
                raise AssertionError(event)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(recommendation_commands, actors, days), max_size=25))
def test_a_recommendation_that_people_can_make_is_sound(
    asks: list[tuple[Any, Actor, int]],
) -> None:
    events = played(RECOMMENDATION, asks, repeatable=AssessImplementation)
    issued = [e for e in events if isinstance(e, RecommendationIssued)]
    assert len(issued) == min(1, len(events)), "it is issued once, and nothing comes before"
    assert events[:1] == issued

    grade, infos = None, set()
    for event in events[1:]:
        assert event.mandate == issued[0].mandate
        match event:
            case ImplementationInfoReceived():
                assert event.info_id not in infos
                infos.add(event.info_id)
                role = event.provided_by.partition("-")[0]
                provider = {"ngo_member": "ngo", "contact_point": "nhri"}
                assert event.provider == provider.get(role, role)
            case ImplementationAssessed():
                assert not (grade == event.grade == "fully"), "implemented is said once"
                assert event.assessed_by == f"mandate_holder-{event.mandate}"
                grade = event.grade
            case RecommendationImplemented():
                assert grade == "fully", "implemented means the top grade"
            case _:
                raise AssertionError(event)
