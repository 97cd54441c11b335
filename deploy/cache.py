"""What is built or fetched once, by versions: outside the tree, in the user's cache directory."""

import os
import shutil
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path


def cache() -> Path:
    """Return the directory, which need not exist."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "rapporteur"


def kept(name: str, versions: str, make: Callable[[Path], None]) -> Path:
    """Return the directory that ``make`` filled for these versions; it is whole or not there."""
    place = cache() / f"{name}-{sha256(versions.encode()).hexdigest()[:16]}"
    if place.exists():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=place.parent))
    try:
        make(making)
        try:
            making.rename(place)
        except OSError:
            if not place.exists():  # another process was not quicker: the disk is at fault
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return place
