"""The first process of the cluster: ``unshare`` starts it in namespaces of its own.

It makes the network, starts the programs of the first node, and the second node beside it, and
adopts what they leave behind. If it ends, the kernel kills all others and takes away mounts, links
and rules.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from deploy.local.node import cgroups, parts
from deploy.local.node.parts import Part
from deploy.local.node.place import ADDRESS, API_PORT, NAMES, Node, Place

LINK: Final = "machine"
"""The second node's link to the first."""
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
    start_all(parts.prepared(place, int(port)), place.first_node, Path(programs), place, children)
    second = _second(place, programs)
    children[second.pid] = "second"
    forward = [sys.executable, "-m", "deploy.local.node.forward", descriptor, ADDRESS]
    with (place.logs / "forward.log").open("wb") as log:
        started = subprocess.Popen(  # noqa: S603  # our own program
            [*forward, str(API_PORT)], cwd=_ROOT, pass_fds=[int(descriptor)], stdout=log, stderr=log
        )
    children[started.pid] = "forward"
    os.close(int(descriptor))
    return reap(children, place)


def start_all(
    given: Sequence[Part], node: Node, programs: Path, place: Place, children: dict[int, str]
) -> None:
    """Start a node's programs, one after the other."""
    for part in given:
        called = part.program if node == place.first_node else f"{part.program}-{node.name}"
        children[_start(part, node, programs, place.logs / f"{called}.log").pid] = called
        _await(part)


def _second(place: Place, programs: str) -> subprocess.Popen[bytes]:
    """Start the second node and lead a link into its network."""
    node = place.second_node
    with (place.logs / "second.log").open("wb") as log:
        started = subprocess.Popen(  # noqa: S603  # our own program
            [
                *("unshare", "--net", "--mount"),
                *(sys.executable, "-m", "deploy.local.node.second"),
                *(str(place.directory), programs),
            ],
            cwd=_ROOT,
            env=_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    networks = [Path(f"/proc/{one}/ns/net") for one in ("self", started.pid)]
    while networks[0].readlink() == networks[1].readlink():
        time.sleep(0.05)
    link("add", "to-second", "type", "veth", "peer", "name", LINK, "netns", str(started.pid))
    link("set", "to-second", "master", "machine", "up")
    run("ip", "route", "add", node.pods, "via", node.address)
    return started


def hide() -> None:
    """Put what programs write into places of their own, which nobody else sees."""
    run("mount", "--make-rshared", "/")  # among the mounts of this namespace alone
    for path in ("/run", "/var/lib", "/var/log"):
        run("mount", "-t", "tmpfs", "cluster", path)


def _hide(place: Place) -> None:
    hide()
    settings = place.directory / "settings"
    for name, value in _SETTINGS.items():
        file = settings / name.replace("/", ".")
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{value}\n")
        run("mount", "--bind", str(file), f"/proc/sys/{name}")
    # What is run in here by hand finds names as a pod does.
    names = place.directory / "names.conf"
    names.write_text(f"nameserver {NAMES}\nsearch cluster.local\noptions ndots:5\n")
    run("mount", "--bind", str(names), "/etc/resolv.conf")


def _network() -> None:
    link("set", "lo", "up")
    link("add", "machine", "type", "bridge")
    run("ip", "address", "add", f"{ADDRESS}/24", "dev", "machine")
    link("set", "machine", "up")
    # A Service's address has no route; what is sent there is turned to a pod once it is on its way.
    run("ip", "route", "add", "default", "dev", "machine")
    forwarding()


def forwarding() -> None:
    """Let this network pass on what is between pods."""
    for name in ("net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables"):
        (Path("/proc/sys") / name).write_text("1\n")


def _start(part: Part, node: Node, programs: Path, log: Path) -> subprocess.Popen[bytes]:
    ours = programs / part.program
    command = [str(ours) if ours.exists() else part.program, *part.arguments]
    if part.again:
        command = ["sh", "-c", 'while :; do "$@"; sleep 1; done', "sh", *command]
    with log.open("wb") as file:
        return subprocess.Popen(  # noqa: S603  # built by us, or of the system's packages
            command,
            cwd=node.directory,
            env=_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
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


def reap(children: Mapping[int, str], place: Place) -> int:
    """Wait for whoever ends; if it is one of the programs, that is the end of all."""
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            return 1
        if pid in children:
            code = os.waitstatus_to_exitcode(status)
            with (
                contextlib.suppress(FileExistsError),
                (place.directory / "ended").open("x") as file,
            ):
                file.write(f"{children[pid]} ended with {code}")
            return 1


def link(*words: str) -> None:
    run("ip", "link", *words)


def run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603  # the system's own


if __name__ == "__main__":
    sys.exit(main())
