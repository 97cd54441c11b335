"""News becomes notices: each fact once, and a reminder for whoever keeps a text waiting.

Who did it himself is not told. What is older than a day is not news any more, so that a first
start, or a start after a long pause, tells nobody of the past.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, delete, exists, insert, or_, select

from portal.accounts import account as accounts
from portal.accounts import proposals
from portal.accounts.account import Account, actor_of
from portal.accounts.proposal import Proposal, concerns
from portal.communications import tables as communications
from portal.communications.powers import powers_of
from portal.mandatesettings.times import times, versions_of
from portal.notices import choosing
from portal.notices.people import people, serving
from portal.notices.read_model import news
from portal.notices.tables import causes, notices
from portal.statements import tables as statements
from shared.message import derive_id
from shared.roles import Role
from shared.settings import Settings

_FRESH = timedelta(days=1)
_KEPT = timedelta(days=30)
_MOST = 200


def derive(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices of what is new; return of how many causes. Doing it twice does it once."""
    c = news.c
    made = exists().where(causes.c.cause == c.cause)
    query = select(news).where(c.at > at - _FRESH, ~made).order_by(c.position).limit(_MOST)
    with engine.connect() as conn:
        rows = conn.execute(query).all()
        found: dict[UUID, dict[str, Account]] = {}
        unknown: set[UUID] = set()
        for row in rows:
            some = people(conn, row)
            if some is None:  # another read model is behind: asked again next time
                unknown.add(row.cause)
                continue
            told = found.setdefault(row.cause, {})
            told.update({one.account_id: one for one in some if one.account_id != row.by_id})
    complete = {cause: told for cause, told in found.items() if cause not in unknown}
    for cause, told in complete.items():
        _make(engine, settings, cause, list(told.values()), at=at)
    return len(complete)


def remind(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the reminders that are due; return how many there were. Only the latest one counts."""
    with engine.connect() as conn:
        due = [
            (cause, _approvers(conn, mandate, at))
            for cause, mandate in [*_letters(conn, settings, at), *_statements(conn, settings, at)]
            if conn.scalar(select(causes.c.cause).where(causes.c.cause == cause)) is None
        ]
    for cause, told in due:
        _make(engine, settings, cause, told, at=at)
    return len(due)


def _letters(conn: Connection, settings: Settings, at: datetime) -> list[tuple[UUID, str]]:
    """Again and again while a letter waits: the reminder that is due last, and whose mandate's."""
    waiting = conn.execute(_waiting()).all()
    set_by = versions_of(conn, [row.mandate for row in waiting])
    due: list[tuple[UUID, str]] = []
    for row in waiting:
        # As it was set when approval was asked for: what waits is reminded of as it began.
        then = times(settings, set_by[row.mandate], at=row.requested_at)
        hours = then.approval_hours(row.type)
        number = int((at - row.requested_at) / timedelta(hours=hours))
        if number:
            asked = (row.communication_id, row.version, row.requested_at.isoformat())
            due.append((derive_id("reminder", *asked, row.mandate, hours, number), row.mandate))
    return due


def _statements(conn: Connection, settings: Settings, at: datetime) -> list[tuple[UUID, str]]:
    """Once for each time that approval is asked for, while that can be told from ``causes``."""
    c, s = statements.statements.c, statements.signatures.c
    asked = at - timedelta(days=settings.statement_reminder_days)
    rows = conn.execute(
        select(c.statement_id, c.version, c.requested_at, s.mandate)
        .join(statements.signatures, s.statement_id == c.statement_id)
        .where(c.state == "awaiting", c.requested_at <= asked, c.requested_at > asked - _KEPT)
        .where(s.declined_at.is_(None))
        .where(or_(s.approved_version.is_(None), s.approved_version != c.version))
    )
    return [
        (
            derive_id(
                "statement-reminder",
                row.statement_id,
                row.version,
                row.requested_at.isoformat(),
                row.mandate,
            ),
            row.mandate,
        )
        for row in rows
    ]


def _approvers(conn: Connection, mandate: str, at: datetime) -> list[Account]:
    """Return who can approve for the mandate now: of a working group not every member can."""
    return [
        one
        for one in serving(conn, Role.MANDATE_HOLDER, [mandate])
        if powers_of(conn, actor_of(one), at)(mandate, "approve")
    ]


def proposed(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Tell of changes of accounts that take two persons; return of how many.

    At once also to whoever is otherwise told once a day: by the morning it may be in effect.
    """
    with engine.connect() as conn:
        due = [
            (cause, _concerned(conn, one, by))
            for one in proposals.since(conn, at - _FRESH)
            for cause, by in _stages(one)
            if conn.scalar(select(causes.c.cause).where(causes.c.cause == cause)) is None
        ]
    for cause, told in due:
        _make(engine, settings, cause, told, at=at, at_once=True)
    return len(due)


def _stages(one: Proposal) -> list[tuple[UUID, str]]:
    """What there is to tell of a proposal, and who did it."""
    done = [(derive_id("proposed", one.proposal_id), one.proposed_by)]
    if one.confirmed_by:
        done.append((derive_id("confirmed", one.proposal_id), one.confirmed_by))
    return done


def _concerned(conn: Connection, one: Proposal, by: str) -> list[Account]:
    everybody = {found.account_id: found for found in accounts.found(conn, "", None)}
    return [
        account
        for account in everybody.values()
        if account.account_id != by
        and not account.disabled
        and concerns(account, one, everybody[one.account_id])
    ]


def prune(engine: Engine, *, at: datetime) -> None:
    """Forget what was sent or dropped long ago: nobody needs to know whom we wrote to when."""
    before = at - _KEPT
    c = notices.c
    over = c.sent_at.is_not(None) | c.dropped_at.is_not(None)
    with engine.begin() as conn:
        conn.execute(delete(notices).where(c.made_at < before, over))
        conn.execute(delete(causes).where(causes.c.made_at < before))


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


def _make(
    engine: Engine,
    settings: Settings,
    cause: UUID,
    told: Collection[Account],
    *,
    at: datetime,
    at_once: bool = False,
) -> None:
    with engine.begin() as conn:
        if conn.scalar(select(causes.c.cause).where(causes.c.cause == cause)):
            return
        conn.execute(insert(causes).values(cause=cause, made_at=at))
        wanted = _wanted(conn, settings, told)
        rows = [
            {
                "cause": cause,
                "account_id": account_id,
                "made_at": at,
                "due_at": at if at_once else choosing.due(choice, at),
                "attempts": 0,
            }
            for account_id, choice in wanted.items()
        ]
        if rows:
            conn.execute(insert(notices), rows)


def _wanted(conn: Connection, settings: Settings, told: Collection[Account]) -> dict[str, str]:
    """Account id → choice, of those who can sign in and want to be told."""
    some = [one for one in told if settings.demo or not one.demo]
    chosen = choosing.of_all(conn, some)
    return {one: choice for one, choice in chosen.items() if choice != choosing.NONE}
