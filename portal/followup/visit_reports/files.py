"""Files of what is published of a visit: the report in each language, and its preliminary note.

Each is sealed under a key of its own, so that one that names somebody can be erased alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Response
from sqlalchemy import Connection, Row, Select, select
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.handing import download_public
from portal.followup.visit_reports.filed import files
from portal.web.context import vault
from shared.contracts.followup_visit_reports import DocumentKind
from shared.reference.visit_reports import DOCUMENTS, LANGUAGES

_c = files.c
_ORDER: Final = list(DOCUMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``erased``: on request; the next one in this language takes its place."""

    file_id: str
    kind: DocumentKind
    language: str
    size: int
    scanned: str
    added_at: datetime
    subject: str
    erased: bool


def listed(conn: Connection, mission_id: str, mine: str = "") -> list[File]:
    """Return the files that stand: by what they are, and the reader's own language first."""
    rows = conn.execute(_standing(mission_id)).all()
    opened = vault().reveal_public([row.details for row in rows]) if rows else []
    found = [_of_row(row, text) for row, text in zip(rows, opened, strict=True)]
    return sorted(
        found,
        key=lambda one: (_ORDER.index(one.kind), one.language != mine, _place(one.language)),
    )


def without(some: Sequence[File], languages: Sequence[str]) -> list[str]:
    """Return those languages in which the official document is out and no file of it is here."""
    here = {one.language for one in some if one.kind == "official" and not one.erased}
    return [each for each in languages if each not in here]


def handed(conn: Connection, mission_id: str, file_id: str) -> Response:
    """Return the file of a report or note that everybody may read."""
    row = conn.execute(_standing(mission_id).where(_c.file_id == file_id)).one_or_none()
    if row is None:
        raise NotFound
    return download_public(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


def _standing(mission_id: str) -> Select[Any]:
    return select(files).where(_c.mission_id == mission_id, _c.gone_at.is_(None))


def _of_row(row: Row[Any], text: str | None) -> File:
    return File(
        file_id=row.file_id,
        kind=row.kind,
        language=row.language,
        size=row.size,
        scanned=row.scanned,
        added_at=row.added_at,
        subject=row.details.subject,
        erased=text is None,
    )


def _place(language: str) -> int:
    return LANGUAGES.index(language)
