"""What is new in the library, for the notices: no page shows these rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from portal.public.documents.read_model import documents, followings, readings, themes, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A version of a document that became current, or is in review."""

    document_id: str
    language: str
    version: int
    uploaded_by: str
    submitted_by: str
    approved_by: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A document of which a review is due."""

    document_id: str
    unit: str
    at: datetime


def current_since(conn: Connection, since: datetime) -> list[Made]:
    return _made(conn, "current", "current_at", since)


def in_review_since(conn: Connection, since: datetime) -> list[Made]:
    return _made(conn, "review", "submitted_at", since)


def reviews_since(conn: Connection, since: datetime) -> list[Due]:
    c = documents.c
    these = select(c.document_id, c.unit, c.review_told_at.label("at")).where(
        c.review_told_at > since, c.withdrawn_at.is_(None)
    )
    return [Due(**row._asdict()) for row in conn.execute(these.order_by(c.document_id))]


def hearing(conn: Connection, one: Made) -> set[str]:
    """Return who works with the document or follows one of its themes."""
    r, f, t = readings.c, followings.c, themes.c
    read = select(r.reader).where(r.document_id == one.document_id)
    follow = select(f.reader).join(themes, t.theme == f.theme)
    follow = follow.where(t.document_id == one.document_id)
    hands = {one.uploaded_by, one.submitted_by}
    return {*conn.scalars(read), *conn.scalars(follow), *hands} - {one.approved_by}


def _made(conn: Connection, stage: str, when: str, since: datetime) -> list[Made]:
    c = versions.c
    these = (
        select(
            c.document_id,
            c.language,
            c.version,
            c.uploaded_by,
            c.submitted_by,
            c.approved_by,
            c[when].label("at"),
        )
        .join(documents, documents.c.document_id == c.document_id)
        .where(c.stage == stage, c[when] > since, documents.c.withdrawn_at.is_(None))
        .order_by(c[when], c.document_id, c.language)
    )
    return [Made(**row._asdict()) for row in conn.execute(these)]
