"""Passwords: argon2id at the parameters of RFC 9106's second recommendation.

One check takes 64 MiB and about an eighth of a second, so only a few run at a time; the others
wait their turn.
"""

from functools import cache
from secrets import token_urlsafe
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_light = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
_turns = BoundedSemaphore(2)


def hashed(password: str, *, unguessable: bool = False) -> str:
    """Return the hash to keep; it carries its own salt and parameters.

    ``unguessable``: we made it ourselves at random, so that no slow hash has to protect it.
    """
    with _turns:
        return (_light if unguessable else _hasher).hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed.

    ``None``, an account that does not exist, takes just as long and is never right.
    """
    with _turns:
        try:
            _hasher.verify(password_hash or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobody() -> str:
    return _hasher.hash(token_urlsafe())
