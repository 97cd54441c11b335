"""A source's view of a reply: the forwarded text, and the outcome of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from portal.casefile.replies.tables import behind, cases, comments, replies
from portal.letters.documents.queries import public_replies
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.names import recipient
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    text: str | None
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A reply that the source may read and comment on. Texts are None once they were erased."""

    communication_id: str
    reply_id: str
    recipient: str
    language: str
    received_at: datetime
    text: str | None
    comments: Sequence[Comment]
    public: bool
    open: bool
    """The case is not closed: a comment is still taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A closed case, once the source was told of it."""

    recipient: str
    outcome: str
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSource:
    replies: Sequence[Forwarded]
    ended: Sequence[Ended]


def replies_for_source(submission_id: str) -> ForSource:
    """Return the replies that this source may see. Check first that the submission is theirs.

    For templates that include ``replies/_for_source.html`` with ``submission_id``.
    """
    with engine().connect() as conn:
        found = _forwarded(conn, submission_id)
        said = _comments(conn, submission_id)
        ended = _ended(conn, submission_id)
        public = public_replies(conn, [row.communication_id for row in found])
    read_by_all = {one.reply_id for some in public.values() for one in some if not one.withheld}
    sealed = [row.text for row in found] + [row.text for row in said]
    texts = _texts(sealed)
    return ForSource(
        replies=[
            Forwarded(
                communication_id=row.communication_id,
                reply_id=row.reply_id,
                recipient=recipient(row.recipient),
                language=row.language,
                received_at=row.received_at,
                text=texts[row.text.cipher],
                comments=[
                    Comment(text=texts[one.text.cipher], commented_at=one.commented_at)
                    for one in said
                    if one.reply_id == row.reply_id
                ],
                public=row.reply_id in read_by_all,
                open=row.closed_at is None,
            )
            for row in found
        ],
        ended=ended,
    )


def one_of(submission_id: str, reply_id: str) -> Forwarded | None:
    """Return one reply that was forwarded to the source of this submission."""
    shown = replies_for_source(submission_id).replies
    return next((one for one in shown if one.reply_id == reply_id), None)


def _forwarded(conn: Connection, submission_id: str) -> Sequence[Row[Any]]:
    r, c = replies.c, cases.c
    return conn.execute(
        select(r.communication_id, r.reply_id, r.language, r.received_at, r.text)
        .add_columns(c.recipient, c.closed_at)
        .join(behind, behind.c.communication_id == r.communication_id)
        .join(cases, c.communication_id == r.communication_id)
        .where(behind.c.submission_id == submission_id, r.forwarded_at.is_not(None))
        .where(r.text.is_not(None))
        .order_by(r.received_at, r.reply_id)
    ).all()


def _comments(conn: Connection, submission_id: str) -> Sequence[Row[Any]]:
    """The source's own comments; those of other sources on the same reply are not for them."""
    c = comments.c
    this = c.submission_id == submission_id
    return conn.execute(select(comments).where(this).order_by(c.commented_at)).all()


def _ended(conn: Connection, submission_id: str) -> list[Ended]:
    c = cases.c
    rows = conn.execute(
        select(c.recipient, c.outcome, c.source_told_at)
        .join(behind, behind.c.communication_id == c.communication_id)
        .where(behind.c.submission_id == submission_id, c.source_told_at.is_not(None))
        .order_by(c.source_told_at)
    )
    return [
        Ended(
            recipient=recipient(row.recipient),
            outcome=row.outcome,
            told_at=row.source_told_at,
        )
        for row in rows
    ]


def _texts(sealed: Sequence[Sealed]) -> dict[str, str | None]:
    read = vault().reveal_all(list(sealed)) if sealed else []
    return {one.cipher: text for one, text in zip(sealed, read, strict=True)}
