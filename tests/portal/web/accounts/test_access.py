"""Access to every page, and that no page opens by default."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.web.accounts.access import (
    access_of,
    current_account,
    current_actor,
    public,
    require,
    signed_in,
    token,
)
from portal.web.accounts.account import actor_of
from portal.web.accounts.programs import Scope
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.portal import HERE, Pages, pages, sqlite_urls
from tests.support.programs import token_of


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Pages]:
    """The portal with one view of each kind."""
    with pages(*sqlite_urls(tmp_path), added=_add_doors) as built:
        yield built


def _add_doors(app: Flask) -> None:
    @app.get("/open")
    @public
    def door_open() -> str:
        account = signed_in()
        return account.name if account else "nobody"

    @app.route("/anybody", methods=["GET", "POST"])
    @require()
    def door_anybody() -> str:
        return current_account().name

    @app.get("/chiefs")
    @require(Role.CHIEF, Role.SYSTEM_ADMIN)
    def door_chiefs() -> str:
        return "for chiefs"

    @app.post("/api/programs")
    @token(Role.NGO_MEMBER, scope=Scope.FILE)
    def door_programs() -> str:
        return current_account().name

    @app.get("/forgotten")
    def door_forgotten() -> str:
        return "open to the world"


def test_every_view_says_who_may_open_it(portal: Pages) -> None:
    unmarked = [
        rule.rule
        for rule in portal.app.url_map.iter_rules()
        if access_of(portal.app, rule.endpoint) is None
    ]
    assert unmarked == []


def test_a_view_that_says_nothing_opens_for_nobody(doors: Pages) -> None:
    assert doors.visitor().get("/forgotten").status_code == 403
    assert doors.signed_in(*Role).get("/forgotten").status_code == 403


def test_a_public_view_knows_who_is_signed_in(doors: Pages) -> None:
    assert doors.visitor().get("/open").text == "nobody"
    assert doors.signed_in(Role.CHIEF, name="Chiara").get("/open").text == "Chiara"


@pytest.mark.parametrize("role", Role)
def test_a_view_opens_for_its_roles_only(doors: Pages, role: Role) -> None:
    answer = doors.signed_in(role).get("/chiefs")
    assert answer.status_code == (200 if role in {Role.CHIEF, Role.SYSTEM_ADMIN} else 403)


def test_one_of_several_roles_is_enough(doors: Pages) -> None:
    assert doors.signed_in(Role.AUDITOR, Role.CHIEF).get("/chiefs").status_code == 200


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(doors: Pages) -> None:
    answer = doors.visitor().get("/chiefs?state=CHE")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?then=%2Fchiefs%3Fstate%3DCHE"


def test_a_fragment_leads_the_whole_page_to_sign_in(doors: Pages) -> None:
    answer = doors.visitor().fragment("/chiefs")
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?then=%2Fchiefs"


def test_a_form_sent_after_the_session_ended_is_shown_again(doors: Pages) -> None:
    answer = doors.visitor().client.post("/anybody", data={"narrative": "It began"}, headers=HERE)
    assert answer.status_code == 401
    assert "You were signed out" in answer.text
    assert "It began" in answer.text


def test_a_program_comes_in_by_its_token_and_without_a_form_token(doors: Pages) -> None:
    program = doors.person(Role.NGO_MEMBER, Role.FOCAL_POINT, name="Our system")
    client, sent = doors.app.test_client(), {"Authorization": f"Bearer {token_of(doors, program)}"}
    answer = client.post("/api/programs", headers=sent)
    assert answer.text == "Our system"


@pytest.mark.parametrize(
    "sent", [{}, {"Authorization": "Bearer another"}, {"Authorization": "Basic YTpi"}]
)
def test_a_program_without_its_token_is_told_so_as_a_problem(
    doors: Pages, sent: dict[str, str]
) -> None:
    answer = doors.app.test_client().post("/api/programs", headers=sent)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"


def test_a_token_does_not_lend_a_role(doors: Pages) -> None:
    program = doors.person(Role.AUDITOR, Role.FOCAL_POINT)
    client, sent = doors.app.test_client(), {"Authorization": f"Bearer {token_of(doors, program)}"}
    answer = client.post("/api/programs", headers=sent)
    assert answer.status_code == 403


def test_a_token_opens_only_what_it_is_good_for(doors: Pages) -> None:
    program = doors.person(Role.NGO_MEMBER, Role.FOCAL_POINT)
    for scopes, status in (({Scope.FILE}, 200), (set(Scope) - {Scope.FILE}, 403), (set(), 403)):
        sent = {"Authorization": f"Bearer {token_of(doors, program, scopes=scopes)}"}
        answer = doors.app.test_client().post("/api/programs", headers=sent)
        assert answer.status_code == status


def test_a_cookie_does_not_open_what_is_for_programs(doors: Pages) -> None:
    assert doors.signed_in(Role.NGO_MEMBER).post("/api/programs", {}).status_code == 401


def test_a_token_does_not_open_a_page(doors: Pages) -> None:
    program = doors.person(Role.CHIEF, Role.FOCAL_POINT)
    client, sent = doors.app.test_client(), {"Authorization": f"Bearer {token_of(doors, program)}"}
    assert client.get("/chiefs", headers=sent).status_code == 303


def test_an_account_is_an_actor_without_a_name(portal: Pages) -> None:
    account = portal.person(
        Role.MANDATE_HOLDER,
        Role.COORDINATION_COMMITTEE,
        organisation_id="demo-ngo",
        mandates=frozenset({"sr-torture"}),
        state_codes=frozenset({"CHE"}),
    )
    assert actor_of(account) == Actor(
        actor_id=account.account_id,
        roles=frozenset({Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE}),
        organisation_id="demo-ngo",
        mandates=frozenset({"sr-torture"}),
        states=frozenset({"CHE"}),
    )


def test_the_current_actor_is_the_account_that_signed_in(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    with visitor.client:
        visitor.get("/")
        assert current_actor().actor_id == visitor.account.account_id if visitor.account else False
