"""The journal of the embedded broker is damaged or lost, and the broker is opened on it again."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.broker.batch import HEADER
from deploy.local.broker.kept import CannotStart, Committed, Kept
from tests.deploy.broker.test_log import append, batch

pytestmark = pytest.mark.usefixtures("in_memory")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two topics with records, a third that was deleted, and a place of a group."""
    kept = Kept(tmp_path)
    for name in ("first", "second", "third"):
        kept.check_name(name)
        append(kept.create_topic(name, 2, {}).logs[1], *[batch(2) for _ in range(5)])
    kept.delete_topic(kept.topics["third"])
    kept.commit("group", [("first", 1, Committed(7, -1, "m"))])
    kept.close()
    return tmp_path


def opened(data: Path) -> tuple[dict[str, list[int]], int]:
    """Topics with the ends of their partitions, and the place of the group."""
    kept = Kept(data)
    ends = {name: [log.end for log in topic.logs] for name, topic in kept.topics.items()}
    places = kept.offsets.get("group", {})
    kept.close()
    return ends, places["first", 1].offset if places else -1


WHOLE = {"first": [0, 10], "second": [0, 10]}, 7


def everything(data: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.name != "lock"
    }


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param(lambda path: path.unlink(), id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(bytes(path.stat().st_size)), id="zeros"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:20]), id="no whole line"),
    ],
)
def test_without_a_journal_it_sets_the_logs_aside_and_does_not_start(
    data: Path, lost: Callable[[Path], None]
) -> None:
    journal, aside = data / "journal.jsonl", data / "set-aside"
    before, told = everything(data), journal.read_bytes()
    lost(journal)
    for _ in range(2):  # whoever starts it again is refused again
        with pytest.raises(
            CannotStart, match=r"missing, empty or blank.* is in .*set-aside"
        ) as why:
            Kept(data)
        assert "\n" not in str(why.value)
    after = everything(aside)
    assert {name: after[name] for name in before if name != "journal.jsonl"} == {
        name: raw for name, raw in before.items() if name != "journal.jsonl"
    }
    # what the sentence says to do
    journal.write_bytes(told)
    with pytest.raises(CannotStart, match=r"0\.log is missing, the records of topic first"):
        Kept(data)
    (aside / "topics").rename(data / "topics")
    assert opened(data) == WHOLE


def test_what_was_set_aside_is_moved_elsewhere_to_begin_without_topics(data: Path) -> None:
    (data / "journal.jsonl").unlink()
    with pytest.raises(CannotStart):
        Kept(data)
    (data / "set-aside").rename(data.parent / f"{data.name}-elsewhere")
    assert opened(data) == ({}, -1)
    assert opened(data) == ({}, -1)


DAMAGED = {
    "garbage": b"\x00\xff garbage",
    "no JSON": b"{",
    "another version": b'{"kind":"new"}',
    "a list": b"[]",
    "a place of one number": b'{"kind":"committed","group":"g","at":["first",0],"as":[1]}',
    "a topic with a wrong id": b'{"kind":"topic","name":"t","id":"x","partitions":1,"settings":{}}',
    "a wrong checksum": b'{"kind":"producer","id":1001}\t00000000',
    "half a checksum": b'{"kind":"producer","id":1001}\t12zz',
}


@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED)
def test_a_line_of_the_journal_that_cannot_be_read_is_named_and_nothing_is_changed(
    data: Path, line: bytes
) -> None:
    journal = data / "journal.jsonl"
    lines = journal.read_bytes().splitlines()
    journal.write_bytes(b"\n".join([*lines[:3], line, *lines[3:], b""]))
    before = everything(data)
    with pytest.raises(CannotStart, match=r"^Line 4 of .*journal\.jsonl cannot be read"):
        Kept(data)
    assert everything(data) == before
    journal.write_bytes(b"\n".join([*lines, b""]))
    assert opened(data) == WHOLE


def test_every_flipped_bit_of_a_line_is_noticed(data: Path) -> None:
    journal = data / "journal.jsonl"
    opened(data)
    raw = journal.read_bytes()
    begin = raw.rindex(b'{"kind":"topic"')
    for place in range(begin, raw.index(b'{"kind":"committed"') - 1):
        damaged = bytearray(raw)
        damaged[place] ^= 1
        journal.write_bytes(damaged)
        with pytest.raises(CannotStart):
            Kept(data)


def test_where_groups_were_may_be_lost_with_the_power(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Pages that were not synced are blank or old: groups repeat, and nothing else is lost."""
    kept = Kept(data)
    kept.create_topic("empty", 1, {})
    for offset in (8, 9, 10):
        kept.commit("group", [("first", 1, Committed(offset, -1, ""))])
    kept.close()
    journal = data / "journal.jsonl"
    *before, eight, nine, ten = journal.read_bytes().splitlines(keepends=True)
    ends = {**WHOLE[0], "empty": [0]}
    tail = bytes(len(eight) + 9) + nine[9:] + ten
    journal.write_bytes(b"".join(before) + tail)
    assert opened(data) == (ends, 7)
    at = len(b"".join(before))
    assert (data / f"journal.cut-at-{at}").read_bytes() == tail
    assert "repeat some records" in caplog.text
    for lost in (b'"empty"', b'{"kind":"producer"'):  # these were synced: no loss of power
        told = [bytes(len(one) - 1) + b"\n" if lost in one else one for one in before]
        journal.write_bytes(b"".join([*told, ten]))
        with pytest.raises(CannotStart):
            Kept(data)


def test_no_line_of_a_journal_that_was_written_anew_is_lost_with_the_power(data: Path) -> None:
    """It was synced whole: where a partition begins stands there right before places of groups."""
    kept = Kept(data)
    first = kept.topics["first"].logs[1]
    kept.delete_records("first", 1, first, 4)
    kept.close()
    opened(data)
    journal = data / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert b'"start"' in lines[-3] or b'"start"' in lines[-2]
    for at in range(len(lines)):
        told = [bytes(len(one) - 1) + b"\n" if at == n else one for n, one in enumerate(lines)]
        journal.write_bytes(b"".join(told))
        with pytest.raises(CannotStart, match=f"Line {at + 1} "):
            Kept(data)


@pytest.mark.parametrize("torn", [b"", b'{"kind":"top'])
@pytest.mark.parametrize(
    ("lost", "named"),
    [
        pytest.param(b'"name":"second"', r"topics/[0-9a-f-]{36} has records", id="a topic"),
        pytest.param(b'"partitions":3', r"/2\.log has records", id="a partition"),
    ],
)
def test_records_that_the_journal_lost_are_named_and_nothing_is_changed(
    data: Path, torn: bytes, lost: bytes, named: str
) -> None:
    journal = data / "journal.jsonl"
    kept = Kept(data)
    kept.add_partitions(kept.topics["first"], 3)
    append(kept.topics["first"].logs[2], batch(2))
    kept.close()
    whole = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(line for line in whole if lost not in line) + torn)
    before = everything(data)
    for _ in range(2):
        with pytest.raises(CannotStart, match=named):
            Kept(data)
    assert everything(data) == before
    journal.write_bytes(b"".join(whole))
    assert opened(data)[0] == {"first": [0, 10, 2], "second": [0, 10]}


def test_a_journal_of_before_the_checksums_is_read(data: Path) -> None:
    journal = data / "journal.jsonl"
    lines = journal.read_bytes().splitlines()
    journal.write_bytes(b"".join(line.partition(b"\t")[0] + b"\n" for line in lines))
    assert opened(data) == WHOLE
    assert all(b"\t" in line for line in journal.read_bytes().splitlines())


def test_a_torn_line_is_left_out_and_kept(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    journal = data / "journal.jsonl"
    whole = journal.stat().st_size
    with journal.open("ab") as out:
        out.write(b'{"kind":"commi')
    assert opened(data) == WHOLE
    assert "journal.jsonl: a torn tail" in caplog.text
    assert (data / f"journal.cut-at-{whole}").read_bytes() == b'{"kind":"commi'


def test_the_journal_is_on_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def sync(file: int) -> None:
        done.append(f"sync {Path(f'/proc/self/fd/{file}').readlink().name}")

    def rename(self: Path, target: Path) -> None:
        done.append(f"rename {self.name}")
        os.rename(self, target)  # noqa: PTH104  the method is patched

    monkeypatch.setattr("os.fsync", sync)
    monkeypatch.setattr(Path, "replace", rename)
    Kept(tmp_path).close()
    assert done == ["sync journal.new", "rename journal.new", f"sync {tmp_path.name}"]


def test_what_names_records_is_on_disk_before_they_change(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def sync(file: int) -> None:
        done.append(Path(f"/proc/self/fd/{file}").readlink().name)

    kept = Kept(data)
    topic = kept.topics["first"]
    monkeypatch.setattr("os.fsync", sync)
    kept.commit("group", [("first", 1, Committed(9, -1, ""))])
    assert done == []
    kept.delete_records("first", 1, topic.logs[1], 4)
    assert done == ["journal.jsonl", "1.new", str(topic.topic_id)]
    kept.delete_topic(topic)
    assert done[3:] == ["journal.jsonl", "topics"]
    made = kept.create_topic("fourth", 1, {})
    assert done[5:] == [str(made.topic_id), "topics", "journal.jsonl"]
    kept.close()


def test_on_a_full_disk_no_topic_is_begun_grown_or_deleted(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(data)
    first = kept.topics["first"]
    with monkeypatch.context() as patched:
        patched.setattr("os.write", lambda _file, _lines: 0)
        for change in (
            lambda: kept.create_topic("fourth", 1, {}),
            lambda: kept.add_partitions(first, 3),
            lambda: kept.delete_topic(first),
        ):
            with pytest.raises(OSError, match="No space left"):
                change()
    assert (sorted(kept.topics), len(first.logs)) == (["first", "second"], 2)
    kept.close()
    assert opened(data) == WHOLE


def test_a_deletion_as_the_journal_is_compacted_is_known_after_a_kill(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(data)
    monkeypatch.setattr("deploy.local.broker.journal.LINES_BEFORE_REWRITE", 1)
    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", lambda _: None)
        kept.commit("group", [("first", 1, Committed(7, -1, "m"))])
        kept.delete_topic(kept.topics["second"])
    kept.close()
    assert opened(data) == ({"first": [0, 10]}, 7)


def test_a_producer_id_that_the_journal_lost_is_not_given_out_again(data: Path) -> None:
    journal = data / "journal.jsonl"
    opened(data)
    before = journal.read_bytes()
    kept = Kept(data)
    given = kept.new_producer_id()
    append(kept.topics["first"].logs[0], batch(2, producer=given))
    kept.close()
    journal.write_bytes(before)
    for _ in range(2):
        kept = Kept(data)
        given += 1
        assert kept.new_producer_id() == given
        kept.close()


def test_what_a_deletion_or_a_creation_left_when_killed_is_removed(data: Path) -> None:
    kept = Kept(data)
    directory = data / "topics" / str(kept.topics["second"].topic_id)
    raw = {path.name: path.read_bytes() for path in directory.iterdir()}
    kept.delete_topic(kept.topics["second"])
    kept.close()
    directory.mkdir()
    for name, each in raw.items():
        (directory / name).write_bytes(each)
    (data / "topics" / "begun").mkdir()
    (data / "topics" / "begun" / "0.log").touch()
    assert opened(data)[0] == {"first": [0, 10]}
    assert len(list((data / "topics").iterdir())) == 1
    assert not (data / "set-aside").exists()


def test_a_log_that_is_missing_is_named(data: Path) -> None:
    (path, _) = data.glob("topics/*/1.log")
    path.unlink()
    for _ in range(2):
        with pytest.raises(CannotStart, match=r"1\.log is missing, .*, partition 1\. Nothing is"):
            Kept(data)
    path.touch()
    assert sorted(opened(data)[0].values()) == [[0, 0], [0, 10]]


def test_a_damaged_log_names_its_topic_and_the_others_are_whole(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = (data / "journal.jsonl").read_bytes().splitlines()
    told = [json.loads(line.partition(b"\t")[0]) for line in lines]
    (topic,) = {each["id"] for each in told if each.get("name") == "second"}
    log, size = data / "topics" / topic / "1.log", len(batch(2))
    raw = bytearray(log.read_bytes())
    raw[3 * size + HEADER.size] ^= 1
    log.write_bytes(raw)
    assert opened(data) == ({"first": [0, 10], "second": [0, 6]}, 7)
    assert "second, partition 1 (" in caplog.text
