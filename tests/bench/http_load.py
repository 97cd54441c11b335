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
from dataclasses import asdict, dataclass
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

_TURNS = 4  # by which ours and the peer alternate: what else the machine does meets both alike


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


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one load took; ``used``: seconds of processor by process."""

    latencies: list[float]
    seconds: float
    used: dict[str, float]


def _rate(taken: Sequence[_Taken]) -> Rate:
    return rate(
        [one for load in taken for one in load.latencies],
        sum(load.seconds for load in taken),
        {name: sum(load.used[name] for load in taken) for name in taken[0].used},
    )


async def _ask(
    port: int, clients: int, requests: Sequence[bytes], watched: dict[str, int]
) -> _Taken:
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
    return _Taken(latencies, seconds, {name: after[name] - used[name] for name in used})


async def _submit(plan: dict[str, Any], ids: Sequence[str], signer: ActorSigner) -> dict[str, Rate]:
    """Submit all by turns to the service and, if there is one, to the peer."""
    client = {"client": os.getpid()}
    sides = {"submit-allegation": (plan["port"], client | plan["watched"])}
    if "peer" in plan:
        sides["peer"] = (plan["peer"]["port"], client | plan["peer"]["watched"])
    taken: dict[str, list[_Taken]] = {name: [] for name in sides}
    size = -(-len(ids) // _TURNS)
    for start in range(0, len(ids), size):
        for name, (port, watched) in sides.items():
            requests = [submit_request(one, signer) for one in ids[start : start + size]]
            taken[name].append(await _ask(port, plan["clients"], requests, watched))
    return {name: _rate(loads) for name, loads in taken.items()}


async def measured(plan: dict[str, Any]) -> dict[str, Rate]:
    """Submit ``submissions``; triage the last ``again`` of them, then the first ``again``.

    The service remembers the streams that it wrote last: the last ones are decided from memory,
    the first ones, where they are enough, are read from the store first.
    """
    signer = ActorSigner(Settings().actor_key_list)
    watched = {"client": os.getpid(), **plan["watched"]}
    ids = [str(uuid4()) for _ in range(plan["submissions"])]
    found = await _submit(plan, ids, signer)
    for name, chosen in (
        ("triage-submission, remembered", ids[-plan["again"] :]),
        ("triage-submission, read first", ids[: plan["again"]]),
    ):
        requests = [triage_request(one, signer) for one in chosen]
        found[name] = _rate([await _ask(plan["port"], plan["clients"], requests, watched)])
    return found


def main() -> int:
    found = uvloop.run(measured(json.loads(sys.argv[1])))
    sys.stdout.write(json.dumps({name: asdict(one) for name, one in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
