"""A trial under load: while it runs, somebody files at a steady pace and somebody watches the feed.

Afterwards every receipt has its one submission in the store and in the desk's queue, and its one
line in the feed; else a sentence says what is wrong.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deploy.local.cluster.server import NotStarted
from deploy.local.node.hands import SPACE
from deploy.local.node.install import authority_of
from deploy.local.node.place import Place
from portal.casefile.submissions.receipts import hash_of
from tests.cluster import gateway
from tests.cluster.policies import kubectl

PACE: Final = 20
"""Submissions a second."""
WEB: Final = "https://web.rapporteur.svc:8000"
FEED: Final = "https://feed.rapporteur.svc:8000"
_WITHIN: Final = 240.0
_ROOT: Final = Path(__file__).parents[2]
_PEOPLE: Final = Path(__file__).parent / "people.py"


@dataclass(slots=True)
class Trial:
    """``found``: what the people say once they are done. ``wrong``: a sentence for each fault."""

    began: float = field(default_factory=time.monotonic)
    found: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        say(f"{time.monotonic() - self.began:4.0f} s  {sentence}")

    @property
    def figures(self) -> str:
        one = self.found["receipts"]
        again = ", ".join(f"{why} {times}" for why, times in sorted(self.found["again"].items()))
        return (
            f"{one['number']} receipts, {one['per_second']} a second; "
            f"{one['p50_ms']:.0f} ms half of them, {one['p99_ms']:.0f} ms 99 of 100; "
            f"sent again: {again or 'none'}; the feed was opened {self.found['connections']} times"
        )


@contextmanager
def at_pace(place: Place, pace: float = PACE) -> Iterator[Trial]:
    """Give a trial in which people file; when it is left, look at what became of it all."""
    known = kubectl(
        place, *("exec", "-i", "deploy/web", "--", "python", "-"), given=_PEOPLE.read_text()
    )
    before, trial = queued(place), Trial()
    arguments = [WEB, FEED, str(authority_of(place)), str(pace)]
    command = gateway.entered(place, [sys.executable, "-m", "tests.cluster.paced", *arguments])
    with subprocess.Popen(  # noqa: S603  # the system's own, with our own program
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{known}\n")
        process.stdin.flush()
        if process.stdout.readline() != "begun\n":
            raise NotStarted("Nobody could file.")
        trial.began = time.monotonic()
        yield trial
        said = process.communicate()[0]  # it ends with its standard input
    trial.found = json.loads(said.splitlines()[-1])
    trial.say(trial.figures)
    trial.wrong += _wrong(place, trial.found, before)
    trial.say(
        f"{len(trial.found['codes'])} are in the store and in the queue, each once"
        if not trial.wrong
        else "\n".join(trial.wrong)
    )


def _wrong(place: Place, found: dict[str, Any], before: int) -> Iterator[str]:
    codes = found["codes"]
    if not codes:
        yield "nothing was filed: nothing was learned"
    for word, number in found["refused"].items():
        yield f"{number} times {word}"
    for what in ("without", "missing", "doubled", "resets"):
        if found[what]:
            yield f"{what}: {found[what]}"
    if len(set(codes)) != len(codes):
        yield "two submissions have one receipt"
    until(lambda: queued(place) - before >= len(codes))
    if (more := queued(place) - before) != len(codes):
        yield f"{more} came into the queue"
    ids = dict(line.split("|") for line in sql(place, "portal", _RECEIPTS).splitlines())
    mine = [ids.get(hash_of(code)) for code in codes]
    if None in mine:
        yield f"{mine.count(None)} receipts lead to no submission in the queue"
    times = happened(place, "allegation-received")
    for one in filter(None, mine):
        if times[f"submission-{one}"] != 1:
            yield f"submission {one} is {times[f'submission-{one}']} times in the store"
    if waiting := int(sql(place, "portal", _WAITING)):
        yield f"{waiting} commands wait for delivery or were refused"


_RECEIPTS: Final = (
    "select code_hash, submission_id from receipts join triage_queue using (submission_id)"
)
_WAITING: Final = "select count(*) from outbox where delivered_at is null or refused is not null"


def queued(place: Place, space: str = SPACE) -> int:
    """Return how many submissions are in the desk's queue, by the portal's own table."""
    return int(sql(place, "portal", "select count(*) from triage_queue", space))


def sql(place: Place, database: str, query: str, space: str = SPACE) -> str:
    """Ask one of the databases; wait for it while it starts anew."""
    words = ["exec", f"{database}-db-0", "--", "psql", "-h", "/tmp", "-d", database, "-Atc", query]  # noqa: S108
    end = time.monotonic() + _WITHIN
    while True:
        try:
            return kubectl(place, *words, space=space)
        except subprocess.CalledProcessError:
            if time.monotonic() > end:
                raise
            time.sleep(1)


def happened(place: Place, event: str) -> Counter[str]:
    """Return how often this is in each stream, by the file of the embedded event store."""
    file = next((place.disks / SPACE / "data-eventstore-0").rglob("events.db"))
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as conn:
        rows = conn.execute("select stream from events where type = ?", [event])
        return Counter(stream for (stream,) in rows)


def until(done: Callable[[], bool]) -> None:
    """Wait for it, for some minutes."""
    end = time.monotonic() + _WITHIN
    while not done() and time.monotonic() < end:
        time.sleep(1)


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
