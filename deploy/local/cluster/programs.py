"""The programs of the control plane, built once from their Go modules and kept in the cache."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.cache import kept
from deploy.k8s.definitions import NotFetched, tool

MODULE: Final = Path(__file__).parent / "module"
PROGRAMS: Final[Mapping[str, str]] = {
    "etcd": "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
}
"""Names of the programs, and the packages they are built from."""
_VERSION: Final = re.compile(
    r"^(?:require|\t) ?k8s\.io/kubernetes v(\d+)\.(\d+)\.(\d+)\b", re.MULTILINE
)


def built() -> Path:
    """Return the directory of the programs. The first time takes several minutes of a processor.

    Raises `MissingTool` without Go and `NotFetched` if a module cannot be had or built.
    """
    return kept("cluster", asked(), _build)


def asked() -> str:
    """Return what decides which programs these are: versions and checksums."""
    files = [(MODULE / name).read_text() for name in ("go.mod", "go.sum")]
    return "\n".join([*files, *PROGRAMS.values()])


def flags(module: str) -> str:
    """Return the linker's flags: a program built without them does not know its version."""
    found = _VERSION.search(module)
    if found is None:
        raise ValueError("go.mod names no version of k8s.io/kubernetes")
    major, minor, patch = found.groups()
    said = {"gitVersion": f"v{major}.{minor}.{patch}", "gitMajor": major, "gitMinor": minor}
    of = "k8s.io/component-base/version"
    return " ".join(["-s", "-w", *(f"-X {of}.{name}={value}" for name, value in said.items())])


def _build(into: Path) -> None:
    go = tool("go")
    ldflags = flags((MODULE / "go.mod").read_text())
    for name, package in PROGRAMS.items():
        done = subprocess.run(  # noqa: S603  # this machine's Go, our own module
            [go, "build", "-trimpath", "-ldflags", ldflags, "-o", str(into / name), package],
            cwd=MODULE,
            env={**os.environ, "CGO_ENABLED": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotFetched(f"{name} could not be built:\n{done.stderr[-2000:]}")
