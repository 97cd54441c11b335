"""Submissions at a steady pace, and somebody who watches the feed, from inside the cluster.

``python -m tests.cluster.paced URL FEED CA PACE`` reads the data of ``people.py`` from the first
line of its standard input, files by the API until the input ends, and prints one JSON object. What
is not taken is sent again as the same, as whoever gets no receipt does. Each submission names other
mandates, so that its line in the feed is known again.
"""

import asyncio
import json
import os
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import combinations
from random import SystemRandom
from typing import Any, Final
from uuid import uuid4

import httpx
import pyotp

from shared.reference import mandates
from tests.bench import watching
from tests.bench.clicks import NAMED, narrative
from tests.bench.figures import rate
from tests.support.feed import reader
from tests.support.filing import submission
from tests.support.people import Person

_AGAIN: Final = (0.5, 5.0)
"""Seconds until one that was not taken is sent again: the first time, at most."""
_AT_ONCE: Final = 50
"""Requests on their way."""
_PATIENCE: Final = 180.0
"""Seconds for the last receipt, and then for the last line."""
_TELLS: Final = "allegation-received"


@dataclass(slots=True)
class Filed:
    """``seconds``: from the first try to the receipt. ``tries``: why one was sent again."""

    codes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    without: int = 0


async def file(
    url: str, context: ssl.SSLContext, token: str, pace: float, over: asyncio.Event
) -> Filed:
    """File until it is over; then wait for those that have no receipt yet."""
    named, filed = list(combinations(NAMED, 3)), Filed()
    SystemRandom().shuffle(named)
    head = {"authorization": f"Bearer {token}"}
    limits, some = httpx.Limits(keepalive_expiry=5), asyncio.Semaphore(_AT_ONCE)
    async with httpx.AsyncClient(
        base_url=url, verify=context, headers=head, trust_env=False, timeout=20, limits=limits
    ) as http:
        tasks: list[asyncio.Task[None]] = []
        began = time.monotonic()
        while not over.is_set():
            number = len(tasks)
            tasks.append(asyncio.create_task(_one(http, some, filed, number, named[number])))
            await asyncio.sleep(max(0.0, began + (number + 1) / pace - time.monotonic()))
        _, late = await asyncio.wait(tasks, timeout=_PATIENCE)
        filed.without = len(late)
        for one in late:
            one.cancel()
    return filed


async def _one(
    http: httpx.AsyncClient,
    some: asyncio.Semaphore,
    filed: Filed,
    number: int,
    three: tuple[str, ...],
) -> None:
    key = {"idempotency-key": str(uuid4())}
    filled = submission(mandates=list(three), narrative=narrative(number))
    began, pause = time.monotonic(), _AGAIN[0]
    while True:
        try:
            async with some:
                answer = await http.post("/api/v1/submissions", json=filled, headers=key)
        except httpx.TransportError as error:
            filed.tries[type(error).__name__] += 1
        else:
            if answer.status_code == httpx.codes.CREATED:
                filed.seconds.append(time.monotonic() - began)
                filed.codes.append(answer.json()["tracking_code"])
                shown = [mandates()[code].acronym for code in three]
                filed.lines.append(watching.key(_TELLS, shown))
                return
            if not answer.is_server_error:
                filed.refused[f"{answer.status_code} {answer.text[:200]}"] += 1
                return
            filed.tries[str(answer.status_code)] += 1
        await asyncio.sleep(pause)
        pause = min(2 * pause, _AGAIN[1])


@dataclass(slots=True)
class Watch:
    """A browser at the feed: when its connection ends, it goes on after its last line."""

    person: Person
    address: str
    feed: httpx.Client
    lines: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    resets: int = 0
    over: bool = False
    _last: str = ""

    def go(self) -> None:
        while not self.over:
            with suppress(httpx.HTTPError):
                self._connected()
            time.sleep(0.5)

    def _connected(self) -> None:
        headers = {"Accept": "text/event-stream"}
        if self._last:
            headers["Last-Event-ID"] = self._last
        cookie = "; ".join(f"{k}={v}" for k, v in self.person.http.cookies.items())
        with self.feed.stream("GET", self.address, headers={**headers, "Cookie": cookie}) as answer:
            if answer.status_code != httpx.codes.OK:
                answer.read()
                return
            self.connections += 1
            event: list[str] = []
            for line in answer.iter_lines():
                if line:
                    event.append(line)
                    continue
                self._take("\n".join(event))
                event = []
                if self.over:
                    return

    def _take(self, event: str) -> None:
        self.resets += "event: reset" in event
        if (said := watching.said(event.encode())) is not None:
            self._last = said[0].decode()
            self.lines[said[1]] += 1


def signed_in(url: str, context: ssl.SSLContext, known: Mapping[str, str]) -> Person:
    """Sign in as the member of the Committee."""
    http = httpx.Client(
        base_url=url, verify=context, trust_env=False, timeout=60, follow_redirects=True
    )
    one = Person(http)
    answer = one.send("/sign-in", {"email": known["email"], "password": known["password"]})
    answer = one.send(answer.url.path, {"factor_code": pyotp.TOTP(known["secret"]).now()})
    assert "Sign out" in answer.text, answer.status_code
    return one


def main() -> None:
    url, feed, ca, pace = sys.argv[1:]
    known = json.loads(sys.stdin.readline())
    context = ssl.create_default_context(cafile=ca)
    person = signed_in(url, context, known)
    beside = httpx.Client(
        base_url=feed, verify=context, trust_env=False, timeout=httpx.Timeout(5, read=60)
    )
    watch = Watch(person, reader(person).address, beside)
    watcher = threading.Thread(target=watch.go, daemon=True)
    watcher.start()
    until = time.monotonic() + _PATIENCE
    while not watch.connections and time.monotonic() < until:
        time.sleep(0.1)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    began = time.monotonic()
    filed = asyncio.run(_filed(url, context, known["token"], float(pace)))
    took = time.monotonic() - began
    until = time.monotonic() + _PATIENCE
    while any(one not in watch.lines for one in filed.lines) and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(1)  # for one that would come twice
    watch.over = True
    sys.stdout.write(json.dumps(_found(filed, watch, took)) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the feed's own beat would keep the watcher waiting


async def _filed(url: str, context: ssl.SSLContext, token: str, pace: float) -> Filed:
    over, loop = asyncio.Event(), asyncio.get_running_loop()

    def until_end() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(over.set)

    threading.Thread(target=until_end, daemon=True).start()
    return await file(url, context, token, pace, over)


def _found(filed: Filed, watch: Watch, took: float) -> dict[str, Any]:
    return {
        "codes": filed.codes,
        "without": filed.without,
        "refused": filed.refused,
        "again": filed.tries,
        "receipts": asdict(rate(filed.seconds or [0.0], took)),
        "connections": watch.connections,
        "resets": watch.resets,
        "missing": sum(one not in watch.lines for one in filed.lines),
        "doubled": sum(watch.lines[one] > 1 for one in filed.lines),
    }


if __name__ == "__main__":
    main()
