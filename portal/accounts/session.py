"""Sessions on the server: the cookie holds a random token and nothing else.

A session ends after 30 minutes without a request and after 12 hours in any case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from portal.accounts.tables import sessions
from portal.accounts.token import digest, mint

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)  # one write a minute and session, not one a request


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    token_hash: str
    account_id: str
    created_at: datetime
    last_seen_at: datetime
    form_secret: str

    def over(self, at: datetime) -> bool:
        return at - self.last_seen_at >= IDLE or at - self.created_at >= ABSOLUTE

    def worth_noting(self, at: datetime) -> bool:
        """Whether the last time seen is old enough to be written again."""
        return at - self.last_seen_at >= _NOTED_EVERY


def begin(conn: Connection, *, account_id: str, at: datetime) -> str:
    """Open a session and return the token for the cookie. Sessions that are over are dropped."""
    conn.execute(delete(sessions).where(_over(at)))
    token = mint()
    conn.execute(
        insert(sessions).values(
            token_hash=digest(token),
            account_id=account_id,
            created_at=at,
            last_seen_at=at,
            form_secret=digest(mint()),
        )
    )
    return token


def find(conn: Connection, token: str, *, at: datetime) -> Session | None:
    """Return the live session of this token, if there is one."""
    query = select(sessions).where(sessions.c.token_hash == digest(token))
    row = conn.execute(query).one_or_none()
    session = _session(row) if row else None
    return session if session and not session.over(at) else None


def seen(conn: Connection, session: Session, *, at: datetime) -> None:
    this = sessions.c.token_hash == session.token_hash
    conn.execute(update(sessions).where(this).values(last_seen_at=at))


def end(conn: Connection, token: str) -> None:
    conn.execute(delete(sessions).where(sessions.c.token_hash == digest(token)))


def end_all(conn: Connection, account_id: str) -> None:
    """Sign the person out everywhere."""
    conn.execute(delete(sessions).where(sessions.c.account_id == account_id))


def _over(at: datetime) -> ColumnElement[bool]:
    return or_(sessions.c.last_seen_at <= at - IDLE, sessions.c.created_at <= at - ABSOLUTE)


def _session(row: Row[Any]) -> Session:
    return Session(
        token_hash=row.token_hash,
        account_id=row.account_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        form_secret=row.form_secret,
    )
