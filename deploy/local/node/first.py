"""The first process of the cluster: ``unshare`` starts it in namespaces of its own.

It makes the network, starts the programs, and adopts what they leave behind. If it ends, the kernel
kills all others and takes away mounts, links and rules.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.local.node import cgroups, parts
from deploy.local.node.parts import Part
from deploy.local.node.place import ADDRESS, API_PORT, NAMES, Place

_PATIENCE: Final = 60.0
_ROOT: Final = Path(__file__).parents[3]
_SETTINGS: Final = {
    "vm/overcommit_memory": "1",
    "vm/panic_on_oom": "0",
    "kernel/panic": "10",
    "kernel/panic_on_oops": "1",
    "kernel/keys/root_maxkeys": "1000000",
    "kernel/keys/root_maxbytes": "25000000",
}
"""What a kubelet wants of the kernel. These are the whole machine's: it finds files that say so."""


def main() -> int:
    directory, programs, descriptor, port = sys.argv[1:]
    place = Place(Path(directory))
    _hide(place)
    _network()
    cgroups.make()
    children: dict[int, str] = {}
    for part in parts.prepared(place, int(port)):
        children[_start(part, Path(programs), place).pid] = part.program
        _await(part)
    forward = [sys.executable, "-m", "deploy.local.node.forward", descriptor, ADDRESS]
    with (place.logs / "forward.log").open("wb") as log:
        started = subprocess.Popen(  # noqa: S603  # our own program
            [*forward, str(API_PORT)], cwd=_ROOT, pass_fds=[int(descriptor)], stdout=log, stderr=log
        )
    children[started.pid] = "forward"
    os.close(int(descriptor))
    return _reap(children, place)


def _hide(place: Place) -> None:
    """Put what programs write into places of their own, which nobody else sees."""
    _run("mount", "--make-rshared", "/")  # among the mounts of this namespace alone
    for path in ("/run", "/var/lib", "/var/log"):
        _run("mount", "-t", "tmpfs", "cluster", path)
    settings = place.directory / "settings"
    for name, value in _SETTINGS.items():
        file = settings / name.replace("/", ".")
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{value}\n")
        _run("mount", "--bind", str(file), f"/proc/sys/{name}")
    # What is run in here by hand finds names as a pod does.
    names = place.directory / "names.conf"
    names.write_text(f"nameserver {NAMES}\nsearch cluster.local\noptions ndots:5\n")
    _run("mount", "--bind", str(names), "/etc/resolv.conf")


def _network() -> None:
    _run("ip", "link", "set", "lo", "up")
    _run("ip", "link", "add", "machine", "type", "bridge")
    _run("ip", "address", "add", f"{ADDRESS}/24", "dev", "machine")
    _run("ip", "link", "set", "machine", "up")
    # A Service's address has no route; what is sent there is turned to a pod once it is on its way.
    _run("ip", "route", "add", "default", "dev", "machine")
    for name in ("net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables"):
        (Path("/proc/sys") / name).write_text("1\n")


def _start(part: Part, programs: Path, place: Place) -> subprocess.Popen[bytes]:
    ours = programs / part.program
    command = [str(ours) if ours.exists() else part.program, *part.arguments]
    if part.again:
        command = ["sh", "-c", 'while :; do "$@"; sleep 1; done', "sh", *command]
    with (place.logs / f"{part.program}.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603  # built by us, or of the system's packages
            command,
            cwd=place.directory,
            env=_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _await(part: Part) -> None:
    """Wait a while; if it never answers, those that come after it say so."""
    until = time.monotonic() + _PATIENCE
    while part.awaited is not None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            if isinstance(part.awaited, int):
                socket.create_connection((ADDRESS, part.awaited), 1).close()
            else:
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect(str(part.awaited))
            return
        time.sleep(0.1)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return ours without proxies, which know nothing of addresses in here."""
    kept = {name: value for name, value in given.items() if not name.lower().endswith("_proxy")}
    return {**kept, "PATH": f"{given.get('PATH', '')}:/usr/sbin:/sbin"}


def _reap(children: Mapping[int, str], place: Place) -> int:
    """Wait for whoever ends; if it is one of the programs, that is the end of all."""
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            return 1
        if pid in children:
            code = os.waitstatus_to_exitcode(status)
            (place.directory / "ended").write_text(f"{children[pid]} ended with {code}")
            return 1


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603  # the system's own


if __name__ == "__main__":
    sys.exit(main())
