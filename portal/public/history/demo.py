"""An invented import of history with files beside its letters, a visit and its report."""

from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.taking import Refused, take
from portal.public.history import beside
from portal.web.db import engine
from portal.web.demonstration.asking import ask
from shared.contracts.approvals_history import PastFile
from shared.contracts.approvals_history_commands import (
    AddPastFiles,
    BeginHistoryImport,
    ImportPastLetters,
    PastLetter,
)
from shared.contracts.commands import Command
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.reference.history import HISTORY_CLOCK, subject_of_files

IMPORT_ID: Final = str(derive_id("demo history", "import"))
_CASE: Final = str(derive_id("history import", IMPORT_ID))
_DESK: Final = "qrd"
_MANDATES: Final = ("sr-torture",)
_REPLIED: Final = date(2003, 9, 1)


def _row(row: int, type_: str, recipient: str, sent_on: date, **of: Any) -> PastLetter:
    told = {"reference": "", "mandates": _MANDATES, **of}
    letter_id = str(derive_id("demo history", "row", row))
    return PastLetter(
        letter_id=letter_id, row=row, type=type_, recipient=recipient, sent_on=sent_on, **told
    )


ROWS: Final = (
    _row(
        *(2, "AL", "MNG", date(2003, 6, 4)),
        reference="AL MNG 6/2003",
        replied_on=(_REPLIED,),
        published_on=date(2004, 3, 1),
    ),
    _row(*(3, "UA", "URY", date(2006, 2, 9)), reference="UA URY 1/2006"),
    _row(
        *(4, "VISIT", "MNG", date(2005, 5, 16)),
        until=date(2005, 5, 20),
        status="completed",
        published_on=date(2005, 5, 20),
    ),
    _row(
        *(5, "REPORT", "MNG", date(2005, 12, 20)),
        reference="E/CN.4/2006/999/Add.8",
        session="CHR 62",
        mission=date(2005, 5, 16),
        published_on=date(2005, 12, 20),
    ),
)
_FILES: Final = (
    (0, None, True, "AL MNG 6-2003", "The letter as it was sent on paper."),
    (0, _REPLIED, True, "AL MNG 6-2003 reply 2003-09-01", "The reply, as the State published it."),
    (1, None, False, "UA URY 1-2006", "A scan that is not public."),
    (2, None, True, "row 4", "The programme of the visit, as it was printed."),
    (3, None, True, "E-CN.4-2006-999-Add.8", "The report, scanned."),
)
"""Beside which row, the reply that it is of, whether everybody reads it, its name, what it says."""


def tell() -> None:
    hash_ = sha256(repr(ROWS).encode()).hexdigest()
    begin = BeginHistoryImport(import_id=IMPORT_ID, rows=len(ROWS), hash=hash_, numbers=())
    _ask(begin, _DESK, "begun")
    _ask(ImportPastLetters(import_id=IMPORT_ID, before=0, letters=ROWS), HISTORY_CLOCK, "rows")
    with engine().connect() as conn:
        if beside.number(conn, IMPORT_ID):
            return
    files = _files()
    if files:
        _ask(AddPastFiles(import_id=IMPORT_ID, files=files), _DESK, "files")
        with engine().begin() as conn:
            unclaimed.strike(conn, [each.object_name for each in files])


def _files() -> tuple[PastFile, ...]:
    """Keep the files; none where no file can be kept."""
    found = []
    for row, replied_on, public, name, says in _FILES:
        letter_id = ROWS[row].letter_id
        file = FileStorage(BytesIO(f"{says} (Invented.)".encode()), filename=f"{name}.txt")
        try:
            kept = take(file, subject=subject_of_files(letter_id))
        except Refused:
            return ()
        found.append(
            PastFile(
                file_id=str(derive_id("demo history", "file", name)),
                letter_id=letter_id,
                replied_on=replied_on,
                public=public,
                object_name=kept.object_name,
                sha256=kept.sha256,
                size=kept.size,
                media_type=kept.media_type,
                scanned=kept.scanned,
                details=kept.details,
            )
        )
    return tuple(found)


def _ask(command: Command, by: str | Actor, step: str) -> None:
    ask(command, by, _CASE, "history", step)
