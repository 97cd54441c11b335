"""Sending notices by mail: one mail for all that wait for a person, retried until accepted.

A mail counts as sent once it is recorded as sent: after a crash in between the same mail may go
once more, under the same Message-ID, and never again once it is recorded.

What waited, such as until the morning, goes only if its reader may still see what it is about.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select, update

from portal.casefile.submissions import wanted
from portal.homes.notices import choosing, inbox
from portal.homes.notices.mail import Post, written
from portal.homes.notices.posting import Clock, Mail, Mailing, post_each
from portal.homes.notices.tables import notices
from portal.web.accounts import account as accounts
from portal.web.accounts import filers, offices
from portal.web.accounts.account import Account, actor_of
from portal.web.accounts.filers import Pseudonyms
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings

_TAKEN = timedelta(minutes=5)  # longer than any attempt lasts
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)
_DOUBLINGS = 6
_MOST = 100  # people at a time
_SETTLED = timedelta(minutes=15)  # by then every table has what a notice is about


def send_due(
    engine: Engine, vault: Pseudonyms, settings: Settings, post: Post, *, now: Clock
) -> int:
    """Send what is due; return to how many. Raises ``MailAway``: what was not sent stays due."""
    accounts_due = select(notices.c.account_id).where(_due(now())).distinct().limit(_MOST)
    with engine.connect() as conn:
        due = conn.scalars(accounts_due).all()
    mailing = Mailing("notices", partial(_mail, engine, vault, settings), partial(_put_off, engine))
    return post_each(mailing, due, post, now=now)


def _due(at: datetime) -> ColumnElement[bool]:
    c = notices.c
    free = or_(c.taken_until.is_(None), c.taken_until < at)
    return and_(c.sent_at.is_(None), c.dropped_at.is_(None), c.due_at <= at, free)


def _mail(
    engine: Engine, vault: Pseudonyms, settings: Settings, account_id: str, *, at: datetime
) -> Mail | None:
    """Return the mail of a person, taken for this process alone; None: none goes."""
    taken = _take(engine, account_id, at=at)
    if not taken:  # another process was faster
        return None
    with engine.connect() as conn:
        account = accounts.by_id(conn, account_id)
        wants = account is not None and _wants(account, choosing.of(conn, account).choice)
        lost = _lost(conn, vault, account, taken, at) if account and wants else set(taken)
        language = language_of(conn, vault, account) if account else None
    goes = [cause for cause in taken if cause not in lost]
    if lost:
        _close(engine, account_id, lost, dropped_at=at)
    if account is None or not goes:
        return None

    def refused() -> None:
        _close(engine, account_id, goes, dropped_at=at)
        with engine.begin() as conn:
            choosing.refuse(conn, account, at=at)

    mail_id = derive_id("mail", account_id, *sorted(map(str, goes)))
    to = replace(account, language=language)
    return Mail(
        write=partial(written, to, mail_id, settings, at=at),
        sent=lambda: _close(engine, account_id, goes, sent_at=at),
        refused=refused,
    )


def language_of(conn: Connection, vault: Pseudonyms, account: Account) -> str | None:
    """Return the language of the account, or else the one last chosen for what it filed."""
    if account.language or not account.has(*filers.SOURCES):
        return account.language
    return wanted.last_of(conn, [filers.person(vault, account.account_id)])


def _wants(account: Account, choice: str) -> bool:
    return not account.disabled and choice != choosing.NONE


def _lost(
    conn: Connection,
    vault: Pseudonyms,
    account: Account,
    taken: Mapping[UUID, datetime],
    at: datetime,
) -> set[UUID]:
    """Return what waited, and may not be seen by the person any more."""
    waited = {cause: made_at for cause, made_at in taken.items() if made_at < at - _SETTLED}
    if not waited:
        return set()
    day = day_of(at)
    today = offices.as_of(conn, account, day)
    actor = filers.known(vault, actor_of(today))
    return waited.keys() - inbox.still(conn, today, actor, waited, day)


def _take(engine: Engine, account_id: str, *, at: datetime) -> Mapping[UUID, datetime]:
    """Return cause → when it was made, of what is due for the person; taken for this process."""
    c = notices.c
    with engine.begin() as conn:
        rows = conn.execute(
            select(c.cause, c.made_at)
            .where(c.account_id == account_id, _due(at))
            .with_for_update(skip_locked=True)
        ).all()
        found = {row.cause: row.made_at for row in rows}
        conn.execute(
            update(notices)
            .where(c.account_id == account_id, c.cause.in_(found))
            .values(taken_until=at + _TAKEN)
        )
    return found


def _close(engine: Engine, account_id: str, these: Collection[UUID], **how: datetime) -> None:
    c = notices.c
    with engine.begin() as conn:
        conn.execute(
            update(notices).where(c.account_id == account_id, c.cause.in_(these)).values(**how)
        )


def _put_off(engine: Engine, account_id: str, *, at: datetime) -> None:
    """Put off what was taken at this moment."""
    c = notices.c
    taken = and_(c.account_id == account_id, c.taken_until == at + _TAKEN, c.sent_at.is_(None))
    with engine.begin() as conn:
        tried = conn.scalar(select(func.max(c.attempts)).where(taken)) or 0
        later = at + min(_FIRST * 2 ** min(tried, _DOUBLINGS), _LONGEST)
        new = {"attempts": tried + 1, "due_at": later, "taken_until": None}
        conn.execute(update(notices).where(taken).values(new))
