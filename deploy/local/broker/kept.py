"""The node's stored state: topics with their logs, committed offsets, producer ids."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import logging
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from deploy.local.broker import durable
from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.journal import Entry, Journal, parsed, read
from deploy.local.broker.log import Log

_NAME = re.compile(r"[a-zA-Z0-9._-]{1,249}")
FIRST_PRODUCER_ID = 1000
SET_ASIDE = "set-aside"
_OF_GROUPS = frozenset({"committed", "offset-deleted", "group-deleted"})

_log = logging.getLogger(__name__)


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


class CannotStart(Exception):
    """The data cannot be opened; the sentence says why, and what to do."""


class Kept:
    """State on disk. Every change is in the journal before its method returns."""

    def __init__(self, directory: Path) -> None:
        """Open or create the directory; raises `CannotStart`."""
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._directory = directory
        self._logs = directory / "topics"
        self.topics: dict[str, Topic] = {}
        self.offsets: dict[str, dict[tuple[str, int], Committed]] = {}
        self.cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes)[:22].decode()
        self._producer_id = FIRST_PRODUCER_ID
        self._starts: dict[tuple[str, int], int] = {}
        self._fenced: dict[tuple[str, int], int] = {}
        self._deleted: set[str] = set()  # directories of topics, as far as the journal tells
        self._cut = False  # the end of the journal is left out
        self._synced = 0  # how many lines were on disk when the journal was begun
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise CannotStart(f"Another broker keeps its data in {directory}.") from error
        path = directory / "journal.jsonl"
        try:
            rest = self._read(path)
            self._open_logs()
            _keep_torn(path, rest)
            self._journal = Journal(path, self._snapshot)
        except BaseException:
            self._let_go()
            raise

    def _read(self, path: Path) -> bytes:
        lines, rest = read(path)
        if not lines:
            _refuse_without_journal(path, self._logs)
        for number, line in enumerate(lines, 1):
            try:
                self._replay(parsed(line))
            except (ValueError, TypeError) as error:
                if number > self._synced and _unsynced(lines[number - 1 :]):
                    self._cut = True
                    return b"\n".join([*lines[number - 1 :], rest])
                raise CannotStart(
                    f"Line {number} of {path} cannot be read: it is damaged, or of another version."
                    " Nothing is changed. Put back a whole file, or take the line out: what it said"
                    " is then forgotten."
                ) from error
        return rest

    def _replay(self, entry: Entry) -> None:
        match entry:
            case {"kind": "cluster", "id": str(name), **more}:
                self.cluster_id = name
                self._synced = int(more.get("synced", 0))  # earlier versions wrote none
            case {"kind": "producer", "id": int(number)}:
                self._producer_id = number
            case {
                "kind": "topic",
                "name": str(name),
                "id": str(key),
                "partitions": int(many),
                "settings": dict(own),
            }:
                # the logs are opened when the whole journal is read
                self.topics[name] = Topic(name, uuid.UUID(key), own, [])
                self._starts[name, -1] = many
            case {"kind": "topic-deleted", "name": str(name)}:
                if topic := self.topics.pop(name, None):
                    self._deleted.add(str(topic.topic_id))
                self._starts = {k: v for k, v in self._starts.items() if k[0] != name}
                self._fenced = {k: v for k, v in self._fenced.items() if k[0] != name}
                self._forget_offsets(name)
            case {"kind": "fenced", "topic": name, "partition": index, "id": int(number)}:
                self._fenced[name, index] = number
            case {"kind": "start", "topic": name, "partition": index, "offset": int(offset)}:
                self._starts[name, index] = offset
            case {"kind": "committed", "group": group, "at": [name, index], "as": [*values]}:
                self.offsets.setdefault(group, {})[name, index] = Committed(*values)
            case {"kind": "offset-deleted", "group": group, "at": [name, index]}:
                self.offsets.get(group, {}).pop((name, index), None)
            case {"kind": "group-deleted", "group": group}:
                self.offsets.pop(group, None)
            case _:
                raise ValueError("The journal holds an entry of another version.")

    def _open_logs(self) -> None:
        logs = [(topic, n) for topic in self.topics.values() for n in self._partitions(topic)]
        for topic, index in logs:
            path = self._path(topic, index)
            if not path.exists():
                raise CannotStart(
                    f"{path} is missing, the records of topic {topic.name}, partition {index}."
                    " Nothing is changed. Put it back, or an empty file in its place to begin the"
                    " partition anew."
                )
        self._logs.mkdir(exist_ok=True)
        self._clear({self._path(topic, index) for topic, index in logs})
        for topic, index in logs:
            topic.logs.append(self._log(topic, index))
            # the journal may have lost what it gave out last; twice the same one loses records
            self._producer_id = max([self._producer_id, *topic.logs[-1].producers])
        for topic, index in logs:
            log = topic.logs[index]
            log.fenced = (
                self._producer_id if log.damaged else self._fenced.get((topic.name, index), -1)
            )

    def _partitions(self, topic: Topic) -> range:
        return range(self._starts[topic.name, -1])

    def _clear(self, named: set[Path]) -> None:
        """Remove what deleted topics left; raises `CannotStart` for records that are not named."""
        known = {self._logs / str(topic.topic_id) for topic in self.topics.values()}
        for path in self._logs.glob("*/*"):
            topic = path.parent
            records = path not in named and (topic not in known or path.suffix == ".log")
            tells = path.stat().st_size or self._cut  # what was cut off may name an empty one
            if records and topic.name not in self._deleted and tells:
                strange = path if topic in known else topic
                raise CannotStart(
                    f"{strange} has records that journal.jsonl does not name: lines of that are"
                    " missing. Nothing is changed. Put back a whole journal.jsonl, or move"
                    f" {strange.name} elsewhere to go on without them."
                )
        for directory in set(self._logs.glob("*/")) - known:
            self._remove(directory)

    def _path(self, topic: Topic, index: int) -> Path:
        return self._logs / str(topic.topic_id) / f"{index}.log"

    def _log(self, topic: Topic, index: int) -> Log:
        path = self._path(topic, index)
        path.parent.mkdir(exist_ok=True)
        title = f"{topic.name}, partition {index} ({path})"
        return Log(path, self._starts.get((topic.name, index), 0), title)

    def _snapshot(self) -> Iterator[Entry]:
        state = [*self._state()]
        yield from [{"kind": "cluster", "id": self.cluster_id, "synced": 1 + len(state)}, *state]

    def _state(self) -> Iterator[Entry]:
        yield {"kind": "producer", "id": self._producer_id}
        for topic in self.topics.values():
            yield _told(topic)
            for index, log in enumerate(topic.logs):
                if log.start:
                    yield _start(topic.name, index, log.start)
                if log.fenced >= 0:
                    yield _fenced(topic.name, index, log.fenced)
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
        topic = Topic(name, uuid.uuid4(), dict(settings), [])
        self.add_partitions(topic, partitions)
        self.topics[name] = topic
        return topic

    def add_partitions(self, topic: Topic, count: int) -> None:
        """Grow the topic to this many partitions, or raise `OSError` and to none of them."""
        before = len(topic.logs)
        try:
            for index in range(before, count):
                topic.logs.append(self._log(topic, index))
            durable.sync(self._logs / str(topic.topic_id))
            durable.sync(self._logs)
            self._journal.write(_told(topic), sync=True)
        except OSError:
            for log in topic.logs[before:]:
                log.close()
            del topic.logs[before:]
            raise

    def set_settings(self, topic: Topic, settings: Mapping[str, str]) -> None:
        """Replace the settings of the topic."""
        topic.settings = dict(settings)
        self._journal.write(_told(topic))

    def delete_topic(self, topic: Topic) -> None:
        """Remove the topic, its records, and every offset committed for it."""
        self._journal.write({"kind": "topic-deleted", "name": topic.name}, sync=True)
        del self.topics[topic.name]
        self._forget_offsets(topic.name)
        self._starts = {k: v for k, v in self._starts.items() if k[0] != topic.name}
        for log in topic.logs:
            log.close()
        self._remove(self._logs / str(topic.topic_id))

    def _remove(self, directory: Path) -> None:
        """Remove a topic's records for good, before the journal forgets that it was deleted."""
        shutil.rmtree(directory)
        durable.sync(self._logs)

    def delete_records(self, topic: str, index: int, log: Log, before: int) -> None:
        """Move the start of a partition up to this offset."""
        log.start = max(log.start, before)
        self._journal.write(_start(topic, index, log.start), sync=True)
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
        self._journal.write({"kind": "producer", "id": self._producer_id}, sync=True)
        return self._producer_id

    def close(self) -> None:
        """Let go of every file."""
        self._journal.close()
        self._let_go()

    def _let_go(self) -> None:
        for topic in self.topics.values():
            for log in topic.logs:
                log.close()
        os.close(self._lock)


def _refuse_without_journal(path: Path, logs: Path) -> None:
    """Raise `CannotStart` where the journal says nothing, and it or a topic was here.

    All of it is set aside first, and as long as that stays the broker does not start: whoever
    starts it again and again would else be served by one without topics.
    """
    aside = path.parent / SET_ASIDE
    if path.exists():
        durable.moved(path, aside)
    if logs.exists() and any(logs.iterdir()):
        durable.moved(logs, aside)
    if aside.exists():
        raise CannotStart(
            f"{path}, which names the topics, is missing, empty or blank. Nothing is removed: what"
            f" was here is in {aside}. Put back a whole journal.jsonl and, from there, the"
            f" directory topics. Or move {aside} elsewhere, and the broker begins without topics"
            " (see 'A topic or all of Kafka is lost' in docs/runbook.md)."
        )


def _unsynced(lines: list[bytes]) -> bool:
    """Whether lines that begin with a damaged one are all of those that are not synced.

    A loss of power leaves such pages out of order, blank or old. What they said is where groups
    were, who repeat. A line that reads well but is of another version is no damage, nor is one with
    a synced line behind it a loss of power.
    """
    if _reads(lines[0]) is not None:
        return False
    told = [entry for line in lines[1:] if (entry := _reads(line)) is not None]
    return all(isinstance(one, dict) and one.get("kind") in _OF_GROUPS for one in told)


def _reads(line: bytes) -> object:
    with contextlib.suppress(ValueError):
        return parsed(line)
    return None


def _keep_torn(path: Path, rest: bytes) -> None:
    if rest:
        cut = path.with_name(f"journal.cut-at-{path.stat().st_size - len(rest)}")
        _log.warning(
            "%s: a torn tail. Its last lines were not written whole: they are left out, and kept"
            " in %s. Groups go on from where they were before, and repeat some records.",
            *(path, durable.kept(cut, [rest])),
        )


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


def _fenced(name: str, index: int, last: int) -> Entry:
    return {"kind": "fenced", "topic": name, "partition": index, "id": last}


def _committed(group: str, name: str, index: int, committed: Committed) -> Entry:
    return {"kind": "committed", "group": group, "at": [name, index], "as": committed}
