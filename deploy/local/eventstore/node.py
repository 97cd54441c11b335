"""The node: the file, its writer and reader, and the gRPC server in front of them."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import grpc.aio  # type: ignore[import-untyped]  # grpcio ships no types
from esdbclient.protos.Grpc import gossip_pb2_grpc, streams_pb2_grpc

from deploy.local.eventstore import database
from deploy.local.eventstore.access import Doorkeeper
from deploy.local.eventstore.features import FEATURES
from deploy.local.eventstore.gossip import Gossip, Unserved
from deploy.local.eventstore.integrity import Integrity
from deploy.local.eventstore.reader import Reader
from deploy.local.eventstore.streams import Streams
from deploy.local.eventstore.tail import Tail
from deploy.local.eventstore.writer import Writer

MEBIBYTE: Final = 1 << 20
# Appends that are under way get this long, in seconds, when the node stops.
GRACE: Final = 0.4


class PortTaken(Exception):
    """Somebody else listens there; the message is a sentence."""


def ignore_vanished_clients() -> None:
    """Keep out of the log what gRPC says, by a traceback, of a client that went away in a call."""
    logging.getLogger("grpc._cython.cygrpc").addFilter(
        lambda record: (
            not (record.exc_info and isinstance(record.exc_info[1], grpc.aio.InternalError))
        )
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a node is started with.

    `tls` is certificate chain and key as PEM, `user` the name and password that clients have to
    give; None: whoever reaches the port reads and writes.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 2113
    tls: tuple[bytes, bytes] | None = None
    user: tuple[str, str] | None = field(default=None, repr=False)
    max_append: int = MEBIBYTE


def settle(data: Path) -> None:
    """Check a file that was found damaged, outside the event loop: there no signal would be heard.

    Raises:
        UnusableFile: the data file cannot be used.
    """
    with database.lock(data):
        database.prepare(data)
        Integrity(data).settle_mark()


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[int]:
    """Run a node for the length of the block, which gets the port it listens on.

    Raises:
        UnusableFile: the data file cannot be used.
        PortTaken: the port is taken.
    """
    with contextlib.ExitStack() as closing:
        closing.enter_context(database.lock(settings.data))
        database.prepare(settings.data)
        integrity = Integrity(settings.data)
        integrity.settle_mark()
        reader = Reader(settings.data, integrity)
        closing.callback(reader.close)
        tail = Tail(reader.last_position())
        loop = asyncio.get_running_loop()
        writer = Writer(settings.data, loop, tail.extend, integrity)
        closing.callback(writer.close)
        closing.enter_context(
            integrity.checking(lambda damage: loop.call_soon_threadsafe(tail.stop, damage))
        )
        server = grpc.aio.server(
            interceptors=() if settings.user is None else (Doorkeeper(*settings.user),),
            options=(
                # Without this a second node would silently share the port.
                ("grpc.so_reuseport", 0),
                # A client may send as much as it is ready to receive itself.
                ("grpc.max_receive_message_length", 17 * MEBIBYTE),
                ("grpc.max_send_message_length", 17 * MEBIBYTE),
                # Idle subscribers may ask as often as they like whether the node is there.
                ("grpc.keepalive_permit_without_calls", 1),
                ("grpc.http2.max_ping_strikes", 0),
            ),
        )
        port = _bind(server, settings)
        streams = Streams(writer, reader, tail, max_append=settings.max_append)
        streams_pb2_grpc.add_StreamsServicer_to_server(streams, server)  # type: ignore[no-untyped-call]  # generated
        gossip_pb2_grpc.add_GossipServicer_to_server(  # type: ignore[no-untyped-call]  # generated
            Gossip(_reachable(settings.host), port), server
        )
        server.add_generic_rpc_handlers((FEATURES, Unserved()))
        await server.start()
        try:
            yield port
        finally:
            tail.stop()
            await server.stop(GRACE)


def _bind(server: Any, settings: Settings) -> int:
    sentence = f"Port {settings.port} on {settings.host} is taken or cannot be listened on"
    # gRPC writes a page to the log when a port is taken: so it is tried plainly first.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(f"{sentence}: {error.strerror}.") from error
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"{host}:{settings.port}"
    try:
        if settings.tls is None:
            port: int = server.add_insecure_port(address)
        else:
            chain, key = settings.tls
            credentials = grpc.ssl_server_credentials([(key, chain)])
            port = server.add_secure_port(address, credentials)
    except RuntimeError as error:
        raise PortTaken(f"{sentence}.") from error
    return port


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  compared, not bound
