"""A person's choice of notices by e-mail: at once, once a day, or never."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType

from sqlalchemy import Connection, delete, insert, select, update

from portal.homes.notices.tables import choices, notices
from portal.web.accounts.account import Account
from portal.web.i18n.texts import lazy
from shared.core.geneva import GENEVA, day_of
from shared.core.roles import Role

AT_ONCE, DAILY, NONE = "at_once", "daily", "none"
CHOICES = MappingProxyType(
    {
        AT_ONCE: lazy("At once"),
        DAILY: lazy("Once a day, in the morning in Geneva"),
        NONE: lazy("No e-mail"),
    }
)
_MORNING = time(7, 0)

# A reader of a source's e-mail learns that the source uses this platform: only the source decides.
MUST_ASK_FOR_IT = (Role.NGO_MEMBER, Role.CONTACT_POINT)


@dataclass(frozen=True, slots=True)
class Chosen:
    """``refused_at``: when the address last refused a mail for good."""

    choice: str
    refused_at: datetime | None


def standard(account: Account) -> str:
    """Return the choice of people who have not chosen."""
    return NONE if account.has(*MUST_ASK_FOR_IT) else AT_ONCE


def of(conn: Connection, account: Account) -> Chosen:
    row = conn.execute(
        select(choices).where(choices.c.account_id == account.account_id)
    ).one_or_none()
    return Chosen(row.choice, row.refused_at) if row else Chosen(standard(account), None)


def of_all(conn: Connection, accounts: Collection[Account]) -> Mapping[str, str]:
    """Return account id → choice."""
    ids = [account.account_id for account in accounts]
    rows = conn.execute(
        select(choices.c.account_id, choices.c.choice).where(choices.c.account_id.in_(ids))
    )
    kept = {row.account_id: row.choice for row in rows}
    return {one.account_id: kept.get(one.account_id, standard(one)) for one in accounts}


def choose(conn: Connection, account: Account, choice: str, *, at: datetime) -> None:
    """Keep the choice; it holds for what waits too."""
    mine = choices.c.account_id == account.account_id
    conn.execute(delete(choices).where(mine))
    conn.execute(insert(choices).values(account_id=account.account_id, choice=choice))
    c = notices.c
    waiting = update(notices).where(
        c.account_id == account.account_id, c.sent_at.is_(None), c.dropped_at.is_(None)
    )
    if choice == NONE:
        conn.execute(waiting.values(dropped_at=at))
    else:
        conn.execute(waiting.values(due_at=due(choice, at)))


def refuse(conn: Connection, account: Account, *, at: datetime) -> None:
    """Note that the address refuses mail, for its owner to see."""
    mine = choices.c.account_id == account.account_id
    if not conn.execute(update(choices).where(mine).values(refused_at=at)).rowcount:
        conn.execute(
            insert(choices).values(
                account_id=account.account_id, choice=standard(account), refused_at=at
            )
        )


def due(choice: str, at: datetime, *, weekly: bool = False) -> datetime:
    """Return when somebody who chose so is told of what happened ``at``: weekly on a Monday."""
    if weekly:
        day = day_of(at)
        monday = datetime.combine(day - timedelta(days=day.weekday()), _MORNING, GENEVA)
        next_one = monday if at < monday else monday + timedelta(days=7)
        return next_one.astimezone(at.tzinfo)
    if choice != DAILY:
        return at
    today = datetime.combine(day_of(at), _MORNING, GENEVA)
    morning = today if at < today else today + timedelta(days=1)
    return morning.astimezone(at.tzinfo)
