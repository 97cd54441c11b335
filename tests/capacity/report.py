"""The tables of docs/capacity.md, from the simulation: the same every time."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Final

from portal.app.read_models import READ_MODELS
from tests.capacity import units
from tests.capacity.flow import Setup, moved, rest, run, shared, wall
from tests.capacity.units import YEARS

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "capacity.md"
_BEGIN, _END = "<!-- simulated -->\n", "<!-- /simulated -->\n"
_GIB = 1_024**3
_MANY = 10_000  # viewers
_A_PROCESS = 2_000  # viewers of a feed process: so many were measured

LAPTOP: Final = Setup(name="SQLite, one of each", one_writer=True)
SERVER: Final = Setup(name="PostgreSQL, one of each", one_writer=False)
WATCHED: Final = replace(
    SERVER,
    name="PostgreSQL, 10,000 viewers",
    webs=2,
    feeds=ceil(_MANY / _A_PROCESS),
    viewers=_MANY,
)


def text() -> str:
    return "\n".join(_lines()) + "\n"


def document() -> str:
    """Return docs/capacity.md with the tables anew."""
    old = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = old.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    return f"{head}{_BEGIN}{text()}{_END}{tail}"


def _lines() -> Iterator[str]:
    yield from _paces()
    yield from _walls()
    yield from _kept()
    yield from _rebuilt()
    yield from _feed()


def _paces() -> Iterator[str]:
    yield "### From click to feed"
    yield ""
    yield (
        "| what runs | submissions/s | receipt p50 / p95 / p99, ms | feed p50 / p95 / p99, ms | "
        "page p99, ms | fullest part |"
    )
    yield "| --- | --- | --- | --- | --- | --- |"
    paces = [(f"{year.name}, busiest hour of a crisis", year.busiest) for year in YEARS]
    paces += [("campaign, 5,000 an hour", units.HOURLY), ("campaign, its minute", units.MINUTE)]
    for setup in (LAPTOP, SERVER, WATCHED):
        for name, pace in paces:
            found = run(setup, pace)
            part = found.fullest
            yield (
                f"| {setup.name}; {name} | {pace:.2f} | {_three(found.receipt)} | "
                f"{_three(found.feed)} | {found.page[2]:.0f} | {part} {found.busy[part]:.0%} |"
            )
    yield ""


def _walls() -> Iterator[str]:
    yield "### Limits"
    yield ""
    yield "Each line doubles the fullest part of the line before, or replaces SQLite by PostgreSQL."
    yield ""
    yield (
        "| what runs | holds up to, submissions/s | then receipt p95, feed p99, page p99, ms | "
        "fullest then |"
    )
    yield "| --- | --- | --- | --- |"
    yield from _moving(LAPTOP, "6 viewers, feed in 250 ms", units.FEED_P99, 6)
    yield from _moving(WATCHED, "10,000 viewers, feed in 250 ms", units.FEED_P99, 4)
    yield from _moving(WATCHED, "10,000 viewers, feed in 3 s", units.FEED_P99_ALLOWED, 3)
    yield ""


def _moving(setup: Setup, name: str, aim: float, steps: int) -> Iterator[str]:
    for _ in range(steps):
        pace, broken = wall(setup, aim)
        part = broken.fullest
        missed = (broken.receipt[1], broken.feed[2], broken.page[2])
        yield (
            f"| {name}: {_described(setup)} | {pace:.1f} | {_three(missed)} | "
            f"{part} {broken.busy[part]:.0%} |"
        )
        setup = moved(setup, part)


def _described(setup: Setup) -> str:
    counts = {
        "web": setup.webs,
        "deliverers": setup.deliverers,
        "relays": setup.relays,
        "consume": setup.consumers,
        "feed": setup.feeds,
    }
    said = ", ".join(f"{name} {number}" for name, number in counts.items() if number > 1)
    return f"{'SQLite' if setup.one_writer else 'PostgreSQL'}, {said}"


def _kept() -> Iterator[str]:
    yield "### Storage, and times of a rebuild"
    yield ""
    yield (
        "| year | events, ten years | store, GiB | topics, GiB | tables, GiB | three copies of "
        "store and topics, GiB | slowest read model, h | all at once, h | refilling Kafka, h |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for year in YEARS:
        events = year.events * 10
        store, kafka, tables = (
            events * units.SIZES[part] / _GIB for part in ("store", "kafka", "tables")
        )
        share = max(units.SHARES.values())
        yield (
            f"| {year.name} | {events / 1e6:.1f} M | {store:.0f} | {kafka:.0f} | {tables:.0f} | "
            f"{3 * (store + kafka):.0f} | {events * share / units.SLOWEST / 3_600:.2f} | "
            f"{events * reached() / units.TOGETHER / 3_600:.2f} | "
            f"{events * share * units.RELAY / 3.6e6:.2f} |"
        )
    yield ""
    yield f"A fact reaches {reached():.1f} of {len(READ_MODELS)} read models on average."
    yield ""


def _rebuilt() -> Iterator[str]:
    yield "### A rebuild by several processes"
    yield ""
    yield "Each on a core of its own, beside those of the database and of Kafka."
    yield ""
    yield (
        "| processes | SQLite, times one | facts/s | 10 M events, minutes | "
        "PostgreSQL, times one | facts/s | 10 M events, minutes |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for processes in range(1, 5):
        figures = []
        for one_writer in (True, False):
            times = shared(processes, one_writer=one_writer)
            rate = times / shared(1, one_writer=one_writer) * units.TOGETHER
            minutes = units.REBUILT * reached() / rate / 60
            figures.append(f"{rate / units.TOGETHER:.1f} | {rate:,.0f} | {minutes:.0f}")
        yield f"| {processes} | {' | '.join(figures)} |"
    yield ""


def _feed() -> Iterator[str]:
    yield "### Viewers of the feed"
    yield ""
    yield (
        "| viewers | processes | memory, MiB | a line reaches the last within, ms | "
        "turns a second |"
    )
    yield "| --- | --- | --- | --- | --- |"
    for viewers in (_A_PROCESS, _MANY):
        for each in (_A_PROCESS, 500):
            processes = max(2, ceil(viewers / each))
            wave = viewers / processes * units.VIEWER_LINE
            memory = processes * units.PROCESS + viewers * units.VIEWER
            yield (
                f"| {viewers:,} | {processes} | {memory:,.0f} | {rest(wave) + wave:.0f} | "
                f"{1_000 / (rest(wave) + wave):.0f} |"
            )


def reached() -> float:
    """Return how many read models an event reaches on average."""
    return sum(
        share
        for model in READ_MODELS
        for contract in model.contracts
        for service, share in units.SHARES.items()
        if contract.service == service
    )


def _three(figures: tuple[float, float, float]) -> str:
    return " / ".join(f"{figure:,.0f}" for figure in figures)
