"""Recommendations that say the same, grouped: tables of decisions, histories, facts told twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.recommendation.cluster import CLUSTER, MOST
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_cluster_commands import (
    AddToCluster,
    ClusterRecommendations,
    DissolveCluster,
    RenameCluster,
    TakeOutOfCluster,
)
from shared.contracts.followup_clusters import (
    ClusterDissolved,
    ClusterMember,
    ClusterMemberAdded,
    ClusterMemberTakenOut,
    ClusterRenamed,
    RecommendationsClustered,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import RecommendationWithdrawn
from shared.contracts.followup_recommendation_commands import IssueRecommendation
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.country_teams import team_of
from shared.reference.grouping import government_of, state_of
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    NGO,
    NHRI,
    OFFICER,
    OTHER_HOLDER,
    TEAM,
    shared,
    unshared,
)
from tests.followup.test_taking_up import TAKEN, THIS
from tests.support.followup import published

NAME: Final = Sealed("recommendationcluster-c-1", "x")


def issued(recommendation_id: str, mandate: str = "sr-torture", **also: Any) -> Any:
    return replace(ISSUED, recommendation_id=recommendation_id, mandate=mandate, **also)


KNOWN: Final = (issued("1"), issued("2", "sr-health"), issued("3", "wgad"), TAKEN)
BEGIN: Final = ClusterRecommendations(
    cluster_id="c-1", mandate="sr-torture", addressee="FRA", name=NAME, members=("1", "2", "1")
)
BEGUN: Final = RecommendationsClustered(
    cluster_id="c-1",
    mandate="sr-torture",
    addressee="FRA",
    name=NAME,
    members=(
        ClusterMember(recommendation_id="1", mandate="sr-torture"),
        ClusterMember(recommendation_id="2", mandate="sr-health"),
    ),
    clustered_by="holder-1",
    clustered_at=AT,
)
ADD: Final = AddToCluster(cluster_id="c-1", recommendation_id=THIS)
ADDED: Final = ClusterMemberAdded(
    cluster_id="c-1",
    mandate="sr-torture",
    member=ClusterMember(recommendation_id=THIS, mandate="sr-torture"),
    step=2,
    added_by="holder-1",
    added_at=AT,
)
TAKE_OUT: Final = TakeOutOfCluster(cluster_id="c-1", recommendation_id="2")
TAKEN_OUT: Final = ClusterMemberTakenOut(
    cluster_id="c-1",
    mandate="sr-torture",
    recommendation_id="2",
    step=3,
    taken_out_by="holder-1",
    taken_out_at=AT,
)
RENAME: Final = RenameCluster(cluster_id="c-1", name=NAME, seen=1)
RENAMED: Final = ClusterRenamed(
    cluster_id="c-1", mandate="sr-torture", name=NAME, step=2, renamed_by="holder-1", renamed_at=AT
)
DISSOLVE: Final = DissolveCluster(cluster_id="c-1", seen=1)
DISSOLVED: Final = ClusterDissolved(
    cluster_id="c-1", mandate="sr-torture", step=2, dissolved_by="holder-1", dissolved_at=AT
)
ALL: Final = (BEGIN, ADD, TAKE_OUT, RENAME, DISSOLVE)


def test_those_of_the_mandate_group_what_says_the_same() -> None:
    given(CLUSTER, *KNOWN).when(BEGIN, by=HOLDER).then(BEGUN)
    by_officer = replace(BEGUN, clustered_by="officer-1")
    given(CLUSTER, *KNOWN).when(BEGIN, by=OFFICER).then(by_officer)
    given(CLUSTER, BEGUN, *KNOWN).when(BEGIN, by=HOLDER).then_nothing()


@pytest.mark.parametrize("by", [OTHER_HOLDER, NGO, NHRI, FRANCE, system("followup")])
@pytest.mark.parametrize("command", ALL)
def test_nobody_else_does(command: Any, by: Actor) -> None:
    history = KNOWN if command is BEGIN else (BEGUN, *KNOWN)
    given(CLUSTER, *history).when(command, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (replace(BEGIN, members=("1",)), "at least one other"),
        (replace(BEGIN, members=("1", "1")), "at least one other"),
        (replace(BEGIN, members=("2", "3")), "of your mandate"),
        (replace(BEGIN, members=("1", "9")), "same State"),
        (replace(BEGIN, addressee="KEN"), "same State"),
    ],
)
def test_a_group_is_of_several_to_one_state_and_one_of_its_own(
    command: ClusterRecommendations, sentence: str
) -> None:
    given(CLUSTER, *KNOWN).when(command, by=HOLDER).then_refused(sentence)


@pytest.mark.parametrize(("by", "owner"), [(FRANCE, government_of("FRA")), (TEAM, team_of("FRA"))])
def test_a_government_and_a_country_team_group_what_is_to_their_state(
    by: Actor, owner: str
) -> None:
    """Of whatever mandates, as far as they may read it; and nobody else changes such a group."""
    begin = replace(BEGIN, mandate=owner, members=("2", "3"))
    readable = (
        published(KNOWN[1]),
        replace(shared(team_of("FRA")), recommendation_id="3"),
    )
    begun = replace(
        BEGUN,
        mandate=owner,
        members=(
            ClusterMember(recommendation_id="2", mandate="sr-health"),
            ClusterMember(recommendation_id="3", mandate="wgad"),
        ),
        clustered_by=by.actor_id,
    )
    given(CLUSTER, *KNOWN, *readable).when(begin, by=by).then(begun)
    given(CLUSTER, begun, *KNOWN, *readable).when(begin, by=by).then_nothing()
    third = replace(ADD, recommendation_id="1")
    added = replace(ADDED, mandate=owner, added_by=by.actor_id, member=BEGUN.members[0])
    for_team = published(KNOWN[0])
    given(CLUSTER, begun, *KNOWN, for_team).when(third, by=by).then(added)
    out = replace(TAKEN_OUT, mandate=owner, taken_out_by=by.actor_id)
    given(CLUSTER, begun, added, *KNOWN).when(TAKE_OUT, by=by).then(out)
    kenya = issued("k", "sr-torture", addressee="KEN")
    abroad = replace(begin, members=("2", "k"))
    given(CLUSTER, *KNOWN, *readable, kenya).when(abroad, by=by).then_refused("same State")
    elsewhere = replace(begin, addressee="KEN", members=("k", "k2"))
    both = (kenya, issued("k2", addressee="KEN"))
    given(CLUSTER, *both).when(elsewhere, by=by).then_refused("same State")
    other = next(one for one in (FRANCE, TEAM) if one is not by)
    changes: tuple[Any, ...] = (third, TAKE_OUT, RENAME, DISSOLVE)
    for stranger in (other, replace(by, states=frozenset({"KEN"})), HOLDER, OFFICER, NGO, NHRI):
        given(CLUSTER, *KNOWN, *readable).when(begin, by=stranger).then_forbidden()
        for command in changes:
            given(CLUSTER, begun, *KNOWN).when(command, by=stranger).then_forbidden()


def test_a_country_team_groups_what_it_may_read_and_a_refusal_tells_nothing_of_others() -> None:
    begin = replace(BEGIN, mandate=team_of("FRA"), members=("2", "3"))
    public = published(KNOWN[1])
    back = RecommendationWithdrawn(
        recommendation_id="2",
        addressee="FRA",
        mandate="sr-health",
        issued_at=AT,
        reason="mistake",
        note=None,
        withdrawn_by="holder-2",
        withdrawn_at=AT,
    )
    invited = replace(shared(team_of("FRA")), recommendation_id="3")
    no_more = replace(unshared(team_of("FRA")), recommendation_id="3")
    others = replace(shared("org-1"), recommendation_id="3")
    histories: tuple[tuple[Any, ...], ...] = (
        (public,),
        (public, others),
        (public, back, invited),
        (public, invited, no_more),
    )
    for history in histories:
        given(CLUSTER, *KNOWN, *history).when(begin, by=TEAM).then_refused("same State")
    given(CLUSTER, *KNOWN[:2], public).when(begin, by=TEAM).then_refused("same State")


def test_a_group_has_a_most() -> None:
    many = tuple(issued(f"m-{n}") for n in range(MOST + 1))
    ids = tuple(one.recommendation_id for one in many)
    given(CLUSTER, *many).when(replace(BEGIN, members=ids), by=HOLDER).then_refused("at most 40")
    twice = replace(BEGIN, members=(*ids[:MOST], *ids[:MOST]))
    assert len(CLUSTER.consults(twice, CLUSTER.initial)) == MOST
    assert CLUSTER.consults(replace(twice, members=ids[:1] * MOST + ids[:2]), CLUSTER.initial) == [
        "recommendation-m-0",
        "recommendation-m-1",
    ], "however often one is named"
    full = replace(
        BEGUN,
        members=tuple(
            ClusterMember(recommendation_id=one, mandate="sr-torture") for one in ids[:MOST]
        ),
    )
    add = replace(ADD, recommendation_id=ids[MOST])
    given(CLUSTER, full, *many).when(add, by=HOLDER).then_refused("at most 40")
    assert str(MOST) == "40", "the sentence says so"


def test_one_is_added_and_taken_out_again() -> None:
    given(CLUSTER, BEGUN, *KNOWN).when(ADD, by=HOLDER).then(ADDED)
    three = (BEGUN, ADDED)
    given(CLUSTER, *three, *KNOWN).when(ADD, by=HOLDER).then_nothing()
    given(CLUSTER, *three, *KNOWN).when(TAKE_OUT, by=HOLDER).then(TAKEN_OUT)
    given(CLUSTER, *three, TAKEN_OUT, *KNOWN).when(TAKE_OUT, by=HOLDER).then_nothing()
    other = replace(ADD, recommendation_id="elsewhere")
    kenya = issued("elsewhere", addressee="KEN")
    given(CLUSTER, BEGUN, *KNOWN, kenya).when(other, by=HOLDER).then_refused("same State")
    given(CLUSTER, BEGUN, *KNOWN).when(TAKE_OUT, by=HOLDER).then_refused("Dissolve it")


def test_the_last_one_of_its_mandate_stays_in_it() -> None:
    third = replace(
        ADDED, member=ClusterMember(recommendation_id="3", mandate="wgad"), added_by="holder-1"
    )
    first = replace(TAKE_OUT, recommendation_id="1")
    given(CLUSTER, BEGUN, third, *KNOWN).when(first, by=HOLDER).then_refused("last one of the")
    passed = RecommendationPassedOn(
        recommendation_id="1", mandate="sr-torture", to="sr-food", passed_at=AT
    )
    heir = replace(HOLDER, mandates=frozenset({"sr-food"}))
    given(CLUSTER, BEGUN, third, *KNOWN, passed).when(first, by=heir).then_refused("last one")
    second = replace(TAKEN_OUT, taken_out_by="holder-1")
    given(CLUSTER, BEGUN, third, *KNOWN, passed).when(TAKE_OUT, by=heir).then(second)


def test_it_is_renamed_and_dissolved_as_its_page_showed_it() -> None:
    given(CLUSTER, BEGUN, *KNOWN).when(RENAME, by=HOLDER).then(RENAMED)
    given(CLUSTER, BEGUN, RENAMED, *KNOWN).when(RENAME, by=HOLDER).then_refused("changed since")
    given(CLUSTER, BEGUN, RENAMED, *KNOWN).when(DISSOLVE, by=HOLDER).then_refused("since")
    given(CLUSTER, BEGUN, *KNOWN).when(DISSOLVE, by=HOLDER).then(DISSOLVED)
    over = (BEGUN, DISSOLVED, *KNOWN)
    given(CLUSTER, *over).when(DISSOLVE, by=HOLDER).then_nothing()
    waiting: tuple[Any, ...] = (ADD, TAKE_OUT, RENAME)
    for command in waiting:
        given(CLUSTER, *over).when(command, by=HOLDER).then_refused("Begin another one")
        given(CLUSTER, *KNOWN).when(command, by=HOLDER).then_refused("no such group")


def test_who_follows_what_its_mandate_had_decides_about_it() -> None:
    passed = RecommendationPassedOn(
        recommendation_id="1", mandate="sr-torture", to="sr-food", passed_at=AT
    )
    heir = replace(HOLDER, actor_id="holder-3", mandates=frozenset({"sr-food"}))
    history = (BEGUN, *KNOWN, passed)
    theirs = replace(DISSOLVED, dissolved_by="holder-3")
    given(CLUSTER, *history).when(DISSOLVE, by=heir).then(theirs)
    given(CLUSTER, BEGUN, *KNOWN).when(DISSOLVE, by=heir).then_forbidden()
    other = replace(passed, recommendation_id="2", mandate="sr-health")
    given(CLUSTER, BEGUN, *KNOWN, other).when(DISSOLVE, by=heir).then_forbidden()
    kept = replace(passed, to=None)
    given(CLUSTER, BEGUN, *KNOWN, kept).when(DISSOLVE, by=HOLDER).then(DISSOLVED)


async def test_every_command_is_sent_twice_and_takes_effect_once() -> None:
    store, text = InMemoryStore(), Sealed("recommendation-1", "x")
    ask = asking(FOLLOWUP_SERVICE, store)
    story: Sequence[Any] = [
        *(
            IssueRecommendation(
                recommendation_id=one,
                communication_id=None,
                addressee="FRA",
                mandate="sr-torture",
                text=text,
            )
            for one in ("1", "2", "3")
        ),
        BEGIN,
        replace(ADD, recommendation_id="3"),
        TAKE_OUT,
        replace(RENAME, seen=3),
        replace(DISSOLVE, seen=4),
    ]
    for number, command in enumerate(story):
        id_ = derive_id("command", number)
        metadata = Metadata(correlation_id=id_, causation_id=id_, actor="holder-1")
        for _ in range(2):
            await ask(command, Asked(at=AT, by=HOLDER), id_, metadata)
    assert len(store.log) == len(story)
    assert [type(one.event).__name__ for one in store.log[3:]] == [
        "RecommendationsClustered",
        "ClusterMemberAdded",
        "ClusterMemberTakenOut",
        "ClusterRenamed",
        "ClusterDissolved",
    ]


IDS = ("1", "2", "3", THIS, "nothing")
PLAYED = st.lists(
    st.tuples(
        st.one_of(
            st.builds(
                ClusterRecommendations,
                cluster_id=st.just("c-1"),
                mandate=st.sampled_from(["sr-torture", "sr-health", government_of("FRA")]),
                addressee=st.sampled_from(["FRA", "KEN"]),
                name=st.just(NAME),
                members=st.lists(st.sampled_from(IDS), max_size=4).map(tuple),
            ),
            st.builds(
                AddToCluster, cluster_id=st.just("c-1"), recommendation_id=st.sampled_from(IDS)
            ),
            st.builds(
                TakeOutOfCluster, cluster_id=st.just("c-1"), recommendation_id=st.sampled_from(IDS)
            ),
            st.builds(
                RenameCluster,
                cluster_id=st.just("c-1"),
                name=st.just(NAME),
                seen=st.integers(1, 5),
            ),
            st.builds(DissolveCluster, cluster_id=st.just("c-1"), seen=st.integers(3, 9)),
        ),
        st.sampled_from([HOLDER, OFFICER, OTHER_HOLDER, FRANCE, NGO]),
    ),
    max_size=25,
)


@settings(max_examples=300)
@drawn(PLAYED)
def test_in_every_history_a_group_is_of_two_or_more_to_one_state(
    asks: list[tuple[Any, Actor]],
) -> None:
    known = {one.recommendation_id: one for one in KNOWN}
    history: list[Any] = []
    for number, (command, by) in enumerate(asks):
        asked = Asked(at=AT + timedelta(hours=number), by=by)
        for again in (False, True):
            try:
                new = CLUSTER.decide(command, asked, CLUSTER.fold([*history, *KNOWN]))
            except Refused:
                continue
            assert not (again and new), "the same ask changed something twice"
            history += new
    members: set[str] = set()
    private = False
    for step, event in enumerate(history, 1):
        match event:
            case RecommendationsClustered():
                assert step == 1
                members = {one.recommendation_id for one in event.members}
                private = state_of(event.mandate) is not None
                assert private or event.mandate in {one.mandate for one in event.members}
            case ClusterMemberAdded():
                assert event.member.recommendation_id not in members
                members.add(event.member.recommendation_id)
            case ClusterMemberTakenOut():
                members.remove(event.recommendation_id)
            case ClusterDissolved():
                assert step == len(history), "nothing comes after"
            case _:
                assert isinstance(event, ClusterRenamed)
        assert getattr(event, "step", 1) == step
        assert len(members) > 1
        assert {known[one].addressee for one in members} == {"FRA"}
        assert private or history[0].mandate in {known[one].mandate for one in members}
    if history and not isinstance(history[-1], ClusterDissolved):
        end = DissolveCluster(cluster_id="c-1", seen=len(history))
        mandate = history[0].mandate
        holder = FRANCE if state_of(mandate) else replace(HOLDER, mandates=frozenset({mandate}))
        asked = Asked(at=AT, by=holder)
        assert CLUSTER.decide(end, asked, CLUSTER.fold([*history, *KNOWN])), "there is a way out"


def test_what_is_read_for_a_decision_is_what_it_names() -> None:
    state = CLUSTER.fold([BEGUN])
    assert CLUSTER.consults(BEGIN, CLUSTER.initial) == ["recommendation-1", "recommendation-2"]
    assert CLUSTER.consults(ADD, state)[-1] == f"recommendation-{THIS}"
    assert len(CLUSTER.consults(RENAME, state)) == 2
    assert isinstance(KNOWN[0], RecommendationIssued)
