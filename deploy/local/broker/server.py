"""Connections: frames in and out; a connection's requests run one after the other, as in Kafka."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import struct

from kafka.protocol.api_header import RequestHeader
from kafka.protocol.metadata import ApiVersionsResponse

from deploy.local.broker.apis import API_VERSIONS, APIS, advertised
from deploy.local.broker.codes import Code, Disconnect
from deploy.local.broker.node import Client, Node

MAX_FRAME = 104_857_600  # socket.request.max.bytes
READ_AHEAD = 1 << 18
SHORTEST_HEADER = 10  # api, version, correlation id, length of the client's name
UNREADABLE = (struct.error, IndexError, ValueError, TypeError)  # what decoding garbage raises

_log = logging.getLogger(__name__)


async def serve(node: Node) -> asyncio.Server:
    """Listen where the node says; port 0 becomes the one that was found free."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(asyncio.CancelledError):  # the node stops
                await _converse(node, reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(accept, node.host, node.port, limit=READ_AHEAD)
    node.port = server.sockets[0].getsockname()[1]
    return server


async def _converse(node: Node, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    host = f"/{writer.get_extra_info('peername')[0]}"
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            (size,) = struct.unpack(">i", await reader.readexactly(4))
            if not 0 < size <= MAX_FRAME:
                _log.warning("%s sent a frame of %d bytes: closed", host, size)
                return
            try:
                answer = await answered(node, await reader.readexactly(size), host)
            except Disconnect as reason:
                _log.warning("%s: %s: closed", host, reason)
                return
            if answer:
                writer.write(answer)
                await writer.drain()


async def answered(node: Node, frame: bytes, host: str) -> bytes | None:
    """The answer to one request, framed; None where none is due. Raises `Disconnect`."""
    if len(frame) < SHORTEST_HEADER:
        raise Disconnect("The frame is too short for a request.")
    key, version = struct.unpack_from(">hh", frame)
    api = APIS.get(key)
    if api is None:
        raise Disconnect(f"API {key} is not answered here.")
    known = api.oldest <= version <= api.newest
    data = io.BytesIO(frame)
    try:
        flexible = known and api.request.flexible_version_q(version)
        header = RequestHeader.decode(data, flexible=flexible)
    except UNREADABLE as error:
        raise Disconnect(f"The header of a request cannot be read: {error}") from error
    if not known:
        if key != API_VERSIONS:
            raise Disconnect(f"Version {version} of API {key} is not answered here.")
        response = ApiVersionsResponse(
            version=0, error_code=Code.UNSUPPORTED_VERSION, api_keys=advertised()
        )
    else:
        try:
            request = api.request.decode(memoryview(frame)[data.tell() :], version=version)
        except UNREADABLE as error:
            raise Disconnect(f"API {key} version {version} cannot be read: {error}") from error
        fields = await api.handler(node, request, Client(header.client_id or "", host))
        if fields is None:
            return None
        response = api.response(version=version, throttle_time_ms=0, **fields)
    response.with_header(correlation_id=header.correlation_id)
    return bytes(response.encode(header=True, framed=True))
