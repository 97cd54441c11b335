"""Run the embedded broker: `python -m deploy.local.broker --port 9092 --data-dir DIR`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path

from deploy.local.broker.kept import CannotStart, Kept
from deploy.local.broker.node import Node
from deploy.local.broker.server import serve

ABOUT = """\
One Kafka node for a laptop. Records are on disk when they are acknowledged and survive kill -9 (not
the loss of power). There is no retention: a topic grows until it or its records are deleted.
"""
CANNOT_START = 2


def main() -> int:
    """Serve until SIGTERM or SIGINT; 2 when the port or the directory cannot be used."""
    parser = argparse.ArgumentParser("python -m deploy.local.broker", description=ABOUT)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9092, help="0 takes any free one")
    parser.add_argument("--data-dir", type=Path, help="without one nothing outlives the process")
    parser.add_argument("--partitions", type=int, default=1, help="of a topic that names no number")
    parser.add_argument("--auto-create", action="store_true", help="create topics when asked about")
    parser.add_argument("--min-session-timeout-ms", type=int, default=1000)
    options = parser.parse_args()
    logging.basicConfig(format="broker: %(message)s", level=logging.WARNING)
    with contextlib.ExitStack() as passing:
        directory = options.data_dir or _until_the_end_of(passing)
        try:
            kept = Kept(directory)
        except CannotStart as error:
            return _refuse(str(error))
        except OSError as error:
            return _refuse(f"{directory} cannot be used: {error}.")
        node = Node(
            kept=kept,
            host=options.host,
            port=options.port,
            auto_create=options.auto_create,
            min_session_ms=options.min_session_timeout_ms,
            partitions=options.partitions,
        )
        try:
            return asyncio.run(_run(node))
        finally:
            kept.close()


def _until_the_end_of(passing: contextlib.ExitStack) -> Path:
    return Path(passing.enter_context(tempfile.TemporaryDirectory(prefix="broker-")))


async def _run(node: Node) -> int:
    try:
        server = await serve(node)
    except OSError as error:
        return _refuse(
            f"Port {node.port} on {node.host} cannot be used: {os.strerror(error.errno or 0)}."
        )
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    sys.stdout.write(f"broker ready on {node.host}:{node.port}\n")
    sys.stdout.flush()
    await stop.wait()
    server.close()
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
