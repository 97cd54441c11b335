"""Logging and deciding about a visit: what a form asks of the service, and what it refuses."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import TypeAdapter

from portal.followup.visits import words
from portal.followup.visits.queries import OnFile
from shared.contracts.followup_visit_commands import (
    TYPES,
    CarryVisitFileOver,
    DeemVisitCancelled,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
    RaiseVisitInCouncil,
    StrikeVisitDocument,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import Window
from shared.core.roles import Role
from shared.reference.visit_terms import CLAUSES, VERSIONS
from shared.reference.visits import KINDS, REASONS, STATUSES, TERRITORIES
from tests.portal.stakeholders.test_pages import text
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.visits import Visits

FILE = "/visits/sr-torture/KEN"
LETTER = {
    "dated_on": "2026-11-20",
    "passed_on": "2026-11-23",
    "channel": "mission",
    "reference": "NV 7",
    "note": "A remark",
}
DAYS = {"first": "2027-03-01", "last": "2027-03-08"}


def signed_in(portal: Pages, role: Role = Role.HUMAN_RIGHTS_OFFICER) -> Visitor:
    return portal.signed_in(role, mandates=frozenset({"sr-torture"}))


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "seen": "0", **also}


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


LOGGED: list[tuple[str, Mapping[str, str], Mapping[str, Any]]] = [
    ("request", {"kind": "urgent", **DAYS}, {"kind": "urgent"}),
    ("request", {"kind": "official"}, {"dates": None}),
    ("reminder", {}, {}),
    ("invitation", {}, {"dates": None}),
    ("acceptance", DAYS, {}),
    ("acknowledgement", {"by": "mandate"}, {"by": "mandate"}),
    ("declination", {"by": "state", "reason": "elections"}, {"by": "state", "reason": "elections"}),
    ("dates", {"by": "state", **DAYS}, {"by": "state"}),
    (
        "postponement",
        {"by": "state", "reason": "late", "hours_before": "48"},
        {"by": "state", "reason": "late", "hours_before": 48, "dates": None},
    ),
    ("postponement", {"by": "state", "reason": "late", **DAYS}, {"hours_before": None}),
    ("terms", {"version": "1998"}, {"version": "1998"}),
    ("terms-answer", {"value": "refused"}, {"value": "refused", "reservations": ()}),
    ("cancellation", {"by": "state", "reason": "security"}, {"by": "state", "reason": "security"}),
]


@pytest.mark.parametrize(("name", "typed", "expected"), LOGGED)
def test_a_document_is_checked_and_then_logged(
    portal: Pages,
    visits: Visits,
    name: str,
    typed: Mapping[str, str],
    expected: Mapping[str, Any],
) -> None:
    visitor, path = signed_in(portal), f"{FILE}/{name}"
    assert visitor.get(path).status_code == 200
    entered = form(**LETTER, **typed)
    check = visitor.post(path, entered)
    assert "Check this document" in text(check.text)
    assert "NV 7" in check.text
    assert not portal.asked
    sent = visitor.post(path, {**entered, "checked": "send"})
    assert sent.status_code == 303
    command = last(portal)
    assert (command.mandate, command.state, command.seen) == ("sr-torture", "KEN", 0)
    assert str(command.document.passed_on) == "2026-11-23"
    assert command.document.channel == "mission"
    assert portal.vault.reveal(command.document.reference) == "NV 7"
    assert portal.vault.reveal(command.document.note) == "A remark"
    for field, value in expected.items():
        assert getattr(command, field) == value
    if typed.get("first"):
        assert str(command.dates.first) == "2027-03-01"


def test_a_form_names_the_steps_that_its_page_showed(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitInvitation, ago=9)
    visitor = signed_in(portal)
    assert 'name="seen"' in visitor.get(f"{FILE}/dates").text
    assert 'value="1"' in visitor.get(f"{FILE}/dates").text


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("invitation", {"dated_on": ""}, "Enter the date on the letter"),
        ("invitation", {"passed_on": "soon"}, "Enter a day"),
        ("invitation", {"first": "2027-03-01"}, "Enter both days of the visit, or none"),
        ("acceptance", {"last": "2027-03-01"}, "Enter both days of the visit, or none"),
        ("acceptance", {"first": "2027-03-01", "last": "soon"}, "Enter a day"),
        ("dates", {"by": "state"}, "Enter the first day"),
        ("postponement", {"reason": "late", "hours_before": "many"}, "Enter a number of hours"),
        ("cancellation", {}, "Choose the reason"),
        ("cancellation", {"reason": "late", "channel": "pigeon"}, "Not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(
    portal: Pages, visits: Visits, name: str, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(portal).post(f"{FILE}/{name}", form(**{**LETTER, **typed}))
    assert answer.status_code == 422
    assert said in text(answer.text)
    assert "A remark" in answer.text
    assert not portal.asked


def test_a_refusal_of_the_service_is_said_and_what_was_typed_is_kept(
    portal: Pages, visits: Visits
) -> None:
    portal.answer = httpx.Response(409, json={"title": "The file has changed. Look at it again."})
    answer = signed_in(portal).post(f"{FILE}/invitation", form(**LETTER, checked="send"))
    assert answer.status_code == 409
    assert "The file has changed. Look at it again." in text(answer.text)
    assert "A remark" in answer.text


def test_what_came_with_one_letter_is_erased_and_no_other(portal: Pages, visits: Visits) -> None:
    first = visits.log(LogVisitInvitation, ago=9)
    visits.reference = "Zora note 8"
    visits.log(LogVisitDates, ago=5, by="state", dates=visits.window())
    portal.vault.forget(f"visitfile-{first}", at=portal.clock())
    visitor = signed_in(portal)
    page = visitor.get(FILE).text
    assert "Zora note 7" not in page
    assert "Zora note 8" in page
    assert f'id="document-{first}"' in page
    assert visitor.post(f"{FILE}/invitation", form(**LETTER, checked="send")).status_code == 303
    document = last(portal).document
    assert (
        document.reference.subject == document.note.subject == f"visitfile-{document.document_id}"
    )


def test_a_holder_who_logs_what_goes_out_shows_a_second_factor(
    portal: Pages, visits: Visits
) -> None:
    """As for a decision: to log it is one."""
    visits.log(LogVisitRequest, ago=500, kind="official")
    holder, officer = signed_in(portal, Role.MANDATE_HOLDER), signed_in(portal)
    portal.clock.forward(timedelta(minutes=15))
    for name in ("request", "reminder"):
        asked = holder.get(f"{FILE}/{name}")
        assert asked.status_code == 303
        assert "confirm" in asked.location
        sent = holder.post(f"{FILE}/{name}", form(**LETTER, kind="official", checked="send"))
        assert sent.status_code == 401
        assert officer.get(f"{FILE}/{name}").status_code == 200
    assert not portal.asked
    assert holder.get(f"{FILE}/invitation").status_code == 200


def test_only_the_holder_declines_for_the_mandate(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitInvitation, ago=9)
    typed = form(**LETTER, by="mandate", reason="balance", checked="send")
    officer = signed_in(portal)
    assert "From the mandate" not in text(officer.get(f"{FILE}/declination").text)
    assert officer.post(f"{FILE}/declination", typed).status_code == 422
    holder = signed_in(portal, Role.MANDATE_HOLDER)
    assert "From the mandate" in holder.get(f"{FILE}/declination").text
    holder.post(f"{FILE}/declination", typed)
    assert last(portal).by == "mandate"


def test_a_document_is_struck(portal: Pages, visits: Visits) -> None:
    document_id = visits.log(LogVisitInvitation, ago=9)
    visitor, path = signed_in(portal), f"{FILE}/documents/{document_id}/strike"
    assert "Strike this document?" in text(visitor.get(path).text)
    visitor.post(path, form(seen="1"))
    command = last(portal)
    assert isinstance(command, StrikeVisitDocument)
    assert (command.document_id, command.seen) == (document_id, 1)
    assert visitor.get(f"{FILE}/documents/{uuid4()}/strike").status_code == 404


def test_what_the_holder_decided_an_officer_is_not_offered_to_strike(
    portal: Pages, visits: Visits
) -> None:
    request = visits.log(LogVisitRequest, ago=400, kind="official")
    visits.ask(RaiseVisitInCouncil, document_id="d-1", session=61)
    refusal = visits.log(LogVisitDeclination, ago=9, by="mandate", reason="balance")
    officer, holder = signed_in(portal).get(FILE).text, signed_in(portal, Role.MANDATE_HOLDER)
    own = holder.get(FILE).text
    assert f"documents/{request}/strike" in officer
    for one in ("d-1", refusal):
        assert f"documents/{one}/strike" not in officer
        assert f"documents/{one}/strike" in own


def test_the_note_of_a_territory_stands_under_its_choice(portal: Pages, visits: Visits) -> None:
    page = signed_in(portal).get("/visits/sr-torture/SRB/territories").text
    assert 'id="territories-hint"' not in page or "resolution 1244" in text(page)
    assert "in the context of Security Council resolution 1244 (1999)." in text(page)


def test_territories_are_named(portal: Pages, visits: Visits) -> None:
    visits.ask(NameVisitTerritories, "SRB", territories=("XKX",))
    visitor, path = signed_in(portal), "/visits/sr-torture/SRB/territories"
    assert "checked" in visitor.get(path).text
    visitor.post(path, form(seen="1", territories=[]))
    command = last(portal)
    assert isinstance(command, NameVisitTerritories)
    assert (command.territories, command.hosts) == ((), ())
    assert 'name="territories"' not in visitor.get(f"{FILE}/territories").text


def test_places_in_other_states_are_named(portal: Pages, visits: Visits) -> None:
    visits.ask(NameVisitTerritories, "USA", territories=(), hosts=("CUB",))
    visitor, path = signed_in(portal), "/visits/sr-torture/USA/territories"
    page = visitor.get(path).text
    assert re.search(r'<input[^>]*value="CUB"[^>]*checked', page)
    assert not re.search(r'<input[^>]*name="hosts"[^>]*value="USA"', page)
    visitor.post(path, form(seen="1", territories=["GUM"], hosts=["CUB", "DJI"]))
    command = last(portal)
    assert isinstance(command, NameVisitTerritories)
    assert (command.territories, command.hosts) == (("GUM",), ("CUB", "DJI"))
    refused = visitor.post(path, form(seen="1", hosts=["XXX"]))
    assert refused.status_code == 422
    assert last(portal) == command


DECIDED: list[tuple[str, dict[str, str], type, Mapping[str, Any]]] = [
    ("take-back", {}, TakeBackVisitLetter, {}),
    ("deem-cancelled", {}, DeemVisitCancelled, {}),
    ("tell-the-council", {"session": "61"}, RaiseVisitInCouncil, {"session": 61}),
    ("take-over", {"kept": "no"}, CarryVisitFileOver, {"kept": False}),
    ("take-over", {"kept": "yes"}, CarryVisitFileOver, {"kept": True}),
]


@pytest.mark.parametrize(("name", "typed", "kind", "expected"), DECIDED)
def test_the_holder_decides(
    portal: Pages,
    visits: Visits,
    name: str,
    typed: dict[str, str],
    kind: type,
    expected: Mapping[str, Any],
) -> None:
    holder, path = signed_in(portal, Role.MANDATE_HOLDER), f"{FILE}/decide/{name}"
    assert holder.get(path).status_code == 200
    if typed:
        check = holder.post(path, form(**typed))
        assert "Check what is recorded" in text(check.text)
    sent = holder.post(path, form(**typed, checked="send"))
    assert sent.status_code == 303
    command = last(portal)
    assert isinstance(command, kind)
    for field, value in expected.items():
        assert getattr(command, field) == value
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    assert other.get(path).status_code == 404
    mixed = portal.signed_in(Role.MANDATE_HOLDER, Role.QUICK_RESPONSE_DESK)
    assert mixed.get(path).status_code == 404


def test_the_page_offers_what_makes_sense(portal: Pages, visits: Visits) -> None:
    holder = signed_in(portal, Role.MANDATE_HOLDER)

    def offers(*said: str, but: tuple[str, ...] = ()) -> None:
        page = text(holder.get(FILE).text)
        for one in said:
            assert one in page
        for one in but:
            assert one not in page

    officer = signed_in(portal)
    assert "Write a request" in officer.get(FILE).text
    offers("Log a request", but=("Log a reminder", "Write a request"))
    visits.decided("request")
    offers("decided that a request goes out", "Take the decision on the letter back")
    visits.log(LogVisitRequest, ago=0, kind="official")
    assert "Write a reminder" in officer.get(FILE).text
    offers("Record that the Council was told")
    visits.log(LogVisitAcknowledgement, ago=0, by="state")
    offers("Acknowledged", "Unanswered for less than a year", but=("Log a postponement",))
    visits.ask(RaiseVisitInCouncil, document_id="d-1", session=61)
    offers("Session of the Council: 61")
    visits.log(LogVisitReminder, ago=0)
    visits.log(LogVisitAcceptance, ago=0)
    offers("Either side proposes dates.", "Log a cancellation", but=("Log a request",))
    visits.log(LogVisitDates, ago=0, by="mandate", dates=visits.window())
    for _ in range(2):
        visits.log(LogVisitPostponement, ago=0, by="state", reason="none", hours_before=1)
    offers("postponed twice without new dates", "Deem the visit cancelled", "1 hour before")
    visits.ask(DeemVisitCancelled, document_id="d-2")
    offers("Deemed cancelled by the mandate-holder", but=("Log a postponement",))


def test_a_letter_says_how_it_reads_where_it_is_filed_as_something_else(
    portal: Pages, visits: Visits
) -> None:
    visits.log(LogVisitRequest, ago=500, kind="official")
    visits.log(LogVisitRequest, ago=400, kind="official")
    visits.log(LogVisitInvitation, ago=9)
    page = text(signed_in(portal).get(FILE).text)
    assert "Renewed request" in page
    assert "It reads as an invitation." in page
    assert "It reads as an acceptance." not in page


def test_every_code_has_its_word() -> None:
    assert set(words.STATUSES) == set(STATUSES)
    assert set(words.KINDS) == set(KINDS)
    assert set(words.REASONS) == set(REASONS)
    assert set(words.VERSIONS) == set(VERSIONS)
    assert list(words.CLAUSES) == list(CLAUSES)
    assert {code: str(name) for code, (name, _) in words.TERRITORIES.items()} == {
        code: one.name for code, one in TERRITORIES.items()
    }
    assert {code: str(note) for code, (_, note) in words.TERRITORIES.items()} == {
        code: one.note for code, one in TERRITORIES.items()
    }


def test_a_document_of_a_quarter_says_its_days(portal: Pages) -> None:
    day = portal.clock().date()
    one = OnFile(
        document_id="d-1",
        kind="visit-dates-proposed",
        dated_on=day,
        passed_on=day,
        channel="mission",
        reference=None,
        note=None,
        details={"by": "state", "worded": "acceptance"},
        dates=Window(first=day, last=day),
        logged_by="x",
        logged_at=portal.clock(),
        struck=False,
    )
    with portal.app.test_request_context():
        assert "It reads as an acceptance." in words.details(one)
