"""Invented rows from before the platform: ``python -m tests.bench.past_letters``.

It measures the dry run, the rules and the tables on SQLite, without a network: what the processes
themselves compute for an import. Then it opens pages of the register that have them, on both
databases, with as many letters of the platform beside them.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, Final

from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from portal.public.history import checking, sheet
from portal.public.history.read_model import HISTORY as TABLES
from portal.web.sheet import line
from services.approvals.history import HISTORY
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_history_commands import (
    BeginHistoryImport,
    Command,
    ImportPastLetters,
)
from shared.core.actor import Actor, Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.platform.tables import make_engine
from shared.read_models.model import Applier
from shared.reference import mandates, states
from shared.reference.history import AT_ONCE, HISTORY_CLOCK
from tests.approvals.statements import ISSUED
from tests.bench import register
from tests.bench.queue import databases
from tests.support.ready import ready

TODAY: Final = date(2026, 11, 24)
_AT: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_DESK: Final = Actor(actor_id="desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
_BATCH: Final = 200
PAGES: Final = (
    "/en/register",
    "/en/register?past=only",
    "/en/register?q=yugoslavia",
    "/en/register?q=torture&past=only&mandate=sr-torture",
    "/en/register?state=FRA&year=2005",
    "/en/register/states",
    "/en/register/statistics",
    "/en/register/statistics?past=only&region=AFR",
    "/en/past-letters?state=FRA",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of each part."""

    letters: int
    checked: float
    decided: float
    applied: float


def invented(count: int) -> bytes:
    """Return a sheet of so many letters of thirty years; every tenth row is a visit.

    Each of these has a report in the row after it.
    """
    chance = random.Random(1)
    codes, of, numbers = [*states()], [*mandates()], dict[tuple[str, int], int]()
    rows = [line(sheet.EVERY)]
    visit: tuple[str, str, date] | None = None
    for at in range(count):
        day = date(1996, 1, 1) + timedelta(days=chance.randrange(30 * 365))
        to = chance.choice(codes)
        if visit:
            state, of_it, first = visit
            issued, symbol = first + timedelta(days=200), f"A/HRC/{at // 100 + 1}/{at}/Add.1"
            said = ("REPORT", symbol, state, of_it, issued, "", issued, "", "", "", "HRC 9", first)
            rows.append(line(said))
            visit = None
            continue
        if at % 10 == 8:
            last, mandate = day + timedelta(days=chance.randrange(5, 12)), chance.choice(of)
            rows.append(
                line(("VISIT", "", to, mandate, day, "", day, "", last, "completed", "", ""))
            )
            visit = (to, mandate, day)
            continue
        number = numbers[to, day.year] = numbers.get((to, day.year), 0) + 1
        signed = "; ".join(chance.sample(of, chance.randint(1, 3)))
        replied = day + timedelta(days=60) if chance.random() < 0.5 else ""
        public = day + timedelta(days=120) if chance.random() < 0.5 else ""
        rows.append(
            line(
                ("AL", f"AL {to} {number}/{day.year}", to, signed, day, replied, public, *[""] * 5)
            )
        )
    return "".join(rows).encode()


def measured(count: int) -> Measured:
    content, times = invented(count), list[float]()

    @contextmanager
    def timed() -> Iterator[None]:
        begin = perf_counter()
        yield
        times.append(perf_counter() - begin)

    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'portal.db'}", durable=False)
        applier = ready(engine, READ_MODELS)[list(READ_MODELS).index(TABLES)]
        with timed(), engine.connect() as conn:
            found = checking.report(conn, content, "import", today=TODAY)
        with timed():
            facts = _decided(found)
        with timed():
            for begin in range(0, len(facts), _BATCH):
                some = facts[begin : begin + _BATCH]
                applier.apply([_arriving(one, begin + n) for n, one in enumerate(some, 1)])
        engine.dispose()
    checked, decided, applied = times
    return Measured(letters=len(found.letters), checked=checked, decided=decided, applied=applied)


def imported(engine: Engine, count: int) -> int:
    """Import so many letters, as the tables hear of it; return how many facts told of them."""
    with engine.connect() as conn:
        found = checking.report(conn, invented(count), "import", today=TODAY)
    applier, facts = Applier(engine, TABLES), _decided(found)
    for begin in range(0, len(facts), _BATCH):
        some = facts[begin : begin + _BATCH]
        applier.apply([_arriving(one, begin + n) for n, one in enumerate(some, 1)])
    return len(facts)


def _decided(found: checking.Report) -> list[Any]:
    state, facts = HISTORY.initial, list[Any]()
    begin = BeginHistoryImport(
        import_id="import",
        rows=len(found.letters),
        hash=found.counts.hash,
        numbers=found.counts.numbers,
    )
    told = [
        ImportPastLetters(
            import_id="import", before=place, letters=found.letters[place : place + AT_ONCE]
        )
        for place in range(0, len(found.letters), AT_ONCE)
    ]
    commands: list[Command] = [begin, *told]
    for command in commands:
        by = _DESK if command is begin else HISTORY_CLOCK
        for fact in HISTORY.decide(command, Asked(by=by, at=_AT), state):
            state = HISTORY.evolve(state, fact)
            facts.append(fact)
    return facts


def _arriving(fact: object, number: int) -> Published:
    return Published(
        fact=fact,
        id=derive_id("past letter", number),
        stream="history-import",
        position=number,
        recorded_at=_AT,
        correlation_id=derive_id("case", 1),
        actor="somebody",
        traceparent=None,
        topic=APPROVALS.topic,
        partition=0,
        offset=number,
    )


def opened(count: int, requests: int) -> Iterator[tuple[str, str, float, float]]:
    """Yield each database and page, in how many milliseconds 95 of 100 requests had it, and the
    mean of what this process itself used of a processor for one.
    """
    for name, built in databases(durable=False):
        register.fill(built.engine, count, 0)
        applier = Applier(built.engine, TABLES)
        reader, number = built.visitor(), imported(built.engine, count) + _BATCH
        for page in PAGES:
            times, used = [], process_time()
            for _ in range(requests + 1):
                number += 1
                applier.apply([_arriving(ISSUED, number)])  # any fact of approvals
                at = perf_counter()
                if reader.get(page).status_code != HTTPStatus.OK:
                    raise RuntimeError(page)
                times.append(perf_counter() - at)
            cpu = (process_time() - used) / len(times)
            yield name, page, 1000 * quantiles(times[1:], n=20)[-1], 1000 * cpu


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    one = measured(count)
    sys.stdout.write(
        f"{one.letters:,} letters: dry run {one.checked:.1f} s, rules {one.decided:.1f} s, "
        f"tables {one.applied:.1f} s\n"
    )
    for name, page, p95, cpu in opened(count, 40):
        sys.stdout.write(f"{name} {page}: {p95:.0f} ms, processor {cpu:.0f} ms\n")


if __name__ == "__main__":
    main()
