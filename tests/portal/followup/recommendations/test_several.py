"""One text to several States: issued at once, and each has its own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.web.delivery.outbox import outbox
from shared.contracts.followup_recommendation_commands import of_common_text
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference import states
from tests.portal.followup.recommendations.story import CHE, TEXT, holder
from tests.support.check import CHECKED, press
from tests.support.followup import issued, published, revealed, sent, tell
from tests.support.portal import Pages

SEVERAL = "/recommendations/several"
COMMON = str(derive_id("common text", "of the tests"))
FORM: Mapping[str, Any] = {
    "command_id": str(derive_id("issue to several")),
    "mandate": "sr-torture",
    "groups": [],
    "states": ["KEN", "CHE", "FRA"],
    "text": TEXT,
}
_DONE = httpx.Response(200, json={"stream": "recommendation-1", "position": 7, "events": []})


def kept(portal: Pages) -> list[Mapping[str, Any]]:
    with portal.engine.connect() as conn:
        return [row.data for row in conn.execute(select(outbox))]


def test_each_state_gets_its_own_and_what_is_sent_twice_is_issued_once(portal: Pages) -> None:
    visitor, portal.answer = holder(portal), _DONE
    checked = visitor.post(SEVERAL, FORM).text
    assert "3 recommendations come into being" in checked
    assert "France, Kenya, Switzerland" in checked
    assert portal.asked == []
    for _ in range(2):
        answer = press(visitor, SEVERAL, checked, "send")
        assert answer.status_code == 303
    first = sent(portal.asked[0])["data"]
    assert sent(portal.asked[1])["data"]["recommendation_id"] == first["recommendation_id"]
    every = {one["addressee"]: one for one in [first, *kept(portal)]}
    assert every.keys() == {"KEN", "CHE", "FRA"}
    assert len(kept(portal)) == 2, "once each"
    common = first["common_id"]
    assert answer.location.endswith(f"/recommendations?text={common}")
    for state, one in every.items():
        assert one["common_id"] == common
        assert one["recommendation_id"] == of_common_text(common_id=common, addressee=state)
        assert one["text"]["subject"] == f"recommendation-{one['recommendation_id']}"
        assert revealed(portal.vault, one["text"]) == TEXT
    visitor.post(SEVERAL, {**FORM, **CHECKED, "text": "Other words."})
    assert sent(portal.asked[2])["data"]["common_id"] != common, "other words are another text"


def test_nothing_is_kept_of_what_the_service_refuses(portal: Pages) -> None:
    portal.answer = httpx.Response(403, json={"title": "No."})
    answer = holder(portal).post(SEVERAL, {**FORM, **CHECKED})
    assert answer.status_code == 403
    assert TEXT in answer.text
    assert kept(portal) == []


def test_a_regional_group_stands_for_its_member_states(portal: Pages) -> None:
    portal.answer = _DONE
    holder(portal).post(SEVERAL, {**FORM, **CHECKED, "groups": ["EEG"], "states": ["KEN"]})
    group = {code for code, one in states().items() if one.group == "EEG"}
    every = [sent(portal.asked[0])["data"], *kept(portal)]
    assert {one["addressee"] for one in every} == {*group, "KEN"}


def test_to_all_states_it_is_one_that_no_government_owes(portal: Pages) -> None:
    visitor, portal.answer = holder(portal), _DONE
    checked = visitor.post(SEVERAL, {**FORM, "states": [], "every": "y"}).text
    assert "to all States and to none by name" in checked
    assert press(visitor, SEVERAL, checked, "send").status_code == 303
    assert kept(portal) == []
    one = sent(portal.asked[0])["data"]
    assert one["addressee"] == "ALL"
    fact = issued(one["recommendation_id"], addressee="ALL", text=Sealed(**one["text"]))
    tell(portal.engine, RECOMMENDATIONS, [replace(fact, common_id=one["common_id"])])
    here = f"/recommendations/{fact.recommendation_id}"
    page = visitor.get(here).text
    assert "Recommendation to <bdi>All States</bdi>" in page
    assert "The people of the mandate. No organisation is invited." in page
    assert f"{here}/position" not in page
    assert 'value="team"' not in visitor.get(f"{here}/share").text
    assert 'name="team"' not in visitor.get(f"{here}/addressees/new").text
    assert here in visitor.get("/recommendations?state=ALL").text
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    assert government.get(here).status_code == 404
    assert here not in government.get("/recommendations").text


@pytest.mark.parametrize(
    "chosen",
    [
        {"states": []},
        {"states": ["CHE"]},
        {"states": ["CHE", "OTH"]},
        {"every": "y"},
        {"states": [], "groups": ["EEG"], "every": "y"},
    ],
)
def test_one_state_is_not_several(portal: Pages, chosen: Mapping[str, Any]) -> None:
    answer = holder(portal).post(SEVERAL, {**FORM, **CHECKED, **chosen})
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert portal.asked == []


def test_each_is_told_of_the_others_as_far_as_they_are_seen(portal: Pages) -> None:
    ids = {one: of_common_text(common_id=COMMON, addressee=one) for one in ("CHE", "KEN", "FRA")}
    text = {one: portal.vault.seal(f"recommendation-{id_}", TEXT) for one, id_ in ids.items()}
    alike = [
        replace(issued(id_, addressee=one, text=text[one], communication_id=None), common_id=COMMON)
        for one, id_ in ids.items()
    ]
    tell(portal.engine, RECOMMENDATIONS, [*alike, published(alike[1]), published(alike[2])])
    page, those = f"/recommendations/{ids['CHE']}", f"/recommendations?text={COMMON}"
    ours = holder(portal)
    assert "The same text to 3 States" in ours.get(page).text
    assert those in ours.get(page).text
    listed = ours.get(those).text
    assert "3 recommendations" in listed
    assert "One text to several States" in listed
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    assert "The same text" not in government.get(page).text
    assert ids["KEN"] not in government.get(those).text
    ngo = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
    assert ngo.get(page).status_code == 404
    assert "The same text to 2 States" in ngo.get(f"/recommendations/{ids['KEN']}").text
