"""A source withdraws consent and gives it again, by pages."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor
from tests.support.submissions import (
    AT,
    ID,
    Told,
    consent_granted,
    consent_withdrawn,
    linked,
    received,
    victim,
)

WITHDRAW, GIVE = f"/submissions/{ID}/consent/withdraw", f"/submissions/{ID}/consent/give"
NOW = {"stream": f"submission-{ID}", "position": 9}


@pytest.fixture
def source(portal: Pages, told: Told) -> Visitor:
    told.tell(received(seal=portal.vault.seal))
    return portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")


def form() -> dict[str, Any]:
    return {"command_id": str(uuid4())}


def test_the_page_says_what_stops_and_what_cannot_be_undone(source: Visitor) -> None:
    assert WITHDRAW in source.get(f"/submissions/{ID}").text
    page = source.get(WITHDRAW).text
    assert "What stops" in page
    assert "cannot be called back" in page
    assert f'action="{WITHDRAW}"' in page


@pytest.mark.parametrize(
    ("path", "type_", "said"),
    [
        (WITHDRAW, "withdraw-consent", "You withdrew consent"),
        (GIVE, "grant-consent", "You gave consent"),
    ],
)
def test_pressing_the_button_asks_intake_and_leads_back(
    portal: Pages, source: Visitor, path: str, type_: str, said: str
) -> None:
    portal.answer = httpx.Response(200, json=NOW)
    sent = source.post(path, form())
    assert sent.status_code == 303
    assert sent.location.startswith(f"/submissions/{ID}?after=")
    [request] = portal.asked
    body = json.loads(request.read())
    assert (body["type"], body["correlation_id"]) == (type_, ID)
    assert body["data"] == {"submission_id": ID, "scope": "act", "victim_id": None}
    assert said in source.get(f"/submissions/{ID}").text


def test_the_source_sees_that_it_is_withdrawn_until_it_is_given_again(
    source: Visitor, told: Told
) -> None:
    told.tell(consent_withdrawn())
    page = source.get(f"/submissions/{ID}").text
    assert "By you or a colleague" in page
    assert GIVE in page
    assert f'href="{WITHDRAW}"' not in page
    assert "Consent withdrawn" in source.get("/submissions/").text
    assert "go on from where they were" in source.get(GIVE).text
    told.tell(consent_granted())
    page = source.get(f"/submissions/{ID}").text
    assert "By you or a colleague" not in page
    assert WITHDRAW in page
    assert "Consent withdrawn" not in source.get("/submissions/").text


def test_a_withdrawal_that_holds_for_a_later_letter_too_is_one_step(
    portal: Pages, source: Visitor, told: Told
) -> None:
    told.tell(consent_withdrawn(communications=()), linked(), consent_withdrawn())
    told.tell(consent_granted(granted_at=AT + timedelta(hours=1)))
    told.tell(consent_withdrawn(withdrawn_at=AT + timedelta(hours=2)))
    assert source.get(f"/submissions/{ID}").text.count("Consent was withdrawn") == 2
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(f"/triage/{ID}").text
    assert desk.count("Consent given again") == 1
    assert desk.count("Consent withdrawn") == 3  # two steps and the tag


def test_the_desk_sees_it_in_the_queue_and_on_the_page(
    portal: Pages, source: Visitor, told: Told
) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Consent withdrawn" not in desk.get("/triage/").text
    told.tell(consent_withdrawn())
    assert "Consent withdrawn" in desk.get("/triage/").text
    page = desk.get(f"/triage/{ID}").text
    assert "The source withdrew consent" in page
    assert "ngo-1" not in page


@pytest.mark.parametrize("status", [403, 422, 503])
def test_what_intake_refuses_is_told(portal: Pages, source: Visitor, status: int) -> None:
    portal.answer = httpx.Response(status, json={"title": "A sentence."})
    sent = source.post(WITHDRAW, form())
    assert sent.status_code == status
    assert "There is a problem" in sent.text


def test_a_damaged_form_asks_nothing(portal: Pages, source: Visitor) -> None:
    assert source.post(WITHDRAW, {"command_id": "x"}).status_code == 422
    assert portal.asked == []


@pytest.mark.parametrize("path", [WITHDRAW, GIVE])
def test_somebody_elses_consent_does_not_exist(portal: Pages, told: Told, path: str) -> None:
    told.tell(received())
    stranger = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-2")
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, form()).status_code == 404
    for role in (Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.GOVERNMENT):
        other = portal.signed_in(role, account_id=str(uuid4()))
        assert other.post(path, form()).status_code == 403
    assert portal.asked == []


# --- for one person, for one purpose -------------------------------------------------------------

CONSENTS = f"/submissions/{ID}/consent/"
ONE = str(derive_id("victim", ID, 0))


@pytest.fixture
def two(portal: Pages, told: Told) -> Visitor:
    seal = portal.vault.seal
    told.tell(received(seal=seal, victims=(victim(seal=seal), victim(number=1, seal=seal))))
    return portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")


def test_each_victims_consent_is_shown_with_what_can_be_done_about_it(
    two: Visitor, told: Told
) -> None:
    assert CONSENTS in two.get(f"/submissions/{ID}").text
    page = two.get(CONSENTS).text
    assert page.count(">Yes</strong>") == 4  # to act and to be named, of both
    assert page.count(">No</strong>") == 6
    told.tell(consent_withdrawn(scope="authorities", victim_id=ONE))
    told.tell(consent_granted(scope="press"))
    page = two.get(CONSENTS).text
    assert (page.count(">Yes</strong>"), page.count(">No</strong>")) == (5, 5)


@pytest.mark.parametrize("change", ["withdraw", "give"])
@pytest.mark.parametrize("scope", ["act", "authorities", "public", "press", "sharing"])
def test_one_consent_of_one_victim_is_asked_for(
    portal: Pages, two: Visitor, scope: str, change: str
) -> None:
    page = two.get(f"{CONSENTS}{change}?scope={scope}&victim={ONE}").text
    assert "one person or group" in page
    portal.answer = httpx.Response(200, json=NOW)
    typed = {**form(), "scope": scope, "victim": ONE}
    assert two.post(f"{CONSENTS}{change}", typed).status_code == 303
    [request] = portal.asked
    assert json.loads(request.read())["data"] == {
        "submission_id": ID,
        "scope": scope,
        "victim_id": ONE,
    }


def test_what_only_limits_publication_says_that_letters_go_on(two: Visitor) -> None:
    page = two.get(f"{WITHDRAW}?scope=public").text
    assert "Letters go on as before" in page
    assert "What stops" not in page


@pytest.mark.parametrize("asked", ["scope=everything", "victim=nobody", "scope=", "victim=%00"])
def test_what_there_is_not_is_not_found(two: Visitor, asked: str) -> None:
    assert two.get(f"{WITHDRAW}?{asked}").status_code == 404


def test_publication_alone_does_not_mark_the_submission_as_stopped(
    two: Visitor, told: Told
) -> None:
    told.tell(consent_withdrawn(scope="public"))
    assert "By you or a colleague" not in two.get(f"/submissions/{ID}").text
    told.tell(consent_withdrawn(scope="act"), consent_granted(scope="act", still_withdrawn=True))
    assert "By you or a colleague" in two.get(f"/submissions/{ID}").text
