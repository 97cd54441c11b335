"""Proof of a person's identity: a code, a recovery code, a passkey, or the password.

Used for signing in, and before a step that asks for a fresh proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import TooManyRequests

from portal.web.accounts import attempts, codes, factors, passkeys, passwords, remembered, token
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account
from portal.web.accounts.factors import Factors
from portal.web.accounts.passkeys import NotAnswered, Site
from portal.web.accounts.session import Session
from portal.web.context import real_now, settings, vault
from portal.web.db import engine
from portal.web.i18n.texts import lazy

CODE, PASSKEY, PASSWORD = "factor_code", "factor_passkey", "factor_password"
FIELDS = frozenset({CODE, PASSKEY, PASSWORD})
"""The fields of a form that prove who sends it; they are no part of what is asked."""

_WRONG_CODE = lazy(
    "This code is not right, or it was used before. Wait for the next one in your app, then enter "
    "that"
)
_WRONG_PASSKEY = lazy("The passkey was not taken. Try again, or enter a code instead")
_WRONG_PASSWORD = lazy("The password is not right")  # a sentence


class NotProven(Exception):
    """``field``: which field is wrong. ``sentence``: what to show beside it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The content of the page that asks. ``passkey``: the request to the browser, as JSON.

    ``app``: whether the person has an app with codes. ``demo_code``: the code itself, in a
    demonstration only.
    """

    code: bool
    app: bool
    passkey: str | None
    password: bool
    demo_code: str | None


def site() -> Site | None:
    """Whom a passkey is for here; None where there can be none."""
    return passkeys.site_at(settings().public_url or request.host_url)


def known(account: Account) -> Factors:
    with engine().connect() as conn:
        return factors.of_account(conn, account.account_id)


def question(account: Account, session: Session) -> Question:
    """Return the question for this person, and store the challenge for a passkey."""
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
    if not _is_demo_account(account) or has.app is None:
        return None
    secret = vault().secret(has.app)
    return codes.in_groups(codes.code_at(secret, real_now()), 3) if secret else None


def prove(account: Account, session: Session, sent: Mapping[str, str]) -> None:
    """Look at what was sent and take note of a right proof; raise ``NotProven`` otherwise.

    Who guesses has to wait. A passkey and a recovery code are too long to be guessed, so they are
    taken however many codes a stranger tried.
    """
    has = known(account)
    tried = _note_try("factor", account) if _is_guessable(has, sent) else None
    with attempts.looking(tried):
        _judge(account, has, session, sent)
    if tried:
        attempts.right(tried)
    with engine().begin() as conn:
        sessions.shown(conn, session, at=real_now())


def right_password(account: Account, password: str) -> bool:
    """Whether it is the person's password; who guesses has to wait as when signing in."""
    tried = _note_try("password", account)
    with attempts.looking(tried):
        right = passwords.matches(account.password_hash, password)
    if not right:
        return False
    attempts.right(tried)
    return True


def right_together(account: Account | None, password: str, code: str) -> bool:
    """Whether password and code are both right, for a device that strangers keep from more tries.

    Only with the right password a code counts: who does not know it cannot shut this way too.
    Otherwise the same is done for nobody, so that the time taken does not tell what was wrong.
    """
    with passwords.STRANGERS.one():  # one turn for all: in a crowd the next one may not come
        if not passwords.is_right(account.password_hash if account else None, password):
            account = None
        if not codes.is_app_code(code):
            return _recovery_code(account, code)
    whose = account.account_id if account else token.mint()
    tried = attempts.tried(attempts.of_device("factor", whose, None), at=real_now())
    if tried is None or account is None or not _app_code(account, known(account), code):
        return False
    attempts.right(tried)
    return True


def _note_try(kind: str, account: Account) -> attempts.Tried:
    """Note what is tried at this account from the present device; it may have to wait."""
    device = remembered.here(account.account_id)
    tried = attempts.tried(attempts.of_device(kind, account.account_id, device), at=real_now())
    if tried is None:
        raise TooManyRequests(attempts.TOO_MANY)
    return tried


def _is_guessable(has: Factors, sent: Mapping[str, str]) -> bool:
    if has.count == 0:
        return True
    return not sent.get(PASSKEY) and codes.is_app_code(codes.typed(sent.get(CODE, "")))


def _judge(account: Account, has: Factors, session: Session, sent: Mapping[str, str]) -> None:
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
        factors.used_passkey(conn, passkey.passkey_id, sign_count=count, at=real_now())
    return True


def _code(account: Account, has: Factors, code: str) -> bool:
    if codes.is_app_code(code):
        return _app_code(account, has, code)
    with passwords.KNOWN.one():
        return _recovery_code(account, code)


def _app_code(account: Account, has: Factors, code: str) -> bool:
    secret = vault().secret(has.app)
    step = codes.step_of(secret, code, real_now()) if secret else None
    if step is None:
        return False
    with engine().begin() as conn:
        first = factors.spend_step(conn, account.account_id, step)
    # A demonstration shows the code to everybody: to refuse it the second time protects nothing.
    return first or _is_demo_account(account)


def _recovery_code(account: Account | None, code: str) -> bool:
    """Spend the code if it is one; in a turn, since it is checked against each."""
    with engine().connect() as conn:
        hashes = factors.recovery_hashes(conn, account.account_id if account else "")
    # As many as there can be, so that the time taken does not tell which, or whose.
    hashes += [passwords.nobodys()] * (codes.RECOVERY_CODES - len(hashes))
    right = [code_hash for code_hash in hashes if passwords.is_right(code_hash, code)]
    if account is None or not right:
        return False
    with engine().begin() as conn:
        return factors.spend_recovery_code(conn, right[0])


def _is_demo_account(account: Account) -> bool:
    return settings().demo and account.demo
