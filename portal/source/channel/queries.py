"""Data of one submission besides its questions. Check the reader's access first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from portal.casefile.submissions import told
from portal.casefile.submissions.texts import opened
from portal.source.channel.read_model import developments, openings
from portal.web.i18n.texts import lazy
from shared.core.message import Sealed
from shared.core.roles import LABELS, Role
from shared.reference.opening import REASONS

_TITLES = {"incident": lazy("Another incident"), "perpetrator": lazy("Another one responsible")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """``title``: what it is, where it is more than a text. ``text``: None once it was erased."""

    text: str | None
    added_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A record that somebody saw the identity: in which function and why, not who it was.

    ``sealed``: the reason in free words; ``words``: once revealed, None if it was erased.
    """

    by: str
    why: str
    at: datetime
    sealed: Sealed
    words: str | None = None


def developments_of(conn: Connection, submission_id: str) -> Sequence[Row[Any]]:
    """Return later additions, oldest first and sealed: see ``read``."""
    c = developments.c
    query = select(c.kind, c.text, c.added_at).where(c.submission_id == submission_id)
    return conn.execute(query.order_by(c.added_at, c.development_id)).all()


def read(rows: Sequence[Row[Any]]) -> list[Development]:
    """Open what ``developments_of`` found, for a page that may show it."""
    texts = opened([row.text for row in rows])
    return [
        Development(
            text=None if text is None else told.added(row.kind, text),
            added_at=row.added_at,
            title=_TITLES.get(row.kind, ""),
        )
        for row, text in zip(rows, texts, strict=True)
    ]


def openings_of(conn: Connection, submission_id: str) -> Sequence[Opening]:
    """Return when who the source is was opened, oldest first: see ``explained``."""
    c = openings.c
    rows = conn.execute(
        select(c.role, c.reason_code, c.reason, c.opened_at)
        .where(c.submission_id == submission_id)
        .order_by(c.opened_at, c.opening_id)
    )
    return [
        Opening(
            by=LABELS[Role(row.role)],
            why=REASONS.get(row.reason_code, row.reason_code),
            at=row.opened_at,
            sealed=row.reason,
        )
        for row in rows
    ]


def explained(openings: Sequence[Opening]) -> list[Opening]:
    """Open the reasons of what ``openings_of`` found, for the source."""
    texts = opened([one.sealed for one in openings])
    return [replace(one, words=text) for one, text in zip(openings, texts, strict=True)]
