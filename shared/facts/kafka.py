"""CloudEvents on Kafka, binary mode: attributes in headers, JSON in the value, key = stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from shared.contracts import Contract
from shared.core.message import Metadata, Recorded, derive_id
from shared.facts.murmur2 import murmur2

Partition: TypeAlias = tuple[str, int]
"""Topic and partition."""


class Record(Protocol):
    """The message interface that aiokafka and kafka-python share."""

    topic: str
    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A fact as it arrives, with its origin. ``position`` is the event store's.

    ``ahead``: the days by which the clock of a demonstration was moved then (decision 0051).
    """

    fact: Any
    id: UUID
    stream: str
    position: int
    recorded_at: datetime
    correlation_id: UUID
    actor: str
    traceparent: str | None
    topic: str
    partition: int
    offset: int
    ahead: int = 0

    @property
    def at(self) -> datetime:
        """When it happened, as people see it. ``recorded_at`` is the real time."""
        return self.recorded_at + timedelta(days=self.ahead)

    @property
    def tp(self) -> Partition:
        return self.topic, self.partition

    def command_id(self, policy: str) -> UUID:
        """The same id every time this fact reaches this policy."""
        return derive_id(policy, self.id)

    def metadata(self) -> Metadata:
        """Metadata for the command that a policy issues in response to this fact."""
        return Metadata(
            correlation_id=self.correlation_id,
            causation_id=self.id,
            actor=self.actor,
            traceparent=self.traceparent,
            ahead=self.ahead,
        )


def encode(
    record: Recorded[Any], fact: object, contract: Contract
) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    """Return key, value and headers of the message for ``fact``."""
    name, version, data = contract.catalogue.encode(fact)
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(record.id),
        "ce_type": f"{name}.v{version}",
        "ce_source": f"/{contract.service}",
        "ce_subject": record.stream,
        "ce_time": record.recorded_at.isoformat(),
        "ce_position": str(record.position),
        "ce_correlationid": str(record.metadata.correlation_id),
        "ce_causationid": str(record.metadata.causation_id),
        "ce_actor": record.metadata.actor,
        "content-type": "application/json",
        "correlation_id": str(record.metadata.correlation_id),
    }
    if record.metadata.traceparent:
        headers["traceparent"] = record.metadata.traceparent
    if record.metadata.ahead:
        headers["ce_ahead"] = str(record.metadata.ahead)
    return record.stream.encode(), data, [(k, v.encode()) for k, v in headers.items()]


class Newer(ValueError):
    """A fact of a type or version that is newer than this consumer (decision 0025)."""


def decode(record: Record, contracts: Mapping[str, Contract]) -> Published:
    """Return the fact.

    Raises:
        Newer: only a newer version of the program knows it.
    """
    headers = {key: value.decode() for key, value in record.headers}
    name, _, version = headers["ce_type"].rpartition(".v")
    catalogue = contracts[record.topic].catalogue
    if name not in catalogue or int(version) > catalogue.version(name):
        raise Newer(headers["ce_type"])
    return Published(
        fact=catalogue.decode(name, int(version), record.value or b""),
        id=UUID(headers["ce_id"]),
        stream=headers["ce_subject"],
        position=int(headers["ce_position"]),
        recorded_at=datetime.fromisoformat(headers["ce_time"]),
        correlation_id=UUID(headers["ce_correlationid"]),
        actor=headers["ce_actor"],
        traceparent=headers.get("traceparent"),
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        ahead=int(headers.get("ce_ahead", 0)),
    )


def position_of(record: Record) -> int:
    """Return the event store's position of the fact in a message."""
    return next((int(value) for key, value in record.headers if key == "ce_position"), 0)


def partition_of(stream: str, partitions: int) -> int:
    """Return the partition for a stream's facts, as Kafka's own clients choose it for a key."""
    return (murmur2(stream.encode()) & 0x7FFFFFFF) % partitions
