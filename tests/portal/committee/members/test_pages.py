"""Who is on the Committee: read by everybody, recorded by the Chief."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.committee.members import queries
from portal.web.accounts import seats
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.committee import (
    ANA,
    BEN,
    CAI,
    ELECTED_ON,
    ELECTION,
    Committee,
    designated,
    elected,
    left,
    member,
    term_of,
)
from tests.support.forms import hidden
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE, ELECT, NEXT = "/en/committee", "/committee/elect", "/committee/elect/nationalities"
DAY = timedelta(days=1)


@pytest.fixture
def committee(portal: Pages) -> Committee:
    found = Committee(portal.engine, portal.vault)
    found.hold()
    return found


@pytest.fixture
def chief(portal: Pages, committee: Committee) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def form(**also: object) -> dict[str, object]:
    return {"command_id": str(uuid4()), **also}


def test_everybody_reads_who_is_a_member_and_who_is_the_chair(
    portal: Pages, committee: Committee
) -> None:
    somebody = portal.visitor()
    assert "will appear here" in text(somebody.get(PAGE).text)
    committee.tell(elected())
    page = text(somebody.get(PAGE).text)
    assert "18 Jun 2026" in page
    assert "No chair is recorded" in page
    for name in (ANA, BEN, CAI, "France"):
        assert name in page
    assert "Record" not in page
    committee.tell(designated("sr-food"))
    page = text(somebody.get(PAGE).text)
    assert page.index(f"{BEN} Chair") < page.index(ANA)
    gone = portal.clock().date() + 3 * DAY
    committee.tell(left("sr-food", gone))
    assert f"{BEN} Chair Until" in text(somebody.get(PAGE).text)
    portal.clock.forward(4 * DAY)
    page = text(somebody.get(PAGE).text)
    assert BEN not in page
    assert "No chair is recorded" in page


def test_an_election_that_is_corrected_is_shown_no_more(committee: Committee) -> None:
    again = elected(
        election_id="e-2",
        members=(member("sr-torture"),),
        outgoing_chair=member("sr-food"),
        chair=term_of("sr-torture"),
        corrects=ELECTION,
    )
    committee.tell(elected(), again)
    with committee.engine.connect() as conn:
        [now] = seats.every(conn)
        assert queries.on_day(conn, ELECTED_ON - DAY) is None
    assert now.outgoing == member("sr-food")
    assert now.chair(ELECTED_ON) == member("sr-torture")
    second = Committee(committee.engine, committee.vault, told=90)
    second.tell(replace(again, election_id="e-3", corrects="later", elected_on=date(2026, 7, 1)))
    with committee.engine.connect() as conn:
        assert [one.election_id for one in seats.every(conn)] == ["e-2", "e-3"]


def test_who_leads_works_and_is_concerned(committee: Committee) -> None:
    role, on = Role.COORDINATION_COMMITTEE, ELECTED_ON
    someone = Actor(actor_id="secretariat", roles=frozenset({role}))
    ben = Actor(actor_id="holder-sr-food", roles=frozenset({role}), mandates=frozenset({"sr-food"}))
    ana = replace(ben, actor_id="holder-sr-torture", mandates=frozenset())
    chief = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
    with committee.engine.connect() as conn:
        assert queries.leads(conn, someone, on)
        assert not queries.is_chair(conn, ben, on)
        assert not queries.leads(conn, chief, on)
    committee.tell(elected(), designated("sr-food"), left("sr-torture", on + DAY))
    with committee.engine.connect() as conn:
        assert queries.is_chair(conn, ben, on)
        assert queries.leads(conn, ben, on)
        assert not queries.leads(conn, someone, on)
        assert not queries.is_chair(conn, replace(ben, roles=frozenset()), on)
        assert queries.works(conn, someone, on)
        assert queries.works(conn, ana, on + DAY)
        assert not queries.works(conn, ana, on + 2 * DAY), "a member who left"
        assert queries.concerned(conn, ana, on, states=["FRA"])
        assert queries.concerned(conn, ana, on, mandates=["sr-torture"])
        assert queries.concerned(conn, ben, on, mandates=["sr-food"])
        assert not queries.concerned(conn, someone, on, states=["FRA"], mandates=["sr-food"])
        assert not queries.concerned(conn, ana, on, states=["KEN"])
    committee.tell(designated("sr-torture", from_on=on + DAY))
    with committee.engine.connect() as conn:
        assert queries.leads(conn, someone, on + 2 * DAY), "the chair left"


def test_the_chief_records_who_was_elected_and_then_their_nationalities(
    portal: Pages, committee: Committee, chief: Visitor
) -> None:
    assert "Record an election" in text(chief.get(PAGE).text)
    assert "Record the chair" not in text(chief.get(PAGE).text)
    assert ANA in text(chief.get(ELECT).text)
    entered = form(elected_on="2026-06-18", kind="annual", members=[term_of("sr-food")])
    assert chief.post(ELECT, form()).status_code == 422
    onward = chief.post(ELECT, entered)
    assert onward.status_code == 303
    page = chief.get(onward.location).text
    assert f"Nationality: {BEN}" in text(page)
    assert ANA not in text(page)
    carried = {"on": "2026-06-18", "kind": "annual", "terms": term_of("sr-food"), "corrects": ""}
    assert chief.post(NEXT, form(**carried)).status_code == 422
    asked = form(**carried, state_0_0="KEN", state_0_1="FRA", state_0_2="KEN")
    check = text(chief.post(NEXT, asked).text)
    for words in ("Check this election", "18 Jun 2026", "Kenya", "At the Annual Meeting"):
        assert words in check
    chief.post(NEXT, {**asked, "checked": "send"})
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "elect-committee"
    assert data["corrects"] is None
    assert data["members"] == [
        {
            "term_id": term_of("sr-food"),
            "mandate": "sr-food",
            "nationalities": ["KEN", "FRA"],
        }
    ]


def test_the_last_election_is_corrected(
    portal: Pages, committee: Committee, chief: Visitor
) -> None:
    committee.tell(elected())
    way = f"{ELECT}?corrects={ELECTION}"
    assert "Correct the election" in text(chief.get(way).text)
    assert "Correct the election" in text(chief.get(f"{ELECT}?corrects=other").text)
    onward = chief.post(
        ELECT,
        form(elected_on="2026-06-17", kind="seat", members=[term_of("sr-food")], corrects=ELECTION),
    )
    assert ELECTION in onward.location
    carried = {"on": "2026-06-17", "kind": "seat", "terms": term_of("sr-food")}
    states = {"state_0_0": "KEN", "state_0_1": "", "state_0_2": ""}
    asked = form(**carried, corrects=ELECTION, **states, checked="send")
    chief.post(NEXT, asked)
    _, data, _ = asked_for(portal.asked[-1])
    assert (data["corrects"], data["kind"]) == (ELECTION, "seat")
    committee.tell(elected(election_id="e-2", corrects=ELECTION))
    chief.post(NEXT, {**asked, "command_id": str(uuid4())})
    _, data, _ = asked_for(portal.asked[-1])
    assert data["corrects"] == ELECTION, "for the service to refuse: it is no election of its own"


@pytest.mark.parametrize(
    "path", ["", "?on=2026-06-18&kind=other&terms=x", "?on=tomorrow&kind=seat&terms=x"]
)
def test_the_second_page_needs_the_first(chief: Visitor, path: str) -> None:
    assert chief.get(NEXT + path).status_code == 404


def test_the_chief_records_the_chair_and_who_left(
    portal: Pages, committee: Committee, chief: Visitor
) -> None:
    for path in ("chair", "left"):
        assert chief.get(f"/committee/{path}").status_code == 404, "there is no Committee"
    committee.tell(elected())
    this = term_of("sr-food")
    page = chief.get("/committee/chair").text
    assert (hidden(page, "election_id"), hidden(page, "chair")) == (ELECTION, "")
    shown = {"election_id": ELECTION, "chair": ""}
    given = form(term_id=this, from_on="2026-06-18", **shown, checked="send")
    chief.post("/committee/chair", given)
    assert asked_for(portal.asked[-1])[:2] == (
        "designate-committee-chair",
        {"election_id": ELECTION, "chair": None, "term_id": this, "from_on": "2026-06-18"},
    )
    committee.tell(designated("sr-food"))
    assert hidden(chief.get("/committee/chair").text, "chair") == this
    assert hidden(chief.get("/committee/left").text, "election_id") == ELECTION
    went = {"election_id": ELECTION, "term_id": this, "left_on": "2026-09-01"}
    checked = chief.post("/committee/left", form(**went)).text
    assert BEN in text(checked)
    assert ELECTION in checked
    chief.post("/committee/left", form(**went, checked="send"))
    assert asked_for(portal.asked[-1])[:2] == ("record-committee-member-left", went)
    committee.tell(left("sr-food", portal.clock().date()))
    assert BEN not in text(chief.get("/committee/left").text)


def test_a_name_that_is_erased_says_so(portal: Pages, committee: Committee, chief: Visitor) -> None:
    committee.tell(elected())
    portal.vault.forget(f"term-{term_of('sr-food')}", at=portal.clock())
    assert BEN not in chief.get(PAGE).text
    assert "Name erased" in text(chief.get(PAGE).text)
    assert "Name erased" in text(chief.get("/committee/chair").text)
