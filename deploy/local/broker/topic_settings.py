"""Settings of topics: which there are, and their defaults in Apache Kafka 4.3."""

from __future__ import annotations

from collections.abc import Mapping

from deploy.local.broker.codes import Code, Refused

DEFAULTS = {
    "cleanup.policy": "delete",
    "compression.type": "producer",
    "delete.retention.ms": "86400000",
    "max.message.bytes": "1048588",
    "message.timestamp.type": "CreateTime",
    "min.insync.replicas": "1",
    "retention.bytes": "-1",
    "retention.ms": "604800000",
    "segment.bytes": "1073741824",
    "segment.ms": "604800000",
}


def check(settings: Mapping[str, str | None]) -> None:
    """Raise `Refused` for a setting that no topic has."""
    for name, value in settings.items():
        if name not in DEFAULTS:
            raise Refused(Code.INVALID_CONFIG, f"Unknown topic config name: {name}")
        if value is None:
            raise Refused(Code.INVALID_CONFIG, f"{name} has no value.")


def max_message_bytes(settings: Mapping[str, str]) -> int:
    """Largest batch that the topic takes, in bytes."""
    return int(settings.get("max.message.bytes", DEFAULTS["max.message.bytes"]))
