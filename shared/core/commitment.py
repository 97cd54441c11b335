"""Commitments: a salted hash binds an approval to a sealed text, and nobody can test guesses on it.

The portal's vault makes the salt, and gives it to a service together with text that becomes public:
so the service can check that this is the approved text, and needs no key (decision 0035).
"""

import hmac
from hashlib import sha256


def committed(text: str, salt: str) -> str:
    """Return the hash of a text under this salt, in hex; without a salt for older facts."""
    if not salt:
        return sha256(text.encode()).hexdigest()
    return hmac.digest(salt.encode(), text.encode(), "sha256").hex()
