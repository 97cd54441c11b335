"""Checks after the soak, when all is quiet: each returns what is wrong, in words."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform
from portal.app.read_models import READ_MODELS
from portal.casefile.replies.tables import cases, replies
from portal.casefile.submissions.read_model import submissions
from portal.casefile.submissions.receipts import hash_of, receipts
from portal.committee.activity.read_model import activity
from portal.letters.communications.tables import letters
from portal.web.delivery.outbox import outbox
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, digest
from tests.soak.work import Work
from tests.support.receipts import stored

PATIENCE = 300.0  # seconds for all to have arrived
QUIET = 8.0  # seconds without a change, policies that follow late included

State = tuple[dict[str, str], dict[str, Any]]


def wrong(work: Work, before: Counter[str]) -> list[str]:
    """Wait until all is quiet; return everything that does not hold."""
    platform = work.platform
    platform.wait_ready(timeout=PATIENCE)
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        settled = _settled(engine)
        with engine.connect() as conn:
            found = [
                *_submissions(conn, work, before, stored(platform)),
                *_letters(conn, work),
                *_lines(conn),
            ]
        return [*work.wrong, *found, *_rebuilt(platform, engine, settled)]
    finally:
        engine.dispose()


def _submissions(
    conn: Connection, work: Work, before: Counter[str], now: Counter[str]
) -> Iterator[str]:
    if len(set(work.filed.values())) != len(work.filed):
        yield "two submissions have one receipt"
    mine = select(receipts.c.submission_id).where(
        receipts.c.code_hash.in_([hash_of(code) for code in work.filed.values()])
    )
    promised = Counter(f"submission-{one}" for one in conn.scalars(mine))
    made = now - before
    for stream in promised.keys() ^ made.keys():
        yield f"{stream}: receipts {promised[stream]}, in the store {made[stream]}"
    for stream, times in made.items():
        if times != 1:
            yield f"{stream} is {times} times in the store"
    queued = conn.scalar(select(func.count()).select_from(submissions))
    if queued != now.total():
        yield f"the desk has {queued} submissions, the store {now.total()}"
    c = outbox.c
    for row in conn.execute(
        select(c.command_id, c.refused).where(c.delivered_at.is_(None) | c.refused.is_not(None))
    ):
        yield f"outbox: {row.command_id} waits or was refused: {row.refused}"


def _letters(conn: Connection, work: Work) -> Iterator[str]:
    """Numbers of a recipient: no gap, none twice; a case for each letter, a reply for each sent."""
    c = letters.c
    rows = conn.execute(select(c.communication_id, c.recipient, c.reference)).all()
    known = {row.communication_id: row for row in rows}
    for letter in work.transmitted:
        if letter not in known or known[letter].reference is None:
            yield f"letter {letter} was transmitted and has no number"
    series: dict[str, list[int]] = {}
    for row in rows:
        if row.reference is not None:
            series.setdefault(row.recipient, []).append(_number(row.reference))
    for recipient, numbers in series.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"numbers of {recipient}: {sorted(numbers)}"
    numbered = {row.communication_id for row in rows if row.reference is not None}
    cased = set(conn.scalars(select(cases.c.communication_id)))
    for letter in numbered ^ cased:
        yield f"letter {letter} and its reply case are not one to one"
    logged = Counter(conn.scalars(select(replies.c.communication_id)))
    for letter in work.replied:
        if logged[letter] != 1:
            yield f"letter {letter} has {logged[letter]} replies"


def _number(reference: str) -> int:
    """``UA GBR 12/2026`` is number 12."""
    return int(reference.rsplit(maxsplit=1)[-1].partition("/")[0])


def _lines(conn: Connection) -> Iterator[str]:
    c = activity.c
    told = Counter(
        conn.scalars(select(c.reference).where(c.kind == "communication-transmitted")).all()
    )
    for reference, times in told.items():
        if times != 1:
            yield f"the feed told {times} times of {reference}"


def _rebuilt(platform: Platform, engine: Engine, before: State) -> Iterator[str]:
    """Drop every read model; when it is as far as it was it must be equal."""
    settings = {**os.environ, **platform.environment}
    subprocess.run(
        [sys.executable, "-m", "portal", "rebuild"], env=settings, cwd=ROOT, check=True
    )  # our own module
    platform.wait_restarted("consume", platform.kill("consume"))
    deadline = time.monotonic() + PATIENCE
    while state(engine)[1] != before[1] and time.monotonic() < deadline:
        time.sleep(2)
    now = state(engine)  # anew: what a read model got while hashes were made is not in its hash
    for consumer, place in before[1].items():
        if now[1].get(consumer) != place:
            yield f"{consumer} was at {place} and came to {now[1].get(consumer)}"
        elif now[0][consumer] != before[0][consumer]:
            yield f"{consumer} is not equal to its rebuild"


def _settled(engine: Engine) -> State:
    deadline = time.monotonic() + PATIENCE
    last, since = state(engine), time.monotonic()
    while time.monotonic() - since < QUIET and time.monotonic() < deadline:
        time.sleep(1)
        if (now := state(engine)) != last:
            last, since = now, time.monotonic()
    return last


def state(engine: Engine) -> State:
    """Each read model's hash, and how far it is in the event store's positions."""
    try:
        with engine.connect() as conn:
            digests = {model.consumer: digest(conn, model.tables) for model in READ_MODELS}
        places = {
            model.consumer: {
                tp: position for tp, (_, position) in Applier(engine, model).remembered().items()
            }
            for model in READ_MODELS
        }
    except OperationalError:  # the tables are being made
        return {}, {}
    return digests, places
