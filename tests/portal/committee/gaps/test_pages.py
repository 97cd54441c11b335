"""Gaps and overlaps for each role: section C.5 of selection-stakeholders-committee.md, exactly."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert

from portal.casefile.queue.tables import mandates as shared_with
from portal.casefile.queue.tables import queue
from portal.casefile.queue.tables import tables as queue_tables
from portal.committee.gaps.bands import PERIOD, period_of
from portal.committee.gaps.queries import READERS
from portal.letters.communications.tables import letters, signatures
from portal.letters.communications.tables import tables as letter_tables
from shared.core.geneva import start_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import mandates, recipient_name
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import test_rationalisation as told
from tests.stakeholders import test_registry as registry
from tests.support.portal import Pages, Visitor
from tests.support.terms import Terms

PAGE, NEW = "/gaps", "/gaps/notes/new"
LEAD, OTHER, THIRD = "sr-torture", "sr-food", "sr-iran"
NOTE = str(derive_id("note", 1))
COMMENT = f"{PAGE}/notes/{NOTE}/comment"
KENYA, IRAN = recipient_name("KEN"), recipient_name("IRN")


@pytest.fixture
def terms(portal: Pages) -> Terms:
    """Four submissions on Kenya and ten on Iran last period, and two letters of two mandates."""
    found = Terms(portal.engine)
    queue_tables.create_all(portal.engine)
    letter_tables.create_all(portal.engine)
    last = period_of(portal.clock().date()) - PERIOD
    outside(portal, "KEN", 4, last)
    outside(portal, "IRN", 10, last)
    outside(portal, "UGA", 3, last)
    for number in range(2):
        letter(portal, number, LEAD, OTHER)
    letter(portal, 3, OTHER, THIRD)
    letter(portal, 4, LEAD, THIRD, state="awaiting")
    return found


def outside(
    portal: Pages, state: str, count: int, on: date, *, reprisal: bool = False, shared: str = ""
) -> None:
    """``shared``: the mandate that they were shared with before."""
    at = start_of(on) + timedelta(hours=12)
    rows = [
        {
            "submission_id": str(uuid4()),
            "state": state,
            "received_at": at,
            "reprisal": reprisal,
            "not_actioned": "outside_mandate",
            "decided_at": at,
            "triaged_at": at if shared else None,
            "triage_position": 1,
        }
        for _ in range(count)
    ]
    with portal.engine.begin() as conn:
        conn.execute(insert(queue), rows)
        for one in rows if shared else ():
            of = {"submission_id": one["submission_id"], "mandate": shared, "triage_position": 1}
            conn.execute(insert(shared_with), of)


def letter(portal: Pages, number: int, *signing: str, state: str = "transmitted") -> None:
    id_ = str(derive_id("letter", number))
    with portal.engine.begin() as conn:
        conn.execute(insert(letters), {"communication_id": id_, "state": state})
        rows = [{"communication_id": id_, "mandate": one} for one in signing]
        conn.execute(insert(signatures), rows)


def visit(portal: Pages, role: Role, **also: Any) -> Visitor:
    return portal.signed_in(role, **also)


@pytest.mark.parametrize("role", [Role.CHIEF, Role.COORDINATION_COMMITTEE])
def test_chief_and_committee_read_every_signal_and_the_whole_matrix(
    portal: Pages, terms: Terms, role: Role
) -> None:
    page = text(visit(portal, role).get(PAGE).text)
    assert f"{KENYA} 5 Oct 2026 to 1 Nov 2026 4 to 9" in page
    assert f"{IRAN} 5 Oct 2026 to 1 Nov 2026 10 to 19" in page
    assert recipient_name("UGA") not in page, "below four nothing exists"
    assert f"{mandates()[OTHER].name} {mandates()[LEAD].name}: 2" in page
    assert f"{mandates()[OTHER].name} {mandates()[THIRD].name}: 1" in page
    assert "There is no note yet." in page
    assert "should" not in page


def test_a_period_that_runs_is_not_shown(portal: Pages, terms: Terms) -> None:
    outside(portal, "CHE", 60, portal.clock().date())
    chief = visit(portal, Role.CHIEF)
    assert recipient_name("CHE") not in text(chief.get(PAGE).text)
    portal.clock.forward(PERIOD)
    page = text(visit(portal, Role.CHIEF).get(PAGE).text)
    assert f"{recipient_name('CHE')} 2 Nov 2026 to 29 Nov 2026 50 or more" in page


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER])
def test_holder_and_officer_read_what_concerns_their_mandates(
    portal: Pages, terms: Terms, role: Role
) -> None:
    page = text(visit(portal, role, mandates=frozenset({LEAD})).get(PAGE).text)
    assert "There is no signal." in page
    assert f"{mandates()[LEAD].name}: 2" in page
    assert mandates()[THIRD].name not in page
    country = text(visit(portal, role, mandates=frozenset({THIRD})).get(PAGE).text)
    assert f"{IRAN} 5 Oct 2026 to 1 Nov 2026 10 to 19" in country
    assert KENYA not in country
    assert f"{mandates()[OTHER].name} {mandates()[THIRD].name}: 1" in country
    assert mandates()[LEAD].name not in country
    assert "Notes on mandates" not in country


def test_a_desk_officer_reads_the_signals_of_the_own_states_without_reprisals(
    portal: Pages, terms: Terms
) -> None:
    outside(portal, "NPL", 4, period_of(portal.clock().date()) - PERIOD, reprisal=True)
    states = frozenset({"KEN", "NPL", "UGA"})
    page = text(visit(portal, Role.DESK_OFFICER, state_codes=states).get(PAGE).text)
    assert f"{KENYA} 5 Oct 2026" in page
    assert all(one not in page for one in (IRAN, recipient_name("NPL"), recipient_name("UGA")))
    assert "No letter was signed by two mandates." in page
    assert "Notes on mandates" not in page
    both = portal.signed_in(Role.DESK_OFFICER, Role.COORDINATION_COMMITTEE, state_codes=states)
    assert recipient_name("NPL") not in text(both.get(PAGE).text), "R15 wins"
    committee = text(visit(portal, Role.COORDINATION_COMMITTEE).get(PAGE).text)
    assert recipient_name("NPL") in committee


@pytest.mark.parametrize("hidden", [1, 2, 3])
def test_a_band_tells_nothing_of_what_stands_beside_ones_own(
    portal: Pages, terms: Terms, hidden: int
) -> None:
    """With three of one's own among four, the fourth would be alone."""
    last = period_of(portal.clock().date()) - PERIOD
    outside(portal, "NPL", 3, last, shared=LEAD)
    outside(portal, "NPL", hidden, last)
    outside(portal, "PER", 4, last, shared=LEAD)
    roles = (Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER)
    member = text(portal.signed_in(*roles, mandates=frozenset({LEAD})).get(PAGE).text)
    assert recipient_name("NPL") not in member
    assert f"{recipient_name('PER')} 5 Oct 2026 to 1 Nov 2026 4 to 9" in member
    assert f"{KENYA} 5 Oct 2026" in member
    other = text(portal.signed_in(*roles, mandates=frozenset({OTHER})).get(PAGE).text)
    assert f"{recipient_name('NPL')} 5 Oct 2026" in other


def test_renewals_that_are_due_stand_there(portal: Pages, terms: Terms) -> None:
    until = portal.clock().date() + timedelta(days=90)
    terms.tell(registry.CREATED, replace(registry.RENEWED, until=until))
    for role, also in (
        (Role.COORDINATION_COMMITTEE, {}),
        (Role.MANDATE_HOLDER, {"mandates": frozenset({LEAD})}),
    ):
        page = text(visit(portal, role, **also).get(PAGE).text)
        assert f"{mandates()[LEAD].name} , 22 Feb 2027" in page
    other = visit(portal, Role.MANDATE_HOLDER, mandates=frozenset({OTHER}))
    assert "No renewal is due" in text(other.get(PAGE).text)


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_nobody_else_reads_any_of_it(portal: Pages, terms: Terms, role: Role) -> None:
    visitor = portal.signed_in(role)
    for path in (PAGE, NEW, COMMENT):
        assert visitor.get(path).status_code == 403


# --- notes ---------------------------------------------------------------------------------------


def test_the_chief_writes_a_note_that_says_signal_and_never_should_end(
    portal: Pages, terms: Terms
) -> None:
    chief = visit(portal, Role.CHIEF)
    sent = {
        "command_id": str(uuid4()),
        "option": "merge",
        "mandates": [LEAD, OTHER],
        "reasons": "They sign together.",
    }
    for verdict in ("It should end.", "It must be discontinued.", "Both should be terminated"):
        wrong = chief.post(NEW, {**sent, "reasons": verdict})
        assert (wrong.status_code, "Only the Council ends" in wrong.text) == (422, True)
    assert chief.post(NEW, sent).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "note-rationalisation"
    assert "together" not in json.dumps(body)
    assert body["data"]["mandates"] == [LEAD, OTHER]


def test_the_committee_comments_on_a_note_and_the_desk_of_the_registry_reads_both(
    portal: Pages, terms: Terms
) -> None:
    seal = portal.vault.seal
    subject = f"rationalisation-{NOTE}"
    member = visit(portal, Role.COORDINATION_COMMITTEE)
    assert member.get(COMMENT).status_code == 404
    terms.tell_of(
        "rationalisation", replace(told.NOTED, note_id=NOTE, reasons=seal(subject, "So."))
    )
    assert "Signal: Look at merging" in text(member.get(PAGE).text)
    assert NEW not in member.get(PAGE).text
    sent = {"command_id": str(uuid4()), "text": "Not yet (invented)."}
    assert member.post(COMMENT, sent).status_code == 303
    commented = replace(told.COMMENTED, note_id=NOTE, text=seal(subject, "Not yet (invented)."))
    terms.tell_of("rationalisation", commented)
    page = visit(portal, Role.CHIEF).get(PAGE).text
    assert "So. Not yet (invented)." in text(page)
    assert NEW in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_but_the_chief_writes_a_note(portal: Pages, terms: Terms, role: Role) -> None:
    assert portal.signed_in(role, mandates=frozenset({LEAD})).get(NEW).status_code == 403
    assert not portal.asked
