import os
from io import SEEK_CUR, SEEK_END
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from portal.web.spool import Spool


@given(st.lists(st.binary(max_size=200), max_size=20), st.integers(0, 2000), st.integers(0, 500))
def test_what_was_written_is_read_back_from_any_place(
    parts: list[bytes], start: int, length: int
) -> None:
    with Spool() as spool:
        for part in parts:
            spool.write(part)
        whole = b"".join(parts)
        spool.seek(start)
        assert spool.read(length) == whole[start : start + length]
        spool.seek(0)
        assert spool.read() == whole


def test_writing_goes_on_after_reading() -> None:
    with Spool() as spool:
        spool.write(b"one")
        spool.seek(0)
        assert spool.read(2) == b"on"
        spool.write(b" two")
        spool.seek(-3, SEEK_CUR)
        assert spool.read() == b"two"
        assert spool.seek(0, SEEK_END) == spool.tell() == 7


def test_nothing_lies_on_the_disk_in_the_clear() -> None:
    with Spool() as spool:
        spool.write(b"the name of the source " * 1000)
        on_disk = Path(f"/proc/self/fd/{spool._file.fileno()}")
        assert b"source" not in on_disk.read_bytes()
        assert os.path.getsize(spool._file.fileno()) == 23_000  # noqa: PTH202  # it has no path


def test_two_files_of_the_same_content_look_different_on_the_disk() -> None:
    seen = set()
    for _ in range(2):
        with Spool() as spool:
            spool.write(bytes(64))
            seen.add(Path(f"/proc/self/fd/{spool._file.fileno()}").read_bytes())
    assert len(seen) == 2
