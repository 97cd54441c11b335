"""The commands of history: the desk begins and undoes an import, and the portal tells its rows.

The desk adds files beside the letters of an import, and removes them.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.approvals_history import PastFile, PastNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLetter:
    """A row of the sheet: see ``PastLetterImported``.

    With the type ``SUBMISSION``, ``PastSubmissionImported``; with ``VISIT``, ``PastVisitImported``,
    which alone has ``until``, its last day, and ``status``; with one of ``PAPERS``,
    ``PastPaperImported``: ``reference`` is its symbol, ``mission`` the first day of the visit.
    With ``PUBLICATION``, ``PastPublicationImported``: ``sent_on`` is its day.
    """

    letter_id: str
    row: int
    type: str
    reference: str
    recipient: str
    mandates: tuple[str, ...]
    sent_on: date
    replied_on: tuple[date, ...] = ()
    published_on: date | None = None
    document: str = ""
    until: date | None = None
    status: str = ""
    session: str = ""
    mission: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginHistoryImport:
    """``hash``: of the letters that the check page was about."""

    import_id: str
    rows: int
    hash: str
    numbers: tuple[PastNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPastLetters:
    """``before``: how many letters were told before these."""

    import_id: str
    before: int
    letters: tuple[PastLetter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoHistoryImport:
    """``reason``: one of ``UNDOING``; none from a portal of before, which is told to choose."""

    import_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPastFiles:
    import_id: str
    files: tuple[PastFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePastFile:
    """``reason``: one of ``REMOVING``."""

    import_id: str
    letter_id: str
    file_id: str
    reason: str


Command: TypeAlias = (
    BeginHistoryImport | ImportPastLetters | UndoHistoryImport | AddPastFiles | RemovePastFile
)

TYPES: dict[str, type] = {
    "begin-history-import": BeginHistoryImport,
    "import-past-letters": ImportPastLetters,
    "undo-history-import": UndoHistoryImport,
    "add-past-files": AddPastFiles,
    "remove-past-file": RemovePastFile,
}
