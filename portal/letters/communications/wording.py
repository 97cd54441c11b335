"""The fingerprint of a wording, which approvals are bound to.

It stands in facts, which keep a text only sealed. So it is keyed: whoever reads the store and has
no key of the vault cannot try whether a text is the one that they guess.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256

from portal.web.context import settings


def content_hash(text: str, *, present: str | None = None) -> str:
    """Return the fingerprint of this text; ``present``, if that is one of it already."""
    return fingerprint(text, settings().vault_key_list, present)


def fingerprint(text: str, keys: Sequence[str], present: str | None = None) -> str:
    """Return the fingerprint by the first key. ``present`` may be by another, or of old by none."""
    content = text.encode()
    known = [hmac.digest(_key(key), content, "sha256").hex() for key in keys]
    if present is not None and present in {*known, sha256(content).hexdigest()}:
        return present
    return known[0]


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"wording", "sha256")
