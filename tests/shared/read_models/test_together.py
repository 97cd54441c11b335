"""Read models of one database are fed together, and each fails alone."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from importlib.util import find_spec, module_from_spec
from uuid import UUID

import pytest
from sqlalchemy import Column, Engine, MetaData, String, Table, event, select
from sqlalchemy.exc import OperationalError

from shared.contracts import Contract
from shared.contracts.intake import INTAKE, AdmissibilityConfirmed
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import Applier, Change, Put, ReadModel, Superseded
from shared.read_models.together import Together, has_all, near


def model(name: str, *more: Contract, fails: bool = False) -> ReadModel:
    tables = MetaData()
    table = Table(name, tables, Column("thing_id", String(40), primary_key=True))

    def project(published: Published) -> Iterable[Change]:
        if fails:
            raise OSError(name)
        return [Put(table, (published.fact.submission_id,), {})]

    return ReadModel(
        consumer=f"test.{name}", contracts=(INTAKE, *more), tables=tables, project=project
    )


def facts(*positions: int, topic: str = "intake.events") -> list[Published]:
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
            topic=topic,
            partition=0,
            offset=position,
        )
        for position in positions
    ]


def appliers(engine: Engine, *models: ReadModel) -> list[Applier]:
    made = [Applier(engine, one) for one in models]
    for one in made:
        one.prepare()
    return made


def together(*some: Applier) -> tuple[Together, list[Applier]]:
    """Return them and who was taken out."""
    gone: list[Applier] = []
    return Together(list(some), gone.append), gone


def rows(applier: Applier) -> Sequence[str]:
    (table,) = applier.model.tables.sorted_tables
    with applier.engine.connect() as conn:
        return conn.scalars(select(table.c.thing_id).order_by(table.c.thing_id)).all()


async def test_a_batch_is_applied_to_all_in_one_transaction(engine: Engine) -> None:
    some = appliers(engine, *map(model, ("one", "two", "three", "four")))
    fed, gone = together(*some)
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    await fed.apply(facts(1, 2))
    assert [rows(one) for one in some] == [["1", "2"]] * 4
    assert (len(commits), gone) == (1, [])


async def test_a_large_batch_is_written_in_portions_and_fails_by_read_model(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.read_models.together._MANY", 4)
    monkeypatch.setattr("shared.read_models.together.PORTIONS", 2)
    one, bad, two = appliers(engine, model("one"), model("bad", fails=True), model("two"))
    fed, _ = together(one, bad, two)
    with pytest.raises(OSError, match="bad"):
        await fed.apply(facts(1, 2))
    assert (rows(one), rows(bad), rows(two)) == (["1", "2"], [], ["1", "2"])
    fed, _ = together(one, two)
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    await fed.apply(facts(1, 2, 3))
    assert len(commits) == 2
    assert (rows(one), rows(two)) == (["1", "2", "3"], ["1", "2", "3"])


def test_processes_of_one_number_begin_with_different_portions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in containers, each of which begins to count anew."""
    monkeypatch.setattr("os.getpid", lambda: 1)
    spec = find_spec("shared.read_models.together")
    assert spec is not None
    assert spec.loader is not None
    begun = set()
    for _ in range(30):
        process = module_from_spec(spec)
        spec.loader.exec_module(process)
        begun.add(process._FIRST % process.PORTIONS)
    assert len(begun) > 1


async def test_a_batch_that_comes_twice_is_applied_once(engine: Engine) -> None:
    (one,) = appliers(engine, model("one"))
    fed, _ = together(one)
    await fed.apply(facts(1, 2))
    await fed.apply(facts(1, 2, 3))
    assert rows(one) == ["1", "2", "3"]
    assert one.remembered() == {("intake.events", 0): (3, 3)}


async def test_a_read_model_hears_of_its_own_topics_alone(engine: Engine) -> None:
    one, both = appliers(engine, model("one"), model("both", STAKEHOLDERS))
    fed, _ = together(one, both)
    await fed.apply([*facts(1), *facts(2, topic="stakeholders.events")])
    assert (rows(one), rows(both)) == (["1"], ["1", "2"])
    assert ("stakeholders.events", 0) not in one.remembered()


async def test_one_that_fails_is_tried_again_and_then_goes_on_alone(engine: Engine) -> None:
    one, bad, two = appliers(engine, model("one"), model("bad", fails=True), model("two"))
    fed, gone = together(one, bad, two)
    for _ in range(2):
        with pytest.raises(OSError, match="bad"):
            await fed.apply(facts(1))
        assert (rows(one), rows(bad), rows(two), gone) == (["1"], [], ["1"], [])
    await fed.apply(facts(1))
    assert gone == [bad]
    await fed.apply(facts(2))
    assert (rows(one), rows(bad), rows(two)) == (["1", "2"], [], ["1", "2"])
    assert bad.remembered() == {}


async def test_a_failure_between_successes_takes_nobody_out(engine: Engine) -> None:
    fails = [True, True, False, True, True, False]
    one, moody = appliers(engine, model("one"), model("moody"))
    fed, gone = together(one, moody)
    for position, failing in enumerate(fails, 1):
        moody.model = replace(model("moody", fails=failing), tables=moody.model.tables)
        with nullcontext() if not failing else pytest.raises(OSError, match="moody"):
            await fed.apply(facts(position))
    assert gone == []


async def test_what_all_fail_at_takes_nobody_out(engine: Engine) -> None:
    some = appliers(engine, model("one", fails=True), model("two", fails=True))
    fed, gone = together(*some)
    for _ in range(5):
        with pytest.raises(OSError, match="one"):
            await fed.apply(facts(1))
    assert gone == []


async def test_one_of_one_is_tried_for_ever(engine: Engine) -> None:
    fed, gone = together(*appliers(engine, model("one", fails=True)))
    for _ in range(5):
        with pytest.raises(OSError, match="one"):
            await fed.apply(facts(1))
    assert gone == []


async def test_a_database_that_is_away_takes_nobody_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = appliers(engine, model("one", STAKEHOLDERS), model("other"))
    fed, gone = together(one, other)

    def away(*_: object) -> None:
        raise OperationalError("", {}, OSError())

    monkeypatch.setattr(engine, "connect", away)
    for _ in range(5):
        with pytest.raises(OperationalError):
            await fed.apply(facts(1, topic="stakeholders.events"))
    assert gone == []


async def test_one_whose_tables_are_others_goes_on_alone_from_where_these_are(
    engine: Engine,
) -> None:
    one, gone, two = appliers(engine, *map(model, ("one", "gone", "two")))
    fed, out = together(one, gone, two)
    await fed.apply(facts(1))
    again = Applier(engine, gone.model)  # as another process makes them anew
    again.drop()
    again.prepare()
    for _ in range(2):
        with pytest.raises(Superseded):
            await fed.apply(facts(2))
    await fed.apply(facts(2))
    assert (rows(one), rows(gone), rows(two)) == (["1", "2"], [], ["1", "2"])
    assert out == [gone]
    alone, _ = together(gone)
    assert await alone.resume() == {}
    await alone.apply(facts(1, 2))
    assert rows(gone) == ["1", "2"]


async def test_who_was_not_taken_out_yet_skips_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away while two whose tables are others are about to be taken out."""
    one, two, three = appliers(engine, *map(model, ("one", "two", "three")))
    fed, out = together(one, two, three)
    await fed.apply(facts(1))
    for made_anew in (one, two):
        again = Applier(engine, made_anew.model)
        again.drop()
        again.prepare()
    asked, times = Applier.remembered, iter([True])

    def away(applier: Applier) -> object:
        if applier is two and next(times, False):
            raise OperationalError("", {}, OSError())
        return asked(applier)

    monkeypatch.setattr(Applier, "remembered", away)
    for _ in range(5):
        with suppress(Superseded, OperationalError):
            await fed.apply(facts(2))
    assert out == [one, two]
    for alone in (together(one)[0], together(two)[0]):
        with suppress(OperationalError):
            await alone.resume()
        assert await alone.resume() == {}
        await alone.apply(facts(1, 2))
    assert (rows(one), rows(two), rows(three)) == (["1", "2"], ["1", "2"], ["1", "2"])


async def test_all_go_on_from_where_the_last_one_is(engine: Engine) -> None:
    one, two, new = appliers(engine, model("one"), model("two", STAKEHOLDERS), model("new"))
    both = [*facts(1, 2), *facts(5, topic="stakeholders.events")]
    one.apply(facts(1))
    two.apply(both)
    fed, _ = together(one, two)
    here, there = ("intake.events", 0), ("stakeholders.events", 0)
    assert await fed.resume() == {here: (1, 1), there: (5, 5)}
    await fed.apply(both)
    assert (rows(one), rows(two)) == (["1", "2"], ["1", "2", "5"])
    fed, _ = together(one, two, new)
    assert await fed.resume() == {here: (0, 0), there: (5, 5)}


async def test_who_is_far_behind_does_not_make_the_others_wait(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    far, near_by, new = appliers(engine, model("far"), model("nearby"), model("new"))
    assert near([far, near_by, new]) == [far, near_by, new]
    monkeypatch.setattr("shared.read_models.together._NEAR", 3)
    far.apply(facts(*range(1, 9)))
    near_by.apply(facts(*range(1, 6)))
    assert near([far, near_by, new]) == [far, near_by]
    other = Applier(engine, model("other"))  # hears of the same topic
    other.prepare()
    assert near([other]) == [other]


async def test_many_rows_arrive_as_few_do_and_are_set_when_they_come_again(engine: Engine) -> None:
    (one,) = appliers(engine, model("one"))
    fed, _ = together(one)
    await fed.apply(facts(*range(1, 2_501)))
    assert len(rows(one)) == 2_500


def test_what_others_feed_is_there_once_each_table_has_it(engine: Engine) -> None:
    one, two = appliers(engine, model("one"), model("two", STAKEHOLDERS))
    ends = {("intake.events", 0): 3, ("intake.events", 1): 0, ("stakeholders.events", 0): 0}
    for applier in (one, two):
        assert not has_all([one, two], ends)
        applier.apply(facts(1, 2))
    assert has_all([one, two], ends)
    assert not has_all([one, two], {**ends, ("intake.events", 0): 4})
    elsewhere = {("stakeholders.events", 0): 1}
    assert has_all([one], elsewhere)
    assert not has_all([one, two], elsewhere)
