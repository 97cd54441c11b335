"""Run the embedded event store node: `python -m deploy.local.eventstore --data FILE`."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from deploy.local.eventstore.access import NoPassword, read_user
from deploy.local.eventstore.database import UnusableFile
from deploy.local.eventstore.node import (
    MEBIBYTE,
    PortTaken,
    Settings,
    ignore_vanished_clients,
    running,
    settle,
)

logger = logging.getLogger(__name__)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local.eventstore",
        description="An event store node for laptops, demonstrations and CI. It speaks"
        " EventStoreDB's gRPC protocol (streams and catch-up subscriptions) over one SQLite"
        " file. In production run EventStoreDB or KurrentDB.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=2113, help="port to listen on, 0 for any (%(default)s)"
    )
    parser.add_argument("--data", type=Path, required=True, help="the SQLite file")
    parser.add_argument("--tls-cert", type=Path, help="certificate chain, PEM; with --tls-key")
    parser.add_argument("--tls-key", type=Path, help="private key, PEM; with --tls-cert")
    parser.add_argument(
        "--credentials",
        type=Path,
        metavar="FILE",
        help="one line, name:password, which clients have to give; with --tls-cert",
    )
    parser.add_argument(
        "--max-append-size",
        type=int,
        default=MEBIBYTE,
        metavar="BYTES",
        help="largest append (%(default)s)",
    )
    arguments = parser.parse_args(argv)
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        parser.error("--tls-cert and --tls-key go together")
    if arguments.credentials and not arguments.tls_cert:
        parser.error("--credentials needs --tls-cert: without TLS no client gives a password")
    return arguments


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    async with running(settings) as port:
        if settings.tls and not settings.user:
            logger.warning(
                "Whoever reaches port %d reads and writes everything, whatever name and password"
                " they give: none is checked without --credentials.",
                port,
            )
        print(f"eventstore ready on {settings.host}:{port}", flush=True)  # noqa: T201  the ready line
        await stop.wait()


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT; 0 when stopped, 2 when it could not start."""
    arguments = _arguments(argv)
    logging.basicConfig(level=logging.WARNING, format="eventstore: %(message)s")
    ignore_vanished_clients()
    try:
        tls = (
            None
            if arguments.tls_cert is None
            else (arguments.tls_cert.read_bytes(), arguments.tls_key.read_bytes())
        )
        settings = Settings(
            data=arguments.data,
            host=arguments.host,
            port=arguments.port,
            tls=tls,
            user=read_user(arguments.credentials) if arguments.credentials else None,
            max_append=arguments.max_append_size,
        )
        settle(settings.data)
        uvloop.run(_serve(settings))
    except (NoPassword, PortTaken, UnusableFile) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'The node'}: {error.strerror}.\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
