"""Programs that come in with a token: what each may do, until when, and for which organisation.

A token is two random parts: one by which it is found, and a secret of which only a digest is kept.
A focal point of the organisation makes it, and it lives no longer than that person is one.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from portal.web.accounts.account import Account
from portal.web.accounts.tables import api_tokens
from portal.web.accounts.token import digest, mint
from shared.core.geneva import day_of
from shared.core.roles import Role

LONGEST: Final = 365
"""Days that a token may live."""
SOON: Final = 14
"""Days before its end on which a token is shown as ending, and a notice says so."""
_NOBODYS = digest(mint())
_c = api_tokens.c
_BY_ID: Final = select(api_tokens).where(_c.program_id == bindparam("this"))  # for each request


class Scope(StrEnum):
    FILE = "file"
    STATUS = "status"
    ANSWER = "answer"
    CONSENT = "consent"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """``program_id``: opens nothing, and is how its token begins. ``account_id``: who made it.

    ``whose``: the organisation. ``ends_on``: the last day on which the token is taken.
    """

    program_id: str
    account_id: str
    whose: str
    label: str
    scopes: frozenset[Scope]
    made_at: datetime
    ends_on: date
    used_on: date | None = None

    def is_over(self, at: datetime) -> bool:
        return day_of(at) > self.ends_on


def whose(account: Account) -> str:
    """Return whose programs this account answers for: its organisation's, or its own alone."""
    return account.organisation_id or account.account_id


def new_id() -> str:
    return token_hex(8)


def minted(program_id: str) -> str:
    """Return a new token of this program."""
    return f"{program_id}.{mint()}"


def add(conn: Connection, program: Program, token: str) -> None:
    conn.execute(
        insert(api_tokens).values(
            program_id=program.program_id,
            token_hash=digest(token),
            account_id=program.account_id,
            organisation_id=program.whose,
            label=program.label,
            scopes=sorted(program.scopes),
            made_at=program.made_at,
            ends_on=program.ends_on.isoformat(),
        )
    )


def by_token(conn: Connection, token: str) -> Program | None:
    """Return whose token this is. A wrong secret takes as long as a program that is not there."""
    row = conn.execute(_BY_ID, {"this": token.partition(".")[0]}).one_or_none()
    kept = row.token_hash if row else _NOBODYS
    right = hmac.compare_digest(kept, digest(token))
    return _program(row) if row and right else None


def lives(program: Program, account: Account, at: datetime) -> bool:
    """Whether its token is taken: its maker is still a focal point of the same organisation."""
    return (
        not program.is_over(at)
        and account.has(Role.FOCAL_POINT)
        and program.whose == whose(account)
    )


def used(conn: Connection, program: Program, at: datetime) -> None:
    """Note the day, and nothing more of when or from where."""
    this = update(api_tokens).where(_c.program_id == program.program_id)
    conn.execute(this.values(used_on=day_of(at).isoformat()))


def find(conn: Connection, account: Account, program_id: str) -> Program | None:
    """Return this program of the account's organisation."""
    row = _one(conn, (_c.program_id == program_id) & (_c.organisation_id == whose(account)))
    return _program(row) if row else None


def of_organisation(conn: Connection, account: Account) -> Sequence[Program]:
    return _all(conn, _c.organisation_id == whose(account))


def of_account(conn: Connection, account_id: str) -> Sequence[Program]:
    return _all(conn, _c.account_id == account_id)


def ending(conn: Connection, first: date, last: date) -> Sequence[Program]:
    """Return the programs whose last day is one of these."""
    return _all(conn, _c.ends_on.between(first.isoformat(), last.isoformat()))


def end(conn: Connection, program: Program) -> None:
    """Take its token no more."""
    conn.execute(delete(api_tokens).where(_c.program_id == program.program_id))


def _one(conn: Connection, this: ColumnElement[bool]) -> Row[Any] | None:
    return conn.execute(select(api_tokens).where(this)).one_or_none()


def _all(conn: Connection, these: ColumnElement[bool]) -> list[Program]:
    query = select(api_tokens).where(these).order_by(_c.label, _c.ends_on, _c.program_id)
    return [_program(row) for row in conn.execute(query)]


def _program(row: Row[Any]) -> Program:
    return Program(
        program_id=row.program_id,
        account_id=row.account_id,
        whose=row.organisation_id,
        label=row.label,
        scopes=frozenset(map(Scope, row.scopes)),
        made_at=row.made_at,
        ends_on=date.fromisoformat(row.ends_on),
        used_on=date.fromisoformat(row.used_on) if row.used_on else None,
    )
