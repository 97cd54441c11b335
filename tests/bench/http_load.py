"""Load on a service as fast as it answers: ``python -m tests.bench.http_load``, a separate process.

It shares the processor with the service, so every request is made and signed before the clock
starts, and answers are parsed as little as possible.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import uuid4

import uvloop
from typing_extensions import override

from shared.core.actor import ActorSigner
from shared.platform.settings import Settings
from tests.bench.figures import Rate, rate
from tests.bench.machine import cpu_seconds
from tests.bench.samples import submit_request, triage_request


class Unexpected(Exception):
    """An answer that is not the success that was asked for."""


class _Client(asyncio.Protocol):
    """One keep-alive connection that sends the next request when the last one is answered."""

    def __init__(
        self, requests: Iterator[bytes], latencies: list[float], done: asyncio.Future[None]
    ) -> None:
        self._requests = requests
        self._latencies = latencies
        self.done = done
        self._read = b""
        self._sent_at = 0.0
        self._transport: Any = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            self.done.set_result(None)
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    @override
    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or len(body) < length_of(head):
            return
        self._latencies.append(time.perf_counter() - self._sent_at)
        self._read = b""
        if not head.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(Unexpected(head + body))
            self._transport.close()
            return
        self.send()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or Unexpected("closed"))


def _same(client: _Client) -> _Client:
    return client


def length_of(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])


async def _ask(port: int, clients: int, requests: Sequence[bytes], watched: dict[str, int]) -> Rate:
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    waiting = iter(requests)
    connections = []
    for _ in range(clients):
        client = _Client(waiting, latencies, loop.create_future())
        await loop.create_connection(partial(_same, client), "127.0.0.1", port)
        connections.append(client)
    used = cpu_seconds(watched)
    began = time.perf_counter()
    for client in connections:
        client.send()
    await asyncio.gather(*(client.done for client in connections))
    seconds = time.perf_counter() - began
    after = cpu_seconds(watched)
    return rate(latencies, seconds, {name: after[name] - used[name] for name in used})


async def measured(plan: dict[str, Any]) -> dict[str, Rate]:
    """Submit ``submissions``; triage the last ``again`` of them, then the first ``again``.

    The service remembers the streams that it wrote last: the last ones are decided from memory,
    the first ones, where they are enough, are read from the store first.
    """
    signer = ActorSigner(Settings().actor_key_list)
    watched = {"client": os.getpid(), **plan["watched"]}
    ids = [str(uuid4()) for _ in range(plan["submissions"])]
    found = {}
    for name, chosen, request in (
        ("submit-allegation", ids, submit_request),
        ("triage-submission, remembered", ids[-plan["again"] :], triage_request),
        ("triage-submission, read first", ids[: plan["again"]], triage_request),
    ):
        requests = [request(one, signer) for one in chosen]
        found[name] = await _ask(plan["port"], plan["clients"], requests, watched)
    return found


def main() -> int:
    found = uvloop.run(measured(json.loads(sys.argv[1])))
    sys.stdout.write(json.dumps({name: asdict(one) for name, one in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
