"""``python -m tests.soak``: mixed load for an hour while something is killed every 20 seconds.

It ends with 1 if a receipt was lost, an effect came twice, or a process grew (``growth``); and,
where nothing is killed (``--kill-every 0``), if a page is slower at the end (``latencies``).
"""

import argparse
import itertools
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from deploy.local.apache_kafka.testing import running_kafka
from deploy.local.processes import FORKED
from deploy.local.testing import Platform, running_platform
from portal.casefile.submissions.read_model import submissions
from shared.platform.tables import make_engine
from shared.reference import mandates
from tests.bench import machine, viewers
from tests.bench.watching import key
from tests.soak import checks, growth, latencies, work
from tests.soak.growth import Sample
from tests.soak.work import Work
from tests.support.postgres import fresh_database, running_postgres
from tests.support.receipts import stored

SUBMISSIONS = 2.0  # a second
LETTERS = 0.5
TRIAGED = 0.5
VIEWERS = 20
STAYS = 1 / 300  # a second: looks of the viewers' person at a page
SAMPLES = 120  # of each process in the whole run, at least five seconds apart

Lives = dict[tuple[str, int], list[Sample]]


def soaked(platform: Platform, *, seconds: float, pause: float, pace: float) -> dict[str, Any]:
    """Load, kill and sample for ``seconds``; then wait until it is quiet and look at everything.

    ``pause``: seconds between two kills; 0: nothing is killed. ``pace``: submissions a second.
    """
    doing, killed, lives = Work(platform, pace=pace), Counter[str](), Lives()
    before = stored(platform)
    with viewers.watching(platform, VIEWERS) as watching, ThreadPoolExecutor(64) as people:
        threads = [
            *_killing(platform, doing, killed, seconds, pause),
            threading.Thread(target=_sample, args=(platform, doing.stop, lives, seconds)),
            *(threading.Thread(target=work.look, args=(doing, who)) for who in work.PAGES),
            threading.Thread(
                target=_steadily, args=(doing, people, pace, lambda n: work.file(doing, n))
            ),
            threading.Thread(
                target=_steadily, args=(doing, people, LETTERS, lambda n: work.write(doing, n))
            ),
            threading.Thread(
                target=_steadily, args=(doing, people, TRIAGED, lambda _: _triage(doing))
            ),
            threading.Thread(
                target=_steadily, args=(doing, people, STAYS, lambda _: watching.stay())
            ),
        ]
        doing.began = time.monotonic()
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        doing.stop.set()
        for thread in threads:
            thread.join()
        people.shutdown()
        wrong = checks.wrong(doing, before)
        seen = _seen(watching, doing)
    return {
        "seconds": seconds,
        "a kill every": pause,
        "submissions a second": pace,
        "machine": machine.described(),
        "killed": dict(killed),
        "done": work.described(doing),
        "feed": seen,
        "lives": {kind: asdict(life) for kind, life in growth.longest(lives).items()},
        "pages": [asdict(one) for one in latencies.judged(doing.took, seconds)],
        "minutes": latencies.by_minute(doing.took),
        "wrong": [*wrong, *_of_feed(seen)],
    }


def _steadily(
    doing: Work, people: ThreadPoolExecutor, pace: float, act: Callable[[int], None]
) -> None:
    began = time.monotonic()
    for number in itertools.count():
        if doing.stop.wait(max(0.0, began + number / pace - time.monotonic())):
            return
        people.submit(_kept, doing, act, number)


def _kept(doing: Work, act: Callable[[int], None], number: int) -> None:
    try:
        act(number)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told at the end
        doing.wrong.append(f"{type(error).__name__}: {error}")


def _triage(doing: Work) -> None:
    engine = make_engine(doing.platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    newest = select(submissions.c.submission_id).order_by(submissions.c.received_at.desc())
    try:
        with engine.connect() as conn:
            waiting = [one for one in conn.scalars(newest.limit(20)) if one not in doing.triaged]
    finally:
        engine.dispose()
    if waiting:
        work.triage(doing, waiting[-1])


def _killing(
    platform: Platform, doing: Work, killed: Counter[str], seconds: float, pause: float
) -> Iterator[threading.Thread]:
    if pause:
        args = (platform, doing.stop, killed, seconds, pause)
        yield threading.Thread(target=_kill, args=args)


def _kill(
    platform: Platform,
    stop: threading.Event,
    killed: Counter[str],
    seconds: float,
    pause: float,
) -> None:
    """Kill one by one, in the first half of the time of one half of them, then of the other."""
    chance, began = random.Random(2007), time.monotonic()
    kinds = sorted(platform.pids)
    while not stop.wait(pause):
        half = int(time.monotonic() - began >= seconds / 2)
        name = chance.choice(kinds[half::2])
        if platform.kill(name):
            killed[name] += 1


def _sample(platform: Platform, stop: threading.Event, lives: Lives, seconds: float) -> None:
    while not stop.wait(max(seconds / SAMPLES, 1.0)):
        for name, pid in platform.pids.items():
            if (found := growth.sample(pid)) is not None:
                lives.setdefault((name, pid), []).append(found)


def _seen(watching: viewers.Watching, doing: Work) -> dict[str, Any]:
    """What each viewer got of the submissions, each of which names other mandates."""
    due = [
        key("allegation-received", [mandates()[code].acronym for code in work.chosen(number)])
        for number in doing.filed
    ]
    deadline = time.monotonic() + checks.PATIENCE
    while True:
        seen: dict[str, Any] = watching.ask(f"found {json.dumps({'due': due, 'since': {}})}")
        if not seen["missing"] or time.monotonic() > deadline:
            return {name: seen[name] for name in ("missing", "doubled", "resets", "reconnected")}
        time.sleep(1)


def _of_feed(seen: Mapping[str, int]) -> list[str]:
    return [
        f"lines of the feed {how}: {seen[how]}"
        for how in ("missing", "doubled", "resets")
        if seen[how]
    ]


def report(found: Mapping[str, Any]) -> str:
    done, killed = found["done"], found["killed"]
    each = ", ".join(f"{name} {times}" for name, times in sorted(killed.items()))
    lines = [
        f"{found['seconds']:g} s, {found['submissions a second']:g} submissions a second",
        f"a kill every {found['a kill every']:g} s" if found["a kill every"] else "no kill",
        f"killed {sum(killed.values())}: {each}",
        ", ".join(f"{name} {number}" for name, number in done.items() if name != "wrong"),
        f"feed: {', '.join(f'{name} {number}' for name, number in found['feed'].items())}",
        f"\n{'Longest life':<20}{'s':>6}{'rss MB':>16}{'fds':>14}{'threads':>14}",
    ]
    for kind, life in found["lives"].items():
        first, last = life["first"], life["last"]
        spans = "".join(
            f"{f'{first[name]:g} > {last[name]:g}':>{16 if name == 'rss' else 14}}"
            for name in growth.MEASURES
        )
        grew = "  GREW: " + ", ".join(life["grew"]) if life["grew"] else ""
        short = "" if life["judged"] else "  too short to judge"
        lines.append(f"{kind:<20}{life['seconds']:>6}{spans}{grew}{short}")
    lines += latencies.lines(found["pages"], found["seconds"])
    if found["a kill every"]:
        lines.append("Nobody judges that: pages are away while what they need was killed.")
    lines += ["", *(f"WRONG: {one}" for one in found["wrong"])]
    lines.append("Nothing is wrong." if fine(found) else "See above.")
    return "\n".join(lines) + "\n"


def fine(found: Mapping[str, Any]) -> bool:
    grew = any(life["grew"] for life in found["lives"].values())
    slower = not found["a kill every"] and not all(one["flat"] for one in found["pages"])
    return not (found["wrong"] or grew or slower)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--kill-every", type=float, default=20, help="seconds; 0: nothing")
    parser.add_argument("--pace", type=float, default=SUBMISSIONS, help="submissions a second")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--kafka", action="store_true", help="Apache Kafka, not the embedded broker"
    )
    parser.add_argument("--into", type=Path, default=Path("var/soak"), help="where to keep it")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as directory,
        _beneath(asked.database, asked.kafka, Path(directory)) as env,
        running_platform(Path(directory) / "var", env={FORKED: "0", **env}) as platform,
    ):
        found = soaked(platform, seconds=asked.seconds, pause=asked.kill_every, pace=asked.pace)
        found |= {"errors logged": _errors(platform), "on": [asked.database, *env]}
    asked.into.mkdir(parents=True, exist_ok=True)
    kept: Path = asked.into / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
    kept.write_text(json.dumps(found, indent=1) + "\n")
    sys.stdout.write(f"{report(found)}Kept in {kept}\n")
    return 0 if fine(found) else 1


@contextmanager
def _beneath(database: str, kafka: bool, directory: Path) -> Iterator[dict[str, str]]:  # noqa: FBT001  # as it was asked
    """Give the settings of what the platform stands on in place of its embedded parts."""
    with ExitStack() as stack:
        env = {}
        if database == "postgresql":
            options = "-c max_connections=400"
            server = stack.enter_context(running_postgres(durable=True, options=options))
            for name in ("", "VAULT_", "APPROVALS_", "FOLLOWUP_"):
                env[f"RAPPORTEUR_{name}DATABASE"] = stack.enter_context(fresh_database(server))
        if kafka:
            env["RAPPORTEUR_KAFKA"] = stack.enter_context(running_kafka(directory / "kafka"))
        yield env


def _errors(platform: Platform) -> dict[str, int]:
    """How often each process logged that something failed which should not, by its words."""
    counted: Counter[str] = Counter()
    for log in (platform.var / "log").glob("*.log"):
        for line in log.read_text(errors="replace").splitlines():
            if "Traceback (most recent call last)" in line:
                counted[f"{log.stem}: traceback"] += 1
    return dict(counted)


if __name__ == "__main__":
    sys.exit(main())
