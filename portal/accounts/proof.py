"""Whether somebody is who he signed in as: a code, a recovery code, a passkey, or the password.

Used when signing in, and before a step that asks for a fresh proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from portal.accounts import codes, factors, passkeys, passwords
from portal.accounts import session as sessions
from portal.accounts.account import Account
from portal.accounts.attempts import Attempts
from portal.accounts.factors import Factors
from portal.accounts.passkeys import NotAnswered, Site
from portal.accounts.session import Session
from portal.context import now, settings, vault
from portal.db import engine

ATTEMPTS = "attempts"
CODE, PASSKEY, PASSWORD = "factor_code", "factor_passkey", "factor_password"
FIELDS = frozenset({CODE, PASSKEY, PASSWORD})
"""The fields of a form that prove who sends it; they are no part of what is asked."""

_TOO_MANY = "There were too many wrong answers. Wait 15 minutes, then try again."
_WRONG_CODE = (
    "This code is not right, or it was used before. Wait for the next one in your app, then enter "
    "that"
)
_WRONG_PASSKEY = "The passkey was not taken. Try again, or enter a code instead"
_WRONG_PASSWORD = "The password is not right"  # noqa: S105  # a sentence


class NotProven(Exception):
    """``field``: which field is wrong. ``sentence``: what to show beside it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a page asks for. ``passkey``: what the browser is to be asked, as JSON.

    ``app``: whether there is one that shows codes. ``demo_code``: the code itself, in a
    demonstration only.
    """

    code: bool
    app: bool
    passkey: str | None
    password: bool
    demo_code: str | None


def attempts() -> Attempts:
    found: Attempts = current_app.extensions[ATTEMPTS]
    return found


def site() -> Site | None:
    """Whom a passkey is for here; None where there can be none."""
    return passkeys.site_at(settings().public_url or request.host_url)


def known(account: Account) -> Factors:
    with engine().connect() as conn:
        return factors.of_account(conn, account.account_id)


def question(account: Account, session: Session) -> Question:
    """Return what to ask of this person, and keep what a passkey must answer."""
    has, here, asked = known(account), site(), None
    if has.passkeys and here:
        asked = passkeys.asked_to_show(here, has.passkeys, challenged(session))
    return Question(
        code=has.count > 0,
        app=has.app is not None,
        passkey=asked,
        password=has.count == 0,
        demo_code=demo_code(account, has),
    )


def challenged(session: Session) -> str:
    """Return a new challenge; the session remembers it until it is answered."""
    challenge = passkeys.new_challenge()
    with engine().begin() as conn:
        sessions.challenge(conn, session, challenge)
    return challenge


def demo_code(account: Account, has: Factors) -> str | None:
    """Return the code of a demo person's app in a demonstration: a newcomer needs no phone."""
    if not _invented(account) or has.app is None:
        return None
    secret = vault().secret(has.app)
    return codes.in_groups(codes.code_at(secret, now()), 3) if secret else None


def prove(account: Account, session: Session, sent: Mapping[str, str]) -> None:
    """Look at what was sent and take note of a right proof; raise ``NotProven`` otherwise."""
    name, address = f"factor:{account.account_id}", request.remote_addr or ""
    tried = attempts().tried(email=name, address=address, at=now())
    if tried is None:
        raise TooManyRequests(_TOO_MANY)
    _judge(account, session, sent)
    attempts().right(tried)
    with engine().begin() as conn:
        sessions.shown(conn, session, at=now())


def right_password(account: Account, password: str) -> bool:
    """Whether it is the person's password; who guesses has to wait as when signing in."""
    name, address = f"password:{account.account_id}", request.remote_addr or ""
    tried = attempts().tried(email=name, address=address, at=now())
    if tried is None:
        raise TooManyRequests(_TOO_MANY)
    if not passwords.matches(account.password_hash, password):
        return False
    attempts().right(tried)
    return True


def _judge(account: Account, session: Session, sent: Mapping[str, str]) -> None:
    has = known(account)
    if has.count == 0:
        if not passwords.matches(account.password_hash, sent.get(PASSWORD, "")):
            raise NotProven(PASSWORD, _WRONG_PASSWORD)
    elif sent.get(PASSKEY):
        if not _passkey(has, session, sent[PASSKEY]):
            raise NotProven(CODE, _WRONG_PASSKEY)
    elif not _code(account, has, codes.typed(sent.get(CODE, ""))):
        raise NotProven(CODE, _WRONG_CODE)


def _passkey(has: Factors, session: Session, answer: str) -> bool:
    here, challenge = site(), session.challenge
    if here is None or challenge is None:
        return False
    with engine().begin() as conn:
        if not sessions.answered(conn, session):
            return False
    try:
        passkey, count = passkeys.shown(here, answer, has.passkeys, challenge)
    except NotAnswered:
        return False
    with engine().begin() as conn:
        factors.used_passkey(conn, passkey.passkey_id, sign_count=count, at=now())
    return True


def _code(account: Account, has: Factors, code: str) -> bool:
    if codes.is_app_code(code):
        return _app_code(account, has, code)
    return _recovery_code(account, code)


def _app_code(account: Account, has: Factors, code: str) -> bool:
    secret = vault().secret(has.app)
    step = codes.step_of(secret, code, now()) if secret else None
    if step is None:
        return False
    with engine().begin() as conn:
        first = factors.spend_step(conn, account.account_id, step)
    # A demonstration shows the code to everybody: to refuse it the second time protects nothing.
    return first or _invented(account)


def _recovery_code(account: Account, code: str) -> bool:
    with engine().connect() as conn:
        hashes = factors.recovery_hashes(conn, account.account_id)
    # All of them, so that how long it takes does not tell which.
    right = [one for one in hashes if passwords.matches(one, code)]
    if not right:
        return False
    with engine().begin() as conn:
        return factors.spend_recovery_code(conn, right[0])


def _invented(account: Account) -> bool:
    return settings().demo and account.demo
