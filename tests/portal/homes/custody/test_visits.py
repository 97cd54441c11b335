"""Custody of visit files, missions, reports and rounds: the Chief decides, and who goes on."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from portal.followup.visits import queries as of_visits
from portal.web.policy import Sight
from shared.contracts.followup_visit_commands import (
    LogVisitDates,
    LogVisitInvitation,
)
from shared.contracts.stakeholders_custody import Item
from shared.core.roles import Role
from tests.portal.homes.custody.conftest import FILE, World, actor, holder
from tests.portal.homes.custody.test_custody import ENDED, PAGE, TO, decided
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import test_registry as registry
from tests.support.letters import LEAD
from tests.support.portal import Pages, Visitor
from tests.support.visit_letters import TEXT, Letters

KINDS: list[Item] = ["visit-files", "missions", "visit-reports", "rounds"]


def test_what_is_open_of_visits_waits_for_the_chief(
    portal: Pages, chief: Visitor, world: World
) -> None:
    page = chief.get(PAGE).text
    for kind, said in zip(
        KINDS,
        ("Visit file, begun on", "Mission, begun on", "Report on a visit, begun on", "Follow-up"),
        strict=True,
    ):
        assert world.path(kind) in page
        assert said in text(page)
    assert "Kenya" in text(page)
    assert "Zorb" not in page, "nobody who decides where it goes reads a draft"


@pytest.mark.parametrize("kind", KINDS)
def test_the_chief_reads_what_goes_with_it_and_decides_once(
    portal: Pages, chief: Visitor, world: World, kind: Item
) -> None:
    form = text(chief.get(world.path(kind)).text)
    assert "What is published keeps the old name." in form
    assert "As a record" in form
    assert "Foreseen by the act of the Council" in form
    assert 'name="files"' not in chief.get(world.path(kind)).text
    sent = {"command_id": str(uuid4()), "to": TO, "reason": "The theme goes on there (invented)."}
    assert "Check this decision" in text(chief.post(world.path(kind), sent).text)
    assert not portal.asked
    assert chief.post(world.path(kind), {**sent, "checked": "send"}).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert (body["data"]["kind"], body["data"]["item_id"]) == (kind, world.item(kind))
    assert (body["data"]["to"], body["data"]["submission_ids"]) == (TO, [])
    world.terms.tell(replace(decided(kind, world.item(kind)), submission_ids=()))
    assert chief.get(world.path(kind)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_decides(portal: Pages, world: World, role: Role) -> None:
    visitor = portal.signed_in(role, mandates=frozenset({LEAD, TO}))
    for kind in KINDS:
        assert visitor.get(world.path(kind)).status_code == 403
    assert not portal.asked


def test_what_was_passed_on_waits_no_more_and_once_more_when_its_successor_ends(
    chief: Visitor, world: World
) -> None:
    for kind in KINDS:
        world.passed(kind)
    page = chief.get(PAGE).text
    assert all(world.path(kind) not in page for kind in KINDS)
    over = replace(registry.TERMINATED, mandate=TO, ended_on=ENDED.ended_on)
    world.terms.tell(over)
    page = chief.get(PAGE).text
    assert all(f"{PAGE}/{TO}/{kind}/{world.item(kind)}" in page for kind in KINDS)


# --- a file --------------------------------------------------------------------------------------


def test_a_file_passed_on_is_the_successors_and_the_old_holder_reads_a_line(
    portal: Pages, world: World
) -> None:
    before, after = actor(portal, LEAD), actor(portal, TO)
    on = world.visits.today

    def sights() -> list[Sight]:
        with portal.engine.connect() as conn:
            found = [of_visits.file(conn, one, LEAD, "KEN", on) for one in (before, after)]
        return [one.sight for one in found if one]

    assert [one >= Sight.WRITE for one in sights()] == [True, False]
    world.passed("visit-files")
    assert [one >= Sight.WRITE for one in sights()] == [False, True]
    with portal.engine.connect() as conn:
        assert [row.visit_file_id for row in conn.execute(of_visits.waiting(after, on))] == [FILE]
        assert not conn.execute(of_visits.waiting(before, on)).all()
    page = holder(portal, TO).get(f"/visits/{LEAD}/KEN")
    assert "goes on with this file" in text(page.text)
    assert holder(portal, LEAD).get(f"/visits/{LEAD}/KEN").status_code == 404


def test_a_file_that_is_a_record_is_read_by_its_mandate_and_added_to_by_the_desk(
    portal: Pages, world: World
) -> None:
    world.passed("visit-files", None)
    page = text(holder(portal, LEAD).get(f"/visits/{LEAD}/KEN").text)
    assert "kept as a record" in page
    assert "What was sent or received" not in page
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(f"/visits/{LEAD}/KEN").text
    assert "What was sent or received" in text(desk)
    with portal.engine.connect() as conn:
        waiting = of_visits.waiting(actor(portal, LEAD), world.visits.today)
        assert not conn.execute(waiting).all()


def test_of_the_dates_of_a_predecessor_elsewhere_nothing_is_told(
    portal: Pages, world: World
) -> None:
    """The successor hears of its own days: no other file of the old one is its own."""
    asked = world.visits
    for state, mandate in (("KEN", LEAD), ("NPL", LEAD), ("FRA", TO)):
        if state != "KEN":
            asked.log(LogVisitInvitation, state, mandate, ago=20)
        asked.log(LogVisitDates, state, mandate, ago=10, by="state", dates=asked.window(120))
    page = f"/visits/{LEAD}/KEN"
    before = text(holder(portal, LEAD).get(page).text)
    assert "Nepal" in before
    world.passed("visit-files")
    after = text(holder(portal, TO).get(page).text)
    assert "Nepal" not in after
    assert "France" in after


def test_who_goes_on_with_a_file_reads_the_letters_that_were_sent_and_no_draft(
    portal: Pages, world: World
) -> None:
    letters = Letters(portal.engine, portal.vault, portal.clock())
    sent, draft = letters.sent("one", LEAD), letters.drafted("two", LEAD)
    elsewhere = letters.sent("three", LEAD, state="NPL")
    assert holder(portal, TO).get(f"/visit-letters/{sent}").status_code == 404
    world.visits.told = 2 * letters.told  # the letters came before
    world.passed("visit-files")
    page = holder(portal, TO).get(f"/visit-letters/{sent}")
    assert page.status_code == 200
    assert TEXT in page.text
    for one in (draft, elsewhere):
        assert holder(portal, TO).get(f"/visit-letters/{one}").status_code == 404


def test_the_reason_outlives_the_text_of_a_report(
    portal: Pages, chief: Visitor, world: World
) -> None:
    """And a report of which data protection erased the text still goes somewhere."""
    portal.vault.forget(f"visitreport-{world.missions.mission_id}", at=portal.clock())
    sent = {"command_id": str(uuid4()), "to": TO, "reason": "The theme goes on there (invented)."}
    path = world.path("visit-reports")
    assert chief.post(path, {**sent, "checked": "send"}).status_code == 303
