"""Sessions on the server: the cookie holds only a random token.

A session ends after 30 minutes without a request and after 12 hours in any case. A session with
only the password, and not yet the other steps of signing in, ends after 15 minutes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from portal.web.accounts.tables import sessions
from portal.web.accounts.token import digest, mint

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALFWAY = timedelta(minutes=15)
_NOTED_EVERY = timedelta(minutes=1)  # one write a minute and session, not one a request


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``device``: the kind of browser. ``passed``: all that signing in asks for was answered.

    ``started``: it was opened by a start password, and no other one is chosen yet.

    ``factor_at``: when a second factor was last shown in this session; None: never.
    """

    token_hash: str
    session_id: str
    account_id: str
    created_at: datetime
    last_seen_at: datetime
    form_secret: str
    device: str
    started: bool
    passed: bool
    factor_at: datetime | None
    challenge: str | None

    def over(self, at: datetime) -> bool:
        return (
            at - self.last_seen_at >= IDLE
            or at - self.created_at >= ABSOLUTE
            or (not self.passed and at - self.created_at >= HALFWAY)
        )

    def worth_noting(self, at: datetime) -> bool:
        """Whether the last time seen is old enough to be written again."""
        return at - self.last_seen_at >= _NOTED_EVERY


def begin(
    conn: Connection,
    *,
    account_id: str,
    at: datetime,
    device: str,
    passed: bool,
    started: bool = False,
    factor_at: datetime | None = None,
) -> str:
    """Open a session and return the token for the cookie. Sessions that are over are dropped."""
    conn.execute(delete(sessions).where(_over(at)))
    token = mint()
    conn.execute(
        insert(sessions).values(
            token_hash=digest(token),
            session_id=str(uuid4()),
            account_id=account_id,
            created_at=at,
            last_seen_at=at,
            form_secret=digest(mint()),
            device=device,
            started=started,
            passed=passed,
            factor_at=factor_at,
        )
    )
    return token


_OF_TOKEN: Final = select(sessions).where(sessions.c.token_hash == bindparam("hashed"))
"""Every page asks for it: SQLAlchemy remembers how to write it."""


def find(conn: Connection, token: str, *, at: datetime) -> Session | None:
    """Return the live session of this token, if there is one."""
    row = conn.execute(_OF_TOKEN, {"hashed": digest(token)}).one_or_none()
    session = _session(row) if row else None
    return session if session and not session.over(at) else None


def of_account(conn: Connection, account_id: str, *, at: datetime) -> list[Session]:
    """Return the person's live sessions, the one seen last first."""
    mine = sessions.c.account_id == account_id
    rows = conn.execute(select(sessions).where(mine).order_by(sessions.c.last_seen_at.desc()))
    return [session for session in map(_session, rows) if not session.over(at)]


def live(conn: Connection, session_ids: Collection[str], *, at: datetime) -> set[str]:
    """Return those of the sessions that are not over."""
    among = sessions.c.session_id.in_(session_ids)
    return set(conn.scalars(select(sessions.c.session_id).where(among, ~_over(at))))


def seen(conn: Connection, session: Session, *, at: datetime) -> None:
    conn.execute(update(sessions).where(_this(session)).values(last_seen_at=at))


def shown(conn: Connection, session: Session, *, at: datetime) -> None:
    """A second factor was shown in this session just now."""
    conn.execute(update(sessions).where(_this(session)).values(factor_at=at, challenge=None))


def passed(conn: Connection, session: Session) -> None:
    """All that signing in asks for was answered."""
    conn.execute(update(sessions).where(_this(session)).values(passed=True))


def chosen(conn: Connection, session: Session) -> None:
    """The person chose a password in place of the start password."""
    conn.execute(update(sessions).where(_this(session)).values(started=False))


def challenge(conn: Connection, session: Session, value: str) -> None:
    """Keep what the next passkey of this session must answer."""
    conn.execute(update(sessions).where(_this(session)).values(challenge=value))


def answered(conn: Connection, session: Session) -> bool:
    """Take the challenge away, so that it is answered once. False: it was taken already."""
    this = and_(_this(session), sessions.c.challenge == session.challenge)
    return conn.execute(update(sessions).where(this).values(challenge=None)).rowcount > 0


def end(conn: Connection, token: str) -> None:
    conn.execute(delete(sessions).where(sessions.c.token_hash == digest(token)))


def end_one(conn: Connection, account_id: str, session_id: str) -> bool:
    """End one of the person's sessions; False if there is no such session."""
    this = and_(sessions.c.account_id == account_id, sessions.c.session_id == session_id)
    return conn.execute(delete(sessions).where(this)).rowcount > 0


def end_others(conn: Connection, session: Session) -> int:
    """Sign the person out everywhere but here; return of how many sessions."""
    theirs = sessions.c.account_id == session.account_id
    others = sessions.c.token_hash != session.token_hash
    return conn.execute(delete(sessions).where(theirs, others)).rowcount


def end_all(conn: Connection, account_id: str) -> int:
    """Sign the person out everywhere; return of how many sessions."""
    return conn.execute(delete(sessions).where(sessions.c.account_id == account_id)).rowcount


def _this(session: Session) -> ColumnElement[bool]:
    return sessions.c.token_hash == session.token_hash


def _over(at: datetime) -> ColumnElement[bool]:
    return or_(
        sessions.c.last_seen_at <= at - IDLE,
        sessions.c.created_at <= at - ABSOLUTE,
        and_(~sessions.c.passed, sessions.c.created_at <= at - HALFWAY),
    )


def _session(row: Row[Any]) -> Session:
    return Session(**row._mapping)  # noqa: SLF001  # public in SQLAlchemy
