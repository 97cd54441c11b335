"""The short session of a return channel: one submission, no account, no name.

It ends after 20 minutes without a request, and after four hours in any case. The cookie holds only
a random token.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from portal.web.accounts.channel_tables import channel_sessions, channels
from portal.web.accounts.token import digest, mint

IDLE = timedelta(minutes=20)
ABSOLUTE = timedelta(hours=4)
_NOTED_EVERY = timedelta(minutes=1)  # one write a minute and session, not one a request


def begin(conn: Connection, submission_id: str, *, at: datetime) -> str:
    """Open a session and return the token for the cookie. Sessions that are over are dropped."""
    c = channel_sessions.c
    over = or_(c.last_seen_at <= at - IDLE, c.created_at <= at - ABSOLUTE)
    conn.execute(delete(channel_sessions).where(over))
    token = mint()
    conn.execute(
        insert(channel_sessions).values(
            token_hash=digest(token), submission_id=submission_id, created_at=at, last_seen_at=at
        )
    )
    return token


def find(conn: Connection, token: str, *, at: datetime) -> tuple[str, bool] | None:
    """Return the submission of this live session, and whether ``seen`` should be called."""
    c = channel_sessions.c
    row = conn.execute(
        select(c.submission_id, c.last_seen_at).where(
            c.token_hash == digest(token),
            c.last_seen_at > at - IDLE,
            c.created_at > at - ABSOLUTE,
        )
    ).one_or_none()
    if row is None:
        return None
    return str(row.submission_id), at - row.last_seen_at >= _NOTED_EVERY


def language_of(conn: Connection, submission_id: str) -> str | None:
    """Return the language in which its source wants to be written to; None: it never said."""
    this = channels.c.submission_id == submission_id
    found = conn.scalar(select(channels.c.language).where(this))
    return None if found is None else str(found)


def seen(conn: Connection, token: str, *, at: datetime) -> None:
    this = channel_sessions.c.token_hash == digest(token)
    conn.execute(update(channel_sessions).where(this).values(last_seen_at=at))


def end(conn: Connection, token: str) -> None:
    conn.execute(delete(channel_sessions).where(channel_sessions.c.token_hash == digest(token)))
