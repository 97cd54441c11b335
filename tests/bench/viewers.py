"""Thousands of viewers of the feed, while submissions arrive and while feed and broker die.

The viewers connect to the feed itself: production has no laptop's front. Several feeds have one
address, as there, and a viewer whose feed died goes on at another one.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import combinations, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
from kafka import KafkaConsumer
from sqlalchemy import create_engine, select

from deploy.local.processes import FORKED
from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform, running_platform
from portal.committee.activity.lines import line
from portal.committee.activity.read_model import activity
from shared.contracts import intake
from shared.contracts.all import BY_TOPIC
from shared.facts.kafka import decode
from shared.reference import mandates
from tests.bench import clicks
from tests.bench.feeds import Feeds, several
from tests.bench.figures import rate
from tests.bench.machine import cpu_seconds
from tests.bench.processes import environment_with
from tests.bench.watching import key
from tests.support.feed import reader
from tests.support.people import person
from tests.support.told import told_platform

_PATIENCE = 120.0  # seconds for all to be connected, or for the last line to arrive


@dataclass(slots=True)
class Watching:
    """The process that all viewers are in, and the person whose browsers they are."""

    process: subprocess.Popen[str]
    http: httpx.Client

    def stay(self) -> None:
        """Read a page: who only watches for half an hour is signed out, and the feed is closed."""
        with suppress(httpx.TransportError):
            self.http.get("/")

    def ask(self, question: str) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def measured(
    environment: Mapping[str, str] = MappingProxyType({}),
    *,
    viewers: int = 2_000,
    seconds: float = 40,
    feeds: int = 1,
    pace: int = clicks.PACE,
    short: bool = False,
) -> dict[str, Any]:
    """So many viewers on a platform of their own, with these settings, at so many lines a second.

    ``seconds`` in peace, then as many while each feed and the broker dies once.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as directory,
        _platform(Path(directory) / "var", environment, short=short) as platform,
        several(platform, feeds) as behind,
    ):
        return _watched(behind, viewers, seconds, pace)


def _platform(
    var: Path, environment: Mapping[str, str], *, short: bool
) -> AbstractContextManager[Platform]:
    if short:
        return told_platform(var, env=environment)
    return running_platform(var, env={**environment, FORKED: "0"})


def _watched(feeds: Feeds, viewers: int, seconds: float, pace: int) -> dict[str, Any]:
    platform, before = feeds.platform, feeds.used()
    with watching(platform, viewers, port=feeds.port) as all_:
        began = time.perf_counter()
        _until(lambda: all_.ask("open") == viewers)
        connecting = time.perf_counter() - began
        held = feeds.used()
        told = _lines(platform)
        arrived = all_.ask("fewest")

        def calm() -> None:
            """What was filed in peace is read in peace too."""
            _until(lambda: all_.ask("fewest") - arrived >= seconds * pace)

        loaded = _loaded(feeds, seconds, pace, calm)
        _until(lambda: len(_lines(platform) - told) >= len(loaded["lines"]))
        due = sorted(_lines(platform) - told)
        _until(lambda: all_.ask("fewest") >= len(due))
        published = _published(platform, loaded["sent"]["in peace"])
        since = {
            **{f"click to viewer, {name}": sent for name, sent in loaded["sent"].items()},
            "topic to viewer, in peace": {
                one: published[one] for one in loaded["sent"]["in peace"]
            },
        }
        found = all_.ask(f"found {json.dumps({'due': due, 'since': since})}")
        after = feeds.used()
    latencies = found.pop("latencies")
    return {
        "viewers": viewers,
        "feeds": len(feeds.pids),
        "pace": pace,
        "lines": len(due),
        "connected in s": round(connecting, 1),
        "latencies": {name: asdict(rate(all_, seconds)) for name, all_ in latencies.items()},
        "click to receipt": asdict(rate(loaded["receipts"], seconds)),
        "cores_used": loaded["cores_used"],
        "feed": {"before": before, "connected": held, "after": after},
        **found,
    }


def _loaded(feeds: Feeds, seconds: float, pace: int, calm: Callable[[], None]) -> dict[str, Any]:
    """File in peace, then while each feed and the broker is killed and comes again."""
    platform = feeds.platform
    number = int(seconds * pace)
    chosen = list(islice(combinations(clicks.NAMED, 3), 2 * number))
    all_ = {**platform.pids, **feeds.pids}
    used = cpu_seconds(all_)
    began = time.perf_counter()
    sent, answered = asyncio.run(clicks.file(platform, chosen[:number], pace=pace))
    took = time.perf_counter() - began
    cores = {
        name: round((after - used[name]) / took, 3) for name, after in cpu_seconds(all_).items()
    }
    calm()
    killer = threading.Thread(target=_kill_each, args=(feeds, seconds / (2 * len(feeds.pids) + 2)))
    killer.start()
    again, _ = asyncio.run(clicks.file(platform, chosen[number:], pace=pace))
    killer.join()
    lines = [
        key("allegation-received", [mandates()[code].acronym for code in three]) for three in chosen
    ]
    return {
        "lines": lines,
        "sent": {
            "in peace": dict(zip(lines, sent, strict=False)),
            "while feed and broker die": dict(zip(lines[number:], again, strict=True)),
        },
        "receipts": [b - a for a, b in zip(sent, answered, strict=True)],
        "cores_used": cores,
    }


def _kill_each(feeds: Feeds, pause: float) -> None:
    for name in (*feeds.pids, "broker"):
        time.sleep(pause)
        feeds.kill(name)


@contextmanager
def watching(platform: Platform, viewers: int, *, port: int | None = None) -> Iterator[Watching]:
    """``port``: where they connect; None: to the platform's own feed."""
    committee = person(platform, "committee")
    plan = {
        "host": "127.0.0.1",
        "port": port or platform.ports["feed"],
        "target": reader(committee).address,
        "cookie": "; ".join(f"{name}={value}" for name, value in committee.http.cookies.items()),
        "viewers": viewers,
    }
    process = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.bench.watching", json.dumps(plan)],
        cwd=ROOT,
        env=environment_with({}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Watching(process, committee.http)
    finally:
        committee.http.close()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _lines(platform: Platform) -> set[str]:
    """Return every line there is, as the page that the feed continues keeps them."""
    engine = create_engine(platform.environment["RAPPORTEUR_DATABASE"])
    try:
        with engine.connect() as conn:
            rows = conn.execute(select(activity.c.kind, activity.c.mandates)).all()
    finally:
        engine.dispose()
    return {key(row.kind, [mandates()[code].acronym for code in row.mandates]) for row in rows}


def _published(platform: Platform, wanted: Collection[str]) -> dict[str, float]:
    """Return when the relay told each line to its topic, by the clock of ``perf_counter``."""
    offset = time.time() - time.perf_counter()
    consumer = KafkaConsumer(
        intake.INTAKE.topic,
        bootstrap_servers=platform.environment["RAPPORTEUR_KAFKA"],
        auto_offset_reset="earliest",
    )
    found: dict[str, float] = {}

    def read() -> bool:
        """Whether all is read: the broker was killed a moment ago, and may take its time."""
        for messages in consumer.poll(timeout_ms=500).values():
            for message in messages:
                if (said := line(decode(message, BY_TOPIC))) is not None:
                    acronyms = [mandates()[code].acronym for code in said.mandates]
                    found[key(said.kind, acronyms)] = message.timestamp / 1_000 - offset
        return found.keys() >= {*wanted}

    try:
        _until(read)
    finally:
        consumer.close()
    return found


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.25)
