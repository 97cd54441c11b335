"""The points of admissibility of a submission, and the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from portal.casefile.mandatesettings.times import points_of
from portal.casefile.queue.tables import answers
from portal.casefile.submissions.texts import opened
from portal.web.i18n import names
from shared.core.message import derive_id
from shared.reference.admissibility import STANDARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """``mandate``: whose own point it is; None: of the standard list."""

    mandate: str | None
    words: str

    @property
    def said(self) -> str:
        """The words in the reader's language; a mandate's own are read as it wrote them."""
        return said(self.mandate, self.words)

    @property
    def key(self) -> str:
        """For names of fields: of these words alone, so that no answer goes to other words."""
        return derive_id("point", self.mandate or "", self.words).hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``note``: empty if there is none, None once it is erased."""

    mandate: str | None
    point: str
    met: bool
    note: str | None

    @property
    def said(self) -> str:
        return said(self.mandate, self.point)


def said(mandate: str | None, words: str) -> str:
    return names.word(words) if mandate is None else words


def points_for(conn: Connection, mandates: Sequence[str]) -> list[Point]:
    """Return the present points for a submission shared with these mandates."""
    own = points_of(conn, mandates)
    return [
        *(Point(mandate=None, words=words) for words in STANDARD),
        *(Point(mandate=one, words=words) for one in mandates for words in own[one]),
    ]


def answers_of(conn: Connection, submission_id: str) -> Sequence[Any]:
    """Return the rows of what was answered, sealed."""
    this = answers.c.submission_id == submission_id
    return conn.execute(select(answers).where(this).order_by(answers.c.number)).all()


def read(rows: Sequence[Any]) -> list[Answer]:
    """Open what was answered. Ask who is looking before."""
    return [
        Answer(mandate=row.mandate, point=row.point, met=bool(row.met), note=note)
        for row, note in zip(rows, opened([row.note for row in rows]), strict=True)
    ]
