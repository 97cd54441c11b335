"""The demonstration's sessions follow the same rules as all others."""

import json
import re
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from portal.stakeholders.sessions import demo
from shared.contracts.stakeholders_session_commands import TYPES
from shared.core.actor import ActorSigner, Asked
from shared.core.roles import Role
from shared.reference.sessions import seat_id
from tests.support.portal import Pages, Visitor
from tests.support.sessions import Hall


def test_one_has_a_waiting_list_and_one_is_over_with_a_number_of_who_came(
    portal: Pages, hall: Hall
) -> None:
    people = {}
    for local, roles, organisation in (
        ("focal", (Role.NGO_MEMBER, Role.FOCAL_POINT), "demo-ngo"),
        ("ngo", (Role.NGO_MEMBER,), "demo-ngo"),
        ("nhri", (Role.CONTACT_POINT,), "demo-nhri"),
        ("stakeholders", (Role.STAKEHOLDER_OFFICER,), None),
    ):
        email = f"{local}@demo.example"
        people[local] = portal.signed_in(*roles, email=email, organisation_id=organisation)
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    for request in portal.asked:
        command, asked = _asked(signer, request)
        assert hall.do(command, asked.by, at=asked.at), "each step changes something"
    text = portal.visitor().get("/en/sessions").text
    coming, past = text.partition(">Past<")[::2]
    assert "There is a waiting list" in coming
    link = re.search(r'href="([^"]*/sessions/[^"]+)"', past)
    assert link
    assert "9 people came." in portal.visitor().get(link[1]).text
    desk = portal.signed_in(Role.STAKEHOLDER_OFFICER).get("/session-desk").text
    here = re.search(r'href="(/session-desk/[0-9a-f-]{36})"', desk)
    assert here
    page = portal.signed_in(Role.STAKEHOLDER_OFFICER).get(here[1]).text
    assert "Farida Demo (invented)" in page, "by the name that the person has elsewhere"
    assert "3 / 3" in desk
    _papers(portal, people["focal"], coming)


def _papers(portal: Pages, focal: Visitor, coming: str) -> None:
    """One for everybody, one for who has a seat; a second start keeps no file anew."""
    agenda, seated = "Agenda (invented)", "How to come in, and who speaks when (invented)"
    session = re.search(r'href="([^"]*/sessions/[^"]+)"', coming)
    assert session
    shown = portal.visitor().get(session[1]).text
    assert agenda in shown
    assert seated not in shown
    session_id = session[1].rpartition("/")[2]
    assert focal.account
    seat = seat_id(session_id, focal.account.account_id)
    page = focal.get(f"/my-seats/{seat}").text
    assert agenda in page
    assert seated in page
    before = len(portal.asked)
    with portal.app.test_request_context():
        demo.tell()
    again = [json.loads(one.read())["type"] for one in portal.asked[before:]]
    assert again
    assert "add-session-paper" not in again


def _asked(signer: ActorSigner, request: Any) -> tuple[Any, Asked]:
    body = request.read()
    told = json.loads(body)
    command: Any = TypeAdapter(TYPES[told["type"]]).validate_python(told["data"])
    token = request.headers["authorization"].removeprefix("Actor ")
    asked = signer.opened(token).of("stakeholders", body)
    assert asked.at < datetime.fromisoformat("2026-11-24T09:00:00+00:00"), "it was before today"
    return command, asked
