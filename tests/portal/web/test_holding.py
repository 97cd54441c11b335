"""Data held for slow clients: complete when read back, and unreadable to others."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.web.holding import Held

NAME = b"Maria Novak "


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.close()


@pytest.mark.parametrize("size", [0, 1_000, 65_536, 65_537, 400_000])
def test_it_is_read_back_as_it_was_written(held: Held, size: int) -> None:
    written = os.urandom(size)
    for begin in range(0, size, 50_000):
        held.write(written[begin : begin + 50_000])
    assert b"".join(held.parts()) == written
    assert held.opened().read() == written
    assert held.size == size


def test_no_file_of_this_process_has_it_in_the_clear(held: Held) -> None:
    before = set(_files())
    for _ in range(2_000):
        held.write(NAME * 10)
    [file] = set(_files()) - before
    assert len(file.read_bytes()) == held.size
    assert NAME.strip() not in file.read_bytes()


def _files() -> Iterator[Path]:
    for number in Path("/proc/self/fd").iterdir():
        if number.exists() and number.is_file():
            yield number
