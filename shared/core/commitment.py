"""What binds an approval to a sealed text and lets nobody try what the text may be.

The portal's vault makes the salt, and tells it to a service with the words that become public: so
the service can see that they are those that were approved, and needs no key (decision 0035).
"""

import hmac
from hashlib import sha256


def committed(text: str, salt: str) -> str:
    """Return the hash of a text under this salt, in hex; without one, as facts of old have it."""
    if not salt:
        return sha256(text.encode()).hexdigest()
    return hmac.digest(salt.encode(), text.encode(), "sha256").hex()
