"""A read model applies a fact once, in batches, and can be rebuilt: on SQLite and PostgreSQL."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    select,
    update,
)

from shared.contracts.intake import INTAKE, AdmissibilityConfirmed, SubmissionNotActioned
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import (
    Applier,
    Behind,
    Change,
    Delete,
    Put,
    ReadModel,
    Superseded,
    digest,
    look_at_all,
    unlike,
)
from shared.read_models.places import bookkeeping, positions, reached

tables = MetaData()
things = Table(
    "things",
    tables,
    Column("thing_id", String(40), primary_key=True),
    Column("state", String(40)),
    Column("by", String(40)),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case AdmissibilityConfirmed(submission_id=thing, confirmed_by=by):
            yield Put(things, (thing,), {"state": "admissible"})
            yield Put(things, (thing,), {"by": by})
        case SubmissionNotActioned(submission_id=thing):
            yield Delete(things, (thing,))
        case _:
            return


MODEL = ReadModel(consumer="test.things", contracts=(INTAKE,), tables=tables, project=project)


def confirmed(thing: str, position: int, by: str = "a", partition: int = 0) -> Published:
    fact = AdmissibilityConfirmed(submission_id=thing, confirmed_by=by, confirmed_at=AT)
    return published(fact, position, partition)


def dropped(thing: str, position: int, partition: int = 0) -> Published:
    fact = SubmissionNotActioned(
        submission_id=thing, reason_code="duplicate", decided_by="a", decided_at=AT
    )
    return published(fact, position, partition)


def published(fact: object, position: int, partition: int) -> Published:
    return Published(
        fact=fact,
        id=UUID(int=position),
        stream="submission-1",
        position=position,
        recorded_at=AT,
        correlation_id=UUID(int=1),
        actor="a",
        traceparent=None,
        topic="intake.events",
        partition=partition,
        offset=position * 10,
    )


@pytest.fixture
def applier(engine: Engine) -> Applier:
    applier = Applier(engine, MODEL)
    applier.prepare()
    return applier


def rows(engine: Engine) -> list[tuple[str, str, str]]:
    with engine.connect() as conn:
        return [tuple(row) for row in conn.execute(select(things).order_by(things.c.thing_id))]


FACTS = [
    confirmed("1", 1),
    confirmed("2", 2, partition=1),
    dropped("1", 3),
    confirmed("3", 4),
    confirmed("3", 5, by="b"),
]
EXPECTED = [("2", "admissible", "a"), ("3", "admissible", "b")]


def test_every_fact_delivered_twice_is_applied_once(applier: Applier, engine: Engine) -> None:
    assert applier.apply(FACTS) == 5
    with engine.connect() as conn:
        once = digest(conn, tables)
    assert applier.apply(FACTS) == 0
    assert applier.apply([*FACTS, *FACTS]) == 0
    with engine.connect() as conn:
        assert digest(conn, tables) == once
    assert rows(engine) == EXPECTED


def test_a_fact_repeated_within_a_batch_is_applied_once(applier: Applier, engine: Engine) -> None:
    assert applier.apply([f for f in FACTS for _ in range(2)]) == 5
    assert rows(engine) == EXPECTED


def test_a_late_repeat_never_overwrites_what_is_newer(applier: Applier, engine: Engine) -> None:
    applier.apply([confirmed("1", 1, by="old"), confirmed("1", 9, by="new")])
    assert applier.apply([confirmed("1", 1, by="old")]) == 0
    assert rows(engine) == [("1", "admissible", "new")]


def test_it_remembers_where_it_was_by_partition(applier: Applier, engine: Engine) -> None:
    applier.apply(FACTS)
    assert applier.remembered() == {("intake.events", 0): (50, 5), ("intake.events", 1): (20, 2)}
    with engine.connect() as conn:
        assert reached(conn, "test.things", ("intake.events", 0), 5)
        assert not reached(conn, "test.things", ("intake.events", 1), 5)
        assert not reached(conn, "test.others", ("intake.events", 0), 1)


def test_dropped_tables_are_rebuilt_with_the_same_hash(applier: Applier, engine: Engine) -> None:
    applier.apply(FACTS)
    with engine.connect() as conn:
        before = digest(conn, tables)

    applier.drop()
    assert applier.remembered() == {}
    applier.prepare()
    for fact in FACTS:  # one by one this time: batches make no difference
        applier.apply([fact])

    with engine.connect() as conn:
        assert digest(conn, tables) == before


def test_tables_of_another_versions_definition_stay_as_they_are(
    applier: Applier, engine: Engine
) -> None:
    applier.apply(FACTS)
    assert not Applier(engine, another_version()).prepare()
    assert rows(engine) == EXPECTED
    assert unlike(engine, [MODEL, another_version()]) == ["test.things"]
    assert applier.apply([confirmed("4", 6)]) == 1


def test_a_consumer_never_writes_tables_of_another_versions_definition(
    applier: Applier, engine: Engine
) -> None:
    applier.apply(FACTS)
    with pytest.raises(Superseded):
        Applier(engine, another_version()).apply([confirmed("4", 6)])
    assert rows(engine) == EXPECTED


def test_a_database_without_read_models_has_none_of_another_version(engine: Engine) -> None:
    assert unlike(engine, [MODEL]) == []


def test_a_consumer_tears_no_hole_into_tables_that_were_made_anew(
    applier: Applier, engine: Engine
) -> None:
    applier.apply(FACTS)
    other = Applier(engine, MODEL)  # another process, told to begin anew
    other.drop()
    other.prepare()
    with pytest.raises(Superseded):
        applier.apply([confirmed("4", 6)])
    with pytest.raises(Superseded):
        applier.apply(FACTS)  # which it has had
    assert other.remembered() == {}
    assert applier.remembered() == {}  # it begins anew too, and may write again
    assert applier.apply(FACTS) == 5


def test_what_another_process_wrote_of_its_partitions_costs_no_second_look(
    engine: Engine,
) -> None:
    seen: list[int] = []

    def counting(one: Published) -> Iterable[Change]:
        seen.append(one.position)
        return project(one)

    mine = Applier(engine, replace(MODEL, project=counting))
    mine.prepare()
    mine.apply([confirmed("1", 1)])
    other = Applier(engine, MODEL)
    other.apply([confirmed("2", 2, partition=1), confirmed("3", 3, partition=1)])
    mine.apply([confirmed("1", 4, by="b")])
    assert seen == [1, 4]
    other.apply([confirmed("1", 5, by="c")])  # it was given this partition too, and had it first
    mine.apply([confirmed("1", 5, by="c"), confirmed("4", 6)])
    assert rows(engine)[0] == ("1", "admissible", "c")
    assert mine.remembered() == {("intake.events", 0): (60, 6), ("intake.events", 1): (30, 3)}


def test_what_was_lost_on_a_partition_on_which_nothing_comes_is_fed_again(
    applier: Applier, engine: Engine
) -> None:
    """The commit of a quiet partition's last fact was lost, and facts of others go on."""
    applier.apply([confirmed("1", 1)])
    applier.apply([confirmed("2", 2, partition=1)])
    applier.apply([confirmed("3", 3, partition=1)])
    with engine.begin() as conn:
        conn.execute(delete(things).where(things.c.thing_id == "3"))
        p = positions.c
        conn.execute(update(positions).where(p.partition == 1).values(offset=20, position=2))
    assert applier.apply([confirmed("4", 4)]) == 1  # all partitions are not looked at each time
    for _ in range(2):
        with pytest.raises(Behind):
            look_at_all([applier])
    assert applier.remembered()["intake.events", 1] == (20, 2)
    assert applier.apply([confirmed("3", 3, partition=1), confirmed("5", 5)]) == 2
    assert [row[0] for row in rows(engine)] == ["1", "2", "3", "4", "5"]


def another_version() -> ReadModel:
    changed = MetaData()
    things.to_metadata(changed).append_column(Column("number", Integer))
    return ReadModel(
        consumer="test.things", contracts=(INTAKE,), tables=changed, project=lambda _: ()
    )


def test_preparing_again_keeps_what_is_there(applier: Applier, engine: Engine) -> None:
    applier.apply(FACTS)
    applier.prepare()
    assert rows(engine) == EXPECTED


def test_a_batch_that_fails_changes_nothing(applier: Applier, engine: Engine) -> None:
    applier.apply(FACTS[:1])

    def fails(one: Published) -> Iterable[Change]:
        if one.position == 5:
            raise OSError("disk")
        return project(one)

    model = ReadModel(consumer="test.things", contracts=(INTAKE,), tables=tables, project=fails)
    with pytest.raises(OSError, match="disk"):
        Applier(engine, model).apply(FACTS)
    assert rows(engine) == [("1", "admissible", "a")]
    assert applier.apply(FACTS) == 4


facts = st.builds(
    lambda kind, thing, by: (kind, thing, by),
    st.sampled_from(["confirm", "drop"]),
    st.sampled_from("abc"),
    st.sampled_from("xyz"),
)


@given(st.lists(facts, max_size=30), st.lists(st.integers(1, 7), min_size=1))
def test_however_facts_are_batched_and_repeated_the_tables_are_equal(
    history: list[tuple[str, str, str]], sizes: list[int]
) -> None:
    log = [
        confirmed(thing, n, by) if kind == "confirm" else dropped(thing, n)
        for n, (kind, thing, by) in enumerate(history, 1)
    ]
    digests = []
    for batched in (False, True):
        engine = create_engine("sqlite://")
        bookkeeping.create_all(engine)
        tables.create_all(engine)
        applier = Applier(engine, MODEL)
        at, size = 0, 1
        while at < len(log):
            size = sizes[at % len(sizes)] if batched else 1
            applier.apply(log[max(0, at - 2) : at + size])  # with some that came before
            at += size
        with engine.connect() as conn:
            digests.append(digest(conn, tables))
        engine.dispose()
    assert digests[0] == digests[1]
