"""Signing in step by step, as a person does it."""

import re
from html import unescape

from werkzeug.test import TestResponse

from portal.web.accounts import codes, factors
from portal.web.accounts.account import Account
from portal.web.accounts.own_factors import subject_of
from tests.support.portal import PASSWORD, Pages, Visitor


def app_of(portal: Pages, account: Account) -> str:
    """Give the person an app; return its secret."""
    secret = codes.new_secret()
    sealed = portal.vault.seal(subject_of(account.account_id), secret)
    with portal.engine.begin() as conn:
        factors.propose_app(conn, account.account_id, sealed)
        factors.confirm_app(conn, account.account_id, step=None, at=portal.clock())
    return secret


def password_given(portal: Pages, account: Account, **fields: str) -> tuple[Visitor, TestResponse]:
    visitor = portal.visitor()
    sent = visitor.post("/sign-in", {"email": account.email, "password": PASSWORD, **fields})
    return visitor, sent


def code_now(portal: Pages, secret: str) -> str:
    return codes.code_at(secret, portal.clock())


def asked_of_passkey(page: str) -> str:
    """Return what the page would have the browser ask a passkey."""
    found = re.search(r'data-passkey-(?:show|make)="([^"]+)"', page)
    assert found, page
    return unescape(found[1])


def is_in(visitor: Visitor) -> bool:
    return "Sign out" in visitor.get("/").text
