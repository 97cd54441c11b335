"""``python -m tests.bench``: measure, print, and keep the figures in var/bench/<time>.json."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.local.processes import FORKED
from deploy.local.testing import Platform, running_platform
from tests.bench import (
    assessment,
    briefing,
    clicks,
    commands,
    committee,
    corpus,
    cost,
    decade,
    enumeration,
    flood,
    long,
    machine,
    memory,
    overload,
    queue,
    rebuild,
    register,
    report,
    seats,
    sessions,
    slow,
    stakeholders,
    viewers,
    warning,
)

_PATIENCE = 600.0  # seconds to start: also a busy machine is measured
PARTS = (
    *("commands", "cost", "rebuild", "queue", "register", "sessions", "stakeholders"),
    *("seats", "feed", "clicks", "slow", "flood", "enumeration", "warning", "history", "corpus"),
    *("assessment", "briefing", "committee", "decade", "overload"),
)


def measured(
    *,
    short: bool,
    parts: Iterable[str] = PARTS,
    facts: int | None = None,
    stages: Collection[str] = decade.STAGES,
    kept: Path | None = None,
) -> dict[str, Any]:
    """Measure these parts; ``short``: so little that the figures say only that it works.

    ``facts``, ``stages``, ``kept``: of the decade.
    """
    found: dict[str, Any] = {"short": short, "machine": machine.described()}
    parts = list(parts)
    together = [part for part in parts if short and part in _ON_ONE_PLATFORM]
    for part in parts:
        if part == "decade":
            found[part] = decade.measured(short=short, facts=facts, stages=stages, kept=kept)
        elif part not in together:
            found |= _MEASURED[part](short)
    return found | (_on_one_platform(together) if together else {})


def _on_one_platform(parts: Iterable[str]) -> dict[str, Any]:
    """The short form of these: to start a platform takes longer than to measure it."""
    found: dict[str, Any] = {}
    with (
        queue.on_postgres(durable=False) as (url, _),
        _platform(short=True, RAPPORTEUR_DATABASE=url) as platform,
    ):
        for part in parts:
            found |= _ON_ONE_PLATFORM[part](platform)
    return found


def _rebuild(short: bool) -> dict[str, Any]:  # noqa: FBT001  # a yes or no for every part alike
    if short:
        return {"rebuild": rebuild.measured(facts=600, models=0, processes=(1,))}
    return {"rebuild": rebuild.measured(facts=100_000)}


def _queue(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {"queue": queue.measured(submissions=100, requests=3, durable=False)}
    return {"queue": queue.measured(submissions=20_000, requests=200)}


def _register(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {
            "register": register.measured(letters=50, recommendations=50, requests=2, durable=False)
        }
    return {"register": register.measured(letters=10_000, recommendations=270_000, requests=100)}


def _sessions(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {"sessions": sessions.measured(people=40, requests=2, durable=False)}
    return {"sessions": sessions.measured(people=5_000, requests=100)}


def _stakeholders(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    size = stakeholders.Size(organisations=15_000, persons=30_000, registrations=5_000, requests=20)
    if short:
        size = stakeholders.SHORT
    return {"stakeholders": stakeholders.measured(size, durable=not short)}


def _corpus(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    size = corpus.SHORT if short else corpus.Size(rows=270_000, requests=100)
    return {"corpus": corpus.measured(size, durable=not short)}


def _assessment(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {}  # tests/portal/homes/dossiers opens the same pages
    found = assessment.measured(letters=2_000, recommendations=5_000, requests=20)
    return {"assessment": found}


def _briefing(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {}  # tests/bench/test_briefing.py measures it whole
    return {"briefing": briefing.measured(events=10_000, before=15_000, requests=10)}


def _committee(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    size = committee.SHORT if short else committee.LONG
    return {"committee": committee.measured(size, durable=not short)}


def _seats(_: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    found = {}
    with _platform(short=False) as platform:
        found["seats"] = seats.measured(platform, people=5_000, clients=16)
    with (
        queue.on_postgres() as (url, _vault),
        _platform(short=False, RAPPORTEUR_DATABASE=url) as platform,
    ):
        found["seats on PostgreSQL"] = seats.measured(platform, people=5_000, clients=16)
    return found


def _feed(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {}  # tests/chaos/test_viewers.py runs the short one
    found = {"feed": viewers.measured()}
    with queue.on_postgres() as (url, vault_url):
        urls = {"RAPPORTEUR_DATABASE": url, "RAPPORTEUR_VAULT_DATABASE": vault_url}
        found["feed on PostgreSQL"] = viewers.measured(urls)
    with queue.on_postgres() as (url, vault_url):
        urls = {"RAPPORTEUR_DATABASE": url, "RAPPORTEUR_VAULT_DATABASE": vault_url}
        found["several feeds"] = viewers.measured(urls, viewers=10_000, feeds=5, pace=2)
    return found


def _clicks(_: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    found = {}
    with _platform(short=False) as platform:
        found["clicks"] = clicks.measured(platform, seconds=48)
        found["memory"] = memory.measured(platform)
    with (
        queue.on_postgres() as (url, _vault),
        _platform(short=False, RAPPORTEUR_DATABASE=url) as platform,
    ):
        found["clicks on PostgreSQL"] = clicks.measured(platform, seconds=48)
    return found


def _overload(_: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    found = {}
    with _platform(short=False) as platform:
        found["overload"] = overload.measured(platform, overload.WHOLE)
    with (
        queue.on_postgres() as (url, _vault),
        _platform(short=False, RAPPORTEUR_DATABASE=url) as platform,
    ):
        found["overload on PostgreSQL"] = overload.measured(platform, overload.WHOLE)
    return found


def _cost(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    if short:
        return {}  # with the clicks
    with _platform(short=False) as platform:
        found = cost.measured(platform, seconds=20, rest=8)
    return {"cost": found | {"peer_ms": cost.peer(submissions=1_000)}}


def _clicks_and_cost(on: Platform) -> dict[str, Any]:
    found = cost.measured(on, seconds=1, rest=0.1)  # tests/chaos/test_viewers.py: on SQLite
    return {
        "clicks on PostgreSQL": found["clicks"],
        "cost": found | {"peer_ms": None},
        "memory": memory.measured(on),
    }


def _slow(_: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    with _platform(short=False) as platform:
        return {"slow": slow.measured(platform, connections=1_000, pages=60, rounds=8)}


def _flood(short: bool) -> dict[str, Any]:  # noqa: FBT001  # likewise
    number, seconds = (50, 1.5) if short else (1_000, 60.0)
    return {"flood": flood.measured(submissions=number, seconds=seconds)}


_MEASURED: dict[str, Callable[[bool], dict[str, Any]]] = {
    "commands": lambda short: {"commands": commands.measured(short=short)},
    "rebuild": _rebuild,
    "queue": _queue,
    "register": _register,
    "sessions": _sessions,
    "stakeholders": _stakeholders,
    "corpus": _corpus,
    "assessment": _assessment,
    "briefing": _briefing,
    "committee": _committee,
    "seats": _seats,
    "feed": _feed,
    "cost": _cost,
    "clicks": _clicks,
    "overload": _overload,
    "slow": _slow,
    "flood": _flood,
    "enumeration": lambda short: {"enumeration": enumeration.measured(tries=8 if short else 2_000)},
    "warning": lambda short: {"warning": warning.measured(short=short)},
    "history": lambda short: {
        "history": long.measured(facts=600 if short else 1_000_000, short=short)
    },
}
_ON_ONE_PLATFORM: dict[str, Callable[[Platform], dict[str, Any]]] = {
    "seats": lambda on: {"seats": seats.measured(on, people=40, clients=16)},
    "clicks": _clicks_and_cost,
    "overload": lambda on: {"overload on PostgreSQL": overload.measured(on, overload.SHORT)},
    "slow": lambda on: {"slow": slow.measured(on, connections=30, pages=5, rounds=1)},
}


@contextmanager
def _platform(*, short: bool, **environment: str) -> Iterator[Platform]:
    forked = {} if short else {FORKED: "0"}  # to start as copies is quick; memory they share
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as directory,
        running_platform(
            Path(directory) / "var", env={**environment, **forked}, timeout=_PATIENCE
        ) as platform,
    ):
        yield platform


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--short", action="store_true", help="less than a minute, to try it out")
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="measure this part alone; as often as wanted"
    )
    parser.add_argument("--facts", type=int, help="how many the store of the decade has")
    parser.add_argument(
        "--stage", choices=decade.STAGES, action="append", help="of the decade, this stage alone"
    )
    parser.add_argument(
        "--kept",
        type=Path,
        help="where the store of the decade stays, to go on at what was not measured yet",
    )
    parser.add_argument("--into", type=Path, default=Path("var/bench"), help="where to keep it")
    asked = parser.parse_args()
    found = measured(
        short=asked.short,
        parts=asked.only or PARTS,
        facts=asked.facts,
        stages=asked.stage or decade.STAGES,
        kept=asked.kept,
    )
    asked.into.mkdir(parents=True, exist_ok=True)
    kept: Path = asked.into / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
    kept.write_text(json.dumps(found, indent=1) + "\n")
    sys.stdout.write(f"{report.text(found)}\nKept in {kept}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
