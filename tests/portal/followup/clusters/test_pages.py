"""Recommendations that say the same: grouped from their pages, and read by those who may."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.app.areas import AREAS
from portal.app.read_models import READ_MODELS
from portal.followup.clusters import changing, queries
from portal.followup.clusters.read_model import CLUSTERS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.telling import TOO_MUCH
from portal.web.commands import CommandRefused
from shared.contracts.followup_cluster_commands import (
    TYPES,
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
from shared.contracts.followup_taking_up import RecommendationLetGo
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.read_models.model import Applier, digest
from shared.reference.country_teams import team_of
from shared.reference.grouping import government_of
from tests.followup.test_recommendation import HOLDER
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import arriving, issued, published, tell
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready

FIRST, SECOND, THIRD, OTHER, FOURTH = (str(derive_id("recommendation", n)) for n in range(11, 16))
THIS = str(derive_id("cluster", 1))
LIST, PAGE = "/recommendation-groups", f"/recommendation-groups/{THIS}"
BEGIN = f"{LIST}/of/{FIRST}"


def sealed(portal: Pages, recommendation_id: str, words: str) -> Sealed:
    return portal.vault.seal(f"recommendation-{recommendation_id}", words)


def facts(portal: Pages) -> list[Any]:
    """Two of one mandate, one of another that is not public, and one to another State."""
    said = [
        (FIRST, "sr-torture", "CHE", "Close the cells."),
        (SECOND, "sr-torture", "CHE", "Shut the basement."),
        (THIRD, "wgad", "CHE", "End secret custody."),
        (OTHER, "sr-torture", "KEN", "Open the files."),
    ]
    return [
        issued(
            one,
            mandate=mandate,
            addressee=state,
            text=sealed(portal, one, words),
            communication_id=None,
        )
        for one, mandate, state, words in said
    ]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        ready(built.engine, READ_MODELS)
        tell(built.engine, RECOMMENDATIONS, facts(built))
        yield built


def begun(portal: Pages, *members: tuple[str, str]) -> RecommendationsClustered:
    some = members or ((FIRST, "sr-torture"), (SECOND, "sr-torture"), (THIRD, "wgad"))
    return RecommendationsClustered(
        cluster_id=THIS,
        mandate="sr-torture",
        addressee="CHE",
        name=portal.vault.seal(f"recommendationcluster-{THIS}", "Secret places"),
        members=tuple(ClusterMember(recommendation_id=one, mandate=of) for one, of in some),
        clustered_by="account-1",
        clustered_at=AT,
    )


def grouped(portal: Pages) -> None:
    tell(portal.engine, CLUSTERS, [begun(portal)])


def added(recommendation_id: str = SECOND) -> ClusterMemberAdded:
    return ClusterMemberAdded(
        cluster_id=THIS,
        mandate="sr-torture",
        member=ClusterMember(recommendation_id=recommendation_id, mandate="sr-torture"),
        step=2,
        added_by="x",
        added_at=AT,
    )


def holder(portal: Pages, *mandates: str) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset(mandates or ("sr-torture",)))


def government(portal: Pages, state: str = "CHE") -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({state}))


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_a_group_is_begun_from_the_page_of_a_recommendation(portal: Pages) -> None:
    me = holder(portal)
    assert BEGIN in me.get(f"/recommendations/{FIRST}").text
    page = me.get(BEGIN).text
    assert "Shut the basement." in page
    for hidden in ("End secret custody.", "Open the files."):
        assert hidden not in page, "of another State, or not theirs to read"
    form = {"command_id": str(uuid4()), "name": "Secret places", "others": SECOND}
    assert me.post(BEGIN, {**form, "name": ""}).status_code == 422
    kept = me.post(BEGIN, {"command_id": str(uuid4()), "name": "Secret places"})
    assert kept.status_code == 422
    assert "Secret places" in kept.text
    assert me.post(BEGIN, {**form, "others": THIRD}).status_code == 422
    assert portal.asked == []
    sent = me.post(BEGIN, form)
    assert sent.status_code == 303
    command = asked(portal)
    assert isinstance(command, ClusterRecommendations)
    assert (command.mandate, command.addressee) == ("sr-torture", "CHE")
    assert command.members == (FIRST, SECOND)
    assert command.cluster_id in sent.headers["Location"]
    assert command.name.subject == f"recommendationcluster-{command.cluster_id}"
    assert portal.vault.reveal_all([command.name]) == ["Secret places"]
    assert me.get(f"{LIST}/of/{THIRD}").status_code == 404
    assert government(portal, "KEN").get(BEGIN).status_code == 404


@pytest.mark.parametrize(
    ("role", "owner", "whose"),
    [
        (Role.GOVERNMENT, government_of("CHE"), "Government"),
        (Role.UN_PARTNER, team_of("CHE"), "United Nations country team"),
    ],
)
def test_a_government_and_a_country_team_have_groups_that_nobody_else_sees(
    portal: Pages, role: Role, owner: str, whose: str
) -> None:
    public = [published(issued(one, addressee="CHE")) for one in (FIRST, SECOND)]
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), *public])
    me = portal.signed_in(role, state_codes=frozenset({"CHE"}))
    assert "Nobody else sees such a group" in me.get(LIST).text
    assert "A group of yours will appear here" in me.get(LIST).text
    assert BEGIN in me.get(f"/recommendations/{FIRST}").text
    page = me.get(BEGIN).text
    assert "Only those who see the group read it." in page
    assert ("End secret custody." in page) == (role is Role.GOVERNMENT), "it is not public"
    form = {"command_id": str(uuid4()), "name": "Secret places", "others": SECOND}
    assert me.post(BEGIN, form).status_code == 303
    command = asked(portal)
    assert (command.mandate, command.addressee) == (owner, "CHE")
    assert command.members == (FIRST, SECOND)

    tell(portal.engine, CLUSTERS, [replace(begun(portal), mandate=owner)])
    assert all(one in text(me.get(LIST).text) for one in ("Your groups", "Secret places", whose))
    shown = me.get(PAGE).text
    assert "Nobody else sees this group." in shown
    for door in ("add", "rename", "dissolve"):
        assert f"{PAGE}/{door}" in shown
        assert me.get(f"{PAGE}/{door}").status_code == 200
    assert "Secret places" in me.get(f"/recommendations/{FIRST}").text
    others = {Role.GOVERNMENT, Role.UN_PARTNER} - {role}
    strangers = (
        *(portal.signed_in(one, state_codes=frozenset({"CHE"})) for one in others),
        portal.signed_in(role, state_codes=frozenset({"KEN"})),
        holder(portal, "sr-torture", "wgad"),
        portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"})),
        portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"CHE"})),
        portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"),
    )
    for stranger in strangers:
        assert "Secret places" not in stranger.get(f"/recommendations/{FIRST}").text
        assert "Secret places" not in stranger.get(LIST).text
        assert stranger.get(PAGE).status_code == 404
        assert stranger.get(f"{PAGE}/rename").status_code in {403, 404}


def test_its_name_is_compared_with_what_is_known_of_each_that_is_theirs(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str | None, str]] = []

    def untelling(about: Recommendation, name: str) -> str:
        compared.append((about.communication_id, about.mandate))
        if about.communication_id == "letter-2":
            raise CommandRefused(422, TOO_MUCH)
        return name

    monkeypatch.setattr(changing, "untelling", untelling)
    first, second, third, other = facts(portal)
    fourth = issued(
        FOURTH,
        mandate="sr-torture",
        addressee="CHE",
        text=sealed(portal, FOURTH, "Open the basement."),
        communication_id="letter-2",
    )
    tell(portal.engine, RECOMMENDATIONS, [first, second, third, other, published(third), fourth])
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))
    form = {"command_id": str(uuid4()), "name": "Secret places", "others": FOURTH}
    refused = officer.post(BEGIN, form)
    assert refused.status_code == 422
    assert TOO_MUCH in refused.text
    assert portal.asked == []
    assert officer.post(BEGIN, {**form, "others": THIRD}).status_code == 303
    of_all = {(None, "sr-torture"), ("letter-2", "sr-torture")}
    assert set(compared) == of_all, "of another mandate it tells nothing, by no refusal either"
    tell(portal.engine, CLUSTERS, [begun(portal, (FIRST, "sr-torture"), (THIRD, "wgad"))])
    sent = officer.post(f"{PAGE}/add", {"command_id": str(uuid4()), "other": FOURTH})
    assert sent.status_code == 422
    there = begun(portal, (FIRST, "sr-torture"), (THIRD, "wgad"))
    tell(portal.engine, CLUSTERS, [there, added(FOURTH)])
    named = {"command_id": str(uuid4()), "name": "Hidden places", "seen": "1"}
    assert officer.post(f"{PAGE}/rename", named).status_code == 422


def test_what_was_let_go_is_not_offered(portal: Pages) -> None:
    gone = RecommendationLetGo(
        recommendation_id=SECOND,
        addressee="CHE",
        mandate="sr-torture",
        reason=sealed(portal, SECOND, "Not ours."),
        let_go_by="holder-1",
        let_go_at=AT,
    )
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), gone])
    me = holder(portal)
    page = me.get(BEGIN).text
    assert "Shut the basement." not in page
    assert "There is no other recommendation to this State." in page
    assert me.get(f"{LIST}/of/{SECOND}").status_code == 404
    tell(portal.engine, CLUSTERS, [begun(portal, (FIRST, "sr-torture"), (THIRD, "wgad"))])
    assert "There is no other recommendation to this State." in me.get(f"{PAGE}/add").text


def test_each_page_names_the_others_to_whoever_may_read_them(portal: Pages) -> None:
    grouped(portal)
    mine = text(holder(portal).get(f"/recommendations/{FIRST}").text)
    for told in ("Also said in", "Secret places", "Shut the basement."):
        assert told in mine
    assert "End secret custody." not in mine, "it is not public, and of another mandate"
    theirs = text(government(portal).get(f"/recommendations/{FIRST}").text)
    for told in ("Secret places", "Shut the basement.", "End secret custody."):
        assert told in theirs
    both = text(holder(portal, "sr-torture", "wgad").get(PAGE).text)
    assert "End secret custody." in both


def test_there_is_no_trace_of_a_group_of_which_somebody_reads_one_alone(portal: Pages) -> None:
    grouped(portal)
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), published(issued(FIRST))])
    strangers = (
        portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"),
        holder(portal, "wgad"),
        government(portal, "KEN"),
        portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"CHE"})),
    )
    for stranger in strangers:
        assert "Secret places" not in stranger.get(f"/recommendations/{FIRST}").text
        assert "Secret places" not in stranger.get(LIST).text
        assert stranger.get(PAGE).status_code == 404
    assert portal.visitor().get(PAGE).status_code in {302, 303, 401}
    both = [published(issued(one)) for one in (FIRST, SECOND)]
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), *both])
    ngo = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
    assert "Secret places" in ngo.get(LIST).text
    assert "2 recommendations" in ngo.get(LIST).text, "of the three it reads two"
    shown = ngo.get(PAGE).text
    assert THIRD not in shown
    for door in ("add", "rename", "dissolve"):
        assert f"{PAGE}/{door}" not in shown
        assert ngo.get(f"{PAGE}/{door}").status_code == 403


def test_a_group_tells_nobody_that_its_mandate_has_one_that_they_may_not_read(
    portal: Pages,
) -> None:
    of_wgad = replace(begun(portal), mandate="wgad")
    tell(portal.engine, CLUSTERS, [of_wgad])
    both = [published(issued(one)) for one in (FIRST, SECOND)]
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), *both])
    for reader in (portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"), holder(portal)):
        assert "Secret places" not in reader.get(LIST).text
        assert "Secret places" not in reader.get(f"/recommendations/{SECOND}").text
        assert reader.get(PAGE).status_code == 404
    third = published(issued(THIRD, mandate="wgad"))
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), *both, third])
    ngo = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
    assert "3 recommendations" in ngo.get(LIST).text
    assert ngo.get(PAGE).status_code == 200


def test_those_of_its_mandate_add_take_out_rename_and_dissolve(portal: Pages) -> None:
    tell(portal.engine, CLUSTERS, [begun(portal, (FIRST, "sr-torture"), (THIRD, "wgad"))])
    officer = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture", "wgad"})
    )
    assert "Secret places" in officer.get(LIST).text
    shown = officer.get(PAGE).text
    assert "take-out" not in shown, "there are two"
    page = officer.get(f"{PAGE}/add").text
    assert "Shut the basement." in page
    assert "Close the cells." not in page
    form = {"command_id": str(uuid4())}
    assert officer.post(f"{PAGE}/add", form).status_code == 422
    assert officer.post(f"{PAGE}/add", {**form, "other": SECOND}).status_code == 303
    assert asked(portal) == AddToCluster(cluster_id=THIS, recommendation_id=SECOND)

    two = [begun(portal, (FIRST, "sr-torture"), (THIRD, "wgad")), added()]
    tell(portal.engine, CLUSTERS, two)
    out = f"{PAGE}/{SECOND}/take-out"
    assert out in officer.get(PAGE).text
    assert "Shut the basement." in officer.get(out).text
    assert officer.post(out, {"command_id": str(uuid4())}).status_code == 303
    assert asked(portal) == TakeOutOfCluster(cluster_id=THIS, recommendation_id=SECOND)
    assert officer.get(f"{PAGE}/{OTHER}/take-out").status_code == 404

    page = officer.get(f"{PAGE}/rename").text
    assert 'name="seen" type="hidden" value="2"' in page
    assert "Secret places" in page
    named = {"command_id": str(uuid4()), "name": "Hidden places", "seen": "2"}
    assert officer.post(f"{PAGE}/rename", {**named, "name": ""}).status_code == 422
    assert officer.post(f"{PAGE}/rename", named).status_code == 303
    command = asked(portal)
    assert isinstance(command, RenameCluster)
    assert command.seen == 2
    assert portal.vault.reveal_all([command.name]) == ["Hidden places"]

    assert "Dissolve the group?" in officer.get(f"{PAGE}/dissolve").text
    ended = {"command_id": str(uuid4()), "seen": "2"}
    assert officer.post(f"{PAGE}/dissolve", ended).status_code == 303
    assert asked(portal) == DissolveCluster(cluster_id=THIS, seen=2)
    over = ClusterDissolved(
        cluster_id=THIS, mandate="sr-torture", step=3, dissolved_by="x", dissolved_at=AT
    )
    tell(portal.engine, CLUSTERS, [*two, over])
    assert officer.get(PAGE).status_code == 404
    assert "Secret places" not in officer.get(f"/recommendations/{FIRST}").text
    assert "Secret places" not in officer.get(LIST).text


def test_who_has_what_its_mandate_had_changes_it(portal: Pages) -> None:
    grouped(portal)
    passed = RecommendationPassedOn(
        recommendation_id=FIRST, mandate="sr-torture", to="sr-food", passed_at=AT
    )
    heir = holder(portal, "sr-food")
    assert heir.get(PAGE).status_code == 404
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), passed])
    assert heir.get(f"{PAGE}/dissolve").status_code == 200
    assert holder(portal, "wgad").get(f"{PAGE}/dissolve").status_code == 404


def test_an_erased_name_leaves_the_group(portal: Pages) -> None:
    grouped(portal)
    portal.vault.forget(f"recommendationcluster-{THIS}", at=AT)
    me = holder(portal)
    assert "[erased]" in me.get(PAGE).text
    assert "[erased]" in me.get(LIST).text
    assert any("recommendationcluster" in area.erasable for area in AREAS)
    assert "[erased]" not in me.get(f"{PAGE}/rename").text, "nobody keeps that as its name"
    again = {"command_id": str(uuid4()), "name": "Hidden", "seen": "1"}
    assert me.post(f"{PAGE}/rename", again).status_code == 409


def test_the_tables_are_the_same_however_often_a_fact_arrives(portal: Pages) -> None:
    story = [
        begun(portal, (FIRST, "sr-torture"), (THIRD, "wgad")),
        added(),
        ClusterMemberTakenOut(
            cluster_id=THIS,
            mandate="sr-torture",
            recommendation_id=THIRD,
            step=3,
            taken_out_by="x",
            taken_out_at=AT,
        ),
        ClusterRenamed(
            cluster_id=THIS,
            mandate="sr-torture",
            name=begun(portal).name,
            step=4,
            renamed_by="x",
            renamed_at=AT,
        ),
        replace(issued(), text=Sealed("recommendation-1", "x")),
    ]
    applier = Applier(portal.engine, CLUSTERS)
    applier.drop()
    applier.prepare()
    for fact in arriving(story):
        applier.apply([fact])
        applier.apply([fact])
    with portal.engine.connect() as conn:
        once = digest(conn, CLUSTERS.tables)
    applier.drop()
    applier.prepare()
    applier.apply(arriving(story))
    with portal.engine.connect() as conn:
        assert digest(conn, CLUSTERS.tables) == once
        one = queries.find(conn, HOLDER, THIS)
    assert one is not None
    assert (one.step, one.number, one.ours) == (4, 2, True)
