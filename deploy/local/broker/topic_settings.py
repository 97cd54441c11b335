"""Settings of topics: their names, their defaults in Apache Kafka 4.3 and their valid values.

The broker applies `max.message.bytes`, `message.timestamp.after.max.ms` and, of `cleanup.policy`,
the rule that records of a compacted topic have keys. It stores and returns the other settings
without effect: nothing is ever cleaned up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from deploy.local.broker.codes import Code, Refused


class Kind(IntEnum):
    """Types of settings, numbered as in DescribeConfigs."""

    BOOLEAN = 1
    STRING = 2
    INT = 3
    LONG = 5
    DOUBLE = 6
    LIST = 7


_LOOKS = {
    Kind.BOOLEAN: re.compile(r"true|false", re.IGNORECASE),
    Kind.STRING: re.compile(r".*"),
    Kind.INT: re.compile(r"-?\d{1,10}"),
    Kind.LONG: re.compile(r"-?\d{1,19}"),
    Kind.DOUBLE: re.compile(r"[01](\.\d+)?"),
    Kind.LIST: re.compile(r".*"),
}


class Setting(NamedTuple):
    """One setting; `least` for numbers, `allowed` (each item of a list) for words."""

    kind: Kind
    default: str
    least: int = 0
    allowed: frozenset[str] = frozenset()


_NO_END = "9223372036854775807"
_CODECS = frozenset({"uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"})

SETTINGS = {
    "cleanup.policy": Setting(Kind.LIST, "delete", allowed=frozenset({"compact", "delete"})),
    "compression.gzip.level": Setting(Kind.INT, "-1", -1),
    "compression.lz4.level": Setting(Kind.INT, "9", 1),
    "compression.type": Setting(Kind.STRING, "producer", allowed=_CODECS),
    "compression.zstd.level": Setting(Kind.INT, "3", -131072),
    "delete.retention.ms": Setting(Kind.LONG, "86400000"),
    "file.delete.delay.ms": Setting(Kind.LONG, "60000"),
    "flush.messages": Setting(Kind.LONG, _NO_END, 1),
    "flush.ms": Setting(Kind.LONG, _NO_END),
    "follower.replication.throttled.replicas": Setting(Kind.LIST, ""),
    "index.interval.bytes": Setting(Kind.INT, "4096"),
    "leader.replication.throttled.replicas": Setting(Kind.LIST, ""),
    "local.retention.bytes": Setting(Kind.LONG, "-2", -2),
    "local.retention.ms": Setting(Kind.LONG, "-2", -2),
    "max.compaction.lag.ms": Setting(Kind.LONG, _NO_END, 1),
    "max.message.bytes": Setting(Kind.INT, "1048588"),
    "message.timestamp.after.max.ms": Setting(Kind.LONG, "3600000"),
    "message.timestamp.before.max.ms": Setting(Kind.LONG, _NO_END),
    # with LogAppendTime batches would have to be rewritten
    "message.timestamp.type": Setting(Kind.STRING, "CreateTime", allowed=frozenset({"CreateTime"})),
    "min.cleanable.dirty.ratio": Setting(Kind.DOUBLE, "0.5"),
    "min.compaction.lag.ms": Setting(Kind.LONG, "0"),
    "min.insync.replicas": Setting(Kind.INT, "1", 1),
    "preallocate": Setting(Kind.BOOLEAN, "false"),
    "remote.log.copy.disable": Setting(Kind.BOOLEAN, "false"),
    "remote.log.delete.on.disable": Setting(Kind.BOOLEAN, "false"),
    "remote.storage.enable": Setting(Kind.BOOLEAN, "false"),
    "retention.bytes": Setting(Kind.LONG, "-1", -1),
    "retention.ms": Setting(Kind.LONG, "604800000", -1),
    "segment.bytes": Setting(Kind.INT, "1073741824", 1048576),
    "segment.index.bytes": Setting(Kind.INT, "10485760", 4),
    "segment.jitter.ms": Setting(Kind.LONG, "0"),
    "segment.ms": Setting(Kind.LONG, "604800000", 1),
    "unclean.leader.election.enable": Setting(Kind.BOOLEAN, "false"),
}


def check(settings: Mapping[str, str | None]) -> None:
    """Raise `Refused` for a setting that no topic has, or a value that it cannot have."""
    for name, value in settings.items():
        setting = SETTINGS.get(name)
        if setting is None:
            raise Refused(Code.INVALID_CONFIG, f"Unknown topic config name: {name}")
        if value is None:
            raise Refused(
                Code.INVALID_CONFIG, f"Null value not supported for topic configs: {name}"
            )
        if not _fits(setting, value):
            raise Refused(Code.INVALID_CONFIG, f"Invalid value {value} for configuration {name}")


def _fits(setting: Setting, value: str) -> bool:
    if not _LOOKS[setting.kind].fullmatch(value):
        return False
    if setting.allowed:
        return {item.strip() for item in value.split(",")} <= setting.allowed
    return setting.kind not in {Kind.INT, Kind.LONG} or int(value) >= setting.least


def number(settings: Mapping[str, str], name: str) -> int:
    """A number as set, or its default."""
    return int(settings.get(name, SETTINGS[name].default))


def is_compacted(settings: Mapping[str, str]) -> bool:
    """Whether only the newest record of a key counts, so that each record needs a key."""
    return "compact" in settings.get("cleanup.policy", "")
