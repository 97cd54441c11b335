"""Facts of approvals about history: letters, submissions, visits and papers of before.

Nothing that watches live letters hears of them: no deadline, clock, notice or line of the feed.
Their days are in fields of their own; the times say when they were recorded (decision 0100).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PastNumber:
    """The highest number of a recipient's series."""

    recipient: str
    year: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImportBegun:
    """``rows``: how many rows follow, of all kinds. ``hash``: of them all.

    ``numbers``: of series that go on.

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
class PastSubmissionImported:
    """``row``: of the sheet. ``recipient``: the State that it is about, as a letter has it.

    ``reference``: the number that the office gave it. ``mandates``: to which it was addressed. Its
    consent is historic and was not recorded: nothing of it is public, and nobody is asked.
    """

    import_id: str
    submission_id: str
    row: int
    reference: str
    recipient: str
    mandates: tuple[str, ...]
    received_on: date
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisitImported:
    """A visit of before, or a request for one. ``state``: a State's code, also of a former one.

    ``status``: one of ``VISIT_STATUSES``. ``first_on``: of the visit, or the day of the request.
    ``last_on``: None where no last day was set. ``published_on``: None where it is not known to be
    public. Who held the mandate then, the terms of the registry say.
    """

    import_id: str
    visit_id: str
    row: int
    state: str
    mandates: tuple[str, ...]
    status: str
    first_on: date
    last_on: date | None
    published_on: date | None
    document: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPaperImported:
    """A report or a statement of before. ``kind``: one of ``PAPERS``.

    ``symbol``: of the document, as it was; a statement can be without. ``session``: to which a
    report was presented, such as HRC 40; or empty. ``state``: as a letter has it; OTH: it is about
    no State. ``visit_on``: the first day of the visit that it is about; None: of none.
    """

    import_id: str
    paper_id: str
    row: int
    kind: str
    symbol: str
    session: str
    state: str
    mandates: tuple[str, ...]
    dated_on: date
    visit_on: date | None
    published_on: date | None
    document: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPublicationImported:
    """A letter that was public, or a reply to it, was published in one place more.

    ``reference``: of the letter, as its own row has it. ``replied_on``: the day of the reply that
    was published; None: the letter itself.
    """

    import_id: str
    publication_id: str
    row: int
    reference: str
    recipient: str
    mandates: tuple[str, ...]
    replied_on: date | None
    published_on: date
    document: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFile:
    """A file beside a letter, or beside a visit, a report or a statement.

    ``letter_id``: whichever of these it is beside. ``replied_on``: the reply that it is of; None:
    the letter itself.

    ``public``: everybody reads it. ``object_name``: the random name of the encrypted file;
    ``sha256``: of its encrypted bytes; ``size``: bytes of the plain file. ``details``: JSON of its
    name, the SHA-256 of its content and the key to read it.
    """

    file_id: str
    letter_id: str
    replied_on: date | None
    public: bool
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFilesAdded:
    """The files of one archive, each beside a row of the import."""

    import_id: str
    files: tuple[PastFile, ...]
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFileRemoved:
    """Nobody reads the file any more. ``reason``: one of ``REMOVING``."""

    import_id: str
    letter_id: str
    file_id: str
    reason: str
    removed_by: str
    removed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImportCompleted:
    import_id: str
    rows: int
    completed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImportUndone:
    """All letters of the import are gone, with their files, and all other rows.

    ``numbers``: those that it noted. ``reason``: one of ``UNDOING``; empty in facts of before it
    was asked for.
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
    | PastSubmissionImported
    | PastVisitImported
    | PastPaperImported
    | PastPublicationImported
    | PastFilesAdded
    | PastFileRemoved
    | HistoryImportCompleted
    | HistoryImportUndone
    | PastNumberNoted
)

TYPES: dict[str, type] = {
    "history-import-begun": HistoryImportBegun,
    "past-letter-imported": PastLetterImported,
    "past-submission-imported": PastSubmissionImported,
    "past-visit-imported": PastVisitImported,
    "past-paper-imported": PastPaperImported,
    "past-publication-imported": PastPublicationImported,
    "past-files-added": PastFilesAdded,
    "past-file-removed": PastFileRemoved,
    "history-import-completed": HistoryImportCompleted,
    "history-import-undone": HistoryImportUndone,
    "past-number-noted": PastNumberNoted,
}
