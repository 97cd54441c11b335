"""Notices from news: one for each fact and person, and reminders of texts that wait for somebody.

A notice is in the inbox of each person; people who want e-mail get it by e-mail too. Nobody gets a
notice of their own action. Anything older than a day is not news any more, so that a first start,
or a start after a long pause, sends no notices about the past.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, delete, exists, insert, or_, select

from portal.casefile.mandatesettings.times import times, versions_of
from portal.homes.notices import choosing, inbox, mail, reading
from portal.homes.notices.pages import Page
from portal.homes.notices.people import Keys, people, serving
from portal.homes.notices.read_model import news
from portal.homes.notices.tables import causes, notices
from portal.homes.notices.told import Told
from portal.homes.notices.words import CONFIRMED, PROPOSED, REMINDER, STATEMENT_REMINDER
from portal.letters.communications import tables as communications
from portal.letters.communications.powers import powers_of
from portal.letters.statements import tables as statements
from portal.web.accounts import offices, proposals
from portal.web.accounts.account import Account, actor_of
from portal.web.accounts.proposal import Proposal, concerns, mandates_of
from portal.web.db import alone
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_FRESH = timedelta(days=1)
KEPT = timedelta(days=30)
_MOST = 200
_TOGETHER = 50  # causes; each is a few rows
_MAKING: Final = sha256(b"notices are made").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``at``: when it happened. ``at_once``: also to who is otherwise told once a day.

    ``told``: the recipients, or what finds them in the moment in which the notice is made, once.
    """

    cause: UUID
    kind: str
    at: datetime
    told: Collection[Told] | Callable[[Connection], Collection[Told]]
    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reminder:
    cause: UUID
    kind: str
    mandate: str
    page: Page
    item_id: str


def derive(engine: Engine, vault: Keys, settings: Settings, *, at: datetime) -> int:
    """Make the notices of what is new; return of how many causes. Doing it twice does it once."""
    c = news.c
    made = exists().where(causes.c.cause == c.cause)
    query = select(news).where(c.at > at - _FRESH, ~made)
    with engine.connect() as conn:
        rows = conn.execute(query.order_by(c.position, c.audience).limit(_MOST)).all()
        found: dict[UUID, dict[str, Told]] = {}
        of = {row.cause: row for row in rows}
        unknown: set[UUID] = set()
        for row in rows:
            some = people(conn, vault, row, day_of(at))
            if some is None:  # another read model is behind: asked again next time
                unknown.add(row.cause)
                continue
            told = found.setdefault(row.cause, {})
            told.update(
                {one.account.account_id: one for one in some if one.account.account_id != row.by_id}
            )
    new = [
        Notice(cause=cause, kind=of[cause].kind, at=of[cause].at, told=told.values())
        for cause, told in found.items()
        if cause not in unknown
    ]
    make(engine, settings, new, now=at)
    return len(new)


def remind(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the reminders that are due; return how many there were. Only the latest one counts."""

    def found(conn: Connection) -> Iterator[Notice]:
        for one in [*_letters(conn, settings, at), *_statements(conn, settings, at)]:
            told = partial(_approvers, of=one, at=at)
            yield Notice(cause=one.cause, kind=one.kind, at=at, told=told)

    return make_due(engine, settings, found, at=at)


def _letters(conn: Connection, settings: Settings, at: datetime) -> list[_Reminder]:
    """Again and again while a letter waits: the reminder that is due last, and whose mandate's."""
    waiting = conn.execute(_waiting()).all()
    set_by = versions_of(conn, [row.mandate for row in waiting])
    due: list[_Reminder] = []
    for row in waiting:
        # As it was set when approval was asked for: what waits is reminded of as it began.
        then = times(settings, set_by[row.mandate], at=row.requested_at)
        hours = then.approval_hours(row.type)
        every = timedelta(hours=hours)
        number = (at - row.requested_at) // every
        if number > 0 and at - KEPT < row.requested_at + number * every:
            asked = (row.communication_id, row.version, row.requested_at.isoformat())
            due.append(
                _Reminder(
                    cause=derive_id("reminder", *asked, row.mandate, hours, number),
                    kind=REMINDER,
                    mandate=row.mandate,
                    page=Page.LETTER,
                    item_id=row.communication_id,
                )
            )
    return due


def _statements(conn: Connection, settings: Settings, at: datetime) -> list[_Reminder]:
    """Once for each time that approval is asked for, while that can be told from ``causes``."""
    c, s = statements.statements.c, statements.signatures.c
    asked = at - timedelta(days=settings.statement_reminder_days)
    rows = conn.execute(
        select(c.statement_id, c.version, c.requested_at, s.mandate)
        .join(statements.signatures, s.statement_id == c.statement_id)
        .where(c.state == "awaiting", c.requested_at <= asked, c.requested_at > asked - KEPT)
        .where(s.declined_at.is_(None))
        .where(or_(s.approved_version.is_(None), s.approved_version != c.version))
    )
    return [
        _Reminder(
            cause=derive_id(
                "statement-reminder",
                row.statement_id,
                row.version,
                row.requested_at.isoformat(),
                row.mandate,
            ),
            kind=STATEMENT_REMINDER,
            mandate=row.mandate,
            page=Page.STATEMENT,
            item_id=row.statement_id,
        )
        for row in rows
    ]


def _approvers(conn: Connection, of: _Reminder, at: datetime) -> list[Told]:
    """Return who can approve for the mandate now: of a working group not every member can."""
    return [
        Told(account=one, reason="holders", page=of.page, item_id=of.item_id)
        for one in serving(conn, Role.MANDATE_HOLDER, [of.mandate], day_of(at))
        if powers_of(conn, actor_of(one), at)(of.mandate, "approve")
    ]


def proposed(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make notices of account changes that take two people; return their number.

    They are sent at once even to people who get mail once a day: by morning the change may be in
    effect.
    """

    def found(conn: Connection) -> Iterator[Notice]:
        for one in proposals.since(conn, at - _FRESH):
            for cause, kind, by, then in _stages(one):
                told = partial(_concerned, one=one, by=by, at=at)
                yield Notice(cause=cause, kind=kind, at=then, told=told, at_once=True)

    return make_due(engine, settings, found, at=at)


def _stages(one: Proposal) -> list[tuple[UUID, str, str, datetime]]:
    """Return the stages of a proposal, each with its person and time."""
    done = [(derive_id("proposed", one.proposal_id), PROPOSED, one.proposed_by, one.proposed_at)]
    if one.confirmed_by and one.confirmed_at:
        cause = derive_id("confirmed", one.proposal_id)
        done.append((cause, CONFIRMED, one.confirmed_by, one.confirmed_at))
    return done


def _concerned(conn: Connection, one: Proposal, by: str, at: datetime) -> list[Told]:
    everybody = {found.account_id: found for found in offices.all_as_of(conn, day_of(at))}
    subject = everybody[one.account_id]
    return [
        _as_concerned(account, one, subject)
        for account in everybody.values()
        if account.account_id != by and not account.disabled and concerns(account, one, subject)
    ]


def _as_concerned(account: Account, one: Proposal, subject: Account) -> Told:
    """Whose own account it is is led to it; all others to what is proposed and concerns them."""
    if account.account_id == subject.account_id:
        return Told(account=account, reason="own", page=Page.ACCOUNT, item_id=account.account_id)
    about = mandates_of(one, subject) or {reading.CHIEF}
    reach = min(reading.reaches(account) & {reading.ADMINISTRATION, *about})
    return Told(account=account, reason="rights", page=Page.RIGHTS, item_id=reach)


def prune(engine: Engine, settings: Settings, *, at: datetime) -> None:
    """Forget whom we wrote to when, and what could not be sent for so long.

    What people were told is kept for them as long as the settings say, and so is of what cause: as
    long as a notice of it is there it is not made again.
    """
    shown = timedelta(days=settings.notice_days)
    with engine.begin() as conn:
        conn.execute(delete(notices).where(notices.c.made_at < at - KEPT))
        conn.execute(delete(causes).where(causes.c.made_at < at - max(KEPT, shown)))
        inbox.prune(conn, before=at - shown)


def _waiting() -> Select[tuple[str, str, int, datetime, str]]:
    """The mandates whose holders keep a letter waiting that nothing else stops."""
    c, s, b = communications.letters.c, communications.signatures.c, communications.blocks.c
    blocked = exists().where(b.communication_id == c.communication_id, b.blocked_at.is_not(None))
    return (
        select(c.communication_id, c.type, c.version, c.requested_at, s.mandate)
        .join(communications.signatures, s.communication_id == c.communication_id)
        .where(c.state == "awaiting", ~blocked, s.declined_at.is_(None))
        .where(s.asked_version == c.version, s.approved_at.is_(None))
    )


def make_due(
    engine: Engine,
    settings: Settings,
    found: Callable[[Connection], Iterable[Notice]],
    *,
    at: datetime,
) -> int:
    """Make those of these notices that were not made; return how many they were."""
    with engine.connect() as conn:
        some = list(found(conn))
        known = _made(conn, [one.cause for one in some])
        new = [one for one in some if one.cause not in known]
    make(engine, settings, new, now=at)
    return len(new)


def _made(conn: Connection, some: Sequence[UUID]) -> set[UUID]:
    """Return which of these causes notices were made of: asked for many at a time."""
    return {
        cause
        for at in range(0, len(some), _MOST)
        for cause in conn.scalars(
            select(causes.c.cause).where(causes.c.cause.in_(some[at : at + _MOST]))
        )
    }


def _is_made(conn: Connection, cause: UUID) -> bool:
    return conn.scalar(select(causes.c.cause).where(causes.c.cause == cause)) is not None


def make(engine: Engine, settings: Settings, some: Sequence[Notice], *, now: datetime) -> None:
    """Keep what these tell, so many in a transaction: receipts wait for the same disk.

    One process at a time does: whoever comes second finds them made, and makes nothing.
    """
    for at in range(0, len(some), _TOGETHER):
        with engine.begin() as conn:
            alone(conn, [_MAKING])
            for notice in some[at : at + _TOGETHER]:
                _keep(conn, settings, notice, now=now)


def _keep(conn: Connection, settings: Settings, notice: Notice, *, now: datetime) -> None:
    if _is_made(conn, notice.cause):
        return
    found = notice.told(conn) if callable(notice.told) else notice.told
    some = [one for one in found if settings.demo or not one.account.demo]
    conn.execute(insert(causes).values(cause=notice.cause, made_at=now))
    told = inbox.add(conn, notice.cause, notice.kind, some, at=notice.at, now=now)
    marks = {one.account.account_id: one.mark for one in told if one.mark}
    weekly = {one.account.account_id for one in told if one.weekly}
    rows = [
        {
            "cause": _cause(notice, marks.get(account_id)),
            "account_id": account_id,
            "made_at": now,
            "due_at": now
            if notice.at_once
            else choosing.due(choice, now, weekly=account_id in weekly),
            "attempts": 0,
        }
        for account_id, choice in _wanted(conn, settings, told).items()
    ]
    if rows:
        conn.execute(insert(notices), rows)


def _cause(notice: Notice, mark: str | None) -> UUID:
    return notice.cause if mark is None else derive_id("notice", notice.cause, mark)


def _wanted(conn: Connection, settings: Settings, told: Collection[Told]) -> dict[str, str]:
    """Account id → choice, of those who want to be written to; nobody without a mail server."""
    if mail.server(settings) is None:
        return {}
    chosen = choosing.of_all(conn, [one.account for one in told if not one.quiet])
    return {one: choice for one, choice in chosen.items() if choice != choosing.NONE}
