"""The control groups of the cluster: the one thing that does not go when its processes go."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.local.node.place import CGROUP, CGROUPS, Place

_PATIENCE: Final = 20.0
_INHERITED: Final = ("cpuset.cpus", "cpuset.mems")


def make() -> None:
    """Make the nodes' groups in each hierarchy; a new cpuset has no processor by itself."""
    for hierarchy in _hierarchies():
        for one in (CGROUP, *(node.cgroup for node in Place().nodes)):
            group = hierarchy / one
            group.mkdir(exist_ok=True)
            for name in _INHERITED:
                with contextlib.suppress(OSError):
                    (group / name).write_text((hierarchy / name).read_text())


def remove() -> None:
    """Remove what pods and the cluster had; what has just ended may hold it a little."""
    until = time.monotonic() + _PATIENCE
    while left := [*groups()]:
        for group in reversed(left):  # those inside first
            with contextlib.suppress(OSError):
                group.rmdir()
        if time.monotonic() > until:
            return
        time.sleep(0.1)


def groups() -> Iterator[Path]:
    for hierarchy in _hierarchies():
        top = hierarchy / CGROUP
        if top.is_dir():
            yield top
            yield from (one for one in sorted(top.rglob("*")) if one.is_dir())


def _hierarchies() -> Iterator[Path]:
    """Each mounted hierarchy: of version 1 a directory each, of version 2 one for all."""
    if (CGROUPS / "cgroup.procs").exists():
        yield CGROUPS
        return
    for one in sorted(CGROUPS.iterdir()):
        if (one / "cgroup.procs").exists() and not one.is_symlink():
            yield one
