"""Secrets that a browser or a script keeps, and of which we keep only a digest."""

from hashlib import sha256
from secrets import token_urlsafe

_BYTES = 32  # 256 bits: nothing that random needs a slow hash


def mint() -> str:
    """Return a new unguessable token, safe in a cookie, a header and a URL."""
    return token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """Return the storable digest of a token."""
    return sha256(token.encode()).hexdigest()
