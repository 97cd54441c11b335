"""Imports of rows from before the platform: who, in which order, once, and undone."""

import random
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.approvals.history import HISTORY, decide, evolve
from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportCompleted,
    HistoryImportUndone,
    PastNumberNoted,
)
from shared.contracts.approvals_history_commands import (
    ImportPastLetters,
    UndoHistoryImport,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.testing import AT, given
from shared.reference.history import (
    AT_ONCE,
    HISTORY_CLOCK,
    MOST,
    SUBMISSION,
)
from tests.approvals.past import (
    BEGIN,
    BEGUN,
    CHIEF,
    DESK,
    LATER,
    LETTER,
    PAPER,
    PUBLISHED,
    UNDO,
    UNDONE,
    VISITED,
    imported,
    told,
)


def test_the_desk_begins_and_the_platform_tells_the_letters_in_their_order() -> None:
    done = HistoryImportCompleted(import_id="i-1", rows=2, completed_at=AT)
    given(HISTORY).when(BEGIN, by=DESK).then(BEGUN)
    given(HISTORY).when(BEGIN, by=CHIEF).then_refused("Only the Quick Response Desk")
    given(HISTORY, BEGUN).when(BEGIN, by=DESK).then_nothing()
    given(HISTORY).when(replace(BEGIN, rows=MOST + 1), by=DESK).then_refused("ten thousand")
    clock = HISTORY_CLOCK
    given(HISTORY, BEGUN).when(told(LETTER), by=clock).then(imported(LETTER))
    given(HISTORY, BEGUN).when(told(LETTER), by=DESK).then_refused("platform alone")
    before = (BEGUN, imported(LETTER))
    given(HISTORY, *before).when(told(LETTER), by=clock).then_nothing()
    given(HISTORY, *before).when(told(LATER, before=1), by=clock).then(imported(LATER), done)
    for wrong in (told(LATER, before=1), told(LETTER, LATER, LATER)):
        given(HISTORY, BEGUN).when(wrong, by=clock).then_refused("not the next ones")
    given(HISTORY).when(told(LETTER), by=clock).then_refused("not the next ones")
    many = replace(BEGUN, rows=MOST)
    given(HISTORY, many).when(told(*[LETTER] * (AT_ONCE + 1)), by=clock).then_refused("cannot be")


@pytest.mark.parametrize("seed", range(20))
def test_any_import_tells_each_row_once_in_order_or_none_after_it_is_undone(seed: int) -> None:
    """Commands in any order, twice, and of any rows: what is told is a beginning of the sheet."""
    chance = random.Random(seed)
    kinds = (
        LETTER,
        replace(LATER, type=SUBMISSION, reference="214 (33-21)"),
        VISITED,
        PAPER,
        PUBLISHED,
    )
    rows = [replace(chance.choice(kinds), letter_id=f"r-{n}", row=n) for n in range(12)]
    state, facts = HISTORY.initial, list[Any]()
    for _ in range(40):
        first = chance.randrange(12)
        some = rows[first : first + chance.randint(1, 5)]
        command: Any = chance.choice(
            [replace(BEGIN, rows=12), UNDO if chance.random() < 0.1 else None]
            + [told(*some, before=first)] * 8
        )
        by = HISTORY_CLOCK if isinstance(command, ImportPastLetters) else DESK
        for _ in range(2 if command else 0):
            try:
                new = decide(command, Asked(by=by, at=AT), state)
            except Refused:
                continue
            for fact in new:
                state = evolve(state, fact)
                facts.append(fact)
    kept = [fact.row for fact in facts if hasattr(fact, "row")]
    assert kept == list(range(len(kept)))
    names = [type(fact) for fact in facts]
    assert names.count(HistoryImportBegun) <= 1
    assert names.count(HistoryImportCompleted) == (len(kept) == 12)
    assert HistoryImportUndone not in names[:-1]


def test_an_import_is_undone_and_takes_no_letter_any_more() -> None:
    given(HISTORY).when(UNDO, by=DESK).then_refused("no such import")
    given(HISTORY, BEGUN).when(UNDO, by=CHIEF).then_refused("Only the Quick Response Desk")
    given(HISTORY, BEGUN, imported(LETTER)).when(UNDO, by=DESK).then(UNDONE)
    none = TypeAdapter(UndoHistoryImport).validate_python({"import_id": "i-1"})  # of before
    for bare in (none, UndoHistoryImport(import_id="i-1", reason="because")):
        given(HISTORY, BEGUN).when(bare, by=DESK).then_refused("Choose why")
    given(HISTORY, BEGUN, UNDONE).when(UNDO, by=DESK).then_nothing()
    given(HISTORY, BEGUN, UNDONE).when(told(LETTER), by=HISTORY_CLOCK).then_nothing()
    given(HISTORY, BEGUN, UNDONE).when(BEGIN, by=DESK).then_refused("Upload the sheet again")


def test_a_whole_import_of_a_hundred_commands_folds_once() -> None:
    """What the benchmark measures with ten thousand letters, here with few."""
    state = evolve(HISTORY.initial, replace(BEGUN, rows=300))
    for before in range(0, 300, AT_ONCE):
        facts = decide(
            told(*[LETTER] * AT_ONCE, before=before), Asked(by=HISTORY_CLOCK, at=AT), state
        )
        for fact in facts:
            state = evolve(state, fact)
    assert (state.told, type(facts[-1])) == (300, HistoryImportCompleted)
    assert (
        evolve(
            state,
            PastNumberNoted(  # of another stream
                import_id="i", recipient="GBR", year=2000, number=1, last=0, noted_at=AT
            ),
        )
        == state
    )
