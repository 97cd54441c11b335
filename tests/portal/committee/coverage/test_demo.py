"""The demonstration's standards and answers follow the same rules as all others."""

from typing import Any

from pydantic import TypeAdapter

from portal.committee.coverage import demo
from shared.contracts.stakeholders_coverage_commands import TYPES
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.coverage import States
from tests.support.invented import asked_of
from tests.support.portal import Pages


def test_a_set_is_adopted_and_answers_have_their_source(portal: Pages, states: States) -> None:
    portal.person(Role.COORDINATION_COMMITTEE, email="committee@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(cls) for name, cls in TYPES.items()}
    signer = ActorSigner(portal.settings.actor_key_list)
    for request in portal.asked:
        command, asked = asked_of(signer, request, types)
        assert states.do(command, by=asked.by, at=asked.at), "each step changes something"
    shown = text(portal.visitor().get("/en/coverage/states/KEN").text)
    assert "17 May 2019 (7 years ago) https://www.example.org/invented" in shown
