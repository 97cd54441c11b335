"""Recommendations that say the same are grouped from their pages, by those of their mandates."""

from dataclasses import replace
from uuid import uuid4

import pytest

from portal.app.areas import AREAS
from portal.followup.clusters import changing, queries
from portal.followup.clusters.read_model import CLUSTERS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.telling import TOO_MUCH
from portal.web.commands import CommandRefused
from shared.contracts.followup_cluster_commands import (
    AddToCluster,
    ClusterRecommendations,
    DissolveCluster,
    RenameCluster,
    TakeOutOfCluster,
)
from shared.contracts.followup_clusters import (
    ClusterDissolved,
    ClusterMemberTakenOut,
    ClusterRenamed,
)
from shared.contracts.followup_taking_up import RecommendationLetGo
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.read_models.model import Applier, digest
from tests.followup.test_recommendation import HOLDER
from tests.portal.followup.clusters.grouping import (
    BEGIN,
    FIRST,
    FOURTH,
    LIST,
    OTHER,
    PAGE,
    SECOND,
    THIRD,
    THIS,
    added,
    asked,
    begun,
    facts,
    government,
    grouped,
    holder,
    sealed,
)
from tests.support.followup import arriving, issued, published, tell
from tests.support.portal import Pages


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
