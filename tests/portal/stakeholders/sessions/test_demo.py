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
from tests.support.portal import Pages
from tests.support.sessions import Hall


def test_one_has_a_waiting_list_and_one_is_over_with_a_number_of_who_came(
    portal: Pages, hall: Hall
) -> None:
    for local, roles, organisation in (
        ("focal", (Role.NGO_MEMBER, Role.FOCAL_POINT), "demo-ngo"),
        ("ngo", (Role.NGO_MEMBER,), "demo-ngo"),
        ("nhri", (Role.CONTACT_POINT,), "demo-nhri"),
        ("stakeholders", (Role.STAKEHOLDER_OFFICER,), None),
    ):
        portal.person(*roles, email=f"{local}@demo.example", organisation_id=organisation)
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


def _asked(signer: ActorSigner, request: Any) -> tuple[Any, Asked]:
    body = request.read()
    told = json.loads(body)
    command: Any = TypeAdapter(TYPES[told["type"]]).validate_python(told["data"])
    token = request.headers["authorization"].removeprefix("Actor ")
    asked = signer.opened(token).of("stakeholders", body)
    assert asked.at < datetime.fromisoformat("2026-11-24T09:00:00+00:00"), "it was before today"
    return command, asked
