"""A loopback port of the machine, forwarded to an address inside the cluster's network.

The listening socket was opened outside and is inherited: a socket belongs to the network in which
it was made, so what connects to it comes from outside, and what is opened here leads inside.
"""

import asyncio
import contextlib
import socket
import sys

_CHUNK = 65_536


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await source.read(_CHUNK):
            target.write(chunk)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()


async def _serve(listener: socket.socket, host: str, port: int) -> None:
    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inside, into = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_copy(reader, into), _copy(inside, writer))
        into.close()
        writer.close()

    server = await asyncio.start_server(forward, sock=listener)
    async with server:
        await server.serve_forever()


def main() -> None:
    descriptor, host, port = sys.argv[1:]
    asyncio.run(_serve(socket.socket(fileno=int(descriptor)), host, int(port)))


if __name__ == "__main__":
    main()
