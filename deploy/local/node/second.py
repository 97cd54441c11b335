"""The second node: ``unshare`` starts this in a network and with mounts of its own.

Everything else is the first one's: processes, disk, control plane. If it ends, so does the cluster.
"""

import sys
import time
from pathlib import Path

from deploy.local.node import parts
from deploy.local.node.first import LINK, forwarding, hide, link, reap, run, start_all
from deploy.local.node.place import ADDRESS, Place


def main() -> int:
    directory, programs = sys.argv[1:]
    place = Place(Path(directory))
    node = place.second_node
    hide()
    link("set", "lo", "up")
    while not _there():
        time.sleep(0.05)
    run("ip", "address", "add", f"{node.address}/24", "dev", LINK)
    link("set", LINK, "up")
    run("ip", "route", "add", "default", "via", ADDRESS)
    forwarding()
    children: dict[int, str] = {}
    start_all(parts.of_node(node), node, Path(programs), place, children)
    return reap(children, place)


def _there() -> bool:
    """Whether the link has come. /sys shows the network in which it was mounted: not this one."""
    return LINK in Path("/proc/net/dev").read_text()


if __name__ == "__main__":
    sys.exit(main())
