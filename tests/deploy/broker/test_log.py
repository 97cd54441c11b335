"""One partition on disk, without a process around it."""

import os
import struct
from pathlib import Path

import pytest
from kafka.record.memory_records import MemoryRecordsBuilder

from deploy.local.broker.batch import HEADER, header, received, whole_batches
from deploy.local.broker.codes import Refused
from deploy.local.broker.journal import Entry, Journal, parsed, read
from deploy.local.broker.log import STRIDE, Log


def batch(
    count: int = 1, size: int = 100, first_time: int = 1000, producer: int | None = None
) -> bytes:
    builder = MemoryRecordsBuilder(2, 0, 1 << 24)
    for number in range(count):
        builder.append(timestamp=first_time + number, key=None, value=b"v" * size)
    if producer is not None:
        builder.set_producer_state(producer, 0, 0, False)  # noqa: FBT003  positional there
    builder.close()
    return bytes(builder.buffer())


def append(log: Log, *batches: bytes) -> list[int]:
    return [log.append(each, received(each)) for each in batches]


def test_every_offset_is_found_through_the_sparse_index(tmp_path: Path) -> None:
    log = Log(tmp_path / "0.log")
    sizes = [1, 7, 3, 40, 2] * 60
    append(log, *[batch(size) for size in sizes])
    assert log.size > 10 * STRIDE
    for offset in range(log.end):
        found = header(log.read(offset, 1 << 20, at_least_one=True))
        assert found.base_offset <= offset <= found.last_offset
    assert log.read(log.end, 1 << 20, at_least_one=True) == b""
    log.close()


def test_a_log_opened_again_is_the_same(tmp_path: Path) -> None:
    log = Log(tmp_path / "0.log")
    append(log, *[batch(3) for _ in range(200)])
    before = (log.start, log.end, log.size, log.read(100, 1 << 20, at_least_one=True))
    log.close()
    again = Log(tmp_path / "0.log")
    assert (again.start, again.end, again.size) == before[:3]
    assert again.read(100, 1 << 20, at_least_one=True) == before[3]
    assert append(again, batch()) == [600]
    again.close()


@pytest.mark.parametrize("kept", [0, 1, 60, 61, 200])
def test_a_tail_torn_anywhere_is_cut(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "0.log"
    log = Log(path)
    append(log, batch(2), batch(2))
    whole = log.size
    append(log, batch(5))
    log.close()
    with path.open("r+b") as file:
        file.truncate(whole + kept)
    again = Log(path)
    assert (again.end, again.size, path.stat().st_size) == (4, whole, whole)
    again.close()


def test_a_damaged_batch_ends_the_log(tmp_path: Path) -> None:
    path = tmp_path / "0.log"
    log = Log(path)
    append(log, batch(), batch(), batch())
    size = log.size // 3
    log.close()
    data = bytearray(path.read_bytes())
    data[size + HEADER.size + 3] ^= 1
    path.write_bytes(data)
    again = Log(path)
    assert (again.end, again.size) == (1, size)
    again.close()


def test_the_first_batch_comes_whole_and_more_as_far_as_there_is_room(tmp_path: Path) -> None:
    log = Log(tmp_path / "0.log")
    append(log, batch(size=5000), batch(size=10), batch(size=10))
    large, small = 5000, 10
    assert len(log.read(0, 100, at_least_one=True)) > large
    assert log.read(0, 100, at_least_one=False) == b""
    both = log.read(1, 1 << 20, at_least_one=True)
    assert [each.base_offset for _, each in whole_batches(both)] == [1, 2]
    assert small < len(log.read(1, len(both) - 1, at_least_one=True)) < len(both)
    log.close()


def test_the_first_record_that_is_new_enough_is_found(tmp_path: Path) -> None:
    log = Log(tmp_path / "0.log")
    append(log, *[batch(10, first_time=1000 * number) for number in range(1, 101)])
    assert log.at_time(0) == (0, 1000)
    assert log.at_time(50_004) == (494, 50_004)
    assert log.at_time(50_010) == (500, 51_000)
    assert log.at_time(100_010) is None
    assert log.newest() == (999, 100_009)
    log.delete_before(997)
    assert log.at_time(0) == (997, 100_007)
    log.delete_before(1000)
    assert (log.at_time(0), log.newest()) == (None, None)
    log.close()


def test_deleting_gives_room_back_and_keeps_the_offsets(tmp_path: Path) -> None:
    path = tmp_path / "0.log"
    log = Log(path)
    append(log, *[batch(2) for _ in range(100)])
    log.delete_before(151)
    kept = header(log.read(151, 1 << 20, at_least_one=True))
    assert (kept.base_offset, log.start, log.end) == (150, 151, 200)
    assert path.stat().st_size == log.size == 25 * len(batch(2))
    log.delete_before(200)
    assert (log.size, log.end, append(log, batch())) == (0, 200, [200])
    log.close()


def test_a_full_disk_is_told_and_leaves_the_log_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(tmp_path / "0.log")
    append(log, batch())

    written = os.write
    with monkeypatch.context() as patched:
        patched.setattr("os.write", lambda file, raw: written(file, raw[:20]))
        with pytest.raises(Refused):
            append(log, batch())
    assert append(log, batch()) == [1]
    log.close()
    again = Log(tmp_path / "0.log")
    assert again.end == 2
    again.close()


def told(journal: Path) -> list[Entry]:
    lines, rest = read(journal)
    assert rest == b""
    return [parsed(line) for line in lines]


def test_the_journal_is_rewritten_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.broker.journal.LINES_BEFORE_REWRITE", 10)
    state = {"n": 0}
    journal = Journal(tmp_path / "j.jsonl", lambda: [dict(state)])
    for number in range(25):
        state["n"] = number
        journal.write({"n": number})
    journal.close()
    kept = told(tmp_path / "j.jsonl")
    assert len(kept) < 10
    assert kept[-1] == {"n": 24}


def test_a_journal_on_a_full_disk_holds_no_half_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "j.jsonl", lambda: [{"n": 0}])
    written = os.write
    with monkeypatch.context() as patched:
        patched.setattr("os.write", lambda file, lines: written(file, lines[:3]))
        with pytest.raises(OSError, match="No space left"):
            journal.write({"n": 1})
    journal.write({"n": 2})
    journal.close()
    assert told(tmp_path / "j.jsonl") == [{"n": 0}, {"n": 2}]


def test_a_journal_that_cannot_be_compacted_grows_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.broker.journal.LINES_BEFORE_REWRITE", 2)

    def full(path: Path, _: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    journal = Journal(tmp_path / "j.jsonl", lambda: [{"n": 0}])
    with monkeypatch.context() as patched:
        patched.setattr("deploy.local.broker.durable.write", full)
        for number in range(1, 7):
            journal.write({"n": number})
    assert told(tmp_path / "j.jsonl") == [{"n": number} for number in range(7)]
    journal.write({"n": 7})
    journal.close()
    assert told(tmp_path / "j.jsonl") == [{"n": 0}, {"n": 7}]


def test_the_header_is_where_kafka_has_it() -> None:
    raw = batch(3)
    assert struct.unpack_from(">b", raw, 16) == (2,)
    assert received(raw).records == 3
    assert received(raw).max_timestamp == 1002
