"""The desk's queue with as many submissions as ten busy months bring, on both databases."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from shared.contracts.intake import INTAKE
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.bench import plans
from tests.bench.figures import rate
from tests.bench.samples import allegation, triage
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.postgres import fresh_database, running_postgres
from tests.support.ready import ready

PAGES = ("/triage/", "/triage/?urgency=urgent", "/triage/?state=FRA")
_SHARED = 4  # of five submissions four are shared with mandates already
_AT_ONCE = 1_000


def measured(*, submissions: int, requests: int, durable: bool = True) -> dict[str, Any]:
    """Fill the queue and open it ``requests`` times, whole pages, in this process."""
    return {
        name: {"submissions": submissions, **_of(built, submissions, requests)}
        for name, built in databases(durable=durable)
    }


def databases(*, durable: bool) -> Iterator[tuple[str, Pages]]:
    """Give pages on an empty SQLite, then on an empty PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        with pages(*sqlite_urls(Path(directory))) as built:
            yield "sqlite", built
        with on_postgres(durable=durable) as (url, vault_url), pages(url, vault_url) as built:
            yield "postgresql", built


@contextmanager
def on_postgres(*, durable: bool = True) -> Iterator[tuple[str, str]]:
    """Give the addresses of two empty databases of a PostgreSQL of its own."""
    with (
        running_postgres(durable=durable) as server,
        fresh_database(server) as url,
        fresh_database(server) as vault_url,
    ):
        yield url, vault_url


def _of(built: Pages, submissions: int, requests: int) -> dict[str, Any]:
    fill(built.engine, submissions)
    desk = built.signed_in(Role.QUICK_RESPONSE_DESK)
    found: dict[str, Any] = {}
    for page in PAGES:
        with plans.statements(built.engine) as asked:
            desk.get(page)
        latencies: list[float] = []
        began = time.perf_counter()
        for _ in range(requests):
            at = time.perf_counter()
            answer = desk.get(page)
            latencies.append(time.perf_counter() - at)
            if answer.status_code != 200:
                raise RuntimeError(f"{page} answered {answer.status_code}")
        found[page] = {
            **asdict(rate(latencies, time.perf_counter() - began)),
            "plans": plans.explained(built.engine, asked),
        }
    return found


def fill(engine: Engine, submissions: int) -> None:
    ready(engine, READ_MODELS)
    appliers = [Applier(engine, model) for model in READ_MODELS if INTAKE in model.contracts]
    for first in range(0, submissions, _AT_ONCE):
        some = range(first, min(first + _AT_ONCE, submissions))
        facts = [fact for n in some for fact in _facts(n)]
        for applier in appliers:
            applier.apply(facts)


def _facts(number: int) -> Sequence[Published]:
    submission_id = str(derive_id("submission", number))
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=20 * number)
    told: list[Any] = [allegation(submission_id, at)]
    if number % (_SHARED + 1):
        told += triage(submission_id, at)
    return [
        Published(
            fact=fact,
            id=derive_id("fact", number, place),
            stream=f"submission-{submission_id}",
            position=number * 10 + place,
            recorded_at=at,
            correlation_id=derive_id("case", number),
            actor="somebody",
            traceparent=None,
            topic="intake.events",
            partition=0,
            offset=number * 10 + place,
        )
        for place, fact in enumerate(told)
    ]
