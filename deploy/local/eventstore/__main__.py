"""Run the embedded event store node: `python -m deploy.local.eventstore --data FILE`."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from deploy.local.eventstore.database import UnusableFile
from deploy.local.eventstore.node import MEBIBYTE, PortTaken, Settings, running


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
        "--max-append-size",
        type=int,
        default=MEBIBYTE,
        metavar="BYTES",
        help="largest append (%(default)s)",
    )
    arguments = parser.parse_args(argv)
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        parser.error("--tls-cert and --tls-key go together")
    return arguments


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    async with running(settings) as port:
        print(f"eventstore ready on {settings.host}:{port}", flush=True)  # noqa: T201  the ready line
        await stop.wait()


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT; 0 when stopped, 2 when it could not start."""
    arguments = _arguments(argv)
    logging.basicConfig(level=logging.WARNING, format="eventstore: %(message)s")
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
            max_append=arguments.max_append_size,
        )
        uvloop.run(_serve(settings))
    except (PortTaken, UnusableFile) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'The node'}: {error.strerror}.\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
