"""What tells one state of a thing from another: a page shows it, the decision names it (0063)."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256

from shared.core.message import Sealed


def seen(*what: object) -> str:
    """Return the same text for the same things. A sealed text stands for itself as it is sealed."""
    return sha256(json.dumps(what, default=_plain).encode()).hexdigest()


def _plain(one: object) -> str:
    match one:
        case datetime():
            return one.astimezone(UTC).isoformat()
        case date():
            return one.isoformat()
        case Sealed():
            return one.cipher
        case _:
            raise TypeError(type(one).__name__)
