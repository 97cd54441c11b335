"""Organisations in contact in bands, grades of institutions, and silence."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from portal.casefile.queue.tables import mandates, queue
from portal.committee.coverage import counting, registered, silence
from portal.committee.coverage.counting import Register as Known
from portal.web.db import engine
from shared.core.actor import Actor
from shared.core.geneva import start_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.coverage import PERIOD, covered, periods
from tests.support.contacts import Log
from tests.support.coverage import MEMBER, States
from tests.support.organisations import Register, named
from tests.support.portal import Pages

TODAY = date(2026, 11, 24)
DESK = Actor(actor_id="desk", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"NPL"}))


def known(app: Flask) -> Known:
    with app.test_request_context(), engine().connect() as conn:
        return registered.for_pages(conn, TODAY, whole=True)


def bands(portal: Pages, months: int = 24) -> dict[str, str]:
    with portal.engine.connect() as conn:
        return counting.in_contact(conn, known(portal.app), TODAY, months)


def contacts(log: Log, register: Register, number: int, country: str, *, days: int) -> None:
    """Let so many organisations of a country be in contact so long ago, each twice."""
    for one in range(number):
        entry = register.confirmed(
            named(f"{country} {one}"), f"Body {country} {one}", country=country
        )
        log.contact(number_of(country, one), entry, days=days)
        log.contact(number_of(country, one) + 1, entry, days=days + 3)


def number_of(country: str, one: int) -> int:
    return 1_000 * (ord(country[0]) * 100 + ord(country[1])) + 2 * one


def test_a_period_is_counted_once_it_is_over() -> None:
    first, end = periods(TODAY, 24)
    assert end <= TODAY < end + PERIOD
    assert (end - first) % PERIOD == timedelta()
    assert first <= date(end.year - 2, end.month, end.day)
    assert periods(end, 24) == (first, end)
    assert periods(end - timedelta(days=1), 24)[1] == end - PERIOD


def test_fewer_than_four_organisations_do_not_exist(
    portal: Pages, register: Register, log: Log
) -> None:
    contacts(log, register, 3, "KEN", days=60)
    contacts(log, register, 4, "FRA", days=60)
    contacts(log, register, 11, "NPL", days=60)
    contacts(log, register, 9, "CHE", days=1)  # in the period that runs
    contacts(log, register, 9, "UGA", days=800)
    assert bands(portal) == {"FRA": "4-9", "NPL": "10-19"}
    assert bands(portal, 36) == {"FRA": "4-9", "NPL": "10-19", "UGA": "4-9"}


def test_a_merged_entry_counts_once_and_what_is_taken_back_not_at_all(
    portal: Pages, register: Register, log: Log
) -> None:
    contacts(log, register, 4, "FRA", days=60)
    register.merged(named("FRA 0"), named("FRA 1"))
    assert bands(portal) == {}


def test_the_same_is_read_without_a_page(portal: Pages, register: Register, log: Log) -> None:
    contacts(log, register, 5, "FRA", days=60)
    nhri = register.public(named("nhri"), "The institution", type="nhri", country="KEN")
    register.tell(register.decided(nhri, "A"))
    with portal.engine.connect() as conn:
        assert registered.opened(conn, portal.vault, TODAY) == known(portal.app)


def test_a_grade_is_of_an_institution_that_everybody_may_find(
    portal: Pages, register: Register
) -> None:
    for country, status in (("KEN", "A"), ("FRA", "B"), ("NPL", "withdrawn")):
        entry = register.public(named(country), f"Body {country}", type="nhri", country=country)
        register.tell(register.decided(entry, status))
    hidden = register.confirmed(named("hidden"), "Hidden", type="nhri", country="CHE")
    register.tell(register.decided(hidden, "A"))
    assert known(portal.app).grades == {"KEN": "A", "FRA": "B", "NPL": "none"}
    with portal.app.test_request_context(), engine().connect() as conn:
        part = registered.for_pages(conn, TODAY, whole=False)
    assert (part.entries, part.states, part.grades) == ({}, {}, known(portal.app).grades)


# --- the list of the register ------------------------------------------------------------------


def listed(portal: Pages) -> str:
    """What officers of the register read of States without organisations in contact."""
    officer = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    found = [officer.get(f"/register-desk/figures?uncontacted={page}").text for page in range(1, 5)]
    sections = [page[page.index("uncontacted-heading") :] for page in found]
    return "".join(one[: one.index("</section>")] for one in sections)


def test_the_register_lists_states_that_have_no_band(
    portal: Pages, register: Register, log: Log
) -> None:
    """Three in contact, four that hide and one merger: the list is the column's, to the State."""
    contacts(log, register, 3, "KEN", days=60)
    contacts(log, register, 4, "FRA", days=60)
    contacts(log, register, 4, "NPL", days=60)
    contacts(log, register, 4, "CHE", days=1)  # in the period that runs
    contacts(log, register, 4, "UGA", days=800)
    register.merged(named("NPL 0"), named("NPL 1"))
    page = listed(portal)
    assert f"On the list: {len(covered()) - 1} of {len(covered())}" in page
    assert bands(portal).keys() == {"FRA"}
    for state in ("Kenya", "Nepal", "Switzerland", "Uganda", "Holy See"):
        assert f"<li>{state}</li>" in page
    assert "<li>France</li>" not in page


def test_two_looks_at_the_list_tell_of_no_organisation(
    portal: Pages, register: Register, log: Log
) -> None:
    """Not a byte is another before a period is over, nor for a third organisation."""
    contacts(log, register, 2, "KEN", days=60)
    before = listed(portal)
    third = register.confirmed(named("KEN 2"), "Third", country="KEN")
    log.contact(1, third, days=60)
    contacts(log, register, 9, "FRA", days=0)
    assert listed(portal) == before


# --- silence -----------------------------------------------------------------------------------


def silent(portal: Pages, actor: Actor = MEMBER) -> dict[str, bool]:
    with portal.engine.connect() as conn:
        found = silence.silent(conn, actor, known(portal.app), TODAY)
    return {one.state: one.visit_known for one in found}


def submitted(
    portal: Pages, state: str, number: int, *, reprisal: bool = False, shared: str = ""
) -> None:
    """``shared``: the mandate that reads them."""
    on = periods(TODAY, 36)[1] - timedelta(days=5)
    rows = [
        {
            "submission_id": str(derive_id("submission", state, one, shared)),
            "state": state,
            "received_at": start_of(on),
            "reprisal": reprisal,
            "triaged_at": start_of(on) if shared else None,
            "triage_position": 1,
        }
        for one in range(number)
    ]
    with portal.engine.begin() as conn:
        conn.execute(insert(queue), rows)
        for one in rows if shared else ():
            of = {"submission_id": one["submission_id"], "mandate": shared, "triage_position": 1}
            conn.execute(insert(mandates), of)


def test_a_state_is_silent_if_nothing_of_four_kinds_came(
    portal: Pages, states: States, register: Register, log: Log
) -> None:
    submitted(portal, "KEN", 4)
    submitted(portal, "FRA", 3)
    contacts(log, register, 4, "NPL", days=60)
    contacts(log, register, 3, "UGA", days=60)
    states.recorded("visit", CHE="2025-05-17", VAT="never", DJI="elsewhere", PSE="2021-05-17")
    found = silent(portal)
    assert {"KEN", "NPL", "CHE"} == set(covered()) - found.keys()
    assert [found[one] for one in ("VAT", "DJI", "PSE", "FRA", "UGA")] == [
        *(True, True, True),
        *(False, False),
    ]


def test_visited_elsewhere_alone_is_an_answer_and_no_visit_to_the_state(
    portal: Pages, states: States
) -> None:
    """A mandate met its people in another State, or offshore: known, and no day of a visit."""
    states.recorded("visit", DJI="elsewhere", NRU="elsewhere", CHE="2025-05-17")
    found = silent(portal)
    assert (found["DJI"], found["NRU"], found["UGA"]) == (True, True, False)
    assert "CHE" not in found


def test_a_desk_officer_learns_of_no_reprisal_in_the_own_state(
    portal: Pages, states: States, register: Register
) -> None:
    submitted(portal, "NPL", 4, reprisal=True)
    submitted(portal, "KEN", 4, reprisal=True)
    assert {"NPL", "KEN"}.isdisjoint(silent(portal))
    assert "NPL" in silent(portal, DESK)
    assert "KEN" not in silent(portal, DESK)


@pytest.mark.parametrize("number", [0, 3])
def test_below_four_is_as_nothing(
    portal: Pages, states: States, register: Register, number: int
) -> None:
    submitted(portal, "KEN", 4)
    rest = silent(portal)
    if number:
        submitted(portal, "FRA", number)
    assert silent(portal) == rest


@pytest.mark.parametrize("hidden", [1, 3])
def test_silence_tells_nothing_of_what_stands_beside_ones_own(
    portal: Pages, states: States, register: Register, hidden: int
) -> None:
    """With three of one's own among four, the page would tell that there is another one."""
    roles = frozenset({Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER})
    holds = Actor(actor_id="holds", roles=roles, mandates=frozenset({"sr-food"}))
    submitted(portal, "FRA", 3, shared="sr-food")
    submitted(portal, "KEN", 4, shared="sr-food")
    before = silent(portal, holds)
    assert "FRA" in before
    assert "KEN" not in before
    submitted(portal, "FRA", hidden)
    assert silent(portal, holds) == before
    assert "FRA" not in silent(portal)
