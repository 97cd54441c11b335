"""The log of a partition is damaged, and opened again."""

import asyncio
import logging
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.local.broker.batch import HEADER
from deploy.local.broker.codes import Code
from deploy.local.broker.kept import Kept
from deploy.local.broker.log import Log
from deploy.local.broker.node import Client, Node
from deploy.local.broker.records_api import produce
from tests.deploy.broker.test_log import append, batch

pytestmark = pytest.mark.usefixtures("in_memory")

EPOCH = range(12, 16)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Five batches of two records each; answers where they are."""
    path = tmp_path / "0.log"
    made = Log(path)
    append(made, *[batch(2) for _ in range(5)])
    made.close()
    return path


SIZE = len(batch(2))


def reopened(path: Path, start: int = 0) -> tuple[int, int]:
    """Begin and end of the log, after one more record was written and read back."""
    found = Log(path, start)
    begin, end = found.start, found.end
    assert append(found, batch(1)) == [end]
    assert found.read(end, 1 << 20, at_least_one=True)
    assert all(found.read(offset, 1 << 20, at_least_one=True) for offset in range(begin, end))
    found.close()
    again = Log(path, start)
    assert again.end == end + 1
    again.close()
    return begin, end


def flip(path: Path, place: int, bit: int = 1) -> bytes:
    """Flip a bit of this byte; answers the damaged file."""
    raw = bytearray(path.read_bytes())
    raw[place] ^= bit
    path.write_bytes(raw)
    return bytes(raw)


def cut(path: Path) -> dict[int, bytes]:
    return {
        int(kept.name.rsplit("-", 1)[1]): kept.read_bytes()
        for kept in path.parent.glob("0.cut-at-*")
    }


def test_a_damaged_batch_in_the_middle_is_no_torn_tail(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = flip(log, 2 * SIZE + HEADER.size + 5)
    assert reopened(log) == (0, 4)
    assert cut(log) == {2 * SIZE: damaged[2 * SIZE :]}
    (said,) = caplog.records
    assert said.levelno == logging.ERROR
    assert f"damaged at byte {2 * SIZE}, offset 4" in said.getMessage()
    assert "with 2 whole batches" in said.getMessage()
    assert "torn" not in said.getMessage()


@pytest.mark.parametrize(
    "length", [pytest.param(1 << 24, id="too long"), pytest.param(1 << 3, id="wrong")]
)
@pytest.mark.parametrize("which", [1, 4])
def test_a_wrong_length_is_damage(
    log: Path, caplog: pytest.LogCaptureFixture, which: int, length: int
) -> None:
    raw = bytearray(log.read_bytes())
    (said,) = struct.unpack_from(">i", raw, which * SIZE + 8)
    struct.pack_into(">i", raw, which * SIZE + 8, said ^ length)
    log.write_bytes(raw)
    assert reopened(log) == (0, 2 * which)
    assert cut(log) == {which * SIZE: bytes(raw[which * SIZE :])}
    assert f"damaged at byte {which * SIZE}" in caplog.text
    assert f"with {4 - which} whole batches" in caplog.text


def test_zeros_in_the_middle_are_damage(log: Path, caplog: pytest.LogCaptureFixture) -> None:
    raw = bytearray(log.read_bytes())
    raw[SIZE - 10 : SIZE + 20] = bytes(30)
    log.write_bytes(raw)
    assert reopened(log) == (0, 0)
    assert cut(log) == {0: bytes(raw)}
    assert "with 3 whole batches" in caplog.text


@pytest.mark.parametrize("left", [1, HEADER.size, HEADER.size + 1, SIZE - 1])
def test_a_batch_that_was_not_written_whole_is_a_torn_tail(
    log: Path, caplog: pytest.LogCaptureFixture, left: int
) -> None:
    raw = log.read_bytes()[: 4 * SIZE + left]
    log.write_bytes(raw)
    assert reopened(log) == (0, 8)
    assert cut(log) == {4 * SIZE: raw[4 * SIZE :]}
    (said,) = caplog.records
    assert f"a torn tail. The last batch was not written whole: its {left} bytes" in caplog.text
    assert said.levelno == logging.WARNING


def test_zeros_at_the_end_are_a_torn_tail(log: Path, caplog: pytest.LogCaptureFixture) -> None:
    with log.open("ab") as out:
        out.write(bytes(4096))
    assert reopened(log) == (0, 10)
    assert cut(log) == {5 * SIZE: bytes(4096)}
    assert "a torn tail" in caplog.text


@pytest.mark.parametrize("which", [0, 1, 3])
def test_a_base_offset_that_its_neighbours_know_is_put_right(
    log: Path, caplog: pytest.LogCaptureFixture, which: int
) -> None:
    whole = log.read_bytes()
    for place in range(8):
        flip(log, which * SIZE + place, 0x10)
        Log(log).close()
        assert log.read_bytes() == whole
    assert caplog.text.count(f"at byte {which * SIZE}, offset {2 * which}, was damaged") == 8
    assert cut(log) == {}


def test_a_base_offset_that_nobody_confirms_is_damage(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = flip(log, 4 * SIZE + 7)
    assert reopened(log) == (0, 8)
    assert cut(log) == {4 * SIZE: damaged[4 * SIZE :]}
    assert "with 1 whole batches" in caplog.text


def test_a_batch_that_is_gone_without_a_trace_is_damage(
    log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    raw = log.read_bytes()
    log.write_bytes(raw[:SIZE] + raw[2 * SIZE :])
    assert reopened(log) == (0, 2)
    assert cut(log) == {SIZE: raw[2 * SIZE :]}
    assert "damaged" in caplog.text


def test_no_flipped_byte_of_a_batch_goes_unnoticed_and_nothing_is_lost(log: Path) -> None:
    whole = log.read_bytes()
    for place in range(2 * SIZE, 3 * SIZE):
        log.write_bytes(whole)
        damaged = flip(log, place, 0xFF)
        Log(log).close()
        mended = log.read_bytes()
        kept = cut(log)
        inside = place - 2 * SIZE
        if inside < 8 or inside in EPOCH:
            assert (mended, kept) == (whole, {})
        else:
            assert mended == whole[: 2 * SIZE]
            assert kept == {2 * SIZE: damaged[2 * SIZE :]}
            (log.parent / f"0.cut-at-{2 * SIZE}").unlink()


def test_a_second_damage_at_the_same_place_keeps_both(log: Path) -> None:
    for place in (5, 15):
        flip(log, 4 * SIZE + HEADER.size + place)
        again = Log(log)
        append(again, batch(2))
        again.close()
    names = sorted(path.name for path in log.parent.glob("0.cut-at-*"))
    assert names == [f"0.cut-at-{4 * SIZE}", f"0.cut-at-{4 * SIZE}-2"]


def test_on_a_full_disk_a_torn_tail_is_cut_and_damage_stays_as_it_is(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    flip(log, 4 * SIZE - 1)
    damaged = log.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            Log(log)
        assert list(log.parent.iterdir()) == [log]
        assert log.read_bytes() == damaged
    log.write_bytes(damaged[: 3 * SIZE - 1])
    with monkeypatch.context() as patched:
        patched.setattr("deploy.local.broker.durable.write", lambda *_: full(0))
        assert reopened(log) == (0, 4)
    assert list(log.parent.iterdir()) == [log]


@pytest.fixture
def shortened(log: Path) -> Path:
    """The records before the fifth are deleted: the first batch begins at 4."""
    made = Log(log)
    made.delete_before(5)
    made.close()
    return log


@pytest.mark.parametrize("bit", [1, 2, 4, 0x80])
@pytest.mark.parametrize("place", [0, 7, SIZE + 7])
def test_base_offsets_are_checked_where_records_were_deleted(
    shortened: Path, place: int, bit: int
) -> None:
    whole = shortened.read_bytes()
    flip(shortened, place, bit)
    assert reopened(shortened, 5) == (5, 10)
    assert shortened.read_bytes().startswith(whole)
    assert cut(shortened) == {}


def test_a_log_cut_before_its_begin_is_empty_and_goes_on_there(shortened: Path) -> None:
    flip(shortened, HEADER.size)
    assert reopened(shortened, 5) == (5, 5)
    again = Log(shortened, 9)
    assert (again.start, again.end, again.size) == (9, 9, 0)
    again.close()


@pytest.mark.parametrize("start", [0, 3])
@pytest.mark.parametrize("batches", [1, 2, 3])
def test_a_log_begins_where_its_batches_say_if_the_journal_says_less(
    shortened: Path, start: int, batches: int, caplog: pytest.LogCaptureFixture
) -> None:
    shortened.write_bytes(shortened.read_bytes()[: batches * SIZE])
    assert reopened(shortened, start) == (4, 4 + 2 * batches)
    assert "begins at offset 4" in caplog.text
    assert cut(shortened) == {}


def test_a_base_offset_is_put_right_where_the_journal_says_less(shortened: Path) -> None:
    whole = shortened.read_bytes()
    flip(shortened, SIZE + 7, 4)
    assert reopened(shortened, 3) == (4, 10)
    assert shortened.read_bytes().startswith(whole)


def test_after_damage_only_new_producers_write(tmp_path: Path) -> None:
    """A relay that ran on must restart: then it compares ends, and publishes what is lost."""
    kept = Kept(tmp_path)
    old = kept.new_producer_id()
    for name in ("damaged", "torn"):
        log = kept.create_topic(name, 1, {}).logs[0]
        append(log, batch(2, producer=old), batch(2))
    paths = {name: tmp_path.joinpath("topics", str(topic.topic_id), "0.log")
             for name, topic in kept.topics.items()}  # fmt: skip
    kept.close()
    flip(paths["damaged"], 2 * SIZE - 1)
    paths["torn"].write_bytes(paths["torn"].read_bytes()[:-1])
    kept = Kept(tmp_path)
    node, new = Node(kept, "h", 0, False, 1000, 1), kept.new_producer_id()  # noqa: FBT003

    def code(name: str, producer: int) -> int:
        raw = batch(1, producer=producer)
        part = SimpleNamespace(index=0, records=raw)
        topic = SimpleNamespace(name=name, partition_data=[part])
        asked: Any = SimpleNamespace(acks=-1, transactional_id=None, topic_data=[topic])
        answer = asyncio.run(produce(node, asked, Client("c", "h")))
        assert answer is not None
        return int(answer["responses"][0].partition_responses[0].error_code)

    assert code("damaged", old) == Code.PRODUCER_FENCED
    assert [code("damaged", new), code("damaged", -1), code("torn", old)] == [
        Code.NONE,
        Code.NONE,
        Code.OUT_OF_ORDER_SEQUENCE_NUMBER,
    ]
    for _ in range(2):  # also one that was silent while the broker was started again
        kept.close()
        kept = Kept(tmp_path)
        node = Node(kept, "h", 0, False, 1000, 1)  # noqa: FBT003
        assert code("damaged", old) == Code.PRODUCER_FENCED
    kept.delete_topic(kept.topics["damaged"])
    kept.create_topic("damaged", 1, {})
    assert code("damaged", old) == Code.NONE
    kept.close()
