"""Who reads a group of recommendations that say the same, and who finds no trace of it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from portal.followup.clusters.read_model import CLUSTERS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.country_teams import team_of
from shared.reference.grouping import government_of
from tests.portal.followup.clusters.grouping import (
    BEGIN,
    FIRST,
    LIST,
    PAGE,
    SECOND,
    THIRD,
    asked,
    begun,
    facts,
    government,
    grouped,
    holder,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import issued, published, tell
from tests.support.portal import Pages


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
