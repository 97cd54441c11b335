"""A briefing for a treaty body as it is signed off: how many lines it can have, and its hash."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

MOST_LINES: Final = 2_000
"""Their keys and hashes are in one fact."""
MOST_VERSIONS: Final = 100


def hash_of(lines: Sequence[tuple[str, str]], numbers: Sequence[int]) -> str:
    """Return the hash of all that a briefing says. ``lines``: key and hash of each."""
    said = [" ".join(line) for line in sorted(lines)]
    return sha256("\n".join([*said, *map(str, numbers)]).encode()).hexdigest()
