"""The programs of a cluster, built once from their Go modules and kept in the cache."""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.cache import kept
from deploy.k8s.definitions import NotFetched, tool

MODULE: Final = Path(__file__).parent / "module"
NAMES: Final = Path(__file__).parents[1] / "node" / "names"
POLICIES: Final = Path(__file__).parents[1] / "node" / "policies"
CERTIFICATES: Final = Path(__file__).parents[1] / "node" / "certificates"
SCALING: Final = Path(__file__).parents[1] / "node" / "scaling"
DEFINED: Final = Path(__file__).parents[2] / "k8s" / "operators"
_ROUTER: Final = "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router"
PROGRAMS: Final[Mapping[str, str]] = {
    "etcd": "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
}
"""Names of the programs, and the packages they are built from."""
OF_A_NODE: Final[Mapping[str, str]] = {
    "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
    "kubelet": "k8s.io/kubernetes/cmd/kubelet",
    "kube-proxy": "k8s.io/kubernetes/cmd/kube-proxy",
}
"""What a cluster has besides if pods are to run."""
KEDA: Final = "github.com/kedacore/keda/v2"
METRICS: Final = "sigs.k8s.io/metrics-server"
DATABASES: Final = "github.com/cloudnative-pg/cloudnative-pg"
OPERATORS: Final[Mapping[str, tuple[str, str]]] = {
    "keda": (KEDA, "./cmd/operator"),
    "keda-adapter": (KEDA, "./cmd/adapter"),
    "keda-admission-webhooks": (KEDA, "./cmd/webhooks"),
    "metrics-server": (METRICS, "./cmd/metrics-server"),
}
"""Operators that are built in their own modules, by the versions that those name."""
_VERSION: Final = re.compile(
    r"^(?:require|\t) ?k8s\.io/kubernetes v(\d+)\.(\d+)\.(\d+)\b", re.MULTILINE
)


def built() -> Path:
    """Return the directory of the programs. The first time takes several minutes of a processor.

    Raises `MissingTool` without Go and `NotFetched` if a module cannot be had or built.
    """
    return kept("cluster", asked(), _build)


def built_node() -> Path:
    """Return the directory of all programs of a cluster with a node, as ``built`` does."""
    files = [NAMES / name for name in ("go.mod", "go.sum", "main.go")]
    files += [POLICIES / name for name in ("go.mod", "go.sum")]
    versions = [one.read_text() for one in files]
    return kept("node", "\n".join([asked(), *OF_A_NODE.values(), *versions]), _build_node)


def built_operators() -> Path:
    """Return the directory of the operators that run in pods, as ``built`` does."""
    files = [CERTIFICATES / name for name in ("go.mod", "go.sum", "main.go")]
    files += [SCALING / name for name in ("go.mod", "go.sum")]
    versions = [one.read_text() for one in files]
    return kept("operators", "\n".join([*map(str, OPERATORS.items()), *versions]), _build_operators)


def built_databases() -> Path:
    """Return the directory of CloudNativePG's operator, as ``built`` does."""
    directory = module(DATABASES, DEFINED)

    def build(into: Path) -> None:
        _build_one(directory, "./cmd/manager", into / "manager", "-s -w")

    return kept("databases", directory.name, build)  # the name has the version


def module(path: str, of: Path = SCALING) -> Path:
    """Return where Go keeps this module that ``of`` names, with its manifests; fetched if need be.

    Raises `MissingTool`, `NotFetched`.
    """
    said = _go(of, "mod", "download", "-json", path)
    return Path(str(json.loads(said)["Dir"]))


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
    ldflags = flags((MODULE / "go.mod").read_text())
    for name, package in PROGRAMS.items():
        _build_one(MODULE, package, into / name, ldflags)


def _build_node(into: Path) -> None:
    ldflags = flags((MODULE / "go.mod").read_text())
    for name in PROGRAMS:
        os.link(built() / name, into / name)
    for name, package in OF_A_NODE.items():
        _build_one(MODULE, package, into / name, ldflags)
    _build_one(NAMES, ".", into / "coredns", "-s -w")
    _build_one(POLICIES, _ROUTER, into / "kube-router", "-s -w")


def _build_operators(into: Path) -> None:
    _build_one(CERTIFICATES, ".", into / "cert-manager", "-s -w")
    for name, (path, package) in OPERATORS.items():
        _build_one(module(path), package, into / name, "-s -w")


def _build_one(where: Path, package: str, to: Path, ldflags: str) -> None:
    try:
        _go(where, "build", "-trimpath", "-ldflags", ldflags, "-o", str(to), package)
    except NotFetched as error:
        raise NotFetched(f"{to.name} could not be built:\n{error}") from error


def _go(where: Path, *words: str) -> str:
    done = subprocess.run(  # noqa: S603  # this machine's Go, our own module
        [tool("go"), *words],
        cwd=where,
        env={**os.environ, "CGO_ENABLED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotFetched(done.stderr[-2000:])
    return done.stdout
