"""``python -m portal rebuild --beside <consumer>``: rebuild a read model while pages read it."""

import asyncio
import sys
from collections.abc import Callable

from sqlalchemy import Engine

from shared.hosting.building import Progress, build
from shared.platform.cluster import Cluster
from shared.read_models.beside import Gone
from shared.read_models.model import Applier, ReadModel

_EVERY = 1.0  # seconds between two lines of progress


def rebuilt(engine: Engine, cluster: Cluster, model: ReadModel) -> int:
    """Build, swap, and say how it went; 1 when there is nothing beside which to build."""
    name = model.consumer
    try:
        hashes = asyncio.run(build(Applier(engine, model), cluster, anew=True, tell=telling(name)))
    except Gone:
        sys.stderr.write(f"{name} has no tables. Start consume: it fills them.\n")
        return 1
    sys.stdout.write(f"{name}: swapped. {_compared(hashes)}\n")
    return 0


def telling(name: str, write: Callable[[str], object] = sys.stdout.write) -> Callable[..., None]:
    """Return a function that prints progress once a second, and once at the end."""
    last = -_EVERY

    def tell(at: Progress) -> None:
        nonlocal last
        if at.applied < at.of and at.seconds - last < _EVERY:
            return
        last = at.seconds
        rate = round(at.applied / at.seconds) if at.seconds else 0
        stuck = f"; stuck: {at.failing}" if at.failing else ""
        write(f"{name}: {at.applied:,} of {at.of:,} facts, {rate:,} a second{stuck}\n")

    return tell


def _compared(hashes: tuple[str, str] | None) -> str:
    if hashes is None:
        return "Old and new were not compared: another definition, or facts without a pause."
    old, new = hashes
    return f"Old {old}, new {new}: {'equal' if old == new else 'they differ'}."
