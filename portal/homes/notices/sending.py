"""Sending notices by mail: one mail for all that wait for a person, retried until accepted.

A mail counts as sent once it is recorded as sent: after a crash in between the same mail may go
once more, under the same Message-ID, and never again once it is recorded.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, and_, or_, select, update

from portal.casefile.submissions import wanted
from portal.homes.notices import choosing
from portal.homes.notices.mail import AddressAway, AddressRefused, MailAway, Post, written
from portal.homes.notices.tables import notices
from portal.web.accounts import account as accounts
from portal.web.accounts import filers
from portal.web.accounts.account import Account
from portal.web.accounts.filers import Pseudonyms
from shared.core.message import derive_id
from shared.platform.settings import Settings

_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)
_DOUBLINGS = 6
_MOST = 100  # people at a time


def send_due(
    engine: Engine, vault: Pseudonyms, settings: Settings, post: Post, *, at: datetime
) -> int:
    """Send what is due; return to how many. Raises ``MailAway``: what was not sent stays due.

    An address that takes no mail now is put off, and holds up nobody else.
    """
    with engine.connect() as conn:
        rows = conn.execute(
            select(notices.c.account_id).where(_due(at)).distinct().limit(_MOST)
        ).all()
    return sum(_send(engine, vault, settings, post, row.account_id, at=at) for row in rows)


def _due(at: datetime) -> ColumnElement[bool]:
    c = notices.c
    free = or_(c.taken_until.is_(None), c.taken_until < at)
    return and_(c.sent_at.is_(None), c.dropped_at.is_(None), c.due_at <= at, free)


def _send(
    engine: Engine,
    vault: Pseudonyms,
    settings: Settings,
    post: Post,
    account_id: str,
    *,
    at: datetime,
) -> bool:
    taken = _take(engine, account_id, at=at)
    if not taken:  # another process was faster
        return False
    causes = [cause for cause, _ in taken]
    with engine.connect() as conn:
        account = accounts.by_id(conn, account_id)
        wants = account is not None and _wants(account, choosing.of(conn, account).choice)
        language = _language_of(conn, vault, account) if account else None
    if account is None or not wants:
        _close(engine, account_id, causes, dropped_at=at)
        return False
    mail_id = derive_id("mail", account_id, *sorted(map(str, causes)))
    try:
        post(written(replace(account, language=language), mail_id, settings, at=at))
    except AddressRefused:
        _close(engine, account_id, causes, dropped_at=at)
        with engine.begin() as conn:
            choosing.refuse(conn, account, at=at)
        return False
    except MailAway as error:
        _put_off(engine, account_id, taken, at=at)
        if isinstance(error, AddressAway):
            return False
        raise
    _close(engine, account_id, causes, sent_at=at)
    return True


def _language_of(conn: Connection, vault: Pseudonyms, account: Account) -> str | None:
    """Return the language of the account, or else the one last chosen for what it filed."""
    if account.language or not account.has(*filers.SOURCES):
        return account.language
    return wanted.last_of(conn, [filers.person(vault, account.account_id)])


def _wants(account: Account, choice: str) -> bool:
    return not account.disabled and choice != choosing.NONE


def _take(engine: Engine, account_id: str, *, at: datetime) -> list[tuple[UUID, int]]:
    """Return (cause, attempts) of what is due for the person, taken for this process alone."""
    c = notices.c
    with engine.begin() as conn:
        found = conn.execute(
            select(c.cause, c.attempts)
            .where(c.account_id == account_id, _due(at))
            .with_for_update(skip_locked=True)
        ).all()
        conn.execute(
            update(notices)
            .where(c.account_id == account_id, c.cause.in_([row.cause for row in found]))
            .values(taken_until=at + _TAKEN)
        )
    return [(row.cause, row.attempts) for row in found]


def _close(engine: Engine, account_id: str, these: Sequence[UUID], **how: datetime) -> None:
    c = notices.c
    with engine.begin() as conn:
        conn.execute(
            update(notices).where(c.account_id == account_id, c.cause.in_(these)).values(**how)
        )


def _put_off(
    engine: Engine, account_id: str, taken: Sequence[tuple[UUID, int]], *, at: datetime
) -> None:
    c = notices.c
    tried = max(attempts for _, attempts in taken)
    later = at + min(_FIRST * 2 ** min(tried, _DOUBLINGS), _LONGEST)
    with engine.begin() as conn:
        conn.execute(
            update(notices)
            .where(c.account_id == account_id, c.cause.in_([cause for cause, _ in taken]))
            .values(attempts=tried + 1, due_at=later, taken_until=None)
        )
