"""The node's stored state: topics with their logs, committed offsets, producer ids."""

from __future__ import annotations

import base64
import fcntl
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.journal import Entry, Journal, entries
from deploy.local.broker.log import Log

_NAME = re.compile(r"[a-zA-Z0-9._-]{1,249}")
FIRST_PRODUCER_ID = 1000


class Committed(NamedTuple):
    """A position that a group has committed for one partition."""

    offset: int
    leader_epoch: int
    metadata: str


@dataclass(slots=True)
class Topic:
    """A topic: `settings` are only those that were set for it."""

    name: str
    topic_id: uuid.UUID
    settings: dict[str, str]
    logs: list[Log]


class DirectoryTaken(Exception):
    """Another broker keeps its data there."""


class Kept:
    """State on disk. Every change is in the journal before its method returns."""

    def __init__(self, directory: Path) -> None:
        """Open or create the directory; raises `DirectoryTaken`."""
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DirectoryTaken(f"Another broker keeps its data in {directory}.") from error
        self._logs = directory / "topics"
        self._logs.mkdir(exist_ok=True)
        self.topics: dict[str, Topic] = {}
        self.offsets: dict[str, dict[tuple[str, int], Committed]] = {}
        self.cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes)[:22].decode()
        self._producer_id = FIRST_PRODUCER_ID
        self._starts: dict[tuple[str, int], int] = {}
        path = directory / "journal.jsonl"
        for entry in entries(path):
            self._replay(entry)
        self._open_logs()
        self._journal = Journal(path, self._snapshot)

    def _replay(self, entry: Entry) -> None:
        match entry:
            case {"kind": "cluster", "id": str(name)}:
                self.cluster_id = name
            case {"kind": "producer", "id": int(number)}:
                self._producer_id = number
            case {"kind": "topic", "name": name, "id": key, "partitions": many, "settings": own}:
                # the logs are opened when the whole journal is read
                self.topics[name] = Topic(name, uuid.UUID(key), own, [])
                self._starts[name, -1] = many
            case {"kind": "topic-deleted", "name": name}:
                del self.topics[name]
                self._starts = {k: v for k, v in self._starts.items() if k[0] != name}
                self._forget_offsets(name)
            case {"kind": "start", "topic": name, "partition": index, "offset": offset}:
                self._starts[name, index] = offset
            case {"kind": "committed", "group": group, "at": [name, index], "as": values}:
                self.offsets.setdefault(group, {})[name, index] = Committed(*values)
            case {"kind": "offset-deleted", "group": group, "at": [name, index]}:
                self.offsets[group].pop((name, index), None)
            case {"kind": "group-deleted", "group": group}:
                self.offsets.pop(group, None)
            case _:
                raise ValueError(f"The journal holds an entry of another version: {entry}")

    def _open_logs(self) -> None:
        for topic in self.topics.values():
            for index in range(self._starts[topic.name, -1]):
                topic.logs.append(self._log(topic, index))
        known = {str(topic.topic_id) for topic in self.topics.values()}
        for directory in self._logs.iterdir():
            if directory.name not in known:
                shutil.rmtree(directory)

    def _log(self, topic: Topic, index: int) -> Log:
        directory = self._logs / str(topic.topic_id)
        directory.mkdir(exist_ok=True)
        return Log(directory / f"{index}.log", self._starts.get((topic.name, index), 0))

    def _snapshot(self) -> Iterator[Entry]:
        yield {"kind": "cluster", "id": self.cluster_id}
        yield {"kind": "producer", "id": self._producer_id}
        for topic in self.topics.values():
            yield _told(topic)
            for index, log in enumerate(topic.logs):
                if log.start:
                    yield _start(topic.name, index, log.start)
        for group, offsets in self.offsets.items():
            for (name, index), committed in offsets.items():
                yield _committed(group, name, index, committed)

    def _forget_offsets(self, name: str) -> None:
        for offsets in self.offsets.values():
            for place in [place for place in offsets if place[0] == name]:
                del offsets[place]

    def log(self, name: str, index: int) -> Log | None:
        """The log of one partition, if there is one."""
        topic = self.topics.get(name)
        if topic is None or not 0 <= index < len(topic.logs):
            return None
        return topic.logs[index]

    def topic(self, name: str) -> Topic:
        """The topic of this name; raises `Refused`."""
        topic = self.topics.get(name)
        if topic is None:
            raise Refused(Code.UNKNOWN_TOPIC_OR_PARTITION, f"There is no topic {name}.")
        return topic

    def topic_of(self, topic_id: uuid.UUID) -> Topic | None:
        """The topic with this id, if there is one."""
        return next((each for each in self.topics.values() if each.topic_id == topic_id), None)

    def check_name(self, name: str) -> None:
        """Raise `Refused` unless a topic of this name may be created."""
        check_topic_name(name)
        if name in self.topics:
            raise Refused(Code.TOPIC_ALREADY_EXISTS, f"Topic '{name}' already exists.")
        for other in self.topics:
            # Kafka's metrics do not tell the two signs apart
            if other.replace(".", "_") == name.replace(".", "_"):
                raise Refused(Code.INVALID_TOPIC_EXCEPTION, f"{name} collides with {other}.")

    def create_topic(self, name: str, partitions: int, settings: Mapping[str, str]) -> Topic:
        """A new topic; the name is checked before."""
        topic = self.topics[name] = Topic(name, uuid.uuid4(), dict(settings), [])
        topic.logs.extend(self._log(topic, index) for index in range(partitions))
        self._journal.write(_told(topic))
        return topic

    def add_partitions(self, topic: Topic, count: int) -> None:
        """Grow the topic to this many partitions."""
        topic.logs.extend(self._log(topic, index) for index in range(len(topic.logs), count))
        self._journal.write(_told(topic))

    def set_settings(self, topic: Topic, settings: Mapping[str, str]) -> None:
        """Replace the settings of the topic."""
        topic.settings = dict(settings)
        self._journal.write(_told(topic))

    def delete_topic(self, topic: Topic) -> None:
        """Remove the topic, its records, and every offset committed for it."""
        del self.topics[topic.name]
        self._forget_offsets(topic.name)
        self._starts = {k: v for k, v in self._starts.items() if k[0] != topic.name}
        self._journal.write({"kind": "topic-deleted", "name": topic.name})
        for log in topic.logs:
            log.close()
        shutil.rmtree(self._logs / str(topic.topic_id))

    def delete_records(self, topic: str, index: int, log: Log, before: int) -> None:
        """Move the start of a partition up to this offset."""
        log.start = max(log.start, before)
        self._journal.write(_start(topic, index, log.start))
        log.delete_before(before)

    def commit(self, group: str, offsets: Iterable[tuple[str, int, Committed]]) -> None:
        """Note the positions of a group, all or none."""
        added = []
        for name, index, committed in offsets:
            self.offsets.setdefault(group, {})[name, index] = committed
            added.append(_committed(group, name, index, committed))
        if added:
            self._journal.write(*added)

    def delete_offset(self, group: str, name: str, index: int) -> None:
        """Forget the position of a group in one partition."""
        if self.offsets.get(group, {}).pop((name, index), None) is not None:
            self._journal.write({"kind": "offset-deleted", "group": group, "at": [name, index]})

    def delete_group(self, group: str) -> None:
        """Forget every position of a group."""
        if self.offsets.pop(group, None) is not None:
            self._journal.write({"kind": "group-deleted", "group": group})

    def new_producer_id(self) -> int:
        """A producer id that was never given out."""
        self._producer_id += 1
        self._journal.write({"kind": "producer", "id": self._producer_id})
        return self._producer_id

    def close(self) -> None:
        """Let go of every file."""
        for topic in self.topics.values():
            for log in topic.logs:
                log.close()
        self._journal.close()
        os.close(self._lock)


def check_topic_name(name: str) -> None:
    """Raise `Refused` unless a topic could have this name."""
    if not _NAME.fullmatch(name) or name in {".", ".."}:
        raise Refused(Code.INVALID_TOPIC_EXCEPTION, f"{name!r} is no topic name.")


def _told(topic: Topic) -> Entry:
    return {
        "kind": "topic",
        "name": topic.name,
        "id": str(topic.topic_id),
        "partitions": len(topic.logs),
        "settings": topic.settings,
    }


def _start(name: str, index: int, offset: int) -> Entry:
    return {"kind": "start", "topic": name, "partition": index, "offset": offset}


def _committed(group: str, name: str, index: int, committed: Committed) -> Entry:
    return {"kind": "committed", "group": group, "at": [name, index], "as": committed}
