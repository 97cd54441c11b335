"""Files that are whole on disk, with their directory, before anything relies on them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from deploy.local.broker.batch import Buffer


def replace(path: Path, parts: Iterable[Buffer]) -> None:
    """Put a new file in the place of `path`: whatever happens, the old or the new one is whole."""
    new = path.with_suffix(".new")
    write(new, parts)
    new.replace(path)
    sync(path.parent)


def write(path: Path, parts: Iterable[Buffer]) -> None:
    """Write a file and wait until the disk has its bytes."""
    with open(path, "wb", opener=_private) as out:
        out.writelines(parts)
        out.flush()
        os.fsync(out.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def sync(directory: Path) -> None:
    """Wait until the disk has the names in this directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept(path: Path, parts: Iterable[Buffer]) -> Path:
    """Write the file under its name or, where that is taken, with a number; answers where.

    Raises `OSError` when the disk is full; then no part of it is left.
    """
    new = path.with_name(f"{path.name}.new")
    try:
        write(new, parts)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    free = _free(path)
    new.rename(free)
    sync(free.parent)
    return free


def moved(path: Path, directory: Path) -> Path:
    """Move a file or directory into this one, likewise."""
    directory.mkdir(exist_ok=True)
    free = _free(directory / path.name)
    path.rename(free)
    sync(directory)
    sync(path.parent)
    return free


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
