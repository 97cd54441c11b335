"""Batches of the reference corpus: who imports, against what it was checked, and undoing."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.reference.decide import REFERENCE
from shared.contracts.followup_reference import (
    ReferenceBatchImported,
    ReferenceBatchUndone,
    ReferenceColumns,
    ReferenceCounts,
    ReferenceFile,
    ReferenceSheetDiscarded,
    ReferenceSheetMapped,
    ReferenceSheetUploaded,
    ReferenceTextPutBack,
    ReferenceTextTakenOut,
)
from shared.contracts.followup_reference_commands import (
    Command,
    DiscardReferenceSheet,
    ImportReferenceBatch,
    MapReferenceSheet,
    PutReferenceTextBack,
    TakeReferenceTextOut,
    UndoReferenceBatch,
    UploadReferenceSheet,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
KENYA = Actor(actor_id="kenya-1", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN"}))
HOLDER = Actor(actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}))
COMMITTEE = Actor(actor_id="committee-1", roles=frozenset({Role.COORDINATION_COMMITTEE}))
FILE = ReferenceFile(
    object_name="o" * 64,
    sha256="a" * 64,
    size=10,
    media_type="text/csv",
    scanned="clean",
    details=Sealed("reference-1", "x"),
)
COUNTS = ReferenceCounts(new=2, changed=1, same=0, withdrawn=0, problems=3)


def upload(batch_id: str = "1") -> UploadReferenceSheet:
    return UploadReferenceSheet(batch_id=batch_id, file=FILE, whole=False)


def uploaded(batch_id: str = "1") -> ReferenceSheetUploaded:
    return ReferenceSheetUploaded(
        batch_id=batch_id,
        file=FILE,
        whole=False,
        provider=None,
        mandates=(),
        only=(),
        uploaded_by="desk-1",
        uploaded_at=AT,
    )


def take(batch_id: str = "1", after: int = 0) -> ImportReferenceBatch:
    return ImportReferenceBatch(
        batch_id=batch_id, content=f"hash-{batch_id}", states=("KEN",), counts=COUNTS, after=after
    )


def taken(batch_id: str = "1", number: int = 1, by: str = "desk-1") -> ReferenceBatchImported:
    return ReferenceBatchImported(
        batch_id=batch_id,
        number=number,
        source="UHRI",
        content=f"hash-{batch_id}",
        states=("KEN",),
        counts=COUNTS,
        imported_by=by,
        imported_at=AT,
    )


COLUMNS = ReferenceColumns(
    titles=1,
    head="a" * 64,
    columns=("text", "", "themes"),
    review=True,
    state="KEN",
    symbol="A/HRC/44/9",
    session="35",
    joined=False,
)
MAP = MapReferenceSheet(batch_id="1", columns=COLUMNS)
MAPPED = ReferenceSheetMapped(
    batch_id="1", columns=COLUMNS, number=1, mapped_by="desk-1", mapped_at=AT
)
UNDO = UndoReferenceBatch(batch_id="1")
DISCARD = DiscardReferenceSheet(batch_id="1")
DISCARDED = ReferenceSheetDiscarded(batch_id="1", discarded_by="desk-1", discarded_at=AT)
WORDS = ("0" * 32, "f" * 32)
OUT = TakeReferenceTextOut(item="text-1", reason="person", words=WORDS)
BACK = PutReferenceTextBack(item="text-1")
TAKEN_OUT = ReferenceTextTakenOut(
    item="text-1", words=WORDS, reason="person", change=1, done_by="desk-1", done_at=AT
)
PUT_BACK = ReferenceTextPutBack(item="text-1", change=2, done_by="desk-1", done_at=AT)
UNDONE = ReferenceBatchUndone(batch_id="1", undone_by="desk-1", undone_at=AT)


def test_a_sheet_is_uploaded_once_imported_once_and_undone_once() -> None:
    given(REFERENCE).when(upload(), by=DESK).then(uploaded())
    given(REFERENCE, uploaded()).when(upload(), by=DESK).then_nothing()
    given(REFERENCE, uploaded()).when(take(), by=KENYA).then(taken(by="kenya-1"))
    given(REFERENCE, uploaded(), taken()).when(take(), by=DESK).then_nothing()
    given(REFERENCE, uploaded(), taken()).when(UNDO, by=DESK).then(UNDONE)
    given(REFERENCE, uploaded(), taken(), UNDONE).when(UNDO, by=DESK).then_nothing()


def test_a_sheet_that_nobody_imported_is_discarded_once() -> None:
    sheet = uploaded()
    given(REFERENCE).when(DISCARD, by=DESK).then_refused("no such sheet")
    given(REFERENCE, sheet).when(DISCARD, by=DESK).then(DISCARDED)
    given(REFERENCE, sheet).when(DISCARD, by=KENYA).then_forbidden()
    own = replace(sheet, uploaded_by="kenya-1")
    given(REFERENCE, own).when(DISCARD, by=KENYA).then(replace(DISCARDED, discarded_by="kenya-1"))
    given(REFERENCE, sheet, DISCARDED).when(DISCARD, by=DESK).then_nothing()
    given(REFERENCE, sheet, DISCARDED).when(upload(), by=DESK).then_refused("was discarded")
    given(REFERENCE, sheet, DISCARDED).when(take(), by=DESK).then_refused("was discarded")
    given(REFERENCE, sheet, taken()).when(DISCARD, by=DESK).then_refused("was imported")
    given(REFERENCE, sheet, taken(), UNDONE).when(DISCARD, by=DESK).then_refused("was imported")


def test_somebody_says_what_the_columns_are_until_the_sheet_is_imported() -> None:
    sheet = uploaded()
    given(REFERENCE).when(MAP, by=DESK).then_refused("no such sheet")
    given(REFERENCE, sheet).when(MAP, by=DESK).then(MAPPED)
    given(REFERENCE, sheet, MAPPED).when(MAP, by=DESK).then_nothing()
    anew = replace(COLUMNS, joined=True)
    other = replace(MAPPED, columns=anew, number=2)
    given(REFERENCE, sheet, MAPPED).when(replace(MAP, columns=anew), by=DESK).then(other)
    given(REFERENCE, sheet).when(MAP, by=KENYA).then_forbidden()
    own = replace(sheet, uploaded_by="kenya-1")
    given(REFERENCE, own).when(MAP, by=KENYA).then(replace(MAPPED, mapped_by="kenya-1"))
    given(REFERENCE, sheet, DISCARDED).when(MAP, by=DESK).then_refused("was discarded")
    for history in ((sheet, taken()), (sheet, taken(), UNDONE)):
        given(REFERENCE, *history).when(MAP, by=DESK).then_refused("columns stay")
    given(REFERENCE, sheet, MAPPED).when(take(), by=DESK).then_refused("said anew")
    sure = replace(take(), mapping=1)
    given(REFERENCE, sheet, MAPPED).when(sure, by=DESK).then(taken())
    given(REFERENCE, sheet).when(sure, by=DESK).then_refused("said anew")


def test_a_whole_list_is_told_from_another_one_with_the_same_titles() -> None:
    whole = replace(uploaded(), whole=True)
    nameless = replace(COLUMNS, symbol=None, session=None)
    command = replace(MAP, columns=nameless)
    given(REFERENCE, whole).when(command, by=DESK).then_refused("symbol or the session")
    given(REFERENCE, uploaded()).when(command, by=DESK).then(replace(MAPPED, columns=nameless))
    for told in (replace(nameless, symbol="A/1"), replace(nameless, session="35")):
        command = replace(MAP, columns=told)
        given(REFERENCE, whole).when(command, by=DESK).then(replace(MAPPED, columns=told))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"columns": ("text", "grade")}, "from the list"),
        ({"columns": ("text", *("",) * 40)}, "from the list"),
        ({"columns": ("text", "text")}, "the same thing"),
        ({"columns": ("themes",)}, "has the text"),
        ({"columns": ("text", "countries")}, "to which State"),
        ({"state": None}, "to which State"),
        ({"state": "XXX"}, "no such State"),
        ({"symbol": "a\nb"}, "the symbol"),
        ({"session": "spring"}, "as a number"),
        ({"head": "x"}, "not the titles"),
        ({"titles": 0}, "not the titles"),
    ],
)
def test_columns_that_make_no_sense_are_refused(wrong: dict[str, Any], sentence: str) -> None:
    command = replace(MAP, columns=replace(COLUMNS, **wrong))
    given(REFERENCE, uploaded()).when(command, by=DESK).then_refused(sentence)


@pytest.mark.parametrize("command", [upload(), MAP, take(), UNDO, DISCARD])
def test_who_has_no_import_of_their_own_touches_none(command: Command) -> None:
    history = (uploaded(), taken()) if command is UNDO else (uploaded(),)
    given(REFERENCE, *history).when(command, by=COMMITTEE).then_forbidden()
    if command != upload():
        given(REFERENCE, *history).when(command, by=HOLDER).then_forbidden()


def test_a_single_text_is_taken_out_with_a_reason_and_put_back() -> None:
    given(REFERENCE).when(OUT, by=DESK).then(TAKEN_OUT)
    given(REFERENCE, TAKEN_OUT).when(OUT, by=DESK).then_nothing()
    given(REFERENCE, TAKEN_OUT).when(BACK, by=DESK).then(PUT_BACK)
    given(REFERENCE, TAKEN_OUT, PUT_BACK).when(BACK, by=DESK).then_nothing()
    again = replace(TAKEN_OUT, change=3)
    given(REFERENCE, TAKEN_OUT, PUT_BACK).when(OUT, by=DESK).then(again)
    wrong = replace(OUT, item="a b"), replace(OUT, words=()), replace(OUT, words=("x",))
    for command in wrong:
        given(REFERENCE).when(command, by=DESK).then_refused("no such text")
    given(REFERENCE).when(replace(OUT, reason="x"), by=DESK).then_refused("from the list")
    for one in (OUT, BACK):
        given(REFERENCE, TAKEN_OUT).when(one, by=KENYA).then_forbidden()


def test_a_desk_officer_imports_and_undoes_for_the_own_states_alone() -> None:
    elsewhere = replace(take(), states=("KEN", "UGA"))
    given(REFERENCE, uploaded()).when(elsewhere, by=KENYA).then_forbidden()
    history = uploaded(), replace(taken(), states=("UGA",))
    given(REFERENCE, *history).when(UNDO, by=KENYA).then_forbidden()


def test_a_batch_is_what_its_check_showed() -> None:
    given(REFERENCE).when(take(), by=DESK).then_refused("no such sheet")
    two = uploaded(), uploaded("2"), taken("2")
    given(REFERENCE, *two).when(take(), by=DESK).then_refused("meanwhile")
    given(REFERENCE, *two).when(take(after=1), by=DESK).then(taken(number=2))
    other = replace(take(), source="UPR Info")
    theirs = replace(taken(number=2), source="UPR Info")
    given(REFERENCE, *two).when(other, by=DESK).then(theirs)  # nothing of UHRI's touches it
    given(REFERENCE, *two, theirs).when(UNDO, by=DESK).then(UNDONE)
    after = *two, uploaded("3"), theirs, UNDONE
    third = take("3", 1)
    given(REFERENCE, *after).when(third, by=DESK).then(taken("3", 4))
    given(REFERENCE, *after).when(replace(third, source="UPR Info"), by=DESK).then_refused("meanw")
    given(REFERENCE, *two).when(replace(other, source="x"), by=DESK).then_refused("no such source")
    again = replace(take(after=1), content="hash-2")
    given(REFERENCE, *two).when(again, by=DESK).then_refused("same sheet")
    nothing = replace(take(), counts=replace(COUNTS, new=0, changed=0))
    given(REFERENCE, uploaded()).when(nothing, by=DESK).then_refused("changes nothing")


def test_only_the_last_batch_is_undone_and_it_stays_undone() -> None:
    given(REFERENCE, uploaded()).when(UNDO, by=DESK).then_refused("last import")
    two = uploaded(), uploaded("2"), taken(), taken("2", 2)
    given(REFERENCE, *two).when(UNDO, by=DESK).then_refused("last import")
    back = ReferenceBatchUndone(batch_id="2", undone_by="desk-1", undone_at=AT)
    given(REFERENCE, *two, back).when(UNDO, by=DESK).then(UNDONE)
    given(REFERENCE, *two, back).when(take("2", 3), by=DESK).then_refused("was undone")
    other = replace(taken("2", 2), source="UPR Info")
    given(REFERENCE, uploaded(), uploaded("2"), taken(), other).when(UNDO, by=DESK).then(UNDONE)
    third = uploaded("3")
    given(REFERENCE, *two, back, third).when(take("3", 2), by=DESK).then_refused("meanwhile")
    given(REFERENCE, *two, back, third).when(take("3", 3), by=DESK).then(taken("3", 4))
