"""The position that a page waits for, sealed in its address.

The store's positions count everything that everybody does. A person who could read them in an
address, or ask for others, would learn how much happens, and when, that they may not see.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_PLACE = b"place"


def sealed(place: str, keys: Sequence[str], *, purpose: bytes = _PLACE) -> str:
    """Return the place for an address. ``keys``: newest first.

    ``purpose``: of something else that a page carries; sealed for one, it opens for no other.
    """
    return _cipher(tuple(keys), purpose).encrypt(place.encode()).decode()


def opened(written: str, keys: Sequence[str], *, purpose: bytes = _PLACE) -> str | None:
    """Return the place; None for what is none of ours: it comes from the address bar."""
    try:
        return _cipher(tuple(keys), purpose).decrypt(written.encode()).decode()
    except InvalidToken:
        return None


@lru_cache
def _cipher(keys: tuple[str, ...], purpose: bytes) -> MultiFernet:
    made = (hmac.digest(key.encode(), purpose, "sha256") for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])
