"""Where a running cluster keeps what it writes, and how its first process is found again."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

PLACE: Final = Path(__file__).parents[3] / "build" / "cluster"
NODE: Final = "node"
ADDRESS: Final = "10.200.0.1"
"""The node's own, in its own network: no other machine and no other process sees it."""
PODS: Final = "10.244.0.0/24"
SERVICES: Final = "10.96.0.0/16"
KUBERNETES: Final = "10.96.0.1"
NAMES: Final = "10.96.0.10"
API_PORT: Final = 6443
CGROUP: Final = "rapporteur-cluster"
CGROUPS: Final = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Place:
    directory: Path = PLACE

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
    def socket(self) -> Path:
        return self.directory / "containerd.sock"

    @property
    def disks(self) -> Path:
        """Directories that pods keep their data in."""
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
