"""One address before several processes, as a Service of Kubernetes is one.

``python -m tests.bench.front <plan>`` leads each connection to the next process that takes it, and
ends it when either side does.
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import uvloop
from typing_extensions import override

HOST: Final = "127.0.0.1"


class Side(asyncio.Protocol):
    """One of the two connections; what it gets goes to the other, which must keep up."""

    def __init__(self) -> None:
        self.transport: Any = None
        self._other: Side | None = None
        self._early = b""

    def joins(self, other: "Side") -> None:
        self._other = other
        other.transport.write(self._early)
        self._early = b""
        if self.transport.is_closing():
            other.transport.close()

    @override
    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        if self._other is None:
            self._early += data
        else:
            self._other.transport.write(data)

    @override
    def pause_writing(self) -> None:
        if self._other is not None:
            self._other.transport.pause_reading()

    @override
    def resume_writing(self) -> None:
        if self._other is not None:
            self._other.transport.resume_reading()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._other is not None:
            self._other.transport.close()


class Front:
    """Knows the ports behind it; each connection begins with the one after the last one's."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turn = 0
        self._leading: set[asyncio.Task[None]] = set()

    def accepts(self) -> Side:
        front = self

        class Outer(Side):
            @override
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                task = asyncio.ensure_future(front.lead(self))
                front._leading.add(task)
                task.add_done_callback(front._leading.discard)

        return Outer()

    async def lead(self, outer: Side) -> None:
        loop = asyncio.get_running_loop()
        for port in self._from_the_next():
            try:
                _, inner = await loop.create_connection(Side, HOST, port)
            except OSError:
                continue
            inner.joins(outer)
            outer.joins(inner)
            return
        outer.transport.close()

    def _from_the_next(self) -> Iterator[int]:
        self._turn += 1
        at = self._turn % len(self._ports)
        return islice([*self._ports[at:], *self._ports], len(self._ports))


async def led(plan: dict[str, Any]) -> None:
    loop = asyncio.get_running_loop()
    front = Front(plan["behind"])
    server = await loop.create_server(front.accepts, HOST, plan["port"], backlog=4_096)
    async with server:
        await server.serve_forever()


def main() -> int:
    uvloop.run(led(json.loads(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
