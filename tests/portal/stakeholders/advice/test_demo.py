"""The demonstration's requests for advice follow the same rules as all others."""

from typing import Any

from pydantic import TypeAdapter

from portal.stakeholders.advice import demo
from shared.contracts.stakeholders_advice_commands import TYPES
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.advice import Counsel
from tests.support.invented import asked_of
from tests.support.portal import Pages, Visitor


def test_one_waits_and_one_has_its_answer(
    portal: Pages, counsel: Counsel, officer: Visitor
) -> None:
    for local, role, organisation in (
        ("nhri", Role.CONTACT_POINT, "demo-nhri"),
        ("stakeholders", Role.STAKEHOLDER_OFFICER, None),
    ):
        portal.person(role, email=f"{local}@demo.example", organisation_id=organisation)
    with portal.app.test_request_context():
        demo.tell()
    types: dict[str, TypeAdapter[Any]] = {
        name: TypeAdapter(command) for name, command in TYPES.items()
    }
    signer = ActorSigner(portal.settings.actor_key_list)
    for request in portal.asked:
        command, asked = asked_of(signer, request, types)
        assert counsel.do(command, asked.by, at=asked.at), "each step changes something"
    going = main(officer.get("/advice-desk").text)
    assert "Waits for an answer" in going
    assert "Answered" in going
