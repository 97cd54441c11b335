"""Ten years of data: a store of seven million facts, and every page of everybody.

The two stages share nothing but the report. ``store``: commands, relays, rebuild and start on a
long history, in the mix that ten years are reckoned with. ``pages``: every route on tables that are
filled as they stand after ten years.
"""

import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.bench import every_page, history, long

FACTS: Final = 7_000_000
STAGES: Final = ("pages", "store")
_HOUR: Final = 3_600  # seconds for all of it
_BYTES: Final = 7_000
"""Of disk for a fact where most is there at once: the store, the topics, and one database."""


class NoRoom(Exception):
    """The disk has not as much as a history of this length needs."""


def measured(
    *,
    short: bool,
    facts: int | None = None,
    stages: Collection[str] = STAGES,
    kept: Path | None = None,
) -> dict[str, Any]:
    """``facts``: of the store; the pages always have ten years. ``kept``: where the store stays."""
    number = facts or (600 if short else FACTS)
    if "store" in stages and not (kept and kept.exists()):
        _look_for_room(number)
    found: dict[str, Any] = {}
    began = time.perf_counter()
    if "pages" in stages:
        size = every_page.SHORT if short else every_page.LONG
        found["pages"] = every_page.measured(size, durable=not short)
        found["pages_s"] = round(time.perf_counter() - began)
    if "store" in stages:
        at = time.perf_counter()
        found["store"] = long.measured(facts=number, short=short, mix=history.DECADE, kept=kept)
        found["store_s"] = round(time.perf_counter() - at)
    return {**found, "asked": FACTS, "took_s": round(time.perf_counter() - began)}


def _look_for_room(facts: int) -> None:
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < facts * _BYTES:
        raise NoRoom(
            f"{facts} facts need {facts * _BYTES / 1e9:.0f} GB of disk at once, and "
            f"{free / 1e9:.0f} GB are free: ask for fewer with --facts."
        )


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    if "pages" in found:
        yield from every_page.lines(found["pages"])
        yield f"the stage of pages took {found['pages_s']} s"
    if "store" in found:
        facts = found["store"]["facts"]
        share = facts / found["asked"]
        yield (
            f"\nThe store has {facts} facts, {share:.1%} of ten years' {found['asked']}"
            f"{'' if share > 0.95 else ': this says nothing about ten years'}; "
            f"the stage took {found['store_s']} s"
        )
    held = "held" if found["took_s"] <= _HOUR else "missed"
    yield f"the whole of it: {found['took_s']} s (aim {_HOUR} s: {held})"
