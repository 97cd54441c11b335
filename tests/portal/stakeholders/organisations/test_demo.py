"""The demonstration's organisations follow the same rules as all others."""

import json
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from portal.stakeholders.organisations import demo
from portal.web.accounts import account as accounts
from services.stakeholders.contact_law import CONTACT_LAW
from services.stakeholders.organisation.decide import ORGANISATION
from shared.contracts.stakeholders_contact_law_commands import TYPES as LAWS
from shared.contracts.stakeholders_contact_law_commands import RecordContactLaw
from shared.contracts.stakeholders_organisation_commands import TYPES
from shared.core.actor import ActorSigner, Asked
from shared.core.roles import Role
from tests.support.organisations import Register
from tests.support.portal import Pages


def test_one_of_each_visibility_and_two_that_wait(portal: Pages, register: Register) -> None:
    for local, roles, organisation in (
        ("focal", (Role.NGO_MEMBER, Role.FOCAL_POINT), "demo-ngo"),
        ("focal.two", (Role.NGO_MEMBER, Role.FOCAL_POINT), "demo-ngo"),
        ("nhri", (Role.CONTACT_POINT,), "demo-nhri"),
        ("stakeholders", (Role.STAKEHOLDER_OFFICER,), None),
    ):
        portal.person(*roles, email=f"{local}@demo.example", organisation_id=organisation)
    with portal.app.test_request_context():
        demo.tell()
    signer, states = ActorSigner(portal.settings.actor_key_list), dict[str, Any]()
    for request in portal.asked:
        command, asked = _asked(signer, request)
        if isinstance(command, RecordContactLaw):
            assert CONTACT_LAW.decide(command, asked, CONTACT_LAW.initial)
            continue
        key = command.organisation_id
        state = states.get(key, ORGANISATION.initial)
        events = ORGANISATION.decide(command, asked, state)
        assert events, "each step changes something"
        states[key] = ORGANISATION.fold(events, state)
        register.tell(*events)
    public = portal.visitor().get("/en/organisations").text
    assert "1 organisation<" in public
    assert "Demo Watch (invented)" in public
    desk = portal.signed_in(Role.STAKEHOLDER_OFFICER).get("/register-desk").text
    waiting, known = desk.partition("In the register")[::2]
    assert "Demo Watch (invented)" in waiting, "one that is like the other"
    assert "Network of Demo Lawyers" in waiting
    assert "Demo Human Rights Commission" in known
    for seen in ("public", "partners", "closed", "sealed"):
        page = portal.signed_in(Role.STAKEHOLDER_OFFICER).get(f"/register-desk?seen={seen}").text
        assert page.partition("In the register")[2].count("<bdi>") == 1, seen
    partners = portal.signed_in(Role.COORDINATION_COMMITTEE).get("/partner-organisations").text
    assert "Demo Valley Defenders" in partners


def test_the_time_of_one_who_speaks_ends_soon_and_a_later_start_leaves_it(
    portal: Pages, register: Register
) -> None:
    for local in ("focal", "focal.two", "nhri", "stakeholders"):
        portal.person(
            *(Role.NGO_MEMBER, Role.FOCAL_POINT),
            email=f"{local}@demo.example",
            organisation_id="demo-ngo",
        )
    days = []
    for _ in range(2):
        with portal.app.test_request_context():
            demo.tell()
        with portal.engine.connect() as conn:
            found = accounts.by_email(conn, "focal.two@demo.example")
        assert found
        assert found.focal_until
        days.append(found.focal_until)
        portal.clock.forward(timedelta(days=3))
    assert days[0] == days[1]
    assert timedelta(days=20) < days[0] - datetime.fromisoformat("2026-11-24T09:00:00+00:00")
    assert days[0] < datetime.fromisoformat("2026-12-16T00:00:00+00:00")


def _asked(signer: ActorSigner, request: Any) -> tuple[Any, Asked]:
    body = request.read()
    told = json.loads(body)
    command: Any = TypeAdapter({**TYPES, **LAWS}[told["type"]]).validate_python(told["data"])
    token = request.headers["authorization"].removeprefix("Actor ")
    asked = signer.opened(token).of("stakeholders", body)
    assert asked.at < datetime.fromisoformat("2026-11-24T09:00:00+00:00"), "it was before today"
    return command, asked
