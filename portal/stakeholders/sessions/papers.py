"""Papers of a session: an agenda, a note, a list of speakers; for everybody, or for who has a seat.

Each is sealed under a key of its own, so that one that names somebody can be erased alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from flask import Response, abort
from sqlalchemy import Connection, select

from portal.casefile.attachments.handing import download, download_public
from portal.stakeholders.sessions.queries import LIVE
from portal.stakeholders.sessions.read_model import papers
from portal.web.context import vault
from portal.web.db import engine
from shared.core.message import Sealed

_c = papers.c
SUBJECT: Final = "sessionpaper-"
PUBLIC, REGISTERED = "public", "registered"
STATES: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {PUBLIC: LIVE, REGISTERED: ("confirmed",)}
)
"""Who is told of a paper for each audience: who has a place in one of these states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """``title``: None once it was erased."""

    paper_id: str
    title: str | None
    audience: str
    scanned: str
    added_at: datetime


def subject_of(paper_id: str) -> str:
    return f"{SUBJECT}{paper_id}"


def listed(session_id: str, audiences: Collection[str]) -> list[Paper]:
    """Return the papers that stand, for who is of these audiences; an erased one has no line.

    Titles are opened without a record: that of a paper for who has a seat is no secret of a person.
    """
    return [one for one in every(session_id) if one.audience in audiences and one.title is not None]


def every(session_id: str) -> list[Paper]:
    """Return those that stand, the first that was added first."""
    query = select(papers).where(_c.session_id == session_id, _c.withdrawn_at.is_(None))
    with engine().connect() as conn:
        rows = conn.execute(query.order_by(_c.added_at, _c.paper_id)).all()
    titles = vault().reveal_public([row.title for row in rows])
    return [
        Paper(
            paper_id=row.paper_id,
            title=title,
            audience=row.audience,
            scanned=row.scanned,
            added_at=row.added_at,
        )
        for row, title in zip(rows, titles, strict=True)
    ]


def knows(session_id: str, paper_id: str) -> bool:
    """Whether this paper was ever added: it is sent once more, say."""
    with engine().connect() as conn:
        these = (_c.session_id == session_id, _c.paper_id == paper_id)
        return conn.scalar(select(_c.paper_id).where(*these)) is not None


def one_of(some: Sequence[Paper], paper_id: str) -> Paper:
    return next((one for one in some if one.paper_id == paper_id), None) or abort(404)


def handed(session_id: str, paper: Paper) -> Response:
    """Return its file. Check first whether who came may read it."""
    with engine().connect() as conn:
        object_name, sha256, size, details = _file(conn, session_id, paper.paper_id)
    hand = download_public if paper.audience == PUBLIC else download
    return hand(object_name=object_name, sha256=sha256, size=size, details=details)


def _file(conn: Connection, session_id: str, paper_id: str) -> tuple[str, str, int, Sealed]:
    these = (_c.session_id == session_id, _c.paper_id == paper_id)
    columns = select(_c.object_name, _c.sha256, _c.size, _c.details)
    object_name, sha256, size, details = conn.execute(columns.where(*these)).one()
    return object_name, sha256, size, details
