"""Files beside letters from before the platform: whose, which ones, and what cannot be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.approvals.history import HISTORY, evolve
from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportUndone,
    PastFile,
    PastFileRemoved,
    PastFilesAdded,
    PastLetterImported,
    PastPaperImported,
    PastVisitImported,
)
from shared.contracts.approvals_history_commands import AddPastFiles, RemovePastFile
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.history import FILES_AT_ONCE, FILES_BESIDE, may_be_public

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
BEGUN = HistoryImportBegun(
    import_id="i-1", rows=2, hash="0" * 64, numbers=(), begun_by="desk-1", begun_at=AT
)
UNDONE = HistoryImportUndone(
    import_id="i-1", numbers=(), reason="twice", undone_by="desk-1", undone_at=AT
)
FIRST, LATE = date(1998, 5, 2), date(2001, 5, 2)
LETTER = PastLetterImported(
    import_id="i-1",
    letter_id="l-2",
    row=2,
    type="UA",
    reference="UA YUG 3/1998",
    recipient="YUG",
    mandates=("wgad",),
    sent_on=date(1998, 3, 17),
    replied_on=(FIRST, LATE),
    published_on=date(1999, 2, 1),
    document="",
    imported_at=AT,
)
SECRET = replace(LETTER, letter_id="l-3", row=3, published_on=None)
FILE = PastFile(
    file_id="f-1",
    letter_id="l-2",
    replied_on=None,
    public=True,
    object_name="a" * 64,
    sha256="b" * 64,
    size=1024,
    media_type="application/pdf",
    scanned="clean",
    details=Sealed(subject="pastletter-l-2", cipher="details"),
)
REPLY = replace(FILE, file_id="f-2", replied_on=FIRST)
HERE = (BEGUN, LETTER, SECRET)


def add(*files: PastFile) -> AddPastFiles:
    return AddPastFiles(import_id="i-1", files=files)


def added(*files: PastFile) -> PastFilesAdded:
    return PastFilesAdded(import_id="i-1", files=files, added_by="desk-1", added_at=AT)


REMOVE = RemovePastFile(import_id="i-1", letter_id="l-2", file_id="f-1", reason="wrong_letter")
REMOVED = PastFileRemoved(
    import_id="i-1",
    letter_id="l-2",
    file_id="f-1",
    reason="wrong_letter",
    removed_by="desk-1",
    removed_at=AT,
)


def test_the_desk_adds_files_beside_a_letter_and_its_replies_once() -> None:
    given(HISTORY, *HERE).when(add(FILE, REPLY), by=DESK).then(added(FILE, REPLY))
    given(HISTORY, *HERE).when(add(FILE), by=CHIEF).then_refused("Only the Quick Response Desk")
    again = given(HISTORY, *HERE, added(FILE))
    again.when(add(FILE), by=DESK).then_nothing()
    again.when(add(FILE, REPLY), by=DESK).then(added(REPLY))
    given(HISTORY, *HERE).when(add(), by=DESK).then_nothing()


@pytest.mark.parametrize(
    ("wrong", "no"),
    [
        ({"letter_id": "l-9"}, "no such letter"),
        ({"replied_on": date(1998, 5, 3)}, "No reply"),
        ({"replied_on": LATE}, "public only if"),
        ({"letter_id": "l-3"}, "public only if"),
        ({"letter_id": "l-3", "public": False}, "sealed for another letter"),
    ],
)
def test_a_file_that_cannot_be_so_takes_the_archive_with_it(wrong: dict[str, Any], no: str) -> None:
    bad = replace(FILE, file_id="f-3", **wrong)
    given(HISTORY, *HERE).when(add(FILE, bad), by=DESK).then_refused(no)


def test_what_is_not_public_stands_beside_any_letter() -> None:
    kept = replace(FILE, public=False)
    late = replace(kept, file_id="f-2", replied_on=LATE)
    theirs = replace(FILE.details, subject="pastletter-l-3")
    other = replace(kept, file_id="f-3", letter_id="l-3", details=theirs)
    given(HISTORY, *HERE).when(add(kept, late, other), by=DESK).then(added(kept, late, other))
    assert not may_be_public(None, None)


def test_an_archive_and_a_letter_have_their_limits() -> None:
    many = [replace(FILE, file_id=f"f-{n}") for n in range(FILES_AT_ONCE + 1)]
    given(HISTORY, *HERE).when(add(*many), by=DESK).then_refused("at most fifty")
    full = added(*many[:FILES_BESIDE])
    given(HISTORY, *HERE, full).when(add(many[FILES_BESIDE]), by=DESK).then_refused("twenty files")


def test_a_visit_and_a_report_have_files_as_a_letter_without_replies_has() -> None:
    their: dict[str, Any] = {
        "state": "MEX",
        "mandates": ("wgad",),
        "document": "",
        "imported_at": AT,
    }
    visit = PastVisitImported(
        import_id="i-1", visit_id="v-4", row=4, status="completed", first_on=FIRST, last_on=FIRST,
        published_on=None, **their,
    )  # fmt: skip
    report = PastPaperImported(
        import_id="i-1", paper_id="p-5", row=5, kind="REPORT", symbol="A/HRC/4/33", session="",
        dated_on=LATE, visit_on=FIRST, published_on=LATE, **their,
    )  # fmt: skip
    of_visit, of_report = (
        replace(
            FILE,
            file_id=one,
            letter_id=one,
            public=public,
            details=Sealed(subject=f"pastletter-{one}", cipher="x"),
        )
        for one, public in (("v-4", False), ("p-5", True))
    )
    here = given(HISTORY, replace(BEGUN, rows=2), visit, report)
    here.when(add(of_visit, of_report), by=DESK).then(added(of_visit, of_report))
    here.when(add(replace(of_visit, public=True)), by=DESK).then_refused("public only if")
    here.when(add(replace(of_report, replied_on=LATE)), by=DESK).then_refused("No reply")
    gone = given(HISTORY, replace(BEGUN, rows=2), visit, report, UNDONE)
    gone.when(add(of_visit), by=DESK).then_refused("was undone")


def test_a_file_is_removed_with_a_reason_and_does_not_come_back() -> None:
    here = given(HISTORY, *HERE, added(FILE))
    here.when(REMOVE, by=DESK).then(REMOVED)
    here.when(REMOVE, by=CHIEF).then_refused("Only the Quick Response Desk")
    here.when(replace(REMOVE, reason="because"), by=DESK).then_refused("Choose why")
    here.when(replace(REMOVE, file_id="f-9"), by=DESK).then_refused("no such file")
    here.when(replace(REMOVE, letter_id="l-9"), by=DESK).then_refused("no such letter")
    gone = given(HISTORY, *HERE, added(FILE), REMOVED)
    gone.when(REMOVE, by=DESK).then_nothing()
    gone.when(add(FILE), by=DESK).then_nothing()


def test_an_import_takes_files_once_it_is_complete() -> None:
    for early in (given(HISTORY), given(HISTORY, BEGUN, LETTER)):
        early.when(add(FILE), by=DESK).then_refused("once their import")


def test_an_undone_import_takes_no_file_and_has_none() -> None:
    undone = given(HISTORY, *HERE, added(FILE), UNDONE)
    undone.when(add(REPLY), by=DESK).then_refused("was undone")
    undone.when(REMOVE, by=DESK).then_refused("was undone")
    state = HISTORY.fold([*HERE, added(FILE), UNDONE])
    assert evolve(evolve(state, added(FILE)), REMOVED) == state
