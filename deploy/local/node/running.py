"""Start the cluster, ask it, end it."""

import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import httpx
import psutil
import yaml

from deploy.k8s.definitions import MissingTool
from deploy.local.cluster.api import Api
from deploy.local.cluster.server import NotStarted
from deploy.local.node import cgroups, machine
from deploy.local.node.place import Node, Place

TOOLS: Final = (
    *("busybox", "conntrack", "containerd", "ctr", "ip", "iptables", "ipset", "kubectl"),
    *("mount", "nsenter", "runc", "unshare"),
)
STARTS_WITHIN: Final = 120.0
"""Seconds on a busy machine."""
_ROOT: Final = Path(__file__).parents[3]
_POLL: Final = 0.2
_LINES: Final = 15


class Running(Exception):
    """The cluster runs already."""


def missing() -> list[str]:
    """Name the tools that are not on this machine."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return [one for one in TOOLS if not (shutil.which(one) or shutil.which(one, path=path))]


def start(place: Place, programs: Path) -> None:
    """Start all programs and wait for the API server.

    Raises `MissingTool`, `Running`, `NotStarted`.
    """
    if absent := missing():
        raise MissingTool(", ".join(absent))
    if place.outer():
        raise Running
    _clear(place)
    for one in (place.directory, place.logs, place.disks):
        one.mkdir(parents=True)
    place.directory.chmod(0o700)
    place.before.write_text(json.dumps(machine.found(place)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        outer = subprocess.Popen(  # noqa: S603  # the system's own, with our own program
            [
                *("unshare", "--net", "--mount", "--pid", "--mount-proc", "--kill-child"),
                *(sys.executable, "-m", "deploy.local.node.first", str(place.directory)),
                *(str(programs), str(listener.fileno()), str(port)),
            ],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=(place.logs / "first.log").open("wb"),
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
    place.remember(psutil.Process(outer.pid))
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if outer.poll() is not None:
            raise NotStarted(_why(place))
        if place.kubeconfig.exists():
            with contextlib.suppress(httpx.HTTPError, yaml.YAMLError, OSError), client(place) as it:
                if it.get("/readyz").is_success:
                    return
        time.sleep(_POLL)
    raise NotStarted(f"The API server was not ready within {STARTS_WITHIN:.0f} s.")


@contextlib.contextmanager
def client(place: Place) -> Iterator[httpx.Client]:
    """Give a client of the running cluster's API server."""
    said: Any = yaml.safe_load(place.kubeconfig.read_text())
    cluster = said["clusters"][0]["cluster"]
    with httpx.Client(
        base_url=cluster["server"],
        verify=ssl.create_default_context(cafile=cluster["certificate-authority"]),
        headers={"Authorization": f"Bearer {said['users'][0]['user']['token']}"},
        timeout=60,
        trust_env=False,
    ) as made:
        yield made


def bring(place: Place, archives: Sequence[Path]) -> None:
    """Give each node these images."""
    for node in place.nodes:
        for archive in archives:
            run_inside(place, [*ctr(node), "images", "import", str(archive)])


def run_inside(
    place: Place, command: Sequence[str], **given: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command where the first node's mounts and network are. Raises `NotStarted`."""
    return run(entered(place, command), **given)


def run(command: Sequence[str], **given: Any) -> subprocess.CompletedProcess[str]:
    """Run a command. Raises `NotStarted` with what it says if it fails."""
    done = subprocess.run(  # noqa: S603  # the system's own, with our own command
        command,
        check=False,
        capture_output=True,
        text=True,
        **given,
    )
    if done.returncode:
        raise NotStarted(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return done


def entered(place: Place, command: Sequence[str]) -> list[str]:
    """Return the command that runs this one inside. Raises `NotStarted`."""
    first = place.first()
    if first is None:
        raise NotStarted("The cluster does not run: make cluster")
    enter = ["nsenter", "--target", str(first.pid), "--net", "--mount", "--pid", f"--wdns={_ROOT}"]
    return [*enter, *command]


def beside(place: Place, pod: Any, command: Sequence[str]) -> list[str]:
    """Return the command that runs this one in the network of a running pod, as the server has it.

    Raises `NotStarted`.
    """
    node = next(one for one in place.nodes if one.name == pod["spec"]["nodeName"])
    container = pod["status"]["containerStatuses"][0]["containerID"].removeprefix("containerd://")
    listed = run_inside(place, [*ctr(node), "tasks", "ls"]).stdout.splitlines()
    pid = next(line.split()[1] for line in listed if line.startswith(container))
    return entered(place, ["nsenter", f"--net=/proc/{pid}/ns/net", *command])


def ctr(node: Node) -> list[str]:
    """Return the beginning of a command to a node's containerd."""
    return ["ctr", "--address", str(node.socket), "-n", "k8s.io"]


def await_nodes(place: Place, api: Api) -> None:
    """Wait until all nodes are ready. Raises `NotStarted`."""
    until = time.monotonic() + STARTS_WITHIN
    names = [one.name for one in place.nodes]
    while waiting := [one for one in names if not _ready(api, one)]:
        if time.monotonic() > until:
            raise NotStarted(f"Not ready within {STARTS_WITHIN:.0f} s: {', '.join(waiting)}")
        time.sleep(_POLL)


def _ready(api: Api, node: str) -> bool:
    found = api.get({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}})
    conditions = found.get("status", {}).get("conditions", ())
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def end(place: Place) -> None:
    """End the first process, and with it all others; then take away what is on the disk."""
    outer = place.outer()
    if outer is not None:
        held = [*outer.children(), outer]
        for process in held:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(held, timeout=60)
    cgroups.remove()


def left(place: Place) -> list[str]:
    """Return what differs from the machine before the start."""
    if not place.before.exists():
        return []
    return machine.differences(machine.read(place.before), machine.found(place))


def forget(place: Place) -> None:
    """Remove the cluster's directory, and its logs with it."""
    shutil.rmtree(place.directory, ignore_errors=True)


def _clear(place: Place) -> None:
    """Remove what an earlier cluster left, if its end was not by this program."""
    cgroups.remove()
    forget(place)


def _why(place: Place) -> str:
    ended = place.directory / "ended"
    said = ended.read_text() if ended.exists() else "The first process ended."
    logs = [
        place.logs / f"{said.split()[0]}.log",
        place.logs / "first.log",
        place.logs / "second.log",
    ]
    lines = [
        line for log in logs if log.exists() for line in log.read_text().splitlines()[-_LINES:]
    ]
    return "\n".join([said, *lines])
