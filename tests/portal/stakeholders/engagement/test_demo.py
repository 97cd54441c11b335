"""The demonstration's report follows the same rules as all others."""

from typing import Any

from pydantic import TypeAdapter

from portal.stakeholders.engagement import demo
from shared.contracts.stakeholders_engagement_commands import TYPES
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.engagement import TORTURE, Reports
from tests.support.invented import asked_of
from tests.support.portal import Pages


def test_the_last_quarter_is_published(portal: Pages, reports: Reports) -> None:
    portal.person(
        Role.HUMAN_RIGHTS_OFFICER,
        email="officer@demo.example",
        mandates=frozenset({TORTURE}),
    )
    portal.person(Role.STAKEHOLDER_OFFICER, email="stakeholders@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(cls) for name, cls in TYPES.items()}
    signer = ActorSigner(portal.settings.actor_key_list)
    for request in portal.asked:
        command, asked = asked_of(signer, request, types)
        assert reports.do(command, asked.by, at=asked.at), "each step changes something"
    assert "Quarter 3 of 2026" in main(portal.visitor().get("/en/engagement").text)
