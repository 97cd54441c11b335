"""The demonstration's dialogue follows the same rules as all others."""

import json
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from portal.stakeholders.dialogues import demo
from shared.contracts.stakeholders_dialogue_commands import TYPES
from shared.core.actor import ActorSigner, Asked
from shared.core.roles import Role
from tests.portal.stakeholders.dialogues.test_public import main
from tests.support.dialogues import Council
from tests.support.portal import Pages


def test_one_is_to_come_with_a_list_of_speakers(portal: Pages, council: Council) -> None:
    for local, roles, organisation in (
        ("focal", (Role.NGO_MEMBER, Role.FOCAL_POINT), "demo-ngo"),
        ("stakeholders", (Role.STAKEHOLDER_OFFICER,), None),
    ):
        portal.person(*roles, email=f"{local}@demo.example", organisation_id=organisation)
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    for request in portal.asked:
        command, asked = _asked(signer, request)
        assert council.do(command, asked.by, at=asked.at), "each step changes something"
    [dialogue_id] = council.states
    page = main(portal.visitor().get(f"/en/dialogues/{dialogue_id}").text)
    assert "Who is next Special Rapporteur on torture" in page
    assert "Kenya" in page


def _asked(signer: ActorSigner, request: Any) -> tuple[Any, Asked]:
    body = request.read()
    told = json.loads(body)
    command: Any = TypeAdapter(TYPES[told["type"]]).validate_python(told["data"])
    token = request.headers["authorization"].removeprefix("Actor ")
    asked = signer.opened(token).of("stakeholders", body)
    assert asked.at < datetime.fromisoformat("2026-11-24T09:00:00+00:00"), "it was before today"
    return command, asked
