"""Who sees a proposal of rights, and where."""

import re

import pytest

from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.support.portal import Pages, Visitor
from tests.support.proposals import (
    proposed,
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


@pytest.mark.parametrize(
    ("role", "mandates", "status"),
    [
        (Role.MANDATE_HOLDER, {"sr-torture"}, 200),
        (Role.HUMAN_RIGHTS_OFFICER, {"sr-torture"}, 200),
        (Role.DATA_PROTECTION, set(), 200),
        (Role.MANDATE_HOLDER, {"wgad"}, 404),
        (Role.CHIEF, set(), 404),
        (Role.AUDITOR, set(), 404),
        (Role.CANDIDATE, set(), 403),
    ],
)
def test_the_people_of_the_mandate_and_data_protection_see_it(
    portal: Pages, admin: Visitor, person: Account, role: Role, mandates: set[str], status: int
) -> None:
    address = proposed(portal, admin, person)
    reader = portal.signed_in(role, mandates=frozenset(mandates))
    assert reader.get(address).status_code == status
    if status != 403:
        assert (person.name in reader.get("/proposals").text) == (status == 200)
    if role in {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}:
        assert reader.post(f"{address}/end", {}).status_code == 403


def test_the_page_of_notices_leads_there(portal: Pages, admin: Visitor, person: Account) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert "/proposals" not in holder.get("/notices/settings").text
    proposed(portal, admin, person)
    assert "1 proposal is open" in holder.get("/notices/settings").text
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    assert "/proposals" not in other.get("/notices/settings").text


def test_the_chief_sees_what_is_about_no_mandate(
    portal: Pages, admin: Visitor, person: Account
) -> None:
    address = proposed(portal, admin, person, roles=["auditor"], mandates=[])
    assert portal.signed_in(Role.CHIEF).get(address).status_code == 200


def test_the_lists_say_that_nothing_waits(portal: Pages, admin: Visitor, person: Account) -> None:
    assert "Nothing waits" in admin.get("/proposals").text
    assert "proposals are open" not in admin.get("/accounts").text
    proposed(portal, admin, person)
    assert "1 proposal is open" in admin.get("/accounts").text
    assert re.search(r"Open: 1<", admin.get("/proposals").text)
    assert "Something is proposed" in admin.get(f"/accounts/{person.account_id}").text
    assert admin.get("/proposals/nothing").status_code == 404
