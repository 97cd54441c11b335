"""Ports: which of them are taken, and by which process."""

import random
import socket
from collections.abc import Iterable
from itertools import cycle

import psutil

from deploy.local.processes import Process

LONGEST_COMMAND = 120
_FREE = range(26_000, 32_000)
"""No platform of a test is here, and no system gives these to outgoing connections."""
_ORDER = cycle(random.SystemRandom().sample(_FREE, len(_FREE)))
"""Of this process alone, also where every process draws from the same seed; none comes twice."""


def is_free(port: int) -> bool:
    """Tell whether a server may listen on this loopback port (one just closed counts as free)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a loopback port on which nobody listens.

    A port that the system chooses is one of those that it gives to outgoing connections too: while
    the server that had it is down, or not up yet, somebody else may get it.
    """
    return next(port for port in _ORDER if is_free(port))


def holder(port: int) -> str | None:
    """Name the process that listens on this port; None if the system does not say."""
    try:
        for connection in psutil.net_connections(kind="tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid
            ):
                command = " ".join(psutil.Process(connection.pid).cmdline())
                return f"process {connection.pid} ({command[:LONGEST_COMMAND]})"
    except psutil.Error:
        # Other people's sockets are hidden from an ordinary user on some systems.
        return None
    return None


def complaints(processes: Iterable[Process]) -> list[str]:
    """Return a sentence for each port that a process of ours needs and cannot have."""
    return [
        f"Port {process.port}, wanted for {process.name}, is taken by "
        f"{holder(process.port) or 'a process that the system does not name'}."
        for process in processes
        if process.port is not None and not is_free(process.port)
    ]
