"""Accounts and their rights, as a system administrator gives and takes them."""

import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from portal.homes.notices.start_letters import send_letters
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.audit.chain import audit, verify
from shared.core.roles import HELD, Role
from tests.support.arriving import is_in
from tests.support.portal import PASSWORD, Pages, Visitor, pages, sqlite_urls
from tests.support.programs import token_of

OFFICER: dict[str, Any] = {
    "name": "Hana Invented",
    "email": "Hana@Example.org",
    "roles": ["human_rights_officer", "desk_officer"],
    "mandates": ["sr-torture"],
    "states": "ken, NPL",
    "reason": "A new colleague",
}
MEMBER: dict[str, Any] = {
    "name": "Karim Invented",
    "email": "Karim@Example.org",
    "roles": ["candidate", "coordination_committee"],
}
"""Rights that one person gives."""


@pytest.fixture
def admin(portal: Pages) -> Visitor:
    return portal.signed_in(Role.SYSTEM_ADMIN, name="Ada Invented")


def log(portal: Pages) -> list[tuple[str, str, str]]:
    c = audit.c
    with portal.engine.connect() as conn:
        assert verify(conn).whole
        rows = conn.execute(select(c.what, c.subject, c.purpose).order_by(c.number))
        return [tuple(row) for row in rows]


def named(portal: Pages, email: str) -> Account:
    with portal.engine.connect() as conn:
        found = accounts.by_email(conn, email)
    assert found
    return found


def test_an_account_is_made_with_its_rights_and_a_password_for_its_owner_only(
    portal: Pages, admin: Visitor
) -> None:
    assert admin.post("/accounts/new", MEMBER).status_code == 303
    made = named(portal, "karim@example.org")
    assert made.roles == {Role.CANDIDATE, Role.COORDINATION_COMMITTEE}
    subject = f"account-{made.account_id}"
    assert log(portal) == [
        ("account-created", subject, "administration.create"),
        ("grant", subject, "role:candidate"),
        ("grant", subject, "role:coordination_committee"),
    ]
    [(to, password)] = letters(portal)
    assert to == made.email
    visitor = portal.visitor()
    sent = visitor.post("/sign-in", {"email": made.email, "password": password})
    assert sent.headers["Location"] == "/sign-in/password"
    assert "Sent; good until" in admin.get(f"/accounts/{made.account_id}").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Enter the name"),
        ({"email": "nobody"}, "name@example.org"),
        ({"roles": []}, "Choose at least one role"),
        ({"roles": ["source"]}, "There is a problem"),
        ({"mandates": []}, "Choose the mandates"),
        ({"states": "KEN, XYZZY"}, "no State with the code XYZZY"),
        ({"organisation_id": "a b"}, "letters, digits"),
        ({"roles": ["system_admin", "chief"]}, "An administrator has no other right"),
        ({"reason": ""}, "Say why"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(
    portal: Pages, admin: Visitor, changed: dict[str, Any], said: str
) -> None:
    refused = admin.post("/accounts/new", {**OFFICER, **changed})
    assert refused.status_code == 422
    assert said in refused.text
    assert "There is a problem" in refused.text
    if "email" not in changed:
        assert "Hana@Example.org" in refused.text
    assert log(portal) == []


def test_who_gives_an_organisation_its_code_is_told_where_it_stands(admin: Visitor) -> None:
    page = admin.get("/accounts/new").text
    assert "Code of the organisation" in page
    assert "Facts and the audit log hold it" in page


def test_an_address_has_one_account(portal: Pages, admin: Visitor) -> None:
    portal.person(Role.AUDITOR, email="hana@example.org")
    refused = admin.post("/accounts/new", OFFICER)
    assert refused.status_code == 422
    assert "There is an account with this e-mail address already" in refused.text
    assert log(portal) == []


def test_rights_that_are_given_and_taken_are_in_the_log_and_the_person_comes_in_anew(
    portal: Pages, admin: Visitor
) -> None:
    person = portal.person(Role.CHIEF, name="Chiara")
    visitor = portal.sign_in(person)
    address = f"/accounts/{person.account_id}"
    assert "checked" in admin.get(address).text
    assert admin.post(address, {"roles": ["candidate"]}).status_code == 303
    subject = f"account-{person.account_id}"
    assert log(portal) == [
        ("grant", subject, "role:candidate"),
        ("revocation", subject, "role:chief"),
    ]
    assert not is_in(visitor)
    assert named(portal, person.email).roles == {Role.CANDIDATE}
    again = portal.sign_in(person)
    admin.post(address, {"roles": ["candidate"]})
    assert len(log(portal)) == 2
    assert is_in(again)
    assert admin.post(address, {"roles": []}).status_code == 422


def test_an_account_is_disabled_and_enabled(portal: Pages, admin: Visitor) -> None:
    person = portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT, name="Nadia")
    token = token_of(portal, person)
    visitor, client = portal.sign_in(person), portal.app.test_client()
    address = f"/accounts/{person.account_id}"
    assert "cannot sign in" in admin.get(f"{address}/disable").text
    admin.post(f"{address}/disable", {})
    assert not is_in(visitor)
    asked = client.get("/api/v1/submissions/x", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 401
    assert "Disabled" in admin.get("/accounts").text
    admin.post(f"{address}/enable", {})
    sent = portal.visitor().post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert sent.status_code == 303
    assert [what for what, *_ in log(portal)] == ["account-disabled", "account-enabled"]


@pytest.mark.parametrize("role", [Role.NGO_MEMBER, Role.MANDATE_HOLDER])
def test_a_start_password_is_shown_to_its_owner_only(
    portal: Pages, admin: Visitor, role: Role
) -> None:
    person = portal.person(role)
    visitor = portal.sign_in(person)
    address = f"/accounts/{person.account_id}"
    done = admin.post(f"{address}/password", {})
    assert done.status_code == 303
    assert "No mail server is set up here" in admin.get(address).text
    [(to, password)] = letters(portal)
    assert to == person.email
    for page in ("/accounts", address, f"{address}/password"):
        assert password not in admin.get(page).text
    assert is_in(visitor)
    for typed in (PASSWORD, password):
        sent = portal.visitor().post("/sign-in", {"email": person.email, "password": typed})
        assert sent.status_code == 303
    assert [what for what, *_ in log(portal)] == ["password-reset"]
    portal.clock.forward(timedelta(days=7))
    sent = portal.visitor().post("/sign-in", {"email": person.email, "password": password})
    assert "too long ago" in sent.text


@pytest.mark.parametrize("smtp", ["", "smtp://127.0.0.1:1"])
def test_only_a_demonstration_without_a_mail_server_shows_it(tmp_path: Path, smtp: str) -> None:
    mails: dict[str, Any] = {
        "smtp_url": SecretStr(smtp),
        "mail_from": "Rapporteur <no-reply@rapporteur.example>",
    }
    with pages(*sqlite_urls(tmp_path), demo=True, **mails) as demo:
        admin = demo.signed_in(Role.SYSTEM_ADMIN)
        done = admin.post("/accounts/new", MEMBER)
        shown = re.search(r'set-up__secret">([a-z0-9-]+)<', done.text)
        assert (shown is None) == bool(smtp)
        if shown:
            fields = {"email": MEMBER["email"], "password": shown[1]}
            sent = demo.visitor().post("/sign-in", fields)
            assert sent.headers["Location"] == "/sign-in/password"


def letters(portal: Pages) -> list[tuple[str, str]]:
    """Send what is due; return whom a start password went to, and what it is."""
    went: list[EmailMessage] = []
    told = portal.settings.model_copy(update={"mail_from": "no-reply@rapporteur.example"})
    send_letters(portal.engine, portal.vault, told, went.append, now=portal.clock)
    return [(str(one["To"]), one.get_content().splitlines()[2]) for one in went]


def test_a_person_is_signed_out_everywhere(portal: Pages, admin: Visitor) -> None:
    person = portal.person(Role.CHIEF)
    visitors = [portal.sign_in(person) for _ in range(2)]
    admin.post(f"/accounts/{person.account_id}/sign-out", {})
    assert not any(is_in(visitor) for visitor in visitors)
    assert [what for what, *_ in log(portal)] == ["sessions-ended"]


def test_nobody_changes_his_own_account(portal: Pages, admin: Visitor) -> None:
    assert admin.account
    address = f"/accounts/{admin.account.account_id}"
    assert admin.post(address, {"roles": ["system_admin", "auditor"]}).status_code == 422
    for act in ("disable", "reset", "password", "sign-out"):
        assert admin.post(f"{address}/{act}", {}).status_code == 303
    assert is_in(admin)
    assert log(portal) == []


def test_every_change_asks_who_one_is(portal: Pages, admin: Visitor) -> None:
    person = portal.person(Role.CHIEF)
    portal.clock.forward(timedelta(minutes=20))
    for path in ("new", person.account_id, f"{person.account_id}/disable"):
        assert admin.post(f"/accounts/{path}", OFFICER).status_code == 401
    assert log(portal) == []


def test_accounts_are_found(portal: Pages, admin: Visitor) -> None:
    portal.person(Role.CHIEF, name="Zoë Person", organisation="Élan")
    portal.person(Role.AUDITOR, name="Audra Person")
    assert "Zoë" in admin.get("/accounts?words=zoë+élan").text
    assert "Audra" not in admin.get("/accounts?words=zoë").text
    assert "Zoë" not in admin.get("/accounts?role=auditor").text
    assert "No account is as you asked for" in admin.get("/accounts?words=nobody+here").text
    assert admin.get("/accounts?role=x").status_code == 422
    assert admin.get("/accounts/nobody").status_code == 404


def test_the_list_has_pages(portal: Pages, admin: Visitor) -> None:
    for _ in range(51):
        portal.person(Role.CHIEF)
    for asked in ("", "words=person&", "role=chief&"):
        assert 'rel="next"' in admin.get(f"/accounts?{asked}").text
        assert 'rel="next"' not in admin.get(f"/accounts?{asked}page=2").text


@pytest.mark.parametrize("role", sorted(HELD - {Role.SYSTEM_ADMIN}))
def test_it_is_closed_to_everybody_else(portal: Pages, role: Role) -> None:
    visitor = portal.signed_in(role)
    for path in ("", "/new", "/x"):
        assert visitor.get(f"/accounts{path}").status_code == 403
