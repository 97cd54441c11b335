"""The registry: the chain of a mandate on its public page, and the Chief's desk."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic_core import from_json, to_json

from shared.contracts.commands import Command, address, data_of
from shared.contracts.stakeholders import CallClosed, CallForCandidaturesIssued
from shared.core.roles import Role
from shared.reference import mandates
from tests.portal.stakeholders.test_pages import PAGE, text
from tests.stakeholders import test_registry as told
from tests.stakeholders.selection import CALLED
from tests.support.portal import Pages, Visitor
from tests.support.terms import TORTURE, Terms, ended, started

DESK = "/mandates/desk"
OTHER = told.OTHER


@pytest.fixture
def terms(portal: Pages) -> Terms:
    return Terms(portal.engine)


@pytest.fixture
def chief(portal: Pages, terms: Terms) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def page_of(portal: Pages, terms: Terms, *facts: Any) -> str:
    terms.tell(*facts)
    return text(portal.visitor().get(PAGE).text)


def test_everybody_reads_what_the_council_decided_the_newest_first(
    portal: Pages, terms: Terms
) -> None:
    page = page_of(portal, terms, told.CREATED, told.RENEWED, told.REJECTED)
    decided = page[page.index("What the Council decided") :]
    assert "A/HRC/RES/58/13 paragraph 2 3 Apr 2025 Extended until 31 Dec 2026" in decided
    assert "Draft rejected, and the mandate unchanged 4 for, 25 against, 18 abstained" in decided
    assert decided.index("L.1/Rev.1") < decided.index("58/13") < decided.index("A/HRC/RES/16/23")
    assert "Lasts until 31 Dec 2026" in page


def test_a_mandate_with_another_title_keeps_its_former_names(portal: Pages, terms: Terms) -> None:
    page = page_of(portal, terms, told.CREATED, told.MODIFIED)
    assert f"{told.TITLES['en']} Holder" in page
    assert f"Former names {mandates()[TORTURE].name}" in page


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ((replace(told.RENEWED, until=None),), "Lasts until The Council set no end"),
        ((told.RENEWED, told.PENDING), "31 Dec 2026 Waits for its renewal"),
        ((told.CLUSTERED,), f"Dialogue together with {mandates()[OTHER].name}"),
        (
            (told.RENEWED, told.PENDING, replace(told.RENEWED, until=None)),
            "The Council set no end",
        ),
        (
            (told.MERGED,),
            "Open letters : Special Rapporteur on the right to food Reply cases :",
        ),
    ],
)
def test_the_page_says_where_the_mandate_stands(
    portal: Pages, terms: Terms, facts: tuple[Any, ...], sentence: str
) -> None:
    assert sentence in page_of(portal, terms, told.CREATED, *facts)


def test_a_mandate_that_ended_says_so_and_names_its_successor(portal: Pages, terms: Terms) -> None:
    terms.tell(told.CREATED, told.MERGED)
    assert "This mandate ended" not in text(portal.visitor().get(PAGE).text)
    portal.clock.forward(timedelta(days=60))
    page = text(portal.visitor().get(PAGE).text)
    assert f"ended on 31 Dec 2026. It is now part of: {mandates()[OTHER].name}" in page
    terms.tell(told.REESTABLISHED)
    assert "This mandate ended" not in text(portal.visitor().get(PAGE).text)


def test_an_open_call_is_on_the_page_until_it_closes(portal: Pages, terms: Terms) -> None:
    called = CallForCandidaturesIssued(
        vacancy_id="7f1f6a2e-6f0e-4d7e-9b6a-0d9b6f1f6a2e",
        mandate=TORTURE,
        opens_at=portal.clock(),
        closes_at=portal.clock() + timedelta(days=3),
        rules=CALLED.rules,
        issued_by="officer",
        issued_at=portal.clock(),
    )
    to_come = replace(called, opens_at=portal.clock() + timedelta(days=1))
    assert "Open calls" not in page_of(portal, terms, to_come)
    assert "Open calls Apply until 27 Nov 2026" in page_of(portal, terms, called)
    portal.clock.forward(timedelta(days=4))
    assert "Open calls" not in text(portal.visitor().get(PAGE).text)
    later = replace(called, closes_at=portal.clock() + timedelta(days=3))
    closed = CallClosed(
        vacancy_id=called.vacancy_id,
        mandate=TORTURE,
        closed_by="officer",
        closed_at=portal.clock(),
    )
    assert "Open calls" in page_of(portal, terms, later)
    assert "Open calls" not in page_of(portal, terms, closed)


# --- the desk -----------------------------------------------------------------------------------


def test_the_desk_has_what_is_due_vacant_and_to_confirm(chief: Visitor, terms: Terms) -> None:
    empty = text(chief.get(DESK).text)
    assert "No renewal is due in the next 180 days." in empty
    assert "No seat is known to be vacant." in empty
    assert "Mergers to confirm" not in empty
    named = replace(told.MODIFIED, perhaps_merged_with=OTHER)
    terms.tell(told.CREATED, told.OTHER_CREATED, told.RENEWED, named, started(), ended())
    page = text(chief.get(DESK).text)
    torture, food = mandates()[TORTURE].name, mandates()[OTHER].name
    assert f"{torture} 31 Dec 2026" in page
    assert f"{torture} 1 Oct 2026 The only one" in page
    assert f"{torture} {food}" in page[page.index("Mergers to confirm") :]
    assert f"to extend the mandate. {food}" not in page
    assert page.endswith(food), "its last day is not on record"


def test_a_renewal_is_due_from_180_days_before(portal: Pages, chief: Visitor, terms: Terms) -> None:
    today = portal.clock().date()
    for days, due in ((181, False), (180, True), (-3, True)):
        terms.tell(told.CREATED, replace(told.RENEWED, until=today + timedelta(days=days)))
        page = text(chief.get(DESK).text)
        assert ("No renewal is due" not in page) == due
    terms.tell(told.LAPSED)
    assert "No renewal is due" in text(chief.get(DESK).text)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_has_the_desk(portal: Pages, terms: Terms, role: Role) -> None:
    assert portal.signed_in(role).get(DESK).status_code == 403


# --- what the Chief records ----------------------------------------------------------------------


RESOLVED = {
    "symbol": "A/HRC/RES/58/13",
    "adopted_on": "2025-04-03",
    "paragraph": "2",
    "months": "36",
    "votes": "",
}
ENDING = {
    "ended_on": "2026-12-31",
    "letters": OTHER,
    "reply_cases": OTHER,
    "visits": "record",
    "recommendations": OTHER,
}
ACTS: list[tuple[str, dict[str, Any], Command]] = [
    ("renew", {"until": "2026-12-31"}, told.RENEW),
    ("renew", {"until": ""}, replace(told.RENEW, until=None)),
    ("rename", {"en": told.TITLES["en"], "fr": "", "perhaps": ""}, told.RENAME),
    (
        "rename",
        {"en": told.TITLES["en"], "perhaps": OTHER},
        replace(told.RENAME, perhaps_merged_with=OTHER),
    ),
    ("merge", {"into": OTHER, **ENDING}, told.MERGE),
    ("cluster", {"beside": [OTHER]}, told.GROUP),
    ("cluster", {}, replace(told.GROUP, beside=())),
    ("end", ENDING, told.END),
    ("reestablish", {"until": ""}, told.BACK),
    ("reject", {"symbol": "A/HRC/59/L.1/Rev.1", "votes": "4, 25, 18"}, told.REJECT),
]


def path(kind: str) -> str:
    return f"/mandates/{TORTURE}/acts/{kind}"


@pytest.mark.parametrize(("kind", "typed", "command"), ACTS)
def test_a_decision_is_recorded_after_it_was_checked(
    portal: Pages, chief: Visitor, kind: str, typed: dict[str, Any], command: Command
) -> None:
    assert chief.get(path(kind)).status_code == 200
    sent = {"command_id": str(uuid4()), **RESOLVED, **typed}
    checked = chief.post(path(kind), sent)
    assert checked.status_code == 200
    assert "Check this decision" in text(checked.text)
    assert sent["symbol"] in checked.text
    assert not portal.asked
    portal.answer = httpx.Response(200, json={"stream": f"registry-{TORTURE}", "position": 7})
    done = chief.post(path(kind), {**sent, "checked": "send"})
    assert done.status_code == 303
    assert done.location.startswith(f"{PAGE}?after=")
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == address(type(command))[1]
    assert body["data"] == from_json(to_json(data_of(command)))


@pytest.mark.parametrize(
    ("kind", "wrong", "sentence"),
    [
        ("renew", {"symbol": ""}, "Enter the symbol"),
        ("renew", {"adopted_on": ""}, "Enter the day"),
        ("renew", {"paragraph": "two"}, "Enter a number from 1 to 999"),
        ("reject", {"votes": "none"}, "Enter three numbers"),
        ("rename", {"en": ""}, "Enter the title in English"),
        ("merge", {**ENDING, "into": ""}, "Choose the other mandate"),
        ("end", {**ENDING, "visits": ""}, "Choose for the visits"),
        ("end", {**ENDING, "ended_on": ""}, "Enter the last day"),
    ],
)
def test_what_is_missing_in_a_decision_is_named(
    portal: Pages, chief: Visitor, kind: str, wrong: dict[str, str], sentence: str
) -> None:
    page = chief.post(path(kind), {"command_id": str(uuid4()), **RESOLVED, **wrong})
    assert page.status_code == 422
    assert sentence in page.text
    assert not portal.asked


def test_the_page_leads_the_chief_to_what_can_be_recorded(
    portal: Pages, chief: Visitor, terms: Terms
) -> None:
    terms.tell(told.CREATED)
    page = chief.get(PAGE).text
    assert f'href="{path("merge")}"' in page
    assert f'href="{path("reestablish")}"' not in page
    assert f'href="{path("merge")}"' not in portal.visitor().get(PAGE).text
    terms.tell(told.TERMINATED)
    page = chief.get(PAGE).text
    assert f'href="{path("merge")}"' not in page
    assert f'href="{path("reestablish")}"' in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_records_a_decision(portal: Pages, terms: Terms, role: Role) -> None:
    visitor = portal.signed_in(role, mandates=frozenset({TORTURE}))
    assert visitor.get(path("end")).status_code == 403
    sent = {"command_id": str(uuid4()), **RESOLVED, **ENDING, "checked": "send"}
    assert visitor.post(path("end"), sent).status_code == 403
    assert not portal.asked


def test_there_is_no_other_kind_of_decision(chief: Visitor) -> None:
    assert chief.get(path("praise")).status_code == 404
    assert chief.get("/mandates/sr-nothing/acts/end").status_code == 404
