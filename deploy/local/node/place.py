"""Where a running cluster keeps what it writes, and how its first process is found again."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

PLACE: Final = Path(__file__).parents[3] / "build" / "cluster"
ADDRESS: Final = "10.200.0.1"
"""The first node's own, in its own network: no other machine and no other process sees it."""
PODS: Final = "10.244.0.0/16"
SERVICES: Final = "10.96.0.0/16"
KUBERNETES: Final = "10.96.0.1"
NAMES: Final = "10.96.0.10"
API_PORT: Final = 6443
CGROUP: Final = "rapporteur-cluster"
CGROUPS: Final = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One of the machines that the cluster believes in: a network and mounts of its own.

    ``directory``: what its programs write. ``pods``: the addresses of its pods.
    """

    name: str
    address: str
    pods: str
    directory: Path

    @property
    def socket(self) -> Path:
        return self.directory / "containerd.sock"

    @property
    def cgroup(self) -> str:
        return f"{CGROUP}/{self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    directory: Path = PLACE

    @property
    def first_node(self) -> Node:
        """The one that has the control plane too."""
        return Node(
            name="first",
            address=ADDRESS,
            pods="10.244.0.0/24",
            directory=self.directory / "first",
        )

    @property
    def second_node(self) -> Node:
        return Node(
            name="second",
            address="10.200.0.2",
            pods="10.244.1.0/24",
            directory=self.directory / "second",
        )

    @property
    def nodes(self) -> tuple[Node, Node]:
        return self.first_node, self.second_node

    @property
    def kubeconfig(self) -> Path:
        """Of a person on this machine; the programs inside have their own."""
        return self.directory / "kubeconfig.yaml"

    @property
    def logs(self) -> Path:
        return self.directory / "logs"

    @property
    def before(self) -> Path:
        """What the machine had before the first start, for the comparison after the end."""
        return self.directory / "before.json"

    @property
    def disks(self) -> Path:
        """Directories that pods keep their data in, on whichever node they run."""
        return self.directory / "disks"

    def remember(self, outer: psutil.Process) -> None:
        said = {"pid": outer.pid, "since": outer.create_time()}
        (self.directory / "process.json").write_text(json.dumps(said))

    def outer(self) -> psutil.Process | None:
        """Return the process that holds the namespaces, if the cluster runs."""
        try:
            said: Any = json.loads((self.directory / "process.json").read_text())
            found = psutil.Process(said["pid"])
        except (OSError, ValueError, psutil.Error):
            return None
        return found if found.create_time() == said["since"] else None

    def first(self) -> psutil.Process | None:
        """Return the first process inside, as this machine numbers it."""
        outer = self.outer()
        inside = outer.children() if outer else []
        return inside[0] if inside else None
