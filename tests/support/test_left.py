"""Leftovers of a test are found in that test."""

import asyncio
import socket
import subprocess
import sys
import threading

import pytest

from tests.support import left


def test_nothing_new_is_nothing_left() -> None:
    assert left.left(left.present()) == []


def test_a_socket_is_found_until_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = left.present()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        monkeypatch.setattr(left, "PATIENCE", 0.0)
        [found] = left.left(before)
        assert found.startswith("socket:")
    assert left.left(before) == []


def test_a_socket_that_leads_nowhere_is_left_to_the_collector() -> None:
    before = left.present()
    with socket.socket():
        assert left.present() - before
        assert left.left(before) == []


def test_a_loop_is_found_until_it_is_closed() -> None:
    before = left.present()
    loop = asyncio.new_event_loop()
    assert left.present() - before
    loop.close()
    assert left.left(before) == []


def test_a_thread_that_ends_by_itself_is_waited_for() -> None:
    before, stop = left.present(), threading.Event()
    thread = threading.Thread(target=stop.wait, name="a planted one")
    thread.start()
    assert any("a planted one" in one for one in left.present() - before)
    threading.Timer(0.05, stop.set).start()
    assert left.left(before) == []


def test_a_process_is_named_by_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left, "PATIENCE", 0.0)
    before = left.present()
    process = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # our own line
    assert process.stdout is not None
    process.stdout.readline()  # before it runs, it may have no command yet
    assert any("input()" in one for one in left.left(before))
    process.communicate(b"\n")
    assert left.left(before) == []
