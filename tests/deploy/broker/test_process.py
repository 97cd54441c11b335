"""The embedded broker as a process: how it starts, refuses to start, and stops."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer

from deploy.local.broker.__main__ import main
from deploy.local.broker.testing import running_broker, start_broker

pytestmark = pytest.mark.live


def attempt(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", "deploy.local.broker", *arguments],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )


def test_a_taken_port_is_one_plain_sentence() -> None:
    with running_broker() as address:
        port = address.rsplit(":", 1)[1]
        ended = attempt("--port", port)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        f"Port {port} on 127.0.0.1 cannot be used: Address already in use."
    ]


def test_a_taken_directory_is_one_plain_sentence(tmp_path: Path) -> None:
    with running_broker(tmp_path):
        ended = attempt("--port", "0", "--data-dir", str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [f"Another broker keeps its data in {tmp_path}."]


def test_data_that_cannot_be_opened_are_one_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "journal.jsonl").write_bytes(bytes(100))
    taken = tmp_path / "taken"
    taken.touch()
    for directory in (tmp_path, taken):
        monkeypatch.setattr("sys.argv", ["broker", "--port", "0", "--data-dir", str(directory)])
        assert main() == 2
    journal, file = capsys.readouterr().err.splitlines()
    assert journal.startswith(f"{tmp_path}/journal.jsonl, which names the topics, is missing,")
    assert file.startswith(f"{taken} cannot be used: ")


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_though_clients_wait(signum: signal.Signals) -> None:
    process, address = start_broker(None, 0, "--auto-create")
    with process:
        producer: Any = KafkaProducer(bootstrap_servers=address)
        producer.send("t", b"v").get(10)
        consumer: Any = KafkaConsumer("t", bootstrap_servers=address, fetch_max_wait_ms=20_000)
        consumer.poll(500)
        began = time.monotonic()
        process.send_signal(signum)
        assert process.wait(5) == 0
        assert time.monotonic() - began < 4
        consumer.close()
        producer.close(timeout=1)


def test_topics_are_created_when_asked_for_if_that_is_wanted() -> None:
    process, address = start_broker(None, 0, "--auto-create", "--partitions", "3")
    with process:
        producer = KafkaProducer(bootstrap_servers=address)
        producer.send("wished", b"v").get(10)
        assert producer.partitions_for("wished") == {0, 1, 2}
        producer.close()
        process.terminate()


def test_without_a_directory_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running_broker():
        assert any(tmp_path.iterdir())
    assert not any(tmp_path.iterdir())


def test_killed_on_a_directory_it_leaves_nothing_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    process, _ = start_broker(tmp_path / "data")
    with process:
        process.kill()
    assert not any(elsewhere.iterdir())
