"""The metrics behind the outbox's alert: they trigger it, and it ends."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete

from portal.app import consumer
from portal.web.delivery import outbox
from shared.core.actor import Actor
from tests.support.portal import Pages, pages, sqlite_urls


@pytest.fixture
def unheard(tmp_path: Path) -> Iterator[Pages]:
    """A portal whose intake does not answer: nobody listens on this port."""
    with pages(*sqlite_urls(tmp_path), intake_url="http://127.0.0.1:1") as portal:
        yield portal


def _kept(portal: Pages, *, minutes: int) -> None:
    """What got its receipt so many minutes ago waits."""
    outbox.put(
        portal.engine,
        "intake",
        "submit-allegation",
        {},
        by=Actor(actor_id="somebody"),
        command_id=uuid4(),
        correlation_id=uuid4(),
        at=datetime.now(UTC) - timedelta(minutes=minutes),
    )


async def test_a_submission_that_waits_for_intake_is_seen_until_it_has_gone(
    unheard: Pages,
) -> None:
    _kept(unheard, minutes=30)
    delivering = asyncio.create_task(
        consumer._deliver(unheard.engine, unheard.vault, unheard.settings)
    )
    try:
        await _until(lambda seconds, away: seconds >= 1_800 and away == 1)
        with unheard.engine.begin() as conn:
            conn.execute(delete(outbox.outbox))  # as if it had gone
        await _until(lambda seconds, away: (seconds, away) == (0, 0))
    finally:
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering


async def test_the_age_of_what_waits_is_seen_even_where_delivering_is_broken(
    unheard: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise RuntimeError

    _kept(unheard, minutes=50)
    monkeypatch.setattr(outbox, "deliver", broken)
    with pytest.raises(RuntimeError):
        await consumer._deliver(unheard.engine, unheard.vault, unheard.settings)
    await _until(lambda seconds, _: seconds >= 3_000)


async def _until(is_so: Callable[[float, float], bool]) -> None:
    while not is_so(  # noqa: ASYNC110  # a gauge wakes nobody
        REGISTRY.get_sample_value("rapporteur_outbox_oldest_seconds") or 0,
        REGISTRY.get_sample_value("rapporteur_outbox_away") or 0,
    ):
        await asyncio.sleep(0.01)
