"""Files of a report on a visit, and its preliminary note: decision 0221."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.followup.visit_reports.stored import STORED
from shared.contracts import followup_visit_report_commands as commands
from shared.core.roles import Role
from tests.portal.followup.visit_reports.test_pages import OWN, holder, last, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.files import PDF, send
from tests.support.missions import Missions
from tests.support.portal import PASSWORD, Pages, Visitor
from tests.support.visit_reports import Reports, ended

NOTE = "A/HRC/60/54/Add.3"


@pytest.fixture
def reports(portal: Pages) -> Reports:
    return Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))


def public(reports: Reports) -> str:
    return f"/country-visits/reports/{reports.missions.mission_id}"


def add(portal: Pages, reports: Reports, publisher: Visitor, kind: str, language: str) -> str:
    """Add a file as the pages do it, and as the service does; return its address for everybody."""
    path = f"{reports.page}/files/add"
    given = {
        "command_id": str(uuid4()),
        "seen": str(reports.state.steps),
        "kind": kind,
        "language": language,
    }
    check = send(publisher, path, (PDF, "report.pdf"), **given)
    assert "Check before everybody reads this file" in check.text
    token = check.text.split('name="carried" hidden>')[1].split("</textarea>", maxsplit=1)[0]
    again = {**given, "carried": token.strip(), "checked": "send"}
    assert publisher.post(path, again).status_code == 303
    said = last(portal)
    reports.ask(commands.AddVisitReportFile, kind=said.kind, language=language, file=said.file)
    return f"{public(reports)}/files/{said.file.file_id}"


def test_everybody_reads_the_file_in_each_language_that_there_is(
    portal: Pages, reports: Reports
) -> None:
    reports.to("published")
    publisher, everybody = portal.signed_in(Role.PUBLICATION_OFFICER), portal.visitor()
    assert "will appear here once it is added" in everybody.get(public(reports)).text
    english, arabic = (add(portal, reports, publisher, "official", each) for each in ("en", "ar"))
    page = everybody.get(public(reports)).text
    assert f'href="{english}" hreflang="en"' in page
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in page
    shown = text(page)
    assert shown.count("Not scanned") == 2
    in_arabic = everybody.get(f"/ar{public(reports)}").text
    assert '中文</bdi>، <bdi lang="ru"' in in_arabic, "its own comma"
    assert "Document officiel : <bdi" in everybody.get(f"/fr{public(reports)}").text.replace(
        "\xa0", " "
    )
    assert "Not out yet in: 中文 , русский , español" in shown
    assert "No file is kept here of the official document in: français" in shown
    for address in (english, arabic):
        answer = everybody.get(address)
        assert (answer.status_code, answer.data) == (200, PDF)
    # Another one takes its place, and nobody reads the first any more.
    newer = add(portal, reports, publisher, "official", "en")
    assert everybody.get(english).status_code == 404
    assert everybody.get(newer).data == PDF
    back = f"{reports.page}/files/{newer.rsplit('/', 1)[1]}/take-back"
    assert back in publisher.get(reports.page).text
    assert "Official document: English" in text(publisher.get(back).text)
    assert publisher.post(back, sent(seen=str(reports.state.steps))).status_code == 303
    reports.ask(commands.TakeBackVisitReportFile, file_id=last(portal).file_id)
    for gone in (newer, f"{public(reports)}/files/{uuid4()}"):
        assert everybody.get(gone).status_code == 404
    assert publisher.get(back).status_code == 404
    mine = holder(portal)
    assert arabic in mine.get(reports.page).text
    assert back not in mine.get(reports.page).text
    assert mine.get(f"{reports.page}/files/add").status_code == 403
    [given_up] = STORED.given_up
    with portal.engine.connect() as conn:
        assert len(conn.execute(given_up).all()) == 2
    # With the report its files go.
    reports.ask(commands.WithdrawVisitReport, reason="other", note=None)
    assert everybody.get(arabic).status_code == 404
    assert publisher.get(f"{reports.page}/files/add").status_code == 404
    with portal.engine.connect() as conn:
        assert len(conn.execute(given_up).all()) == 3


def test_a_file_that_was_chosen_is_not_lost_where_the_second_step_is_asked_for_again(
    portal: Pages, reports: Reports
) -> None:
    reports.to("published")
    publisher = portal.signed_in(Role.PUBLICATION_OFFICER)
    path, steps = f"{reports.page}/files/add", str(reports.state.steps)
    given = {"command_id": str(uuid4()), "seen": steps, "kind": "official", "language": "en"}
    portal.clock.forward(timedelta(minutes=15))
    check = send(publisher, path, (PDF, "report.pdf"), **given)
    assert "Check before everybody reads this file" in check.text
    token = check.text.split('name="carried" hidden>')[1].split("</textarea>", maxsplit=1)[0]
    again = {**given, "carried": token.strip(), "checked": "send"}
    asked = publisher.post(path, again)
    assert (asked.status_code, token.strip() in asked.text) == (401, True)
    assert not portal.asked
    assert publisher.post(path, {**again, "factor_password": PASSWORD}).status_code == 303
    assert last(portal).language == "en"


def test_the_final_text_replaces_the_advance_unedited_version(
    portal: Pages, reports: Reports
) -> None:
    reports.to("submitted")
    exact: dict[str, Any] = {
        "text_hash": reports.state.text_hash,
        "words": tuple((one, "Close it.") for one in reports.state.items),
        "symbol": "A/HRC/61/54/Add.1",
    }
    publisher, everybody = portal.signed_in(Role.PUBLICATION_OFFICER), portal.visitor()
    assert publisher.get(f"{reports.page}/files/add").status_code == 404
    reports.ask(commands.PublishVisitReport, languages=(), **exact)
    advance = add(portal, reports, publisher, "advance", "fr")
    shown = text(everybody.get(public(reports)).text)
    assert "Advance unedited version: français" in shown
    assert "The official document replaces it" not in shown
    final = add(portal, reports, publisher, "official", "fr")
    shown = text(everybody.get(public(reports)).text)
    assert "The official document replaces it" in shown
    assert "Official document: français" in shown
    assert everybody.get(advance).data == PDF
    # An erased file is none, and says so to who works on the report.
    subject = last(portal).file.details.subject
    portal.vault.forget(subject, at=reports.missions.at)
    assert final not in everybody.get(public(reports)).text
    assert everybody.get(final).status_code == 410
    assert "No file is kept here" in everybody.get(public(reports)).text
    assert "Erased" in publisher.get(reports.page).text
    newer = add(portal, reports, publisher, "official", "fr")
    assert everybody.get(newer).data == PDF


def test_a_preliminary_note_is_named_before_the_report_is_public(
    portal: Pages, reports: Reports
) -> None:
    page, on = f"{reports.to('drafting').page}/note", str(reports.missions.at.date())
    works = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **OWN)
    publisher, everybody = portal.signed_in(Role.PUBLICATION_OFFICER), portal.visitor()
    assert page in works.get(reports.page).text
    assert publisher.get(page).status_code == 404
    wrong = ({"symbol": "tea"}, {"symbol": NOTE}, {"issued_on": on}, {"languages": ["en"]})
    for typed in wrong:
        assert works.post(page, sent(seen="3", **typed)).status_code == 422
    form = sent(seen="3", symbol=NOTE, issued_on=on, languages=["fr", "en"])
    assert works.post(page, form).status_code == 303
    said = last(portal)
    named = {"symbol": said.symbol, "issued_on": said.issued_on}
    assert NOTE not in everybody.get("/country-visits/reports").text
    reports.ask(commands.NamePreliminaryNote, **named, languages=said.languages)
    listed = everybody.get("/country-visits/reports").text
    assert NOTE in text(listed)
    assert f"docs.un.org/fr/{NOTE}" in listed
    assert everybody.get(public(reports)).status_code == 404
    assert f'value="{NOTE}"' in works.get(page).text
    reports.to("published")
    assert NOTE not in everybody.get("/country-visits/reports").text
    assert f"docs.un.org/en/{NOTE}" in everybody.get(public(reports)).text
    note = add(portal, reports, publisher, "note", "fr")
    assert "Preliminary note: français" in text(everybody.get(public(reports)).text)
    assert everybody.get(note).data == PDF
    assert publisher.get(page).status_code == 200
    reports.ask(commands.WithdrawVisitReport, reason="other", note=None)
    assert works.get(page).status_code == 404
    assert NOTE not in everybody.get("/country-visits/reports").text
