"""A damaged data file: it is noticed, nothing more is read or written, and a copy restores it."""

import asyncio
import contextlib
import queue
import shutil
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from esdbclient import EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import EventStoreDBClientException, ServiceUnavailable

from deploy.local.eventstore import database
from deploy.local.eventstore import integrity as integrity_module
from deploy.local.eventstore.database import UnusableFile
from deploy.local.eventstore.integrity import Integrity
from deploy.local.eventstore.node import settle
from deploy.local.eventstore.reader import Reader
from deploy.local.eventstore.record import Proposal
from deploy.local.eventstore.testing import MODULE, ROOT, start_node, stop_node
from deploy.local.eventstore.versions import Written
from deploy.local.eventstore.writer import AppendEvents, NotWritten, Outcome, Writer

PAGE = 4096
EVENTS = 300


def append(expected: int) -> AppendEvents:
    proposals = [
        Proposal(str(uuid.uuid4()), "Happened", "application/json", b"", b"x" * 1000)
        for _ in range(EVENTS)
    ]
    return AppendEvents("s-1", expected, proposals)


def writer_of(path: Path, integrity: Integrity) -> Writer:
    return Writer(path, asyncio.get_running_loop(), lambda _: None, integrity)


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A file of a hundred pages or so, which nobody has open."""
    path = tmp_path / "events.db"
    database.prepare(path)
    writer = writer_of(path, Integrity(path))
    assert isinstance(await writer.submit(append(-1)), Written)
    writer.close()
    return path


def zero(path: Path, first: int, count: int = 1) -> None:
    assert path.stat().st_size > (first + count) * PAGE
    with path.open("r+b") as file:
        file.seek((first - 1) * PAGE)
        file.write(bytes(count * PAGE))


def zero_the_middle(path: Path) -> None:
    zero(path, path.stat().st_size // PAGE // 2, 4)


def zero_an_index(path: Path) -> None:
    """Reads of the store need no index of ids: only a write comes upon it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'events_by_id'"
        [root] = connection.execute(asked).fetchone()
    zero(path, root)


@pytest.mark.parametrize("harm", [zero_the_middle, zero_an_index])
def test_damage_that_nobody_comes_upon_is_found_after_the_start(
    data: Path, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    harm(data)
    integrity = Integrity(data)
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    with integrity.checking(told.put):
        sentence = told.get(timeout=30)
    assert sentence.startswith(f"The file {data} is damaged (")
    assert "docs/runbook.md" in sentence
    assert [record.getMessage() for record in caplog.records] == [sentence]
    with pytest.raises(UnusableFile, match="is damaged"), integrity:
        pass


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n"


def test_a_check_that_is_sound_or_broken_off_says_nothing(
    data: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    integrity = Integrity(data)
    told: list[str] = []
    with integrity.checking(told.append):
        for thread in threading.enumerate():
            if thread.name == "check":  # it may be at its end already
                thread.join(timeout=30)
    monkeypatch.setattr(integrity_module, "QUICK", ENDLESS)
    with integrity.checking(told.append):
        pass
    with contextlib.closing(sqlite3.connect(data)) as connection:
        integrity._check(connection, "SELECT 'Page 3 is never used'")
    assert (told, caplog.records) == ([], [])
    with integrity:
        assert not data.with_name("events.db.damaged").exists()


async def test_who_reads_damage_gets_a_sentence_and_nothing_is_written_after(data: Path) -> None:
    zero_the_middle(data)
    integrity = Integrity(data)
    reader, writer = Reader(data, integrity), writer_of(data, integrity)

    def read() -> int:
        position = 0
        while piece := reader.all_forwards(position + 1):
            position = piece[-1].position
        return position

    with pytest.raises(UnusableFile, match=r"is damaged \(database disk image is malformed\)"):
        read()
    with pytest.raises(UnusableFile, match="is damaged"):
        reader.head("s-2")  # a stream that the damage does not touch
    outcome = await writer.submit(append(EVENTS - 1))
    assert isinstance(outcome, NotWritten)
    assert "is damaged" in outcome.sentence
    reader.close()
    writer.close()


async def test_who_writes_upon_damage_writes_nothing_and_the_writer_lives(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    zero_an_index(data)
    writer = writer_of(data, Integrity(data))
    outcomes: list[Outcome] = [await writer.submit(append(EVENTS - 1)) for _ in range(2)]
    writer.close()
    assert all(isinstance(one, NotWritten) and "is damaged" in one.sentence for one in outcomes)
    assert len(caplog.records) == 1
    with contextlib.closing(sqlite3.connect(data)) as connection:
        assert connection.execute("SELECT max(position) FROM events").fetchone() == (EVENTS + 1,)


async def test_what_sqlite_refuses_for_another_reason_is_no_damage(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    integrity = Integrity(data)
    with pytest.raises(UnusableFile, match="could not be used: no such table"), integrity:
        sqlite3.connect(":memory:").execute("SELECT 1 FROM events")
    assert len(caplog.records) == 1
    with integrity:
        assert not data.with_name("events.db.damaged").exists()


def test_a_file_that_was_found_damaged_is_read_again_only_when_it_changed(
    data: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = data.with_name("copy.db")
    shutil.copy2(data, copy)
    mark = data.with_name("events.db.damaged")
    mark.write_text("It is damaged.\n")
    zero_the_middle(data)
    for _ in range(3):  # whoever starts it again and again
        with pytest.raises(UnusableFile, match="is damaged"):
            settle(data)
    assert caplog.text.count("takes minutes") == 1
    shutil.copy2(copy, data)
    settle(data)
    assert not mark.exists()
    mark.write_text("It is damaged.\n")
    monkeypatch.setattr(integrity_module, "THOROUGH", "SELECT * FROM nothing")
    for _ in range(2):  # this tells nothing of the file
        with pytest.raises(UnusableFile, match="could not be used"):
            settle(data)
    assert mark.read_text() == "It is damaged.\n"


def refused(data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", MODULE, f"--data={data}", "--port=0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.live
def test_a_node_on_a_damaged_file_refuses_all_in_sentences_until_a_copy_is_back(
    data: Path,
) -> None:
    copy = data.with_name("copy.db")
    shutil.copy(data, copy)
    zero_the_middle(data)
    log = data.with_name("log")
    process, port = start_node(data, log=log)
    client = EventStoreDBClient(f"esdb://127.0.0.1:{port}?Tls=false")
    event = NewEvent(type="Happened", data=b"{}")
    with pytest.raises(ServiceUnavailable, match="is damaged"):
        client.get_stream("s-1")
    with pytest.raises(ServiceUnavailable, match="is damaged"):
        client.get_commit_position()
    with pytest.raises(ServiceUnavailable, match="is damaged"):
        client.append_event("s-2", current_version=StreamState.NO_STREAM, event=event)
    with pytest.raises(EventStoreDBClientException):
        client.append_to_stream("s-2", current_version=StreamState.NO_STREAM, events=[event])
    with pytest.raises(ServiceUnavailable, match="is damaged"):
        next(client.subscribe_to_all(from_end=True))
    client.close()
    stop_node(process)
    assert "Traceback" not in log.read_text()
    assert log.read_text().count("is damaged") == 1

    again = refused(data)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.splitlines()[-1].startswith(f"The file {data} is damaged (")
    assert "Traceback" not in again.stderr

    for rest in ("-wal", "-shm"):
        data.with_name(data.name + rest).unlink(missing_ok=True)
    shutil.copy(copy, data)
    process, port = start_node(data)
    client = EventStoreDBClient(f"esdb://127.0.0.1:{port}?Tls=false")
    assert len(client.get_stream("s-1")) == EVENTS
    client.append_event("s-2", current_version=StreamState.NO_STREAM, event=event)
    client.close()
    stop_node(process)
    assert not data.with_name("events.db.damaged").exists()


@pytest.mark.live
def test_a_file_that_cannot_be_read_at_the_start_is_said_in_a_sentence(data: Path) -> None:
    with contextlib.closing(sqlite3.connect(data)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'events'"
        [root] = connection.execute(asked).fetchone()
    zero(data, root)
    finished = refused(data)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert f"The file {data} is damaged (database disk image is malformed)" in finished.stderr
