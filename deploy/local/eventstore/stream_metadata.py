"""Stream metadata: which events of a stream are visible, and whether the stream is deleted.

`$tb` is the first visible revision, `$maxCount` the number of latest events to show, `$maxAge` the
seconds for which an event is visible. Deleting a stream sets `$tb` to the largest possible
revision; the stream can be written again, which moves `$tb` to the first new revision.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from deploy.local.eventstore.record import MAX_INT64, Record

TRUNCATE_BEFORE: Final = "$tb"
DELETED: Final = MAX_INT64
TICKS_PER_SECOND: Final = 10_000_000
METASTREAM_PREFIX: Final = "$$"


@dataclass(frozen=True, slots=True)
class StreamMetadata:
    """The three settings that the node interprets; anything else is stored as it came."""

    truncate_before: int = 0
    max_count: int | None = None
    max_age_ticks: int | None = None

    @property
    def deleted(self) -> bool:
        """Whether the stream is (softly) deleted."""
        return self.truncate_before == DELETED


NO_METADATA: Final = StreamMetadata()
# Of a stream's metadata only the last is ever of use.
METASTREAM: Final = StreamMetadata(max_count=1)


def fields(data: bytes | None) -> dict[str, Any]:
    """The JSON object of a metadata event; what is no object counts as none at all."""
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _whole(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return min(value, MAX_INT64)
    return None


def parse(data: bytes) -> StreamMetadata:
    """Read the data of a `$metadata` event; settings that are no whole numbers are ignored."""
    found = fields(data)
    max_age = _whole(found.get("$maxAge"))
    return StreamMetadata(
        truncate_before=_whole(found.get(TRUNCATE_BEFORE)) or 0,
        max_count=_whole(found.get("$maxCount")),
        max_age_ticks=None if max_age is None else max_age * TICKS_PER_SECOND,
    )


def with_truncate_before(data: bytes | None, revision: int) -> bytes:
    """The same metadata with another `$tb`."""
    return json.dumps(fields(data) | {TRUNCATE_BEFORE: revision}).encode()


def first_visible(metadata: StreamMetadata, last: int) -> int:
    """The first revision to be seen of a stream whose last revision is `last`."""
    by_count = 0 if metadata.max_count is None else last - metadata.max_count + 1
    return max(metadata.truncate_before, by_count, 0)


def too_old(metadata: StreamMetadata, record: Record, now: int) -> bool:
    """Whether `$maxAge` hides the record at the time `now` (ticks)."""
    return metadata.max_age_ticks is not None and record.created + metadata.max_age_ticks < now
