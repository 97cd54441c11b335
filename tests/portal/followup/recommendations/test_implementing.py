"""Information on a recommendation, who is invited to give it, and its assessment."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.contracts.followup_recommendation_commands import OBSERVED
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import (
    ASSESS,
    CHE,
    INFORM,
    NEWS,
    PAGE,
    REASONS,
    TEXT,
    TORTURE,
    holder,
    ngo,
    told,
)
from tests.support.followup import (
    CASE,
    INFO,
    RECOMMENDATION,
    revealed,
    sent,
)
from tests.support.portal import Pages


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (Role.NGO_MEMBER, {"organisation_id": "org-1"}),
        (Role.CONTACT_POINT, {"organisation_id": "nhri-1"}),
        (Role.GOVERNMENT, {"state_codes": CHE}),
        (Role.UN_PARTNER, {"state_codes": CHE}),
    ],
)
def test_providers_add_information_sealed(portal: Pages, role: Role, reach: dict[str, Any]) -> None:
    told(portal, up_to=1, invited=("org-1", "nhri-1", "unct:CHE"))
    visitor = portal.signed_in(role, **reach)
    assert "Add information" in visitor.get(PAGE).text
    assert TEXT in visitor.get(INFORM).text
    command_id = str(derive_id("inform"))
    answer = visitor.post(INFORM, {"command_id": command_id, "text": NEWS})
    assert answer.status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "provide-implementation-info"
    assert body["correlation_id"] == str(CASE)
    assert body["data"] | {"text": None} == {
        "recommendation_id": RECOMMENDATION,
        "info_id": str(derive_id("implementation-info", UUID(command_id))),
        "text": None,
        "addressee_id": None,
        "corrects": None,
        "wish": "holder",
        "name": None,
        "since": None,
        "until": None,
    }, "who provides it is not said: the service knows who asks"
    assert revealed(portal.vault, body["data"]["text"]) == NEWS


def test_information_is_not_empty_and_a_refusal_keeps_it(portal: Pages) -> None:
    told(portal, up_to=1)
    visitor = ngo(portal)
    command = {"command_id": str(derive_id("inform")), "text": NEWS}
    assert visitor.post(INFORM, {**command, "text": ""}).status_code == 422
    portal.answer = httpx.Response(403, json={"title": "You may not."})
    answer = visitor.post(INFORM, command)
    assert answer.status_code == 403
    assert "You may not." in answer.text
    assert NEWS in answer.text


def test_only_those_who_have_something_to_say_are_asked(portal: Pages) -> None:
    told(portal, up_to=1)
    assert "Add information" not in holder(portal).get(PAGE).text
    assert holder(portal).post(INFORM, {}).status_code == 403
    elsewhere = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    assert elsewhere.get(INFORM).status_code == 404
    both = portal.signed_in(
        Role.GOVERNMENT,
        Role.DESK_OFFICER,
        Role.HUMAN_RIGHTS_OFFICER,
        state_codes=frozenset({"KEN"}),
        mandates=TORTURE,
    )
    assert both.get(PAGE).status_code == 200, "as an officer"
    assert both.get(INFORM).status_code == 404, "his Government is not the one addressed"


def test_the_holder_assesses(portal: Pages) -> None:
    told(portal, up_to=2)
    visitor = holder(portal)
    assert "Assess implementation" in visitor.get(PAGE).text
    assert NEWS in visitor.get(ASSESS).text
    command = {
        "command_id": str(derive_id("a")),
        "grade": "fully",
        "rationale": REASONS,
        "based_on": [INFO, OBSERVED],
    }
    wrongs: list[dict[str, Any]] = [
        {"grade": ""},
        {"based_on": []},
        {"based_on": ["x"]},
        {"period": "1999"},
    ]
    for wrong in wrongs:
        assert visitor.post(ASSESS, {**command, **wrong}).status_code == 422, wrong
    assert visitor.post(ASSESS, command).status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "assess-implementation"
    assert body["correlation_id"] == str(CASE)
    assert (body["data"]["scheme"], body["data"]["grade"]) == ("implementation-2", "fully")
    assert body["data"]["based_on"] == [INFO, OBSERVED]
    assert (body["data"]["addressee_id"], body["data"]["period"]) == (None, None)
    assert revealed(portal.vault, body["data"]["rationale"]) == REASONS
    portal.answer = httpx.Response(409, json={"title": "Somebody else changed this."})
    answer = visitor.post(ASSESS, {**command, "command_id": str(derive_id("b"))})
    assert answer.status_code == 409
    assert REASONS in answer.text


def test_nobody_else_assesses(portal: Pages) -> None:
    told(portal)
    other = portal.signed_in(Role.MANDATE_HOLDER, Role.NGO_MEMBER, organisation_id="org-1")
    assert other.get(PAGE).status_code == 200, "as an organisation"
    assert other.get(ASSESS).status_code == 404
    assert "Assess implementation" not in other.get(PAGE).text
    assert ngo(portal).get(ASSESS).status_code == 403


def test_a_holder_invites_an_organisation_and_takes_it_back(portal: Pages) -> None:
    told(portal, up_to=1, invited=())
    visitor = holder(portal)
    page = visitor.get(PAGE).text
    assert "No organisation is invited" in page
    assert f"{PAGE}/share" in page
    assert visitor.get(f"{PAGE}/unshare").status_code == 404
    by_code = {"whom": "organisation", "organisation_id": "org-1"}
    form = {"command_id": str(derive_id("share")), **by_code}
    for wrong in ("", "no code", "<x>"):
        answer = visitor.post(f"{PAGE}/share", {**form, "organisation_id": wrong})
        assert answer.status_code == 422, wrong
    assert visitor.post(f"{PAGE}/share", form).status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "share-recommendation"
    assert body["data"] == {"recommendation_id": RECOMMENDATION, "organisation_id": "org-1"}
    told(portal, up_to=1, invited=("org-1",))
    assert "org-1" in visitor.get(PAGE).text
    assert TEXT in ngo(portal).get(PAGE).text
    assert visitor.post(f"{PAGE}/unshare", {**form, "organisation_id": "x"}).status_code == 422
    form["command_id"] = str(derive_id("unshare"))
    assert visitor.post(f"{PAGE}/unshare", form).status_code == 303
    assert sent(portal.asked[1])["type"] == "unshare-recommendation"
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert "org-1" in officer.get(PAGE).text
    assert officer.get(f"{PAGE}/share").status_code == 403
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"}))
    assert other.get(f"{PAGE}/share").status_code == 404


def test_a_holder_invites_the_country_team_of_the_state_without_a_code(portal: Pages) -> None:
    told(portal, up_to=1, invited=())
    visitor = holder(portal)
    form = {"command_id": str(derive_id("share")), "whom": "team"}
    assert visitor.post(f"{PAGE}/share", form).status_code == 303
    assert sent(portal.asked[0])["data"]["organisation_id"] == "unct:CHE"
    told(portal, up_to=1, invited=("unct:CHE",))
    for path in (PAGE, f"{PAGE}/unshare"):
        page = visitor.get(path).text
        assert "United Nations country team" in page
        assert ">unct:CHE<" not in page
    partner = portal.signed_in(Role.UN_PARTNER, state_codes=CHE)
    assert "United Nations partners of this State said" in partner.get(PAGE).text
    assert "United Nations partners of this State, read it" in partner.get(INFORM).text
    assert TEXT in partner.get("/recommendations").text
    elsewhere = portal.signed_in(Role.UN_PARTNER, state_codes=frozenset({"KEN"}))
    assert elsewhere.get(PAGE).status_code == elsewhere.get(INFORM).status_code == 404
    assert TEXT not in elsewhere.get("/recommendations").text


def test_who_is_invited_does_not_see_who_else_is(portal: Pages) -> None:
    told(portal, up_to=1)
    page = ngo(portal).get(PAGE).text
    assert TEXT in page
    assert "nhri-1" not in page
