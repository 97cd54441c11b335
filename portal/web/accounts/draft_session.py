"""The session of drafts without an account: which drafts this browser holds, and no name.

It ends after 30 minutes without a request, and after 12 hours in any case, as one with an account
does. The cookie holds only a random token, and goes with the browser's window.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from portal.web.accounts.channel_tables import draft_sessions
from portal.web.accounts.token import digest, mint

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
MOST = 10
"""Drafts that one browser holds; of more, the oldest wait for their codes."""
_NOTED_EVERY = timedelta(minutes=1)  # one write a minute and session, not one a request

_c = draft_sessions.c


@dataclass(frozen=True, slots=True)
class Found:
    """``worth_noting``: whether ``seen`` should be called."""

    worth_noting: bool


def begin(conn: Connection, draft_id: str, token: str, *, at: datetime) -> str:
    """Let a browser hold this draft beside those that ``token`` holds; return its new token.

    A new one each time: who used this device before, and kept the token, does not get this draft.
    Sessions that are over are dropped.
    """
    over = or_(_c.last_seen_at <= at - IDLE, _c.created_at <= at - ABSOLUTE)
    conn.execute(delete(draft_sessions).where(over))
    old = select(_c.draft_id, _c.created_at).where(_c.token_hash == digest(token))
    held = {row.draft_id: row.created_at for row in conn.execute(old)} | {draft_id: at}
    made = mint()
    rows = [
        {"token_hash": digest(made), "draft_id": one, "created_at": since, "last_seen_at": at}
        for one, since in sorted(held.items(), key=lambda one: one[1])[-MOST:]
    ]
    conn.execute(insert(draft_sessions), rows)
    return made


def find(conn: Connection, token: str, draft_id: str, *, at: datetime) -> Found | None:
    """Return whether this browser holds the draft."""
    seen_at = conn.scalar(
        select(_c.last_seen_at).where(
            _of(token),
            _c.draft_id == draft_id,
            _c.last_seen_at > at - IDLE,
            _c.created_at > at - ABSOLUTE,
        )
    )
    return None if seen_at is None else Found(at - seen_at >= _NOTED_EVERY)


def held(conn: Connection, token: str, *, at: datetime) -> list[str]:
    """Return the drafts that this browser holds, the newest first."""
    live = (_c.last_seen_at > at - IDLE, _c.created_at > at - ABSOLUTE)
    order = (_c.created_at.desc(), _c.draft_id)
    return list(conn.scalars(select(_c.draft_id).where(_of(token), *live).order_by(*order)))


def seen(conn: Connection, token: str, *, at: datetime) -> None:
    """A request came: none of the browser's drafts is idle."""
    live = and_(_of(token), _c.last_seen_at > at - IDLE)
    conn.execute(update(draft_sessions).where(live).values(last_seen_at=at))


def end(conn: Connection, token: str) -> None:
    """End it, with the tokens that the browser had before: they hold a draft since the same moment.

    Another device that has the draft's code came at another moment, and goes on.
    """
    mine = select(_c.draft_id, _c.created_at).where(_of(token))
    for row in conn.execute(mine).all():
        this = and_(_c.draft_id == row.draft_id, _c.created_at == row.created_at)
        conn.execute(delete(draft_sessions).where(this))


def _of(token: str) -> ColumnElement[bool]:
    return _c.token_hash == digest(token)
