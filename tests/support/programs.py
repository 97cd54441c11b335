"""Tokens of programs, for the tests of the API."""

from collections.abc import Collection
from datetime import timedelta

from portal.web.accounts import programs
from portal.web.accounts.account import Account
from portal.web.accounts.programs import Program, Scope
from shared.core.geneva import day_of
from tests.support.portal import Pages


def token_of(
    portal: Pages,
    account: Account,
    *,
    name: str = "Office",
    scopes: Collection[Scope] = tuple(Scope),
    days: int = 30,
    whose: str | None = None,
) -> str:
    """Give the account a program; return its token. ``days``: that it is still taken."""
    program = Program(
        program_id=programs.new_id(),
        account_id=account.account_id,
        whose=whose or programs.whose(account),
        label=name,
        scopes=frozenset(scopes),
        made_at=portal.clock(),
        ends_on=day_of(portal.clock()) + timedelta(days=days),
    )
    token = programs.minted(program.program_id)
    with portal.engine.begin() as conn:
        programs.add(conn, program, token)
    return token
