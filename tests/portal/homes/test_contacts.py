"""Whom those who work on a State turn to (G.1): on their own page of it, and nowhere else."""

import pytest

from portal.app.read_models import READ_MODELS
from portal.web.accounts import account as accounts
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

R = Role
PAGE, MINE = "/countries/KEN", "/contact-of-my-office"
KENYA = {"state_codes": frozenset({"KEN"})}
DESK, RC = "desk.kenya@office.example", "rc.kenya@office.example"


@pytest.fixture
def house(portal: Pages) -> Pages:
    ready(portal.engine, READ_MODELS)
    return portal


def enters(visitor: Visitor, address: str) -> int:
    return visitor.post(MINE, {"contact": address}).status_code


def contacts(page: str) -> str:
    return text(page).partition(" Contacts ")[2]


def test_the_page_of_a_state_names_its_desk_and_the_office_of_its_coordinator(
    house: Pages,
) -> None:
    chief = house.signed_in(R.CHIEF)
    nobody = contacts(chief.get(PAGE).text)
    assert "No desk officer has this State now." in nobody
    assert "The post is vacant, or its holder has no account here." in nobody
    desk = house.signed_in(R.DESK_OFFICER, name="Desta", **KENYA)
    coordinator = house.signed_in(R.UN_PARTNER, name="Uma", office="coordinator", **KENYA)
    house.signed_in(R.UN_PARTNER, name="Agatha", **KENYA)
    house.signed_in(R.DESK_OFFICER, name="Farah", state_codes=frozenset({"FRA"}))
    shown = contacts(chief.get(PAGE).text)
    assert "Desta" in shown
    assert "The office has entered no address." in shown
    assert enters(desk, DESK) == 303
    assert enters(coordinator, RC) == 303
    second = house.signed_in(R.UN_PARTNER, name="Ulla", office="coordinator", **KENYA)
    assert enters(second, RC) == 303, "at a handover two have the same"
    for role in (R.CHIEF, R.QUICK_RESPONSE_DESK, R.HUMAN_RIGHTS_OFFICER, R.MANDATE_HOLDER):
        shown = contacts(house.signed_in(role).get(PAGE).text)
        assert f"Desta : {DESK}" in shown
        assert shown.count(RC) == 1
        assert not any(name in shown for name in ("Uma", "Ulla", "Agatha", "Farah"))
    assert RC not in chief.get("/countries/FRA").text
    assert account_of(coordinator).email not in chief.get(PAGE).text
    assert enters(coordinator, "") == 303
    assert enters(second, "") == 303
    assert "The office has entered no address." in contacts(chief.get(PAGE).text)
    with house.engine.begin() as conn:
        accounts.set_disabled(conn, account_of(desk).account_id, disabled=True)
    assert "No desk officer has this State now." in contacts(chief.get(PAGE).text)
    arabic = house.signed_in(R.CHIEF, language="ar").get(PAGE).text
    assert "مكتب المنسق المقيم" in arabic


def account_of(visitor: Visitor) -> accounts.Account:
    assert visitor.account
    return visitor.account


def test_no_other_page_of_the_state_and_no_file_has_them(house: Pages) -> None:
    desk = house.signed_in(R.DESK_OFFICER, name="Desta", **KENYA)
    coordinator = house.signed_in(R.UN_PARTNER, name="Uma", office="coordinator", **KENYA)
    enters(desk, DESK)
    enters(coordinator, RC)
    agency = house.signed_in(R.UN_PARTNER, **KENYA)
    government = house.signed_in(R.GOVERNMENT, **KENYA)
    for visitor in (house.visitor(), agency, government):
        assert visitor.get(PAGE).status_code in {303, 403}
        register = "/en/register/states/KEN"
        for page in (register, f"{register}/briefing", f"{register}/briefing.json"):
            answer = visitor.get(page)
            assert answer.status_code == 200
            assert not any(one in answer.text for one in (DESK, RC, "Desta", "Uma"))
    team = agency.get("/country-team/KEN")
    assert team.status_code == 200
    assert not any(one in team.text for one in (DESK, RC, "Desta"))


def test_only_a_desk_and_a_coordinator_enter_one(house: Pages) -> None:
    desk = house.signed_in(R.DESK_OFFICER, **KENYA)
    assert MINE in desk.get("/security").text
    page = desk.get(MINE).text
    assert "Enter a mailbox of the office, not your own." in page
    assert enters(desk, "not an address") == 422
    assert enters(desk, DESK) == 303
    assert f'value="{DESK}"' in desk.get(MINE).text
    agency = house.signed_in(R.UN_PARTNER, **KENYA)
    stateless = house.signed_in(R.DESK_OFFICER)
    for other in (agency, stateless):
        assert MINE not in other.get("/security").text
        assert other.get(MINE).status_code == 404
        assert enters(other, DESK) == 404
    assert house.signed_in(R.CHIEF).get(MINE).status_code == 403
    arabic = house.signed_in(R.DESK_OFFICER, language="ar", **KENYA)
    assert "جهة الاتصال بمكتبكم" in arabic.get(MINE).text
