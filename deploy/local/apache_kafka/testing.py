"""Apache Kafka in tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.apache_kafka import node


@contextmanager
def running_secured(secured: node.Secured) -> Iterator[node.Ports]:
    """A node that authenticates clients, while the block runs. Raises `jars.Missing`."""
    with tempfile.TemporaryDirectory(prefix="kafka-") as directory:
        process, ports = node.start_secured(Path(directory), secured)
        try:
            yield ports
        finally:
            node.stop(process)


@contextmanager
def running_kafka(data: Path | None = None, port: int = 0) -> Iterator[str]:
    """A node while the block runs; gives "127.0.0.1:PORT".

    Raises `jars.Missing` without Java or Maven.
    """
    with tempfile.TemporaryDirectory(prefix="kafka-") as passing:
        process, address = node.start(data or Path(passing), port)
        try:
            yield address
        finally:
            node.stop(process)
