"""Setting up and removing one's own second factors, while signing in and later."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from portal.web.accounts import codes, factors, passkeys, passwords, proof
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account
from portal.web.accounts.passkeys import NotAnswered
from portal.web.accounts.session import Session
from portal.web.context import real_now, vault
from portal.web.db import engine
from portal.web.i18n.texts import lazy

LOCAL = lazy(
    "A passkey belongs to a name, and this address is a number. On this machine open "
    "http://localhost with the same port, or use an app."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An app that could be set up. ``picture``: a QR code, as SVG that we drew ourselves."""

    secret: str
    picture: str
    demo_code: str | None


def offer(account: Account, *, demo: bool) -> Offer:
    """Return the secret to put into an app; the same one until a code of it came."""
    with engine().connect() as conn:
        sealed = factors.proposed_app(conn, account.account_id)
    secret = vault().secret(sealed)
    if secret is None:
        secret = _propose(account)
    return Offer(
        secret=codes.in_groups(secret, 4),
        picture=codes.picture_of(codes.address_of(secret, account.email)),
        demo_code=codes.in_groups(codes.code_at(secret, real_now()), 3) if demo else None,
    )


def confirm(account: Account, session: Session, code: str) -> bool:
    """Begin to count the app that was offered, if the code is its code."""
    with engine().connect() as conn:
        sealed = factors.proposed_app(conn, account.account_id)
    secret = vault().secret(sealed)
    step = codes.step_of(secret, codes.typed(code), real_now()) if secret else None
    if step is None:
        return False
    with engine().begin() as conn:
        factors.confirm_app(conn, account.account_id, step=step, at=real_now())
        sessions.shown(conn, session, at=real_now())
    return True


def asked_to_make(account: Account, session: Session) -> str | None:
    """Return the request for a new passkey, as JSON; None if it is not possible."""
    here = proof.site()
    if here is None:
        return None
    known = proof.known(account).passkeys
    return passkeys.asked_to_make(here, account, known, proof.challenged(session))


def add_passkey(account: Account, session: Session, *, name: str, answer: str) -> bool:
    """Keep a passkey that the browser made; False: it is no right answer, or it is kept already."""
    here, challenge = proof.site(), session.challenge
    if here is None or challenge is None:
        return False
    try:
        with engine().begin() as conn:
            if not sessions.answered(conn, session):
                return False
        new = passkeys.made(here, answer, challenge)
        with engine().begin() as conn:
            factors.add_passkey(
                conn,
                account.account_id,
                name=name,
                credential_id=new.credential_id,
                public_key=new.public_key,
                sign_count=new.sign_count,
                at=real_now(),
            )
            sessions.shown(conn, session, at=real_now())
    except (NotAnswered, IntegrityError):
        return False
    return True


def new_recovery_codes(account: Account) -> list[str]:
    """Return new codes, to show once; those from before serve no more."""
    made = codes.new_recovery_codes()
    hashes = [passwords.hashed(codes.typed(code), unguessable=True) for code in made]
    with engine().begin() as conn:
        factors.keep_recovery_codes(conn, account.account_id, hashes)
    return made


def subject_of(account_id: str) -> str:
    """Return under whose key a person's secrets are sealed."""
    return f"account-{account_id}"


def _propose(account: Account) -> str:
    secret = codes.new_secret()
    sealed = vault().seal(subject_of(account.account_id), secret)
    with engine().begin() as conn:
        factors.propose_app(conn, account.account_id, sealed)
    return secret
