"""Reporting a reprisal oneself: each door, sent once, received and not shown again."""

import re
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.reprisals.found import subject_of
from shared.contracts.followup_reprisal_commands import TellOfReprisal
from shared.core.actor import Actor, ActorSigner, by_return_channel
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support import channel
from tests.support.invented import asked_of
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, received

KINDS = {"tell-of-reprisal": TypeAdapter(TellOfReprisal)}
SEND = {"checked": "send"}
TYPED = {
    "state": "KEN",
    "origin": "session",
    "whose": "me",
    "relation": "cooperated",
    "act": "threat",
    "imminent": "y",
    "account": "Zora was followed",
    "began_on": "2026-01-05",
    "place": "Quibtown",
    "author": "An office",
    "event": "A session in Geneva",
    "protection": "",
    "reach": "By Anna",
    "demarche": "yes",
    "letter": "no",
    "statement": "ask",
    "sg_report": "ask",
    "sharing": "ask",
    "informed": "y",
}


def form(**also: str) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **TYPED, **also}


def told_of(portal: Pages) -> tuple[TellOfReprisal, Actor]:
    signer = ActorSigner(portal.settings.actor_key_list)
    command, asked_ = asked_of(signer, portal.asked[-1], KINDS, to="followup")
    return command, asked_.by


def asked(portal: Pages) -> TellOfReprisal:
    return told_of(portal)[0]


def test_a_contact_point_reports_it_from_its_account(portal: Pages) -> None:
    channel.Told(portal.engine)
    visitor = portal.signed_in(Role.CONTACT_POINT, account_id="cp-1")
    page = "/report-a-reprisal"
    assert page in visitor.get("/submissions/").text
    shown = visitor.get(page).text
    assert "nobody else, and no Government" in text(shown)
    assert "Exit this page" in shown
    assert len(re.findall(r'<option value=""[^>]*>Choose<', shown)) == 2
    assert not re.search(r'<option value="[^"]+" selected', shown), "whoever reports chooses"
    typed = form()
    checked = visitor.post(page, typed)
    assert "Nothing was sent yet" in text(checked.text)
    assert "Zora was followed" in checked.text
    assert "Exit this page" in checked.text, "all that was typed stands on it"
    assert not portal.asked
    sent = visitor.post(page, typed | SEND)
    assert (sent.status_code, sent.location) == (303, "/submissions/")
    command = asked(portal)
    assert (command.origin, command.link, command.mandate, command.state) == (
        "session",
        None,
        "",
        "KEN",
    )
    assert (command.agrees, command.refuses) == (("demarche",), ("letter",))
    texts = (command.account, command.author, command.place, command.began_on, command.event)
    assert {each.subject for each in texts if each} == {subject_of(command.case_id)}
    account = portal.vault.reveal(command.account) or ""
    assert account.startswith("Zora was followed")
    assert account.endswith("By Anna")
    assert command.protection is None
    by = told_of(portal)[1]
    assert (by.account_id, by.actor_id == "cp-1") == ("cp-1", False), "no account is in the fact"
    landed = text(visitor.get("/submissions/").text)
    assert f"Its number is {case_number(command.case_id)}" in landed
    assert case_number(command.case_id) not in text(visitor.get("/submissions/").text)
    visitor.post(page, typed | SEND)
    assert asked(portal).case_id == command.case_id, "sent twice, it is one report"
    visitor.post(page, typed | {"account": "And her son"} | SEND)
    assert asked(portal).case_id != command.case_id, "what was changed is not lost"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"account": ""}, "Enter what happened"),
        ({"reach": ""}, "Say how you can be reached"),
        ({"whose": "other"}, "the person whom it is done to answers"),
        ({"relation": "law"}, "the person whom it is done to answers"),
        ({"informed": ""}, "Say that you know this"),
        ({"began_on": "2999-01-01"}, "not after today"),
        ({"origin": "visit"}, "Not a valid choice"),
        ({"state": ""}, "Choose the State"),
        ({"act": ""}, "Choose one"),
    ],
)
def test_what_is_wrong_is_said_in_its_place(
    portal: Pages, wrong: dict[str, str], says: str
) -> None:
    visitor = portal.signed_in(Role.NGO_MEMBER)
    answer = visitor.post("/report-a-reprisal", form(**wrong))
    assert answer.status_code == 422
    assert says in text(answer.text)


def test_a_source_reports_it_from_its_own_submission(portal: Pages) -> None:
    told = channel.Told(portal.engine)
    told.tell(received(ID, submitter_id="ngo-1"))
    mine = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1")
    page = f"/report-a-reprisal/submissions/{ID}"
    assert page in mine.get(f"/submissions/{ID}").text
    shown = mine.get(page).text
    assert re.search(r'<option value="KEN" selected', shown)
    assert 'name="origin"' not in shown
    assert mine.post(page, form() | SEND).location == f"/submissions/{ID}"
    assert (asked(portal).origin, asked(portal).link) == ("submission", ID)
    other = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-2")
    for each in (page, f"/report-a-reprisal/submissions/{uuid4()}"):
        assert other.get(each).status_code == 404
        assert other.post(each, form() | SEND).status_code == 404


def test_a_source_reports_it_by_its_return_code(portal: Pages) -> None:
    told = channel.Told(portal.engine)
    kept = channel.kept(portal)
    told.tell(received(ID))
    visitor = portal.visitor()
    visitor.post("/return/", {"return_code": kept.return_code})
    assert "/return/reprisal" in visitor.get("/return/submission").text
    shown = visitor.get("/return/reprisal").text
    assert 'name="reach"' not in shown
    assert 'name="origin"' not in shown
    assert visitor.post("/return/reprisal", form() | SEND).location == "/return/submission"
    assert (asked(portal).origin, asked(portal).link) == ("submission", ID)
    assert told_of(portal)[1].actor_id == by_return_channel(ID).actor_id
    assert "Its number is" in text(visitor.get("/return/submission").text)


def test_a_partner_reports_it_from_its_visit(portal: Pages) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    partners = Partners(missions)
    one = partners.admitted("unct", "agency-1")
    late = partners.admitted("rc", "rc-1", undertakes=False)
    page = f"/my-visits/{one}/reprisal"
    visitor = comes(portal, "agency-1")
    assert page in visitor.get(f"/my-visits/{one}").text
    assert visitor.post(page, form() | SEND).location == f"/my-visits/{one}"
    command = asked(portal)
    assert (command.origin, command.link) == ("visit", missions.mission_id)
    assert (command.mandate, command.state, command.partner_id) == ("sr-torture", "KEN", one)
    before = comes(portal, "rc-1")
    assert f"/{late}/reprisal" not in before.get(f"/my-visits/{late}").text
    assert before.get(f"/my-visits/{late}/reprisal").status_code == 404
    assert before.get(page).status_code == 404


def comes(portal: Pages, account: str) -> Visitor:
    return portal.signed_in(Role.UN_PARTNER, account_id=account)
