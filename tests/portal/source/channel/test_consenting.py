"""A returning source changes consent, by purpose or for all purposes."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portal.source.channel.consent import LABELS, Line
from shared.core.actor import ActorSigner, by_return_channel
from tests.support.channel import Told
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, consent_granted, consent_withdrawn, received, victim

Back = Callable[[], Visitor]
PAGE = "/return/submission"
NOW = {"stream": f"submission-{ID}", "position": 9}


def form() -> dict[str, str]:
    return {"command_id": str(uuid4())}


@pytest.fixture
def source(portal: Pages, told: Told, back: Back) -> Visitor:
    told.tell(received(seal=portal.vault.seal))
    return back()


def bodies(portal: Pages) -> list[Any]:
    return [json.loads(request.read()) for request in portal.asked]


def test_the_page_says_what_is_consented_to_by_now(source: Visitor, told: Told) -> None:
    page = source.get(PAGE).text
    assert all(str(label) in page for label in LABELS.values())
    assert "/return/consent/act/withdraw" in page
    assert "/return/consent/act/give" not in page
    assert "/return/consent/public/give" in page
    told.tell(consent_withdrawn())
    page = source.get(PAGE).text
    assert "/return/consent/act/withdraw" not in page
    assert "/return/consent/act/give" in page
    told.tell(consent_granted())
    assert "/return/consent/act/withdraw" in source.get(PAGE).text


@pytest.mark.parametrize(
    ("change", "type_", "said"),
    [
        ("withdraw", "withdraw-consent", "You withdrew consent"),
        ("give", "grant-consent", "You gave consent"),
    ],
)
@pytest.mark.parametrize("scope", LABELS)
def test_first_what_it_does_then_the_button(
    portal: Pages, source: Visitor, scope: str, change: str, type_: str, said: str
) -> None:
    path = f"/return/consent/{scope}/{change}"
    page = source.get(path).text
    assert str(LABELS[scope]) in page
    stops = change == "withdraw" and scope in {"act", "authorities"}
    assert ("cannot be called back" in page) is stops
    portal.answer = httpx.Response(200, json=NOW)
    sent = source.post(path, form())
    assert sent.status_code == 303
    assert sent.location.startswith("/return/submission?after=")
    [body] = bodies(portal)
    for_all = {"submission_id": ID, "scope": scope, "victim_id": None}
    assert (body["type"], body["data"]) == (type_, for_all)
    assert said in source.get(PAGE).text


def test_all_of_it_is_withdrawn_with_one_button_and_sent_twice_asked_once(
    portal: Pages, source: Visitor
) -> None:
    path = "/return/consent/all/withdraw"
    assert "Withdraw all consent?" in source.get(path).text
    portal.answer = httpx.Response(200, json=NOW)
    same = form()
    for _ in range(2):
        assert source.post(path, same).status_code == 303
    sent = bodies(portal)
    assert [body["data"]["scope"] for body in sent] == [*LABELS, *LABELS]
    assert len({body["id"] for body in sent}) == len(LABELS)


@pytest.mark.parametrize("path", ["all/give", "name/withdraw", "act/sell", "x/y"])
def test_there_is_nothing_else_to_change(portal: Pages, source: Visitor, path: str) -> None:
    assert source.get(f"/return/consent/{path}").status_code == 404
    assert source.post(f"/return/consent/{path}", form()).status_code == 404
    assert portal.asked == []


def test_before_the_desk_has_it_there_is_nothing_to_change(portal: Pages, back: Back) -> None:
    assert back().get("/return/consent/act/withdraw").status_code == 404


@pytest.mark.parametrize("status", [403, 422, 503])
def test_what_intake_refuses_is_told(portal: Pages, source: Visitor, status: int) -> None:
    portal.answer = httpx.Response(status, json={"title": "A sentence."})
    sent = source.post("/return/consent/act/withdraw", form())
    assert sent.status_code == status
    assert "There is a problem" in sent.text


def test_a_damaged_form_asks_nothing(portal: Pages, source: Visitor) -> None:
    sent = source.post("/return/consent/act/withdraw", {"command_id": "x"})
    assert sent.status_code == 422
    assert portal.asked == []


def test_a_line_says_for_how_many() -> None:
    words = [Line(scope="act", given=n, persons=3).word for n in (0, 1, 3)]
    assert words == ["No", "For 1 of 3 persons", "Yes"]


def test_the_channel_asks_as_itself(portal: Pages, source: Visitor) -> None:
    source.post("/return/consent/act/withdraw", form())
    [request] = portal.asked
    token = request.headers["authorization"].removeprefix("Actor ")
    signer = ActorSigner(portal.settings.actor_key_list)
    assert signer.opened(token).of("intake", request.read()).by == by_return_channel(ID)


def test_each_person_decides_alone(portal: Pages, told: Told, back: Back) -> None:
    two = (victim(seal=portal.vault.seal), victim(number=1, seal=portal.vault.seal))
    told.tell(received(seal=portal.vault.seal, victims=two))
    source = back()
    assert "/return/consent/" in source.get(PAGE).text
    path = f"/return/consent/act/withdraw?person={two[1].victim_id}"
    assert path.replace("&", "&amp;") in source.get("/return/consent/").text
    page = source.get(path).text
    assert "alone" in page
    assert "for all 2 persons" not in page
    portal.answer = httpx.Response(200, json=NOW)
    sent = source.post("/return/consent/act/withdraw", {**form(), "person": two[1].victim_id})
    assert sent.location.startswith("/return/consent/?after=")
    [body] = bodies(portal)
    assert body["data"] == {"submission_id": ID, "scope": "act", "victim_id": two[1].victim_id}
    told.tell(consent_withdrawn(victim_id=two[1].victim_id))
    page = source.get("/return/consent/").text
    assert f"/return/consent/act/withdraw?person={two[0].victim_id}" in page
    assert f"/return/consent/act/give?person={two[1].victim_id}" in page
    assert "For 1 of 2 persons" in source.get(PAGE).text


def test_nobody_else_can_be_meant(portal: Pages, source: Visitor) -> None:
    other = {**form(), "person": str(uuid4())}
    assert source.get(f"/return/consent/act/withdraw?person={uuid4()}").status_code == 404
    assert source.post("/return/consent/act/withdraw", other).status_code == 404
    assert portal.asked == []
