"""An import of rows from before the platform, one of each kind."""

from dataclasses import replace
from datetime import date

from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportUndone,
    PastLetterImported,
    PastNumber,
)
from shared.contracts.approvals_history_commands import (
    BeginHistoryImport,
    ImportPastLetters,
    PastLetter,
    UndoHistoryImport,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.history import (
    PUBLICATION,
    REPORT,
    VISIT,
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
PUBLISHED = replace(
    LETTER, letter_id="b-3", row=3, type=PUBLICATION, sent_on=date(2004, 6, 1), published_on=None
)
