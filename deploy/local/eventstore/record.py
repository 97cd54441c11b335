"""The stored form of an event, and the form of an event to be appended."""

import time
from typing import Final, NamedTuple

LINK_TYPE: Final = "$>"
METADATA_TYPE: Final = "$metadata"
TOMBSTONE_TYPE: Final = "$streamDeleted"
MAX_INT64: Final = 2**63 - 1
# A tombstone sits at the last revision that a stream can have, so nothing can follow it.
TOMBSTONE_REVISION: Final = MAX_INT64
JSON: Final = "application/json"
BINARY: Final = "application/octet-stream"


class Proposal(NamedTuple):
    """An event as a client proposes it."""

    event_id: str
    type: str
    content_type: str
    metadata: bytes
    data: bytes

    @property
    def size(self) -> int:
        """Bytes counted against the append limit: data, metadata and the type as UTF-16."""
        return len(self.data) + len(self.metadata) + 2 * len(self.type)


class Record(NamedTuple):
    """A stored event; the fields are the columns of the table `events`, in order.

    `position` counts all events of the store from 1 without holes, `created` is in ticks of
    100 ns since 1970.
    """

    position: int
    stream: str
    revision: int
    event_id: str
    type: str
    created: int
    content_type: str
    metadata: bytes
    data: bytes


def ticks_now() -> int:
    """The time in ticks of 100 ns since 1970, UTC."""
    return time.time_ns() // 100
