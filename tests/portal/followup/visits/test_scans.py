"""Files of letters about a visit: for the office; a Government has those of its own answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.followup.visits.found import subject_of
from portal.followup.visits.read_model import scans
from portal.web.clock.read_model import DEMO
from shared.contracts.followup_visit_commands import LogVisitRequest, StrikeVisitDocument
from shared.contracts.followup_visit_files import VisitDocumentFileAdded
from shared.contracts.followup_visits import VisitAccepted
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.visits import visit_file_id
from tests.support.files import PDF, send
from tests.support.followup import NOW, tell
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.visits import Visits

FILE, LETTERS = "/visits/sr-torture/KEN", "/visit-correspondence/sr-torture/KEN"
KEN, TORTURE = frozenset({"KEN"}), frozenset({"sr-torture"})


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    files: dict[str, Any] = {"attachments": str(tmp_path / "files"), "attachment_bytes": 1024**2}
    with pages(*sqlite_urls(tmp_path), demo=True, **files) as built:
        tell(built.engine, DEMO, [])
        yield built


def happened(portal: Pages, visits: Visits) -> VisitDocumentFileAdded:
    """Tell the tables what followup tells of the file that it was asked to add last, twice."""
    data = json.loads(portal.asked[-1].content)["data"]
    details = Sealed(**data.pop("details"))
    fact = VisitDocumentFileAdded(
        **data,
        details=details,
        visit_file_id=visit_file_id("sr-torture", "KEN"),
        added_by="officer-1",
        added_at=NOW,
    )
    visits.tell(fact)  # twice
    return fact


def files_of(document_id: str) -> str:
    return f"{FILE}/documents/{document_id}/files/"


def readers(portal: Pages) -> dict[str, Visitor]:
    return {
        "officer": portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE),
        "desk officer": portal.signed_in(Role.DESK_OFFICER, state_codes=KEN),
        "Government": portal.signed_in(Role.GOVERNMENT, state_codes=KEN),
        "another State": portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"FRA"})),
        "another mandate": portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"})),
        "partner": portal.signed_in(Role.UN_PARTNER, state_codes=KEN),
    }


def test_a_scan_of_the_office_is_for_the_office(portal: Pages, visits: Visits) -> None:
    letter = visits.log(LogVisitRequest, ago=40, kind="official")
    page, some = files_of(letter), readers(portal)
    assert page in some["officer"].get(FILE).text
    assert page not in some["desk officer"].get(FILE).text  # nothing is there yet
    before = some["Government"].get(LETTERS).text
    sent = send(some["officer"], page, (PDF, "stamped.pdf"), hidden_details="keep")
    assert sent.status_code == 303
    asked = json.loads(portal.asked[-1].content)
    assert asked["type"] == "add-visit-document-file"
    assert asked["data"]["details"]["subject"] == subject_of(letter)
    assert b"stamped" not in portal.asked[-1].content
    fact = happened(portal, visits)
    for name, reader in some.items():
        reads = name in {"officer", "desk officer"}
        answers = reader.get(page), reader.get(f"{page}{fact.attachment_id}")
        assert [one.status_code == 200 for one in answers] == [reads, reads], name
        if reads:
            assert page in reader.get(FILE).text
            assert "stamped.pdf" in answers[0].text
            assert ("Choose files" in answers[0].text) == (name == "officer")
            assert answers[1].data == PDF
        else:
            assert send(reader, page, (PDF, "x.pdf"), hidden_details="keep").status_code in {
                403,
                404,
            }, name
    assert some["Government"].get(LETTERS).text.count("stamped") == before.count("stamped") == 0
    assert page not in some["Government"].get(LETTERS).text
    visits.ask(StrikeVisitDocument, document_id=letter)
    assert some["officer"].get(page).status_code == 200
    assert "Choose files" not in some["officer"].get(page).text
    assert some["desk officer"].get(page).status_code == 404


def test_a_government_adds_files_to_its_answer_and_both_read_them(
    portal: Pages, visits: Visits
) -> None:
    visits.log(LogVisitRequest, ago=40, kind="official")
    paper = visits.document(0, channel="here")
    visits.filed(VisitAccepted, document=paper, worded="acceptance")
    page, some = files_of(paper.document_id), readers(portal)
    theirs, officer = some["Government"], some["officer"]
    assert page in theirs.get(LETTERS).text
    assert page not in officer.get(FILE).text
    assert send(officer, page, (PDF, "x.pdf"), hidden_details="keep").status_code == 404
    wrong = send(theirs, page, (b"MZ", "bad.exe"), hidden_details="keep")
    assert wrong.status_code == 422
    assert "bad.exe: Send documents" in wrong.text
    assert send(theirs, page, (PDF, "note.pdf"), hidden_details="keep").status_code == 303
    fact = happened(portal, visits)
    for reader in (theirs, officer):
        assert "note.pdf" in reader.get(page).text
        assert reader.get(f"{page}{fact.attachment_id}").data == PDF
    assert some["another State"].get(page).status_code == 404
    portal.vault.forget(subject_of(paper.document_id), at=portal.clock.at)
    assert "This file was erased on request." in officer.get(page).text
    assert officer.get(f"{page}{fact.attachment_id}").status_code == 410
    with portal.engine.connect() as conn:
        assert len(conn.execute(scans.select()).all()) == 1
