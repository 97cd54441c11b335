"""Imports of letters from before the platform: who, in which order, what cannot be, and numbers."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.approvals.history import HISTORY, decide, evolve
from services.approvals.policies import react
from services.approvals.reference import REFERENCE, AllotReference, NotePastNumber
from shared.contracts.approvals import ReferenceAssigned
from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportCompleted,
    HistoryImportUndone,
    PastLetterImported,
    PastNumber,
    PastNumberNoted,
    PastPaperImported,
    PastPublicationImported,
    PastSubmissionImported,
    PastVisitImported,
)
from shared.contracts.approvals_history_commands import (
    BeginHistoryImport,
    ImportPastLetters,
    PastLetter,
    UndoHistoryImport,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.history import (
    AT_ONCE,
    HISTORY_CLOCK,
    MOST,
    PUBLICATION,
    REPORT,
    STATEMENT,
    SUBMISSION,
    VISIT,
    canonical,
    is_document,
    numbered,
)

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
OLD = PastNumber(recipient="YUG", year=1998, number=3)
NOW = PastNumber(recipient="GBR", year=AT.year, number=7)
BEGIN = BeginHistoryImport(import_id="i-1", rows=2, hash="0" * 64, numbers=(OLD, NOW))
BEGUN = HistoryImportBegun(
    import_id="i-1", rows=2, hash="0" * 64, numbers=(NOW,), begun_by="desk-1", begun_at=AT
)
UNDO = UndoHistoryImport(import_id="i-1", reason="twice")
UNDONE = HistoryImportUndone(
    import_id="i-1", numbers=(NOW,), reason="twice", undone_by="desk-1", undone_at=AT
)
LETTER = PastLetter(
    letter_id="l-2",
    row=2,
    type="UA",
    reference="UA YUG 3/1998",
    recipient="YUG",
    mandates=("wgad",),
    sent_on=date(1998, 3, 17),
    replied_on=(date(1998, 5, 2),),
    published_on=date(1999, 2, 1),
    document="https://documents.un.org/x",
)
LATER = replace(LETTER, letter_id="l-3", row=3, published_on=None, document="", replied_on=())


def told(*letters: PastLetter, before: int = 0) -> ImportPastLetters:
    return ImportPastLetters(import_id="i-1", before=before, letters=letters)


def imported(one: PastLetter) -> PastLetterImported:
    return PastLetterImported(
        import_id="i-1",
        letter_id=one.letter_id,
        row=one.row,
        type=one.type,
        reference=one.reference,
        recipient=one.recipient,
        mandates=one.mandates,
        sent_on=one.sent_on,
        replied_on=one.replied_on,
        published_on=one.published_on,
        document=one.document,
        imported_at=AT,
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


VISITED = PastLetter(
    letter_id="v-3",
    row=3,
    type=VISIT,
    reference="",
    recipient="YUG",
    mandates=("wgad",),
    sent_on=date(1998, 3, 2),
    published_on=date(1998, 2, 20),
    until=date(1998, 3, 9),
    status="completed",
)


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


PAPER = PastLetter(
    letter_id="p-3",
    row=3,
    type=REPORT,
    reference="E/CN.4/1999/63/Add.2",
    recipient="YUG",
    mandates=("wgad",),
    sent_on=date(1999, 1, 7),
    published_on=date(1999, 1, 7),
    session="CHR 55",
    mission=date(1998, 3, 2),
)


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


PUBLISHED = replace(
    LETTER, letter_id="b-3", row=3, type=PUBLICATION, sent_on=date(2004, 6, 1), published_on=None
)


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


def test_a_series_goes_on_after_the_numbers_of_an_import_until_it_is_undone() -> None:
    (note,), (back,) = react(BEGUN), react(UNDONE)
    assert isinstance(back, NotePastNumber)
    assert note == NotePastNumber(import_id="i-1", recipient="GBR", year=AT.year, number=7)
    policy, allot = (
        system("approvals"),
        AllotReference(communication_id="c-1", recipient="GBR", year=AT.year),
    )

    def noted(number: int, last: int = 0) -> PastNumberNoted:
        return PastNumberNoted(
            import_id="i-1", recipient="GBR", year=AT.year, number=number, last=last, noted_at=AT
        )

    def given_number(number: int, letter: str = "c-1") -> ReferenceAssigned:
        return ReferenceAssigned(
            recipient="GBR",
            year=AT.year,
            number=number,
            communication_id=letter,
            assigned_at=AT,
        )

    given(REFERENCE).when(note, by=policy).then(noted(7))
    given(REFERENCE, noted(7)).when(note, by=policy).then_nothing()
    given(REFERENCE, noted(7)).when(allot, by=policy).then(given_number(8))
    given(REFERENCE, noted(7)).when(back, by=policy).then(noted(0))
    given(REFERENCE, noted(7), noted(0)).when(allot, by=policy).then(given_number(1))
    live = given_number(9, "c-9")
    given(REFERENCE, live).when(note, by=policy).then(noted(7, last=9))
    given(REFERENCE, live, noted(7)).when(allot, by=policy).then(given_number(10))
    assert REFERENCE.stream(note) == REFERENCE.stream(allot)


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


def test_only_series_that_still_get_numbers_go_on() -> None:
    """An order of December may be numbered in January; a year that is to come is not believed."""
    before, after = (replace(NOW, year=AT.year + more) for more in (-1, 1))
    begin = replace(BEGIN, numbers=(OLD, before, NOW, after))
    given(HISTORY).when(begin, by=DESK).then(replace(BEGUN, numbers=(before, NOW)))


def test_a_state_under_its_former_name_has_the_series_of_todays() -> None:
    old = replace(LETTER, recipient="Swaziland", reference="UA SWZ 3/1998")
    given(HISTORY, BEGUN).when(told(old), by=HISTORY_CLOCK).then(imported(old))
    assert canonical("UA SWZ 03/1998") == "UA SWZ 3/1998"
    assert canonical("G/SO 217/1") == "G/SO 217/1"


def test_references_and_addresses() -> None:
    assert numbered("JUA YUG 3/1998") == ("YUG", 1998, 3)
    assert numbered("G/SO 217/1") is None
    assert is_document("https://spcommreports.ohchr.org/x?id=1")
    for wrong in (
        "http://un.org/",
        "https://un.org.example.com/",
        "https://a@un.org/",
        "https://un.org:80x/",
        "https://[/",
        "https://[un.org/",
        "https://documents.un.org/a\0b",
        "https://evil.com\\.un.org/x",
        "https://evil.com/ .un.org",
        "https://\u0435vil.un.org/",
        "https://un.org/\n",
        "https://un.org/" + "x" * 300,
    ):
        assert not is_document(wrong)
