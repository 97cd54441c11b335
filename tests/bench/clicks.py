"""From the click to the Committee's feed, on a whole platform at a steady rate.

The feed shows a submission by its mandates: every submission names a different pair of them, of
those that it names before anything is sent (decision 0137).
"""

import asyncio
import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from itertools import combinations, islice
from random import Random
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import create_engine, func, select

from deploy.local.testing import Platform
from portal.casefile.submissions.read_model import submissions
from shared.reference import mandates
from shared.reference.alerts import COUNTRIES
from tests.bench.figures import rate
from tests.bench.machine import cpu_seconds
from tests.support.feed import Reader, reader
from tests.support.filing import submission
from tests.support.people import person

PACE = 20  # submissions a second
NAMED = tuple(code for code in mandates() if code not in COUNTRIES)
_WARM_UP = 2  # seconds: connections, caches, the first consumer's poll
_WORDS = (
    "officers came at night and took the teacher away without a warrant to an unknown place",
    "les agents sont venus la nuit et ont emmené le professeur sans mandat vers un lieu inconnu",
    "جاء الضباط ليلا واقتادوا المعلم دون أمر قضائي إلى مكان مجهول",
    "夜里 警员 来了 没有 逮捕令 就 把 老师 带到 不明 地点",
)
_AGAIN = 0.2  # seconds until one that was not taken is sent again
_PATIENCE = 20.0  # seconds for the last lines to arrive


def measured(platform: Platform, *, seconds: float) -> dict[str, Any]:
    """File ``PACE`` submissions a second by the JSON API; time each until its line has come."""
    number = int((_WARM_UP + seconds) * PACE)
    pairs = list(islice(combinations(NAMED, 2), number))
    queued = in_queue(platform, 0, before=0)
    committee = reader(person(platform, "committee"))
    shown = [frozenset(mandates()[code].acronym for code in pair) for pair in pairs]
    arrived: dict[frozenset[str], float] = {}
    complete = threading.Event()
    thread = threading.Thread(
        target=_read, args=(committee, arrived, {*shown}, complete), daemon=True
    )
    thread.start()
    before, began = cpu_seconds(platform.pids), time.perf_counter()
    sent, answered = asyncio.run(file(platform, pairs))
    complete.wait(_PATIENCE)
    lost = number - in_queue(platform, number, before=queued)
    took = time.perf_counter() - began
    used = {name: after - before[name] for name, after in cpu_seconds(platform.pids).items()}
    counted = range(_WARM_UP * PACE, number)
    return {
        "number": number,
        "pace": PACE,
        "took_s": round(took, 1),
        "lost": lost,
        "missing": sum(shown[n] not in arrived for n in counted),
        "click to receipt": asdict(rate([answered[n] - sent[n] for n in counted], took)),
        "click to feed": asdict(
            rate([arrived[shown[n]] - sent[n] for n in counted if shown[n] in arrived], took)
        ),
        "cores_used": {name: round(spent / took, 3) for name, spent in used.items()},
    }


def in_queue(platform: Platform, expected: int, *, before: int) -> int:
    """Return how many submissions more than ``before`` the desk has, when all have come."""
    engine = create_engine(platform.environment["RAPPORTEUR_DATABASE"])
    until = time.monotonic() + _PATIENCE
    try:
        while True:
            with engine.connect() as conn:
                found = conn.scalar(select(func.count()).select_from(submissions)) or 0
            if found - before >= expected or time.monotonic() > until:
                return found - before
            time.sleep(0.1)
    finally:
        engine.dispose()


def narrative(number: int) -> str:
    """Return an account of some length, no two alike: 2 to 6 kB, in four scripts by turns."""
    choose = Random(number)
    words = _WORDS[number % len(_WORDS)].split()
    return " ".join(choose.choice(words) for _ in range(choose.randint(300, 900)))


def _read(
    committee: Reader,
    arrived: dict[frozenset[str], float],
    awaited: set[frozenset[str]],
    complete: threading.Event,
) -> None:
    """Note when each awaited line came: the feed may tell of other things meanwhile."""
    with committee.connected() as lines:
        for _ in lines:
            at = time.perf_counter()
            line = frozenset(re.findall(r'feed__mandate">([^<]+)<', committee.said[-1]))
            if line in awaited:
                arrived.setdefault(line, at)
            if len(arrived) == len(awaited):
                break
    complete.set()


def _at_once(_: httpx.Response) -> float:
    return _AGAIN


async def file(
    platform: Platform,
    pairs: Sequence[tuple[str, ...]],
    *,
    pace: int = PACE,
    heard: Callable[[httpx.Response], float] = _at_once,
) -> tuple[list[float], list[float]]:
    """File one that names each of these mandates, ``pace`` a second; return when sent, when taken.

    What is not taken is sent again, as the same, like whoever gets no receipt would: ``heard``
    hears each answer, and says after how many seconds.
    """
    sent, answered = [0.0] * len(pairs), [0.0] * len(pairs)
    token = {"authorization": f"Bearer {platform.demo['api_token']}"}

    async def one(http: httpx.AsyncClient, number: int) -> None:
        key = {"idempotency-key": str(uuid4())}
        filled = submission(mandates=list(pairs[number]), narrative=narrative(number))
        sent[number] = time.perf_counter()
        while True:
            again = _AGAIN
            with suppress(httpx.TransportError):
                answer = await http.post("/api/v1/submissions", json=filled, headers=key)
                again = heard(answer)
                if not answer.is_server_error:
                    answered[number] = time.perf_counter()
                    answer.raise_for_status()
                    return
            await asyncio.sleep(again)

    async with httpx.AsyncClient(
        base_url=platform.url,
        headers=token,
        trust_env=False,
        timeout=20,
        limits=httpx.Limits(max_connections=500),  # of many clients, beyond what one has
    ) as http:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(len(pairs)):
                await asyncio.sleep(max(0.0, began + number / pace - time.perf_counter()))
                group.create_task(one(http, number))
    return sent, answered
