"""Incidents of missions: the quick form, who reads what, and a case that nothing here tells of."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY, generate_latest
from pydantic import TypeAdapter

from portal.followup.incidents import queries, words
from portal.followup.reprisals import opening
from portal.followup.reprisals.found import subject_of
from portal.followup.visits.words import CLAUSES
from portal.web.commands import CommandRefused
from shared.contracts.followup_incident_commands import TYPES
from shared.contracts.followup_reprisal_commands import ReportReprisal
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform import telemetry
from tests.portal.stakeholders.test_pages import text
from tests.support.incidents import Incidents
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages

MINE = frozenset({"sr-torture"})
TYPED = {
    "kind": "interlocutors",
    "on": "2026-01-05",
    "account": "Zora at the gate",
    "action": "Zora called",
    "told": ["holder", "security"],
    "clause": "protection",
    "afterwards": "y",
}


@pytest.fixture
def some(portal: Pages) -> Incidents:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    return Incidents(portal.engine, portal.vault, portal.clock(), missions.mission_id)


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **TYPED, **also}


def asked(portal: Pages, place: int = -1) -> Any:
    kind, data, _ = asked_for(portal.asked[place])
    of = {**TYPES, "report-reprisal": ReportReprisal}[kind]
    return TypeAdapter(of).validate_python(data)


def test_an_incident_is_logged_by_a_quick_form(portal: Pages, some: Incidents) -> None:
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)
    page = f"/missions/{some.mission_id}/incidents"
    assert page in officer.get(f"/missions/{some.mission_id}").text
    assert "will appear here" in text(officer.get(page).text)
    assert "Somebody is threatened" in text(officer.get(f"{page}/new").text)
    day = portal.clock().date().isoformat()
    sent = officer.post(f"{page}/new", form(on=day))
    assert sent.status_code == 303
    command = asked(portal)
    assert (command.kind, command.clause, command.afterwards) == (
        "interlocutors",
        "protection",
        True,
    )
    assert command.told == ("holder", "security")
    assert command.account.subject == f"incident-{command.incident_id}"
    assert command.account.subject == command.action.subject
    officer.post(f"{page}/new", form(on=day, clause="", action="", afterwards=""))
    assert (asked(portal).clause, asked(portal).action) == (None, None)
    for wrong in ({"account": ""}, {"kind": "x"}, {"at_risk": "y"}, {"affected": "Zora"}):
        assert officer.post(f"{page}/new", form(**wrong)).status_code == 422


def test_m9_who_is_at_risk_is_in_a_case_of_their_own_and_in_no_incident(
    portal: Pages, some: Incidents
) -> None:
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)
    assert officer.account
    page = f"/missions/{some.mission_id}/incidents/new"
    sent = form(at_risk="y", affected="Ana Kip was followed", imminent="y")
    officer.post(page, sent)
    incident, case = asked(portal, -2), asked(portal)
    assert (case.origin, case.link) == ("visit", some.mission_id)
    assert (case.act, case.imminent, case.relation) == ("threat", True, "cooperated")
    assert (case.mandate, case.state) == ("sr-torture", "KEN")
    assert case.account.subject == subject_of(case.case_id)
    assert portal.vault.reveal(case.account) == "Ana Kip was followed"
    assert case.case_id not in str(incident)
    followed = derive_id("reprisal case", UUID(sent["command_id"]), officer.account.account_id)
    assert case.case_id != str(followed), "it follows from nothing that a fact has"
    assert "Contact the victim within 24 hours" in officer.get("/incidents").text
    officer.post(page, sent)
    assert asked(portal).case_id == case.case_id, "the same form is one case"
    officer.post(page, form(kind="access", at_risk="y", affected="Ana"))
    assert (asked(portal).act, asked(portal).imminent) == ("other", False)
    both = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER,
        Role.DESK_OFFICER,
        mandates=MINE,
        state_codes=frozenset({"KEN"}),
    )
    assert "Somebody is threatened" not in both.get(page).text, "R15"
    both.post(page, sent)
    assert not hasattr(asked(portal), "case_id")


def test_a_case_that_is_refused_says_that_the_incident_is_logged(
    portal: Pages, some: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise CommandRefused(422, "There is no such mission.")

    monkeypatch.setattr(opening, "from_visit", refuse)
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)
    sent = form(at_risk="y", affected="Ana Kip was followed")
    answer = officer.post(f"/missions/{some.mission_id}/incidents/new", sent)
    assert answer.status_code == 422
    for said in ("is of the case alone", "There is no such mission."):
        assert said in text(answer.text)


def test_no_trace_or_number_tells_that_a_case_was_opened(
    portal: Pages, some: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)
    page = f"/missions/{some.mission_id}/incidents/new"
    provider, kept = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("test"))
    traced: list[list[str]] = []
    for also in ({}, {"at_risk": "y", "affected": "Ana Kip was followed"}):
        officer.post(page, form(**also))
        traced.append([one.name for one in kept.get_finished_spans()])
        kept.clear()
    assert traced == [["ask log-mission-incident"]] * 2
    assert ["traceparent" in one.headers for one in portal.asked] == [True, True, False]
    assert "missionincidents.log" not in generate_latest(REGISTRY).decode()


def test_each_reads_what_the_matrix_says(portal: Pages, some: Incidents) -> None:
    one, gone = some.logged("Quib words"), some.logged("Zora words", kind="team")
    page = f"/missions/{some.mission_id}/incidents"
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    strike = f"{page}/{gone.incident_id}/strike"
    assert "Strike this incident?" in officer.get(strike).text
    officer.post(strike, {"command_id": str(uuid4())})
    assert asked(portal).incident_id == gone.incident_id
    some.struck(gone)
    assert officer.get(strike).status_code == 404
    for reader in (officer, desk):
        shown = reader.get(page).text
        assert "Quib words" in shown
        assert one.account.subject in shown
        assert "Private interview denied" in text(reader.get("/incidents").text)
        assert "Zora" not in shown
    assert "/strike" not in desk.get(page).text
    assert desk.get(f"{page}/new").status_code == 403
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    assert other.get(page).status_code == 404
    listed = other.get("/incidents").text
    assert "Private interview denied" in text(listed)
    assert some.mission_id not in listed
    assert "will appear here" in text(
        portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"CHE"})).get("/incidents").text
    )
    portal.vault.forget(one.account.subject, at=portal.clock())
    assert "Quib words" not in officer.get(page).text
    for role in (Role.GOVERNMENT, Role.CHIEF, Role.NGO_MEMBER):
        assert portal.signed_in(role).get("/incidents").status_code == 403


def test_the_committee_reads_counts_of_years_that_are_over(portal: Pages, some: Incidents) -> None:
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    now = portal.clock()
    then = now.replace(year=now.year - 1)
    assert "Fewer than five incidents" in text(committee.get("/incidents").text)
    for _ in range(8):
        some.logged(done_at=then)
    some.struck(some.logged(done_at=then), done_at=now)
    some.struck(some.logged(kind="team", done_at=then), done_at=then)
    with portal.engine.connect() as conn:
        [year, *_] = queries.counted(conn, now.date())
    assert year.kinds["interview"] is None, "the others are none: it is kept back with them"
    for _ in range(5):
        some.logged(kind="movement", done_at=then)
    page = text(committee.get("/incidents").text)
    assert "Movement restricted 5" in page
    assert "Kenya" not in page


def test_the_quick_form_has_a_twin_on_paper_without_the_fields_of_a_case(
    portal: Pages, some: Incidents
) -> None:
    """E.12: each field that is entered later, with its words to tick and lines to write on."""
    page = f"/missions/{some.mission_id}/incidents"
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE)
    assert f'href="{page}/paper"' in officer.get(page).text
    got = officer.get(f"{page}/paper").text
    shown = text(got)
    for label in ("Day at the place", "What happened, and where?", "What was done at once?"):
        assert label in shown
    for word in (*words.KINDS.values(), *words.TOLD.values(), *CLAUSES.values()):
        assert f"□ {word}" in shown
    assert got.count('class="blank__row"') == 13
    for secret in ("Somebody is threatened", "what happened to them", "imminent"):
        assert secret not in shown
    assert "data-print" in got
    assert "<input" not in got.split("<main")[1].split("</main")[0]
    arabic = officer.get(f"{page}/paper", Accept_Language="ar")
    assert "form on paper" not in text(arabic.text)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert f"{page}/paper" not in desk.get(page).text
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    for visitor in (desk, other, portal.signed_in(Role.NGO_MEMBER)):
        assert visitor.get(f"{page}/paper").status_code in {403, 404}
