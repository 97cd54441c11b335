"""A generation is built from Kafka beside the live one, while facts arrive and pages read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, func, select
from structlog.testing import capture_logs

from deploy.local.eventstore.testing import running_node
from deploy.local.ports import free_port
from portal.committee.activity.read_model import ACTIVITY, activity
from shared.hosting.building import Progress, build, settled
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, ReadModel, digest, shape_of
from shared.read_models.places import shape_in
from tests.live.test_machinery import (
    Parts,
    consuming,
    intake,
    kafka,
    lines,
    relaying,
    submit,
    until,
)

pytestmark = [
    pytest.mark.live,
    # kafka-python leaves the socket of a connection that failed to the garbage collector
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture(autouse=True)
def without_tracebacks() -> Iterator[None]:
    """To draw one with all its variables takes longer than everything else here."""
    with capture_logs():
        yield


@pytest.fixture
def parts(tmp_path: Path, database_url: str) -> Iterator[Parts]:
    engine = make_engine(database_url, durable=False)
    with running_node(tmp_path / "store.db") as uri:
        settings = Settings(eventstore=uri, kafka=f"127.0.0.1:{free_port()}")
        yield Parts(settings, tmp_path, engine)
    engine.dispose()


def least(engine: Engine) -> int:
    with engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(activity)) or 0


@asynccontextmanager
async def read_all_the_while(parts: Parts) -> AsyncIterator[None]:
    """Look again and again: what is shown never grows less, and no look fails."""
    enough = asyncio.Event()

    async def read() -> int:
        looks, seen = 0, 0
        while not enough.is_set():
            now = await asyncio.to_thread(least, parts.engine)
            assert now >= seen
            looks, seen = looks + 1, now
        return looks

    reading = asyncio.create_task(read())
    try:
        yield
    finally:
        enough.set()
        assert await reading > 1


async def test_pages_and_facts_go_on_while_the_tables_are_built_anew(parts: Parts) -> None:
    told: list[Progress] = []
    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            async with consuming(parts):
                await submit(ask, 30)
                await until(lambda: lines(parts) == 30)
                async with read_all_the_while(parts):
                    submitting = asyncio.create_task(submit(ask, 20))
                    await build(parts.applier, parts.settings.cluster, anew=True, tell=told.append)
                    await submitting
                    await until(lambda: lines(parts) == 50)
                hashes = await build(parts.applier, parts.settings.cluster, anew=True)
                assert hashes is not None
                assert hashes[0] == hashes[1]
                with parts.engine.connect() as conn:
                    assert digest(conn, ACTIVITY.tables) == hashes[0]
    assert any(one.applied >= one.of >= 30 for one in told)  # facts that came later may be behind
    assert told[-1].failing is None


def another_version() -> ReadModel:
    """The same tables, and one more."""
    tables = MetaData()
    copies = {table.name: table.to_metadata(tables) for table in ACTIVITY.tables.sorted_tables}
    Table("activity_more", tables, Column("key", Integer, primary_key=True))
    return replace(
        ACTIVITY,
        tables=tables,
        project=lambda fact: [
            replace(change, table=copies[change.table.name]) for change in ACTIVITY.project(fact)
        ],
    )


async def test_another_version_builds_its_tables_before_it_serves(parts: Parts) -> None:
    new = another_version()
    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            async with consuming(parts) as old:
                await submit(ask, 10)
                await until(lambda: lines(parts) == 10)
                async with read_all_the_while(parts):
                    replicas = [Applier(parts.engine, new), Applier(parts.engine, new)]
                    async with asyncio.timeout(60):
                        await asyncio.gather(
                            *(settled(one, parts.settings.cluster) for one in replicas)
                        )
                    with parts.engine.connect() as conn:
                        assert shape_in(conn, new.consumer) == shape_of(new.tables)
                    await submit(ask, 1)
                    await until(lambda: old.failing == "Superseded")
                assert lines(parts) == 10
                old.end()
            async with consuming(parts, new):
                await until(lambda: lines(parts) == 11)


async def test_tables_that_are_nowhere_yet_are_made_without_kafka(parts: Parts) -> None:
    await settled(parts.applier, parts.settings.cluster)
    assert lines(parts) == 0
