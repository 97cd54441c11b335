"""Who services which mandate, as the branch reads it and the Chief records it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portal.stakeholders.servicing import READERS
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import mandates
from tests.portal.stakeholders.test_pages import LIST, text
from tests.stakeholders import test_servicing as told
from tests.support.portal import Pages, Visitor
from tests.support.terms import TORTURE, Terms

PAGE, DESK = "/mandates/servicing", "/mandates/desk"
ASSIGN = f"{PAGE}/{TORTURE}/assign"
ID = str(derive_id("assignment", 1))
END = f"{PAGE}/{TORTURE}/{ID}/end"
NAME = mandates()[TORTURE].name
DONE = httpx.Response(200, json={"stream": f"servicing-{TORTURE}", "position": 7})


@pytest.fixture
def terms(portal: Pages) -> Terms:
    return Terms(portal.engine)


@pytest.fixture
def chief(portal: Pages, terms: Terms) -> Visitor:
    return portal.signed_in(Role.CHIEF)


@pytest.fixture
def officer(portal: Pages) -> str:
    account = portal.person(
        Role.HUMAN_RIGHTS_OFFICER, name="Omar Officer", mandates=frozenset({TORTURE})
    )
    return account.account_id


def assigned(officer: str, **also: Any) -> Any:
    return replace(
        told.ASSIGNED, **{"assignment_id": ID, "officer_id": officer, "deputy_id": None, **also}
    )


def test_the_page_has_each_mandate_and_who_services_it_today(
    portal: Pages, chief: Visitor, terms: Terms, officer: str
) -> None:
    assert f"{NAME} Nobody" in text(chief.get(PAGE).text)
    assert f"nobody services {len(mandates())} " in text(chief.get(DESK).text)
    terms.tell(assigned(officer))
    page = text(chief.get(PAGE).text)
    assert f"{NAME} Omar Officer , 50% , from 12 Jan 2026" in page
    assert f"nobody services {len(mandates()) - 1} " in text(chief.get(DESK).text)
    last = portal.clock().date()
    terms.tell(replace(told.ENDED, assignment_id=ID, ended_on=last))
    assert "until 24 Nov 2026" in text(chief.get(PAGE).text)
    portal.clock.forward(timedelta(days=1))
    assert f"{NAME} Nobody" in text(portal.signed_in(Role.CHIEF).get(PAGE).text)


def test_only_the_chief_sees_the_load_of_each_officer(
    portal: Pages, chief: Visitor, terms: Terms, officer: str
) -> None:
    terms.tell(
        assigned(officer, share=60),
        assigned(officer, share=50, assignment_id="a-2", mandate="sr-food"),
        assigned(officer, share=50, assignment_id="a-3", starts_on=told.FIRST.replace(year=2027)),
    )
    assert "Omar Officer 2 110% Too much" in text(chief.get(PAGE).text)
    for role in READERS - {Role.CHIEF}:
        page = portal.signed_in(role).get(PAGE)
        assert "Omar Officer , 60%" in text(page.text)
        assert "Load of each officer" not in page.text
        assert ASSIGN not in page.text


def test_who_reads_it_is_led_to_it(portal: Pages, terms: Terms) -> None:
    for role in READERS:
        assert f'href="{PAGE}"' in portal.signed_in(role).get(LIST).text
    assert f'href="{PAGE}"' not in portal.visitor().get(LIST).text


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_nobody_else_reads_it(portal: Pages, terms: Terms, role: Role) -> None:
    assert portal.signed_in(role).get(PAGE).status_code == 403


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_assigns(portal: Pages, terms: Terms, role: Role) -> None:
    visitor = portal.signed_in(role)
    for path in (ASSIGN, END):
        assert visitor.get(path).status_code == 403
    assert not portal.asked


def test_where_nobody_can_be_assigned_the_chief_reads_what_to_do(
    portal: Pages, chief: Visitor
) -> None:
    assert "Ask an administrator to give them" in text(chief.get(ASSIGN).text)
    portal.person(Role.HUMAN_RIGHTS_OFFICER, name="Omar", mandates=frozenset({TORTURE}))
    assert "Ask an administrator" not in text(chief.get(ASSIGN).text)


def test_an_officer_is_assigned_after_a_check(portal: Pages, chief: Visitor, officer: str) -> None:
    portal.person(Role.HUMAN_RIGHTS_OFFICER, name="Elsewhere", mandates=frozenset({"sr-food"}))
    assert "Omar Officer" in chief.get(ASSIGN).text
    assert "Elsewhere" not in chief.get(ASSIGN).text
    sent = {
        "command_id": str(uuid4()),
        "officer_id": officer,
        "deputy_id": "",
        "share": "50",
        "starts_on": "2026-01-12",
    }
    assert "Omar Officer" in text(chief.post(ASSIGN, sent).text)
    assert not portal.asked
    for share in ("half", "²", "9" * 5_000):
        wrong = chief.post(ASSIGN, {**sent, "share": share, "checked": "send"})
        assert (wrong.status_code, "Enter from 1 to 100" in wrong.text) == (422, True)
    portal.answer = DONE
    done = chief.post(ASSIGN, {**sent, "checked": "send"})
    assert done.location.startswith(f"{PAGE}?after=")
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "assign-servicing-officer"
    assert body["data"] | {"assignment_id": 0} == {
        "assignment_id": 0,
        "mandate": TORTURE,
        "officer_id": officer,
        "deputy_id": None,
        "share": 50,
        "starts_on": "2026-01-12",
    }


def test_an_end_is_recorded_after_a_check(
    portal: Pages, chief: Visitor, terms: Terms, officer: str
) -> None:
    assert chief.get(END).status_code == 404
    terms.tell(assigned(officer))
    assert "Omar Officer" in text(chief.get(END).text)
    sent = {"command_id": str(uuid4()), "ended_on": "2026-12-31"}
    assert "31 Dec 2026" in text(chief.post(END, sent).text)
    assert chief.post(END, {**sent, "checked": "send"}).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert body["data"] == {"mandate": TORTURE, "assignment_id": ID, "ended_on": "2026-12-31"}
    terms.tell(replace(told.ENDED, assignment_id=ID))
    assert chief.get(END).status_code == 404
    assert chief.get(f"{PAGE}/sr-nothing/assign").status_code == 404
