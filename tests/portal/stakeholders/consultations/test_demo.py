"""The demonstration's consultations follow the same rules as all others."""

import json
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from portal.stakeholders.consultations import demo
from shared.contracts.stakeholders_consultation_commands import TYPES
from shared.core.actor import ActorSigner, Asked
from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.consultations import Forum
from tests.support.portal import Pages


def test_one_is_open_and_one_has_its_outcome(portal: Pages, forum: Forum) -> None:
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
        assert forum.do(command, asked.by, at=asked.at), "each step changes something"
    coming, past = main(portal.visitor().get("/en/consultations").text).split("Over", 1)
    assert "How reports reach communities (invented) Open" in coming
    assert "Safe ways to take part (invented) The outcome is published" in past


def _asked(signer: ActorSigner, request: Any) -> tuple[Any, Asked]:
    body = request.read()
    told = json.loads(body)
    command: Any = TypeAdapter(TYPES[told["type"]]).validate_python(told["data"])
    token = request.headers["authorization"].removeprefix("Actor ")
    asked = signer.opened(token).of("stakeholders", body)
    assert asked.at < datetime.fromisoformat("2026-11-24T09:00:00+00:00"), "it was before today"
    return command, asked
