"""Past its pace: what a whole platform answers at twice what it holds, and how long staff wait.

First the pace it holds: more and more submissions a second, until the oldest one in the outbox has
been older than two seconds for ten. Then twice that, while staff open their pages from another
process. Whoever is told to come again does so when told. At the end everything is delivered, and
as many submissions are there as were sent.
"""

import asyncio
import json
import re
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import combinations, cycle, groupby, islice
from typing import Any, Final

import httpx
from sqlalchemy import Engine, create_engine, func, select

from deploy.local.testing import Platform
from portal.casefile.submissions.read_model import submissions
from portal.casefile.submissions.receipts import receipts
from portal.web.delivery import outbox
from tests.bench import clicks
from tests.bench.figures import rate
from tests.bench.machine import cpu_seconds
from tests.bench.serving import child, said, say
from tests.support.people import person

AIM_PAGE: Final = 1_000.0  # milliseconds, 95th percentile of staff's pages at twice the pace
OLD, LONG = 2.0, 10.0  # seconds: older than that, for so long
EVERY: Final = 0.5  # seconds between two looks at the outbox
PAGES: Final = {
    "qrd": ("/triage/", "/triage/?urgency=urgent", "/transmit", "/replies", "/notices"),
    "officer": ("/mandate", "/triage/", "/replies", "/recommendations", "/notices"),
}
_SELF: Final = "tests.bench.overload"
_PAUSE: Final = 0.05  # seconds between two pages of a person
_PATIENCE: Final = 600.0  # seconds until all is delivered


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``paces``: tried one after another, each for ``step`` seconds; then twice for ``over``."""

    paces: Sequence[int]
    step: float
    over: float


WHOLE: Final = Plan(paces=range(20, 401, 20), step=40, over=60)
SHORT: Final = Plan(paces=(10,), step=1, over=1.5)


def measured(platform: Platform, plan: Plan) -> dict[str, Any]:
    staff = [_cookies(platform, who) for who in PAGES]
    with _database(platform) as engine:
        kept, arrived = (_number(engine, table) for table in (receipts, submissions))
        with child(_SELF, platform.url, staff, plan.over / 4) as pages:
            alone = said(pages)
        lead = _lead(engine)
        steps = list(_steps(platform, engine, plan, lead))
        holds = max((one["pace"] for one in steps if not one["past"]), default=plan.paces[0] // 2)
        pace, before = 2 * holds, _number(engine, submissions)
        with child(_SELF, platform.url, staff, plan.over) as pages:
            over = _filed(platform, engine, pace, plan.over)
            during = said(pages)
        delivered = _number(engine, submissions) - before
        drained = _drained(engine, lead)
        sent = sum(one["number"] for one in (*steps, over))
        return {
            "steps": steps,
            "holds": holds,
            "over": over | {"arrived a second": round(delivered / over["took_s"], 1)},
            "alone": alone,
            "during": during,
            "drained_s": drained,
            "sent": sent,
            "receipts": _number(engine, receipts) - kept,
            "submissions": _number(engine, submissions) - arrived,
        }


def past(ages: Sequence[float]) -> bool:
    """Whether the oldest one was older than ``OLD`` for ``LONG``."""
    runs = (len(list(run)) for old, run in groupby(ages, lambda age: age > OLD) if old)
    return max(runs, default=0) * EVERY >= LONG


def _steps(platform: Platform, engine: Engine, plan: Plan, lead: int) -> Iterator[dict[str, Any]]:
    for pace in plan.paces:
        step = _filed(platform, engine, pace, plan.step)
        _drained(engine, lead)
        yield step
        if step["past"]:
            break


def _filed(platform: Platform, engine: Engine, pace: int, seconds: float) -> dict[str, Any]:
    """File so many a second for so long; count what was answered."""
    answers: Counter[str] = Counter()

    def heard(answer: httpx.Response) -> float:
        after = answer.headers.get("retry-after")
        kept = answer.status_code == httpx.codes.CREATED
        lacks = "" if kept or after else ", with no word when to come again"
        answers[f"{answer.status_code}{lacks}"] += 1
        answers["delayed"] += kept and answer.json()["delayed"]
        return float(after or 1)

    number = int(pace * seconds)
    pairs = list(islice(cycle(combinations(clicks.NAMED, 2)), number))
    used, began = cpu_seconds(platform.pids), time.perf_counter()
    with _ages(engine) as ages:
        sent, answered = asyncio.run(clicks.file(platform, pairs, pace=pace, heard=heard))
    took = time.perf_counter() - began
    waited = [at - since for at, since in zip(answered, sent, strict=True)]
    return {
        "pace": pace,
        "number": number,
        "took_s": round(took, 1),
        "past": past(ages),
        "oldest_s": round(max(ages, default=0.0), 1),
        "answers": dict(answers),
        "receipt": asdict(rate(waited, took)),
        "cores_used": {
            name: round((after - used[name]) / took, 2)
            for name, after in cpu_seconds(platform.pids).items()
            if name in used
        },
    }


# --- the database -----------------------------------------------------------------------------


@contextmanager
def _database(platform: Platform) -> Iterator[Engine]:
    engine = create_engine(platform.environment["RAPPORTEUR_DATABASE"])
    yield engine
    engine.dispose()


def _number(engine: Engine, table: Any) -> int:
    with engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(table)) or 0


def _age(engine: Engine) -> float:
    since = outbox.oldest(engine, imports=False)
    return (datetime.now(UTC) - since).total_seconds() if since else 0.0


@contextmanager
def _ages(engine: Engine) -> Iterator[list[float]]:
    """Look at the outbox again and again, as long as the block runs."""
    ages: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            ages.append(_age(engine))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield ages
    finally:
        over.set()
        thread.join()


def _lead(engine: Engine) -> int:
    """Return how many more submissions than receipts there are: a demonstration has some."""
    return _number(engine, submissions) - _number(engine, receipts)


def _drained(engine: Engine, lead: int) -> float:
    """Wait until nothing waits and the desk has everything; return how long that took."""
    began = time.monotonic()
    while _age(engine) or _lead(engine) < lead:
        if time.monotonic() - began > _PATIENCE:
            raise TimeoutError
        time.sleep(EVERY)
    return round(time.monotonic() - began, 1)


# --- staff ------------------------------------------------------------------------------------


def _cookies(platform: Platform, who: str) -> dict[str, Any]:
    """Sign in; return what a browser then has, and which pages it opens."""
    one = person(platform, who)
    case = re.search(r'"(/triage/[0-9a-f-]{36})"', one.get("/triage/"))
    pages = [*PAGES[who], *([case[1]] if case else [])]
    cookies = dict(one.http.cookies)
    one.http.close()
    return {"who": who, "cookies": cookies, "pages": pages}


def _read(url: str, staff: Sequence[Mapping[str, Any]], seconds: float) -> dict[str, Any]:
    """Open the pages of each person by turns, each at least once; return their figures."""
    taken: dict[str, list[float]] = defaultdict(list)
    refused: Counter[str] = Counter()

    def open_pages(who: Mapping[str, Any]) -> None:
        http = httpx.Client(base_url=url, cookies=who["cookies"], trust_env=False, timeout=60)
        began = time.perf_counter()
        with http:
            for place, page in enumerate(cycle(who["pages"])):
                if place >= len(who["pages"]) and time.perf_counter() - began > seconds:
                    return
                at = time.perf_counter()
                answer = http.get(page)
                named = page if len(page) < 36 else "/triage/…"
                taken[f"{who['who']} {named}"].append(time.perf_counter() - at)
                if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                    refused[named] += 1
                elif answer.status_code != httpx.codes.OK:
                    raise RuntimeError(f"{page} answered {answer.status_code}")
                time.sleep(_PAUSE)

    with ThreadPoolExecutor(len(staff)) as people:
        list(people.map(open_pages, staff))  # raises what went wrong for one of them
    every = [one for latencies in taken.values() for one in latencies]
    return {
        "all": asdict(rate(every, seconds)),
        "pages": {name: asdict(rate(one, sum(one))) for name, one in sorted(taken.items())},
        "refused": dict(refused),
    }


def lines(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    """The figures in readable form, beside their aims."""
    yield f"\n{name}: {found['holds']} submissions a second are held"
    for one in (*found["steps"], found["over"]):
        told = ", ".join(f"{number} {answer}" for answer, number in one["answers"].items())
        yield (
            f"{one['pace']:>4} a second: oldest {one['oldest_s']:>5.1f} s, receipt p95 "
            f"{one['receipt']['p95_ms']:.0f} ms, p99 {one['receipt']['p99_ms']:.0f}; {told}"
        )
    over = found["over"]
    yield f"of {over['pace']} a second {over['arrived a second']} arrived meanwhile"
    title = f"staff's pages at {over['pace']} a second"
    yield f"{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}   p95 alone"
    for page, one in found["during"]["pages"].items():
        times = (one["p95_ms"], one["p99_ms"], found["alone"]["pages"][page]["p95_ms"])
        yield f"{page:<46}{one['p50_ms']:>8.0f}{times[0]:>9.0f}{times[1]:>9.0f}{times[2]:>12.0f}"
    worst = max(one["p95_ms"] for one in found["during"]["pages"].values())
    refused = sum(found["during"]["refused"].values())
    held = "held" if worst < AIM_PAGE and not refused else "missed"
    yield f"slowest p95 {worst:.0f} ms: aim {AIM_PAGE:.0f} ms: {held}; pages refused: {refused}"
    whole = found["sent"] == found["receipts"] == found["submissions"]
    yield (
        f"{found['sent']} sent, {found['receipts']} receipts, {found['submissions']} submissions "
        f"after {found['drained_s']:.0f} s more: {'held' if whole else 'missed'}"
    )


if __name__ == "__main__":
    say(_read(*json.loads(sys.argv[1])))
