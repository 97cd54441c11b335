"""The heartbeat of the newer group protocol (KIP-848), which is refused: groups are classic here.

It is advertised because librdkafka looks for a coordinator again and again where it is not, and
gives up at once where it is refused; Apache Kafka refuses in the same way when the protocol is
switched off. kafka-python 3.0 has no codecs for it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from deploy.local.broker.batch import Buffer
from deploy.local.broker.codes import Code
from deploy.local.broker.node import Answer, Client, Node, Request

CLASSIC_ONLY = (
    "The embedded broker has the classic group protocol alone: set group.protocol=classic."
)
NOTHING = b"\0"  # a text that is null, or no tagged fields
NO_ASSIGNMENT = b"\xff"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A request that is refused whatever it says, so nothing of it is read."""

    API_KEY = 68

    @staticmethod
    def flexible_version_q(_version: int) -> bool:
        return True

    @classmethod
    def decode(cls, _data: Buffer, version: int) -> Heartbeat:  # noqa: ARG003  as in kafka-python
        return cls()


@dataclass(slots=True)
class HeartbeatRefused:
    """The answer: the same in both versions."""

    version: int
    throttle_time_ms: int
    error_code: Code
    error_message: str
    correlation_id: int = 0

    def with_header(self, correlation_id: int) -> None:
        self.correlation_id = correlation_id

    def encode(self, **_header_and_frame: Any) -> bytes:
        """Header and fields in one frame."""
        text = self.error_message.encode()
        answer = b"".join(
            (
                struct.pack(">i", self.correlation_id),
                NOTHING,
                struct.pack(">ihB", self.throttle_time_ms, self.error_code, len(text) + 1),
                text,
                NOTHING,  # the member's id
                struct.pack(">ii", 0, 0),  # its epoch, and the interval of heartbeats
                NO_ASSIGNMENT,
                NOTHING,
            )
        )
        return struct.pack(">i", len(answer)) + answer


async def heartbeat(_node: Node, _request: Request, _client: Client) -> Answer:
    """UNSUPPORTED_VERSION, which clients take as final."""
    return {"error_code": Code.UNSUPPORTED_VERSION, "error_message": CLASSIC_ONLY}
