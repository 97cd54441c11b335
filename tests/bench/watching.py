"""Many viewers of the feed in one process: ``python -m tests.bench.watching <plan>``.

Each has its own connection, continues after its last line, and records when it got each line. A
chunk is parsed once for all viewers that got the same bytes.
"""

import asyncio
import json
import re
import sys
import time
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

import uvloop
from typing_extensions import override

_PAUSES = (0.25, 4.0)  # seconds before connecting again: at first, at most
_AT_ONCE = 64  # connections that are being made
_END = b"0"  # the size of the last chunk: the feed ends each answer after half an hour
_EVENT = re.compile(rb"id: ([^\n]*)\ndata: (.*)\n")
_KIND = re.compile(r'data-kind="([^"]+)"')
_MANDATE = re.compile(r'feed__mandate">([^<]+)<')


def key(kind: str, mandates: list[str]) -> str:
    """What a line is known again by: each submission names other mandates."""
    return f"{kind} {'+'.join(sorted(mandates))}"


@lru_cache(maxsize=4_096)
def said(event: bytes) -> tuple[bytes, str] | None:
    """Return place and line of an event that has them; None: a beat or a greeting."""
    found = _EVENT.match(event + b"\n")
    if found is None:
        return None
    html = found[2].decode()
    kind = _KIND.search(html)
    return found[1], key(kind[1] if kind else "?", _MANDATE.findall(html))


class NoStream(Exception):
    """The feed did not answer with a stream."""


@lru_cache(maxsize=4_096)
def whole_chunk(data: bytes) -> tuple[tuple[bytes, str], ...] | None:
    """Return what the data says when it is exactly one chunk; None when it is not."""
    size, _, rest = data.partition(b"\r\n")
    if not size or size == _END or len(rest) != int(size, 16) + 2:
        return None
    return _events(rest[:-2])


def _events(text: bytes) -> tuple[tuple[bytes, str], ...]:
    return tuple(found for event in text.split(b"\n\n") if (found := said(event)))


@dataclass(slots=True)
class Viewer:
    """``lines`` and ``at``: which lines it got, as numbers of ``Viewers.known``, and when."""

    place: bytes | None = None
    lines: "array[int]" = field(default_factory=lambda: array("i"))
    at: "array[float]" = field(default_factory=lambda: array("d"))
    resets: int = 0
    connected: int = 0


class Connection(asyncio.Protocol):
    """One answer to one viewer; ``over`` is done when it ends."""

    def __init__(self, viewer: Viewer, viewers: "Viewers") -> None:
        self._viewer, self._viewers = viewer, viewers
        self._rest = b""
        self._streams = False
        self._transport: Any = None
        self.over = asyncio.get_running_loop().create_future()

    @override
    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        place = self._viewer.place
        again = b"" if place is None else b"Last-Event-ID: " + place + b"\r\n"
        transport.write(self._viewers.request + again + b"\r\n")

    @override
    def data_received(self, data: bytes) -> None:
        if self._streams and not self._rest and (known := whole_chunk(data)) is not None:
            self._viewers.took(self._viewer, known, data)
            return
        self._rest += data
        if not self._streams:
            head, end, self._rest = self._rest.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 200"):
                self._end(NoStream(head.partition(b"\r\n")[0].decode()))
                return
            self._streams = True
            self._viewer.connected += 1
            self._viewers.open += 1
        self._take_chunks()

    def _take_chunks(self) -> None:
        while True:
            size, end, rest = self._rest.partition(b"\r\n")
            if not end or len(rest) < (length := int(size, 16)) + 2:
                return
            if size == _END:  # the connection itself would stay open
                self._transport.close()
                return
            text, self._rest = rest[:length], rest[length + 2 :]
            self._viewers.took(self._viewer, _events(text), text)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._streams:
            self._viewers.open -= 1
            self._streams = False
        self._end(exc or ConnectionError("closed"))

    def _end(self, why: Exception) -> None:
        if not self.over.done():
            self.over.set_result(why)


class Viewers:
    """All viewers of this process."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.host, self.port = plan["host"], plan["port"]
        self.request = (
            f"GET {plan['target']} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {plan['cookie']}\r\n"
            "Accept: text/event-stream\r\n"
        ).encode()
        self.known: dict[str, int] = {}
        self.open = 0
        self.all = [Viewer() for _ in range(plan["viewers"])]
        self.refused: dict[str, int] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)

    def took(self, viewer: Viewer, events: tuple[tuple[bytes, str], ...], text: bytes) -> None:
        now = time.perf_counter()
        for place, line in events:
            viewer.place = place
            viewer.lines.append(self.known.setdefault(line, len(self.known)))
            viewer.at.append(now)
        if not events and b"event: reset" in text:
            viewer.resets += 1

    async def watch(self, viewer: Viewer, chance: Random) -> None:
        """Stay connected, as hx-sse does: again after a pause that grows, with some chance."""
        pause = _PAUSES[0]
        while True:
            try:
                connection = await self._connected(viewer)
            except OSError as error:
                self._note(error)
            else:
                before = viewer.connected
                self._note(await connection.over)
                if viewer.connected > before:
                    pause = _PAUSES[0]
            await asyncio.sleep(pause * chance.uniform(0.5, 1.5))
            pause = min(pause * 2, _PAUSES[1])

    async def _connected(self, viewer: Viewer) -> Connection:
        loop = asyncio.get_running_loop()
        async with self._gate:
            _, connection = await loop.create_connection(
                lambda: Connection(viewer, self), self.host, self.port
            )
        return connection

    def _note(self, error: Exception) -> None:
        name = str(error) if isinstance(error, NoStream) else type(error).__name__
        self.refused[name] = self.refused.get(name, 0) + 1


def found(viewers: Viewers, asked: dict[str, Any]) -> dict[str, Any]:
    """``due``: every line that each viewer must have, once; ``since``: by name, line to time."""
    names = list(viewers.known)
    latencies: dict[str, list[float]] = {name: [] for name in asked["since"]}
    missing = doubled = 0
    due = set(asked["due"])
    for viewer in viewers.all:
        got = [names[number] for number in viewer.lines]
        mine = [line for line in got if line in due]
        missing += len(due) - len(set(mine))
        doubled += len(mine) - len(set(mine))
        for name, since in asked["since"].items():
            latencies[name] += [
                round(at - since[line], 5)
                for line, at in zip(got, viewer.at, strict=True)
                if line in since
            ]
    return {
        "missing": missing,
        "doubled": doubled,
        "resets": sum(viewer.resets for viewer in viewers.all),
        "unknown": sorted(set(names) - due)[:10],
        "reconnected": sum(viewer.connected - 1 for viewer in viewers.all),
        "broken off": viewers.refused,
        "latencies": latencies,
    }


async def watched(plan: dict[str, Any]) -> None:
    """Answer each line of the standard input: ``open``, ``fewest`` or ``found <what>``."""
    loop = asyncio.get_running_loop()
    viewers = Viewers(plan)
    tasks = [
        asyncio.create_task(viewers.watch(viewer, Random(number)))
        for number, viewer in enumerate(viewers.all)
    ]
    while True:
        question, _, asked = (await loop.run_in_executor(None, sys.stdin.readline)).partition(" ")
        match question.strip():
            case "open":
                answer: Any = viewers.open
            case "fewest":
                answer = min(len(viewer.lines) for viewer in viewers.all)
            case "found":
                answer = found(viewers, json.loads(asked))
            case _:
                break
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def main() -> int:
    uvloop.run(watched(json.loads(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
