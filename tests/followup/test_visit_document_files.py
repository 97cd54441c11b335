"""Files of letters about a visit: E.2."""

from dataclasses import replace
from typing import Any

from services.followup.visit_file.decide import VISIT_FILE
from shared.contracts import followup_visits as facts
from shared.contracts.followup_visit_files import AddVisitDocumentFile, VisitDocumentFileAdded
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.visits import MOST_FILES
from tests.followup.test_visit_answered_here import ABROAD, GOVERNMENT, PAPER
from tests.followup.visits import (
    FILE_ID,
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    QRD,
    RAISED,
    REQUESTED,
    STATE,
    document,
    fact,
)

LETTER = document(1).document_id
ANSWERED = fact(facts.VisitAccepted, document=PAPER, worded="acceptance")
HISTORY = (REQUESTED, RAISED, ANSWERED)


def add(document_id: str = LETTER, number: int = 1, **also: Any) -> AddVisitDocumentFile:
    given: dict[str, Any] = {
        "mandate": MANDATE,
        "state": STATE,
        "document_id": document_id,
        "attachment_id": f"file-{number}",
        "object_name": "a" * 64,
        "sha256": "b" * 64,
        "size": 7,
        "media_type": "application/pdf",
        "scanned": "clean",
        "details": Sealed(f"visitfile-{document_id}", "details"),
    }
    return AddVisitDocumentFile(**{**given, **also})


def added(command: AddVisitDocumentFile, by: Actor) -> VisitDocumentFileAdded:
    told = {name: getattr(command, name) for name in AddVisitDocumentFile.__dataclass_fields__}
    return VisitDocumentFileAdded(**told, visit_file_id=FILE_ID, added_by=by.actor_id, added_at=AT)


def test_who_logs_adds_files_of_letters_and_a_government_those_of_its_answers() -> None:
    for by in (OFFICER, QRD, HOLDER):
        given(VISIT_FILE, *HISTORY).when(add(), by=by).then(added(add(), by))
    theirs = add(PAPER.document_id)
    given(VISIT_FILE, *HISTORY).when(theirs, by=GOVERNMENT).then(added(theirs, GOVERNMENT))
    given(VISIT_FILE, *HISTORY).when(add(), by=OTHER_HOLDER).then_forbidden()


def test_nobody_adds_to_a_letter_of_the_other_side_or_to_none() -> None:
    some = given(VISIT_FILE, *HISTORY)
    for command, by in (
        (add(PAPER.document_id), OFFICER),
        (add(), GOVERNMENT),
        (add(PAPER.document_id), ABROAD),
        (add(RAISED.document.document_id), HOLDER),  # an act, and no letter
        (add("nothing"), QRD),
    ):
        some.when(command, by=by).then_refused("There is no such letter")


def test_a_file_is_no_step_is_added_once_and_comes_with_its_fingerprint() -> None:
    told = added(add(), OFFICER)
    assert VISIT_FILE.fold([*HISTORY, told]).steps == len(HISTORY)
    given(VISIT_FILE, *HISTORY, told).when(add(), by=OFFICER).then()
    given(VISIT_FILE, *HISTORY).when(add(sha256="no"), by=OFFICER).then_refused("fingerprint")
    many = [replace(told, attachment_id=f"file-{number}") for number in range(MOST_FILES)]
    given(VISIT_FILE, *HISTORY, *many).when(add(number=99), by=OFFICER).then_refused("20 files")
