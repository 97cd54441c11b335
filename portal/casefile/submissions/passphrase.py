"""The passphrase of a receipt from before return codes: 40 digits, beside a tracking code.

It was made as a return code is, and stays good. Its argon2 hash takes only a mebibyte and half a
millisecond: 132 bits need no slow hash.
"""

import hmac
import unicodedata
from functools import cache
from secrets import token_urlsafe
from uuid import UUID

from argon2 import PasswordHasher

from portal.web.accounts import passwords
from portal.web.accounts.turns import Turns

_hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
_turns = Turns(2, waiting=4, patience=3)  # who guesses passwords does not hold up a source
_DIGITS = 40  # 132 bits
_GROUP = 5


def made_of(command_id: UUID, nonce: str, key: str) -> str:
    """Return the passphrase in groups of five digits."""
    content = f"passphrase/{command_id}/{nonce}".encode()
    number = int.from_bytes(hmac.digest(key.encode(), content, "sha512"))
    digits = f"{number % 10**_DIGITS:0{_DIGITS}}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def hashed(passphrase: str) -> str:
    """Return the hash to keep."""
    return _hasher.hash(_bare(passphrase))


def matches(passphrase_hash: str | None, typed: str) -> bool:
    """Whether this is the passphrase, however it was typed.

    ``None``, a code that is of no submission, takes just as long and is never right. Raises
    ``Crowded``.
    """
    right = passwords.matches(passphrase_hash or _nobodys(), _bare(typed), _turns)
    return right and passphrase_hash is not None


def _bare(typed: str) -> str:
    """Return the digits alone, converted from any script: a keyboard may write ٣ for 3."""
    values = (unicodedata.digit(letter, None) for letter in typed)
    return "".join(str(value) for value in values if value is not None)


@cache
def _nobodys() -> str:
    return hashed(made_of(UUID(int=0), token_urlsafe(), token_urlsafe()))
