"""Read models of one database write together, and fail each for itself."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

import pytest
from sqlalchemy import Column, Engine, MetaData, String, Table, event, select

from shared.contracts.intake import INTAKE, AdmissibilityConfirmed
from shared.joint import JointWriter
from shared.kafka import Published
from shared.read_model import Applier, Change, Put, ReadModel, Superseded
from shared.tables import make_engine
from shared.testing import AT


def model(name: str, *, fails: bool = False) -> ReadModel:
    tables = MetaData()
    table = Table(name, tables, Column("thing_id", String(40), primary_key=True))

    def project(published: Published) -> Iterable[Change]:
        if fails:
            raise OSError(name)
        return [Put(table, (published.fact.submission_id,), {})]

    return ReadModel(consumer=f"test.{name}", contracts=(INTAKE,), tables=tables, project=project)


def facts(*positions: int) -> list[Published]:
    return [
        Published(
            fact=AdmissibilityConfirmed(
                submission_id=str(position), confirmed_by="a", confirmed_at=AT
            ),
            id=UUID(int=position),
            stream="submission-1",
            position=position,
            recorded_at=AT,
            correlation_id=UUID(int=1),
            actor="a",
            traceparent=None,
            topic="intake.events",
            partition=0,
            offset=position,
        )
        for position in positions
    ]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()


def appliers(engine: Engine, *models: ReadModel) -> list[Applier]:
    made = [Applier(engine, one) for one in models]
    for one in made:
        one.prepare()
    return made


def rows(applier: Applier) -> Sequence[str]:
    (table,) = applier.model.tables.sorted_tables
    with applier.engine.connect() as conn:
        return conn.scalars(select(table.c.thing_id).order_by(table.c.thing_id)).all()


async def test_what_gathers_while_one_writes_goes_into_one_transaction(engine: Engine) -> None:
    some = appliers(engine, *map(model, ("one", "two", "three", "four")))
    writer = JointWriter()
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    await asyncio.gather(*(writer.apply(one, facts(1, 2)) for one in some))
    assert [rows(one) for one in some] == [["1", "2"]] * 4
    assert len(commits) == 1


async def test_a_read_model_that_fails_keeps_no_other_from_going_on(engine: Engine) -> None:
    one, bad, two = appliers(engine, model("one"), model("bad", fails=True), model("two"))
    writer = JointWriter()
    outcomes = await asyncio.gather(
        *(writer.apply(applier, facts(1)) for applier in (one, bad, two)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), OSError, type(None)]
    assert (rows(one), rows(bad), rows(two)) == (["1"], [], ["1"])
    assert bad.remembered() == {}


async def test_a_read_model_whose_tables_are_others_keeps_no_other_from_going_on(
    engine: Engine,
) -> None:
    one, gone, two = appliers(engine, *map(model, ("one", "gone", "two")))
    writer = JointWriter()
    await asyncio.gather(*(writer.apply(applier, facts(1)) for applier in (one, gone, two)))
    again = Applier(engine, gone.model)  # as another process makes them anew
    again.drop()
    again.prepare()
    outcomes = await asyncio.gather(
        *(writer.apply(applier, facts(2)) for applier in (one, gone, two)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), Superseded, type(None)]
    assert (rows(one), rows(gone), rows(two)) == (["1", "2"], [], ["1", "2"])


async def test_every_fact_handed_in_twice_at_once_is_applied_once(engine: Engine) -> None:
    (one,) = appliers(engine, model("one"))
    writer = JointWriter()
    await asyncio.gather(*(writer.apply(one, facts(*numbers)) for numbers in ((1, 2), (1, 2, 3))))
    assert rows(one) == ["1", "2", "3"]
    assert one.remembered() == {("intake.events", 0): (3, 3)}


async def test_many_rows_arrive_as_few_do_and_are_set_when_they_come_again(engine: Engine) -> None:
    (one,) = appliers(engine, model("one"))
    await JointWriter().apply(one, facts(*range(1, 2_501)))
    assert len(rows(one)) == 2_500
