"""The session of a cookie and whose it is: every page asks for both, in one query."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.session import Session
from portal.web.accounts.tables import accounts as accounts_table
from portal.web.accounts.tables import sessions
from portal.web.accounts.token import digest

_OF_SESSION = {column.name: f"session_{column.name}" for column in sessions.c}
"""Column of a session → its name beside the account's, which has some of the same."""


def find(conn: Connection, token: str, *, at: datetime) -> tuple[Session, Account] | None:
    """Return the live session of this token and whose it is, if there is one."""
    row = conn.execute(_both(), {"hashed": digest(token)}).one_or_none()
    if row is None:
        return None
    kept = row._mapping  # noqa: SLF001  # public in SQLAlchemy
    session = Session(**{name: kept[label] for name, label in _OF_SESSION.items()})
    return None if session.over(at) else (session, accounts.of_row(row))


@cache  # SQLAlchemy remembers how to write it
def _both() -> Select[Any]:
    labelled = [column.label(_OF_SESSION[column.name]) for column in sessions.c]
    return (
        accounts.every()
        .add_columns(*labelled)
        .join(sessions, sessions.c.account_id == accounts_table.c.account_id)
        .where(sessions.c.token_hash == bindparam("hashed"))
    )
