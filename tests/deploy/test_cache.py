"""What is built or fetched once is kept whole, by its versions, outside the tree."""

from pathlib import Path

import pytest

from deploy import cache


def test_what_was_made_once_is_kept_for_its_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = cache.kept("it", "1", lambda into: _write(into, "one"))
    assert cache.kept("it", "1", lambda into: _write(into, "again")) == first
    assert (first / "made").read_text() == "one"
    assert cache.kept("it", "2", lambda into: _write(into, "two")) != first


def test_what_was_not_made_to_its_end_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def stopped(into: Path) -> None:
        _write(into, "half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.kept("it", "1", stopped)
    assert list((tmp_path / "rapporteur").iterdir()) == []


def _write(into: Path, text: str) -> None:
    (into / "made").write_text(text)
