"""Facts of approvals about history: letters from before the platform, as a sheet told them.

Nothing that watches live letters hears of them: no deadline, clock, notice or line of the feed.
Their days are in fields of their own; the times say when they were recorded (decision 0100).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class PastNumber:
    """The highest number of a recipient's series."""

    recipient: str
    year: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImportBegun:
    """``rows``: how many letters follow. ``hash``: of them all. ``numbers``: of series that go on.

    Each number stands for all letters of the sheet, so that no new letter gets one of theirs.
    """

    import_id: str
    rows: int
    hash: str
    numbers: tuple[PastNumber, ...]
    begun_by: str
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLetterImported:
    """``row``: of the sheet. ``recipient``: a State's code, also of one that is no more; or OTH.

    ``reference``: as it was, or empty. ``replied_on``: each day on which a reply came.
    ``published_on``: None where it is not known to be public. ``document``: where it was published.
    """

    import_id: str
    letter_id: str
    row: int
    type: str
    reference: str
    recipient: str
    mandates: tuple[str, ...]
    sent_on: date
    replied_on: tuple[date, ...]
    published_on: date | None
    document: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImportCompleted:
    import_id: str
    rows: int
    completed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImportUndone:
    """All letters of the import are gone. ``numbers``: those that it noted.

    ``reason``: one of ``UNDOING``; empty in facts of before it was asked for.
    """

    import_id: str
    numbers: tuple[PastNumber, ...]
    reason: str
    undone_by: str
    undone_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastNumberNoted:
    """The series goes on after this number. 0: the import that noted one was undone.

    ``last``: the last number that a letter of today has. Those up to it may be of the import, too.
    """

    import_id: str
    recipient: str
    year: int
    number: int
    last: int
    noted_at: datetime


Fact: TypeAlias = (
    HistoryImportBegun
    | PastLetterImported
    | HistoryImportCompleted
    | HistoryImportUndone
    | PastNumberNoted
)

TYPES: dict[str, type] = {
    "history-import-begun": HistoryImportBegun,
    "past-letter-imported": PastLetterImported,
    "history-import-completed": HistoryImportCompleted,
    "history-import-undone": HistoryImportUndone,
    "past-number-noted": PastNumberNoted,
}
