"""Fingerprints of files: SHA-256, 64 hexadecimal digits in lower case."""

import re
from typing import Final

from shared.core.decider import Refused

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def require_fingerprints(*some: str) -> None:
    """Refuse what names a file but by such digests.

    Raises:
        Refused: one of them is none.
    """
    if not all(_HASH.fullmatch(one) for one in some):
        raise Refused("The file came without its fingerprint.")
