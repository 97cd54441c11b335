"""Rows from before the platform: what each kind is told as, and what cannot be so."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.approvals.history import HISTORY
from shared.contracts.approvals_history import (
    HistoryImportCompleted,
    PastPaperImported,
    PastPublicationImported,
    PastSubmissionImported,
    PastVisitImported,
)
from shared.core.testing import AT, given
from shared.reference.history import (
    HISTORY_CLOCK,
    STATEMENT,
    SUBMISSION,
    canonical,
)
from tests.approvals.past import BEGUN, LATER, LETTER, PAPER, PUBLISHED, VISITED, imported, told


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "XX"},
        {"reference": "Jane Doe"},
        {"reference": "UA FRA 3/1998"},  # of another's series
        {"reference": f"UA YUG 3/{AT.year + 1}"},
        {"reference": "UA YUG 0/1998"},
        {"recipient": "Nowhere"},
        {"mandates": ()},
        {"mandates": ("wgad", "wgad")},
        {"mandates": ("Jane Doe",)},
        {"sent_on": date(1950, 1, 1)},
        {"sent_on": date(2003, 2, 4), "replied_on": (), "published_on": None, "document": ""},
        {"sent_on": AT.date() + timedelta(days=2)},
        {"replied_on": (date(1998, 3, 1),)},
        {"published_on": date(1998, 3, 1)},
        {"published_on": None},
        {"document": "https://example.org/un.org"},
    ],
)
def test_what_cannot_be_so_is_not_imported(wrong: dict[str, Any]) -> None:
    given(HISTORY, BEGUN).when(told(replace(LETTER, **wrong)), by=HISTORY_CLOCK).then_refused(
        "cannot be so"
    )


def test_a_submission_is_told_as_one_and_has_nothing_of_a_letter() -> None:
    row = replace(LATER, type=SUBMISSION, reference="G/SO 215/1 YUG 12", sent_on=date(1997, 1, 2))
    received = PastSubmissionImported(
        import_id="i-1",
        submission_id="l-3",
        row=3,
        reference="G/SO 215/1 YUG 12",
        recipient="YUG",
        mandates=("wgad",),
        received_on=date(1997, 1, 2),
        imported_at=AT,
    )
    done = HistoryImportCompleted(import_id="i-1", rows=2, completed_at=AT)
    both = given(HISTORY, BEGUN, imported(LETTER))
    both.when(told(row, before=1), by=HISTORY_CLOCK).then(received, done)
    given(HISTORY, BEGUN, imported(LETTER), received).when(
        told(row, before=1), by=HISTORY_CLOCK
    ).then_nothing()
    wrong: tuple[dict[str, Any], ...] = (
        {"reference": ""},
        {"reference": "DOE"},
        {"reference": "JANE 12"},
        {"reference": "LI WU 12"},
        {"reference": "A. KIM 3"},
        {"reference": "J.A.N.E. D.O.E. 1"},
        {"reference": "JA-NE DO-E 4"},
        {"reference": "UA YUG 3/1998"},
        {"replied_on": (date(1998, 5, 2),)},
        {"published_on": date(1999, 2, 1)},
        {"published_on": date(1999, 2, 1), "document": "https://documents.un.org/x"},
    )
    for one in wrong:
        bad = told(replace(row, **one), before=1)
        both.when(bad, by=HISTORY_CLOCK).then_refused("cannot be so")
    for number in ("OHCHR 2004/12B", "214 (33-21)", "G/SO 214 BUR 7"):
        other = told(replace(row, reference=number), before=1)
        both.when(other, by=HISTORY_CLOCK).then(replace(received, reference=number), done)


def test_a_visit_is_told_as_one_with_its_own_days() -> None:
    visit = PastVisitImported(
        import_id="i-1",
        visit_id="v-3",
        row=3,
        state="YUG",
        mandates=("wgad",),
        status="completed",
        first_on=date(1998, 3, 2),
        last_on=date(1998, 3, 9),
        published_on=date(1998, 2, 20),
        document="",
        imported_at=AT,
    )
    done = HistoryImportCompleted(import_id="i-1", rows=2, completed_at=AT)
    both = given(HISTORY, BEGUN, imported(LETTER))
    both.when(told(VISITED, before=1), by=HISTORY_CLOCK).then(visit, done)
    given(HISTORY, BEGUN, imported(LETTER), visit).when(
        told(VISITED, before=1), by=HISTORY_CLOCK
    ).then_nothing()
    asked = replace(VISITED, status="requested", until=None)
    requested = replace(visit, status="requested", last_on=None)
    both.when(told(asked, before=1), by=HISTORY_CLOCK).then(requested, done)
    wrong: tuple[dict[str, Any], ...] = (
        {"recipient": "OTH"},
        {"recipient": "YUG", "sent_on": date(2004, 3, 2), "until": date(2004, 3, 9)},
        {"reference": "UA YUG 3/1998"},
        {"replied_on": (date(1998, 5, 2),)},
        {"status": ""},
        {"status": "agreed"},
        {"status": "requested"},
        {"until": None},
        {"until": date(1998, 3, 1)},
        {"until": date(1998, 9, 1)},
        {"recipient": "MEX", "sent_on": AT.date(), "until": AT.date() + timedelta(days=5)},
        {"published_on": AT.date() + timedelta(days=2)},
    )
    for one in wrong:
        bad = told(replace(VISITED, **one), before=1)
        both.when(bad, by=HISTORY_CLOCK).then_refused("cannot be so")
    for more in ({"status": "completed"}, {"until": date(1998, 3, 18)}):
        bad = told(replace(LATER, **more), before=1)
        both.when(bad, by=HISTORY_CLOCK).then_refused("cannot be so")


def test_a_report_or_statement_is_told_with_its_symbol_and_its_visit() -> None:
    paper = PastPaperImported(
        import_id="i-1",
        paper_id="p-3",
        row=3,
        kind="REPORT",
        symbol="E/CN.4/1999/63/Add.2",
        session="CHR 55",
        state="YUG",
        mandates=("wgad",),
        dated_on=date(1999, 1, 7),
        visit_on=date(1998, 3, 2),
        published_on=date(1999, 1, 7),
        document="",
        imported_at=AT,
    )
    done = HistoryImportCompleted(import_id="i-1", rows=2, completed_at=AT)
    both = given(HISTORY, BEGUN, imported(LETTER))
    both.when(told(PAPER, before=1), by=HISTORY_CLOCK).then(paper, done)
    bare = replace(PAPER, type=STATEMENT, reference="", session="")
    spoken = replace(paper, kind="STATEMENT", symbol="", session="")
    both.when(told(bare, before=1), by=HISTORY_CLOCK).then(spoken, done)
    wrong: tuple[dict[str, Any], ...] = (
        {"reference": ""},
        {"reference": "Jane Doe"},
        {"reference": "E/CN.4/" + "9" * 40},
        {"session": "CHR"},
        {"session": "JANE 5"},
        {"replied_on": (date(1999, 5, 2),)},
        {"mission": date(1999, 3, 2)},
        {"mission": date(1950, 3, 2)},
        {"recipient": "OTH"},
        {"until": date(1999, 1, 7)},
        {"status": "completed"},
        {"type": STATEMENT},  # with a session
    )
    for one in wrong:
        bad = told(replace(PAPER, **one), before=1)
        both.when(bad, by=HISTORY_CLOCK).then_refused("cannot be so")
    for more in ({"session": "CHR 55"}, {"mission": date(1998, 3, 2)}):
        for other in (LATER, VISITED):
            bad = told(replace(other, **more), before=1)
            both.when(bad, by=HISTORY_CLOCK).then_refused("cannot be so")


def test_a_publication_is_told_with_its_own_day_also_of_a_letter_to_a_state_that_ended() -> None:
    more = PastPublicationImported(
        import_id="i-1",
        publication_id="b-3",
        row=3,
        reference="UA YUG 3/1998",
        recipient="YUG",
        mandates=("wgad",),
        replied_on=date(1998, 5, 2),
        published_on=date(2004, 6, 1),
        document="https://documents.un.org/x",
        imported_at=AT,
    )
    done = HistoryImportCompleted(import_id="i-1", rows=2, completed_at=AT)
    both = given(HISTORY, BEGUN, imported(LETTER))
    both.when(told(PUBLISHED, before=1), by=HISTORY_CLOCK).then(more, done)
    for wrong in (
        {"reference": ""},
        {"document": ""},
        {"document": "https://example.org/x"},
        {"published_on": date(2004, 6, 1)},
        {"replied_on": (date(2005, 5, 2),)},
        {"replied_on": (date(1998, 5, 2), date(1998, 5, 3))},
    ):
        bad = told(replace(PUBLISHED, **wrong), before=1)
        both.when(bad, by=HISTORY_CLOCK).then_refused("cannot be so")


def test_a_state_under_its_former_name_has_the_series_of_todays() -> None:
    old = replace(LETTER, recipient="Swaziland", reference="UA SWZ 3/1998")
    given(HISTORY, BEGUN).when(told(old), by=HISTORY_CLOCK).then(imported(old))
    assert canonical("UA SWZ 03/1998") == "UA SWZ 3/1998"
    assert canonical("G/SO 217/1") == "G/SO 217/1"
