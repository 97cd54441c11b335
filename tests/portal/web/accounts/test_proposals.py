"""Proposals that take two people: proposed, confirmed, in effect after a delay."""

from datetime import timedelta
from typing import Any

import pytest

from portal.web.accounts import account as accounts
from portal.web.accounts import starting
from portal.web.accounts.account import Account
from portal.web.accounts.navigation import landing
from shared.core.roles import Role
from tests.support.arriving import app_of, is_in
from tests.support.portal import PASSWORD, Pages, Visitor
from tests.support.programs import token_of
from tests.support.proposals import (
    DAY,
    HOLDER,
    URGENT,
    confirmed,
    freshly,
    log,
    newest,
    proposed,
    rights,
)


@pytest.fixture
def admin(portal: Pages) -> Visitor:
    return portal.signed_in(Role.SYSTEM_ADMIN, name="Ada Invented")


@pytest.fixture
def other(portal: Pages) -> Visitor:
    return portal.signed_in(Role.SYSTEM_ADMIN, name="Abel Invented")


@pytest.fixture
def person(portal: Pages) -> Account:
    return portal.person(Role.CANDIDATE, name="Marta Invented")


def test_one_administrator_makes_no_holder(portal: Pages, admin: Visitor, person: Account) -> None:
    address = proposed(portal, admin, person, **URGENT)
    assert confirmed(admin, address) == 422
    assert "Another administrator confirms it" in admin.get(address).text
    portal.clock.forward(timedelta(days=2))
    freshly(portal, admin, f"/accounts/{person.account_id}")
    assert Role.MANDATE_HOLDER not in rights(portal, person)
    assert log(portal, "proposal") == [
        ("account-1", "mandate:sr-torture"),
        ("account-1", "role:mandate_holder"),
    ]


def test_two_administrators_do_after_a_day_without_any_job(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    """What comes is added to what the person has, and each session begins anew."""
    address = proposed(portal, admin, person, roles=["candidate", "mandate_holder"])
    page = other.get(address).text
    for said in ("The Council appointed her", "Mandate-holder", "Ada Invented", person.email):
        assert said in page
    visitor = portal.sign_in(person)
    assert confirmed(other, address) == 303
    assert is_in(visitor)
    assert rights(portal, person) == {Role.CANDIDATE}
    portal.clock.forward(DAY - timedelta(minutes=1))
    assert is_in(portal.sign_in(person))
    assert rights(portal, person) == {Role.CANDIDATE}
    late = portal.sign_in(person)
    portal.clock.forward(timedelta(minutes=1))
    assert not is_in(late)
    assert rights(portal, person) == {Role.CANDIDATE, Role.MANDATE_HOLDER}
    assert is_in(portal.sign_in(person))
    assert [detail for _, detail in log(portal, "grant")] == [
        "mandate:sr-torture",
        "role:mandate_holder",
    ]
    assert {actor for actor, _ in log(portal, "proposal-confirmed")} == {"account-2"}


def test_whoever_signs_in_when_the_day_is_over_comes_in_with_the_rights(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    confirmed(other, proposed(portal, admin, person))
    portal.clock.forward(DAY)
    visitor = portal.visitor()
    sent = visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert sent.headers["Location"] == "/sign-in/set-up"
    assert Role.MANDATE_HOLDER in rights(portal, person)


def test_what_is_urgent_holds_at_once_and_says_why(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    address = proposed(portal, admin, person, **URGENT)
    assert "A letter waits for her" in other.get(address).text
    assert confirmed(other, address) == 303
    assert rights(portal, person) == {Role.MANDATE_HOLDER}
    assert "In effect" in other.get(address).text
    assert "Open</h2>" in other.get("/proposals").text


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.DATA_PROTECTION])
def test_in_the_day_it_is_stopped(
    portal: Pages, admin: Visitor, other: Visitor, person: Account, role: Role
) -> None:
    address = proposed(portal, admin, person)
    confirmed(other, address)
    third = portal.signed_in(role)
    assert "Stop it" in third.get(address).text
    assert third.post(f"{address}/end", {}).status_code == 303
    portal.clock.forward(DAY * 2)
    assert [detail for _, detail in log(portal, "proposal-ended")] == ["stopped"]
    again = freshly(portal, third, address)
    assert again.post(f"{address}/end", {}).status_code == 422
    assert Role.MANDATE_HOLDER not in rights(portal, person)


@pytest.mark.parametrize(("who", "word"), [("admin", "withdrawn"), ("other", "refused")])
def test_before_it_is_confirmed_it_is_withdrawn_or_refused(
    portal: Pages, admin: Visitor, other: Visitor, person: Account, who: str, word: str
) -> None:
    address = proposed(portal, admin, person)
    assert {"admin": admin, "other": other}[who].post(f"{address}/end", {}).status_code == 303
    assert confirmed(other, address) == 422
    assert [detail for _, detail in log(portal, "proposal-ended")] == [word]
    proposed(portal, admin, person)


def test_it_lapses(portal: Pages, admin: Visitor, other: Visitor, person: Account) -> None:
    address = proposed(portal, admin, person, **URGENT)
    portal.clock.forward(timedelta(days=14))
    late = freshly(portal, other, address)
    assert "Lapsed" in late.get(address).text
    assert confirmed(late, address) == 422
    assert Role.MANDATE_HOLDER not in rights(portal, person)


def test_there_is_one_at_a_time(portal: Pages, admin: Visitor, person: Account) -> None:
    proposed(portal, admin, person)
    again = admin.post(f"/accounts/{person.account_id}", {**HOLDER, "roles": ["chief"]})
    assert again.status_code == 422
    assert "proposed for this account already" in again.text


def test_confirming_asks_who_one_is(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    address = proposed(portal, admin, person)
    portal.clock.forward(timedelta(minutes=20))
    assert confirmed(other, address) == 401
    assert log(portal, "proposal-confirmed") == []


def test_nobody_confirms_what_is_about_the_own_account(
    portal: Pages, admin: Visitor, other: Visitor
) -> None:
    assert other.account
    app_of(portal, other.account)
    address = f"/accounts/{other.account.account_id}"
    assert admin.post(f"{address}/reset", {"reason": "A lost phone"}).status_code == 303
    assert confirmed(other, newest(portal)) == 422
    assert "This is your own account" in other.get(newest(portal)).text


def test_who_proposed_and_is_no_administrator_any_more_proposed_nothing(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    assert admin.account
    address = proposed(portal, admin, person)
    other.post(f"/accounts/{admin.account.account_id}/disable", {})
    assert confirmed(other, address) == 422


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_a_new_account_begins_without_what_takes_two(
    portal: Pages, admin: Visitor, other: Visitor, role: Role
) -> None:
    fields = {"name": "New", "email": "new@example.org", "roles": [role.value], "reason": "New"}
    mandates = ["sr-torture"] if role is Role.MANDATE_HOLDER else []
    assert admin.post("/accounts/new", {**fields, "mandates": mandates}).status_code == 303
    with portal.engine.connect() as conn:
        made = accounts.by_email(conn, "new@example.org")
    assert made
    assert made.roles == frozenset()
    assert made.mandates == frozenset()
    with portal.engine.connect() as conn:
        assert starting.due(conn, at=portal.clock() + DAY) == []
    confirmed(other, newest(portal))
    portal.clock.forward(DAY)
    other = freshly(portal, other, "/accounts")
    assert rights(portal, made) == {role}
    with portal.engine.connect() as conn:
        assert starting.due(conn, at=portal.clock()) == [made.account_id]


def test_a_mandate_more_waits_and_the_mandate_less_goes_at_once(
    portal: Pages, admin: Visitor, other: Visitor
) -> None:
    holder = portal.person(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture", "sr-hrds"}))
    proposed(portal, admin, holder, mandates=["sr-torture", "wgad"])
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, holder.account_id)
    assert found
    assert found.mandates == {"sr-torture"}
    confirmed(other, newest(portal))
    portal.clock.forward(DAY)
    portal.sign_in(holder).get("/")
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, holder.account_id)
    assert found
    assert found.mandates == {"sr-torture", "wgad"}
    assert log(portal, "revocation") == [("account-1", "mandate:sr-hrds")]


@pytest.mark.parametrize("act", ["reset", "enable"])
def test_other_doors_to_such_an_account_take_two_persons_too(
    portal: Pages, admin: Visitor, other: Visitor, act: str
) -> None:
    holder = portal.person(
        Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}), disabled=act == "enable"
    )
    app_of(portal, holder)
    address = f"/accounts/{holder.account_id}/{act}"
    assert "This takes two persons" in admin.get(address).text
    assert admin.post(address, {}).status_code == 422
    assert admin.post(address, {"reason": "She asked in person"}).status_code == 303

    def sign_in() -> Any:
        fields = {"email": holder.email, "password": PASSWORD}
        return portal.visitor().post("/sign-in", fields)

    before = "/sign-in/code" if act == "reset" else None
    assert sign_in().headers.get("Location") == before
    assert confirmed(other, newest(portal)) == 303
    assert sign_in().headers.get("Location") == before
    portal.clock.forward(DAY)
    after = "/sign-in/set-up" if act == "reset" else "/sign-in/code"
    assert sign_in().headers.get("Location") == after


def test_another_address_takes_two_persons_for_every_account(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    address = f"/accounts/{person.account_id}/email"
    new = {"email": "Marta.New@example.org", "reason": "She married"}
    assert "takes two persons" in admin.get(address).text
    for wrong in ({"email": "nobody"}, {"email": person.email}, {"reason": ""}):
        assert admin.post(address, {**new, **wrong}).status_code == 422
    assert admin.post(address, new).status_code == 303
    assert confirmed(admin, newest(portal)) == 422
    assert "marta.new@example.org" in other.get(newest(portal)).text.lower()
    assert confirmed(other, newest(portal)) == 303
    assert email(portal, person) == person.email
    portal.clock.forward(DAY)
    freshly(portal, other, f"/accounts/{person.account_id}")
    assert email(portal, person) == "marta.new@example.org"
    assert [actor for actor, _ in log(portal, "email-changed")] == ["account-2"]


def test_an_address_that_went_to_somebody_else_meanwhile_stays_theirs(
    portal: Pages, admin: Visitor, other: Visitor, person: Account
) -> None:
    new = {"email": "marta.new@example.org", "reason": "She married"}
    admin.post(f"/accounts/{person.account_id}/email", new)
    confirmed(other, newest(portal))
    portal.person(Role.CANDIDATE, email=new["email"])
    portal.clock.forward(DAY)
    other = freshly(portal, other, f"/accounts/{person.account_id}")
    assert email(portal, person) == person.email
    assert "Stopped" in other.get(newest(portal)).text


def test_nobody_proposes_another_address_for_the_own_account(portal: Pages, admin: Visitor) -> None:
    assert admin.account
    address = f"/accounts/{admin.account.account_id}/email"
    sent = admin.post(address, {"email": "new@example.org", "reason": "x"})
    assert sent.status_code == 422
    assert "Ask another administrator" in sent.text


def email(portal: Pages, person: Account) -> str:
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, person.account_id)
    assert found
    return found.email


def test_whoever_lost_the_rights_a_minute_ago_does_not_lose_the_second_steps_to_one(
    portal: Pages, admin: Visitor
) -> None:
    holder = portal.person(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    app_of(portal, holder)
    admin.post(f"/accounts/{holder.account_id}", {"roles": ["candidate"]})
    admin.post(f"/accounts/{holder.account_id}/reset", {"reason": "A lost phone"})
    fields = {"email": holder.email, "password": PASSWORD}
    assert portal.visitor().post("/sign-in", fields).headers["Location"] == "/sign-in/code"


def test_a_program_gets_the_rights_of_its_person(
    portal: Pages, admin: Visitor, other: Visitor
) -> None:
    person = portal.person(Role.CANDIDATE, Role.FOCAL_POINT)
    roles = ["focal_point", "ngo_member"]
    fields = {"roles": roles, "mandates": [], "organisation_id": "org-1"}
    confirmed(other, proposed(portal, admin, person, **fields))
    token = token_of(portal, person, whose="org-1")  # one from before would have ended
    asked = {"headers": {"Authorization": f"Bearer {token}"}}
    client = portal.app.test_client()
    assert client.get("/api/v1/submissions/x", **asked).status_code == 401
    portal.clock.forward(DAY)
    assert client.get("/api/v1/submissions/x", **asked).status_code == 404


def test_an_administrator_is_nothing_else_whatever_the_table_says(portal: Pages) -> None:
    both = portal.signed_in(Role.SYSTEM_ADMIN, Role.CHIEF, Role.AUDITOR)
    assert both.get("/audit").status_code == 403
    assert both.get("/accounts").status_code == 200
    assert both.account
    with portal.app.test_request_context(), portal.engine.connect() as conn:
        found = accounts.by_id(conn, both.account.account_id)
        assert found
        assert landing(found) == "/operations"
