"""The list of missions: what each reader has of them at a glance (E.12)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from portal.followup.missions import words
from portal.followup.missions.queries import Mission
from portal.followup.missions.read_model import missions as table
from portal.followup.missions.read_model import tasks
from portal.followup.visits.read_model import files
from portal.web.policy import Sight
from shared.contracts.followup_mission_commands import MarkMissionTask
from shared.contracts.followup_visits import Window
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers
from tests.support.missions import MANDATE, STATE, Missions
from tests.support.portal import Pages, Visitor

R = Role
OWN = frozenset({MANDATE})
MISSING = Sealed("mission-own", "dGV4dA")


@pytest.fixture
def missions(portal: Pages) -> Missions:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear(ahead=30)
    return some


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=OWN)


def filed(portal: Pages, mission_id: str, terms: str) -> None:
    """The visit file of the mission, with its terms of reference."""
    file = {"visit_file_id": str(derive_id(terms)), "mandate": MANDATE, "state": STATE}
    with portal.engine.begin() as conn:
        conn.execute(insert(files).values(**file, terms=terms, mission_id=mission_id))


def test_a_mission_at_a_glance_is_on_the_list_and_on_its_page(
    portal: Pages, missions: Missions
) -> None:
    """Its first day is in 30 days, so two tasks of eight weeks before are late, and two more."""
    visitor = officer(portal)
    filed(portal, missions.mission_id, "disputed")
    missions.ask(MarkMissionTask, task="request", now="done")
    missions.ask(MarkMissionTask, task="input", now="unneeded")
    for page in ("/missions", f"/missions/{missions.mission_id}"):
        shown = text(visitor.get(page).text)
        for said in ("30 days to go", "Disputed", "1 of 9 done 2 late", "None yet"):
            assert said in shown, (page, said)
    dossiers = Dossiers(portal, missions)
    dossiers.issue()
    dossiers.issue()
    assert "Version 2" in text(visitor.get("/missions").text)
    assert f'href="/missions/{missions.mission_id}"' in visitor.get("/missions").text


@pytest.mark.parametrize(
    ("role", "also", "seen"),
    [
        (R.MANDATE_HOLDER, {"mandates": OWN}, True),
        (R.DESK_OFFICER, {"state_codes": frozenset({STATE})}, True),
        (R.MANDATE_HOLDER, {"mandates": frozenset({"wgad"})}, False),
        (R.DESK_OFFICER, {"state_codes": frozenset({"FRA"})}, False),
    ],
)
def test_whoever_reads_the_mission_has_it_on_the_list_and_nobody_else(
    portal: Pages, missions: Missions, role: Role, also: dict[str, Any], *, seen: bool
) -> None:
    visitor = portal.signed_in(role, **also)
    for page in ("/missions", f"/missions?state={STATE}"):
        answer = visitor.get(page)
        assert answer.status_code == 200
        assert (missions.mission_id in answer.text) is seen
        assert ("days to go" in text(answer.text)) is seen
    if not seen:
        assert "will appear here" in text(visitor.get("/missions").text)
        assert "No mission fits the filters" in text(visitor.get("/missions?which=ahead").text)


def test_the_next_one_is_on_top_and_filters_narrow_the_list(
    portal: Pages, missions: Missions
) -> None:
    soon, far, began = (
        Missions(
            *(portal.engine, portal.vault, portal.clock()),
            told=100 * number,
            mission_id=str(derive_id("another mission", number)),
        )
        for number in (1, 2, 3)
    )
    soon.hear(ahead=3)
    far.hear(ahead=200)
    far.hear("called_off", ahead=None)
    began.hear()
    began.step("security_cleared")
    began.step("began")
    shown = officer(portal).get("/missions").text
    order = [began, soon, missions, far]
    places = [shown.index(f'"/missions/{one.mission_id}"') for one in order]
    assert places == sorted(places)
    assert "Day 1 of 8" in text(shown)
    for which, listed in (
        ("underway", [began]),
        ("ahead", [soon, missions]),
        ("off", [far]),
        ("over", []),
        ("tea", order),
    ):
        page = officer(portal).get(f"/missions?which={which}").text
        assert [one for one in order if f'"/missions/{one.mission_id}"' in page] == listed, which


def test_a_joint_visit_stands_under_each_of_its_mandates(portal: Pages, missions: Missions) -> None:
    missions.join("wgad")
    theirs = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    for visitor in (officer(portal), theirs):
        for code in ("en", "ar"):
            visitor.client.set_cookie("language", code)
            shown = text(visitor.get("/missions").text)
            assert re.search(r"\w(, |، )WGAD", shown), code


def test_a_mission_of_a_mandate_that_ended_counts_no_days(
    portal: Pages, missions: Missions
) -> None:
    kept = update(table).values(kept_at=portal.clock())
    with portal.engine.begin() as conn:
        conn.execute(kept)
    shown = text(officer(portal).get("/missions").text)
    assert "kept as a record" in shown
    assert "to go" not in shown
    assert missions.mission_id in officer(portal).get("/missions?which=off").text


@pytest.mark.parametrize("off", [True, False])
def test_nothing_is_late_of_a_visit_that_goes_on_no_more(
    portal: Pages, missions: Missions, *, off: bool
) -> None:
    own: dict[str, object] = {"task": "own", "now": "open", "assignee": "officer"}
    own |= {"phase": "before", "title": MISSING}
    own |= {"due": day_of(portal.clock()) - timedelta(days=3)}
    with portal.engine.begin() as conn:
        conn.execute(insert(tasks).values(mission_id=missions.mission_id, **own))
    assert "5 late" in text(officer(portal).get("/missions").text)
    if off:
        missions.hear("called_off", ahead=None)
    else:
        with portal.engine.begin() as conn:
            conn.execute(update(table).values(kept_at=portal.clock()))
    for page in ("/missions", f"/missions/{missions.mission_id}"):
        shown = text(officer(portal).get(page).text)
        assert "0 of 11 done" in shown
        assert " late" not in shown, page


def test_terms_of_another_visit_are_not_said_of_one_that_is_behind(
    portal: Pages, missions: Missions
) -> None:
    filed(portal, missions.mission_id, "disputed")
    with portal.engine.begin() as conn:
        conn.execute(update(table).values(phase="ended"))
    assert "Disputed" not in text(officer(portal).get("/missions").text)


TODAY = date(2026, 3, 9)
PLANNED = Mission(
    mission_id="m",
    mandate=MANDATE,
    state=STATE,
    dates=Window(first=TODAY, last=TODAY + timedelta(days=7)),
    plans="agreed",
    phase="planning",
    dated=1,
    steps=1,
    sight=Sight.READ,
    confidential=False,
)


@pytest.mark.parametrize(
    ("also", "days", "began", "said"),
    [
        ({}, 1, None, "1 day to go"),
        ({}, 0, None, "It begins today"),
        ({}, -2, None, "Its first day was 2 days ago"),
        ({"plans": "open"}, 5, None, None),
        ({"phase": "underway"}, -2, 0, "Day 1 of 6"),
        ({"phase": "interrupted"}, -2, -2, "Day 3 of 8"),
        ({"phase": "underway"}, -8, -8, "Its last day was 1 day ago"),
        ({"phase": "ended"}, -8, -8, None),
        ({"kept": True}, 5, None, None),
    ],
)
def test_days_are_counted_to_the_visit_and_in_it(
    portal: Pages, also: dict[str, Any], days: int, began: int | None, said: str | None
) -> None:
    first = TODAY + timedelta(days=days)
    dates = Window(first=first, last=first + timedelta(days=7))
    one = replace(PLANNED, dates=dates, **also)
    on = None if began is None else TODAY + timedelta(days=began)
    with portal.app.test_request_context():
        assert words.countdown(one, on, TODAY) == said
