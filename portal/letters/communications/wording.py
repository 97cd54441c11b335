"""The fingerprint of a text, to which approvals are bound.

Facts contain the fingerprint, while the text itself is sealed. So it is keyed: a person who reads
the store without a key of the vault cannot test a guess of the text.
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
