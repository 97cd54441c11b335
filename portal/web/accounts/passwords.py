"""Passwords: argon2id at the parameters of RFC 9106's second recommendation.

One check takes 64 MiB and about an eighth of a second, so only a few run at a time. Strangers and
known people have separate queues: a crowd in one does not hold up the other.
"""

from functools import cache
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.web.accounts.turns import Turns

_hasher = PasswordHasher()
_light = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)

KNOWN = Turns(2, waiting=16, patience=10)
"""For whoever showed a password before, here or on this device."""
STRANGERS = Turns(2)
"""None of them waits: of the threads at the door (``portal/web/pools.py``) one is left."""


def hashed(password: str, *, unguessable: bool = False) -> str:
    """Return the hash to keep; it carries its own salt and parameters.

    ``unguessable``: we made it ourselves at random, so that no slow hash has to protect it.
    """
    with KNOWN.one():
        return (_light if unguessable else _hasher).hash(password)


def matches(password_hash: str | None, password: str, turns: Turns = KNOWN) -> bool:
    """Whether the password is the one that was hashed. Raises ``Crowded``.

    ``None``, an account that does not exist, takes just as long and is never right.
    """
    with turns.one():
        return is_right(password_hash, password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Do what ``matches`` does, in a turn that is taken already."""
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def nobodys() -> str:
    """Return the hash of something that we made and nobody has: it takes as long as theirs."""
    return _light.hash(token_urlsafe())


@cache
def _nobody() -> str:
    return _hasher.hash(token_urlsafe())
