"""An administrator's actions on an account besides giving rights."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from portal.web.accounts import account as accounts
from portal.web.accounts import session as sessions
from portal.web.accounts import starting
from portal.web.accounts.account import Account
from portal.web.accounts.proposal import Kind
from portal.web.audit import entries
from portal.web.context import real_now
from portal.web.i18n.texts import lazy


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to an account.

    ``doing``: the title, to follow "You are about to".
    ``kind``: what it is as a proposal, for an account whose rights take two persons; for every
    account where there is no ``do``.
    """

    title: str
    doing: str
    explained: str
    done: str
    code: str
    do: Callable[[Connection, Account], None] | None
    kind: Kind | None = None


def _disable(conn: Connection, account: Account) -> None:
    accounts.set_disabled(conn, account.account_id, disabled=True)
    sessions.end_all(conn, account.account_id)


def _enable(conn: Connection, account: Account) -> None:
    accounts.set_disabled(conn, account.account_id, disabled=False)


def _start(conn: Connection, account: Account) -> None:
    starting.ask(conn, account.account_id, due_at=real_now() if account.roles else None)


def _sign_out(conn: Connection, account: Account) -> None:
    sessions.end_all(conn, account.account_id)
    accounts.end_programs(conn, account.account_id)


ACTS = {
    "disable": Act(
        lazy("Disable this account"),
        lazy("disable this account"),
        lazy(
            "The person is signed out everywhere and cannot sign in, and tokens of the person's "
            "programs end. The account can be enabled again; a token cannot."
        ),
        lazy("The account is disabled."),
        entries.ACCOUNT_DISABLED,
        _disable,
    ),
    "enable": Act(
        lazy("Enable this account"),
        lazy("enable this account"),
        lazy("The person can sign in again, with the rights that are kept."),
        lazy("The account is enabled."),
        entries.ACCOUNT_ENABLED,
        _enable,
        Kind.ENABLE,
    ),
    "reset": Act(
        lazy("Take the second steps away"),
        lazy("take the second steps away"),
        lazy(
            "App, passkeys and recovery codes are removed, and the person sets up a new one at the "
            "next signing in. Do this only when you know by another way, such as in person, that "
            "the person asks: until then the password alone lets somebody set one up."
        ),
        lazy("The second steps are taken away."),
        entries.FACTORS_RESET,
        None,  # whoever has no rights now may have had them a minute ago
        Kind.RESET,
    ),
    "password": Act(
        lazy("Send a start password"),
        lazy("send a start password"),
        lazy(
            "It goes to the person's e-mail address, and nobody else sees it. It is good for seven "
            "days and for signing in once; the person chooses another password with it. Until then "
            "the password of now serves too: if somebody else knows it, disable the account or "
            "sign the person out as well."
        ),
        lazy("A start password goes to the person's e-mail address."),
        entries.PASSWORD_RESET,
        _start,
    ),
    "sign-out": Act(
        lazy("Sign the person out everywhere"),
        lazy("sign the person out everywhere"),
        lazy("All sessions end. What was being typed and not sent is lost."),
        lazy("The person is signed out everywhere."),
        entries.SESSIONS_ENDED,
        _sign_out,
    ),
}
