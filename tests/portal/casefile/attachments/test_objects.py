import os
from io import BytesIO
from pathlib import Path

import pytest

from portal.casefile.attachments.objects import Objects, StoreAway


def test_what_is_kept_comes_back_whole(objects: Objects) -> None:
    content = bytes(range(256)) * 50_000
    objects.put("one", BytesIO(content))
    objects.put("two", BytesIO(b"other"))
    assert b"".join(objects.get("one")) == content


def test_what_was_discarded_is_not_there(objects: Objects) -> None:
    objects.put("one", BytesIO(b"x"))
    assert objects.has("one")
    objects.discard("one")
    objects.discard("one")
    assert not objects.has("one")
    with pytest.raises(KeyError):
        list(objects.get("one"))


def test_in_a_directory_it_is_on_disk_before_it_is_said_to_be_kept(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: written.append(os.fstat(file).st_ino))
    Objects(str(directory)).put("one", BytesIO(b"x"))
    must = (directory / "one", directory, directory.parent)  # content, its name, and where it is
    assert written == [path.stat().st_ino for path in must]


def test_a_store_that_cannot_be_reached_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    away = Objects(str(tmp_path / "file"))
    with pytest.raises(StoreAway):
        away.put("one", BytesIO(b"x"))
    with pytest.raises(StoreAway):
        away.has("one")
