"""What a cluster could leave on a machine: compared before it starts and after it ends."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import psutil

from deploy.local.node import cgroups
from deploy.local.node.place import Place

PROGRAMS: Final = frozenset(
    {
        "etcd",
        "kube-apiserver",
        "kube-controller",  # the kernel keeps fifteen letters
        "kube-scheduler",
        "kubelet",
        "kube-proxy",
        "kube-router",
        "coredns",
        "containerd",
        "containerd-shim",
        "runc",
    }
)
SETTINGS: Final = (
    "vm/overcommit_memory",
    "vm/panic_on_oom",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/keys/root_maxkeys",
    "kernel/keys/root_maxbytes",
    "net/ipv4/ip_forward",
    "net/bridge/bridge-nf-call-iptables",
    "net/netfilter/nf_conntrack_max",
)
"""Settings of the kernel that a kubelet, a kube-proxy or a CNI plugin writes."""
_PATHS: Final = ("/var/lib/cni", "/var/lib/kubelet", "/var/lib/containerd", "/run/containerd")


def found(place: Place) -> Mapping[str, Sequence[str]]:
    """Return, by kind, what there is. Other people's work on the machine is not looked at."""
    return {
        "processes": sorted(_processes(place)),
        "mounts": _lines(Path("/proc/self/mounts")),
        "links": _asked("ip", "-br", "link"),
        "addresses": _asked("ip", "-br", "address"),
        "routes": _asked("ip", "route", "show", "table", "all"),
        "rules of the firewall": [
            line.split(" [")[0]  # without counters
            for program in ("iptables-save", "ip6tables-save")
            for line in _asked(program)
            if not line.startswith("#")
        ],
        "sets of addresses": _asked("ipset", "list", "-n"),
        "groups": sorted(map(str, cgroups.groups())),
        "settings": [f"{one} {_text(Path('/proc/sys') / one)}" for one in SETTINGS],
        "directories": [one for one in _PATHS if Path(one).exists()],
    }


def differences(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return a line for each thing that came or went."""
    said = []
    for kind in sorted({*before, *after}):
        was, now = before.get(kind, ()), after.get(kind, ())
        said += [f"{kind}: there now: {one}" for one in now if one not in was]
        said += [f"{kind}: gone: {one}" for one in was if one not in now]
    return said


def read(path: Path) -> Mapping[str, Sequence[str]]:
    known: Mapping[str, Sequence[str]] = json.loads(path.read_text())
    return known


def _processes(place: Place) -> Iterator[str]:
    for process in psutil.process_iter(["pid", "name", "cmdline"]):
        command = " ".join(process.info["cmdline"] or ())
        if process.info["name"] in PROGRAMS or f"{place.directory}/" in command:
            yield f"{process.info['pid']} {command[:120]}"


def _asked(*command: str) -> list[str]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return []
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return "not there"
