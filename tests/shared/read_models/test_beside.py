"""A next generation is built beside the live one and swapped: on SQLite and PostgreSQL."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from sqlalchemy import (
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    inspect,
    select,
)

from portal.app.read_models import READ_MODELS
from shared.facts.kafka import Published
from shared.read_models import beside
from shared.read_models.beside import Generation, Gone
from shared.read_models.model import Applier, Change, Put, ReadModel, Superseded, digest
from tests.shared.read_models.test_read_model import EXPECTED, FACTS, MODEL, confirmed, rows

MORE = confirmed("4", 6)


@pytest.fixture
def live(engine: Engine) -> Applier:
    live = Applier(engine, MODEL)
    live.prepare()
    live.apply(FACTS)
    return live


@pytest.fixture
def generation(live: Applier) -> Generation:
    return begun(live)


def begun(live: Applier, *, anew: bool = True) -> Generation:
    generation = Generation(live)
    generation.begin(anew=anew)
    return generation


def left_over(engine: Engine) -> list[str]:
    return [name for name in inspect(engine).get_table_names() if "__" in name]


def test_pages_read_the_live_tables_until_the_swap(generation: Generation, engine: Engine) -> None:
    generation.next.apply(FACTS[:2])
    assert rows(engine) == EXPECTED
    assert generation.progress() == (11 + 21, 51 + 21)


def test_it_is_not_swapped_while_it_is_behind_in_one_partition(
    generation: Generation, engine: Engine
) -> None:
    generation.next.apply([fact for fact in FACTS if fact.partition == 0])
    assert not generation.swap()
    assert generation.hashes() is None
    assert rows(engine) == EXPECTED
    generation.next.apply(FACTS)
    assert generation.swap()


def test_the_next_generation_has_the_hash_of_the_live_one(
    generation: Generation, engine: Engine
) -> None:
    generation.next.apply(FACTS)
    generation.analyse()
    assert generation.alike()
    hashes = generation.hashes()
    assert hashes is not None
    assert hashes[0] == hashes[1]
    assert generation.swap()
    with engine.connect() as conn:
        assert digest(conn, MODEL.tables) == hashes[0]


def test_another_projection_has_another_hash_and_is_swapped_all_the_same(
    live: Applier, engine: Engine
) -> None:
    def mended(published: Published) -> Iterable[Change]:
        for change in MODEL.project(published):
            if isinstance(change, Put) and "by" in change.values:
                yield replace(change, values={"by": "mended"})
            else:
                yield change

    generation = begun(Applier(engine, replace(MODEL, project=mended)))
    generation.next.apply(FACTS)
    hashes = generation.hashes()
    assert hashes is not None
    assert hashes[0] != hashes[1]
    assert generation.swap()
    assert rows(engine) == [("2", "admissible", "mended"), ("3", "admissible", "mended")]
    assert live.apply([MORE]) == 1


def test_whoever_fed_the_old_tables_feeds_the_new_ones_and_nothing_twice(
    generation: Generation, live: Applier, engine: Engine
) -> None:
    generation.next.apply([*FACTS, MORE])  # further than the live one
    assert generation.swap()
    assert live.apply([*FACTS, MORE]) == 0
    assert live.apply([confirmed("5", 7)]) == 1
    assert [row[0] for row in rows(engine)] == ["2", "3", "4", "5"]
    generation.sweep()
    assert left_over(engine) == []


def test_whoever_still_builds_what_was_swapped_writes_nothing(
    generation: Generation, live: Applier, engine: Engine
) -> None:
    generation.next.apply(FACTS)
    zombie = begun(live, anew=False)  # another process on the same generation
    assert zombie.next.remembered()
    assert generation.swap()
    assert zombie.progress() == (72, 72)
    assert zombie.swap(), "it is done, whoever did it"
    for one in (generation, zombie):
        with pytest.raises(Superseded):
            one.next.apply([MORE])
    generation.sweep()
    assert left_over(engine) == []
    assert rows(engine) == EXPECTED


def test_an_attempt_that_was_broken_off_is_gone_on_with_or_begun_anew(
    generation: Generation, live: Applier
) -> None:
    generation.next.apply(FACTS[:2])
    assert begun(live, anew=False).progress()[0] == 11 + 21
    assert begun(live, anew=True).progress()[0] == 0


STEPS = ("_locked", "_rename", "delete", "insert")


@pytest.mark.parametrize("step", STEPS)
def test_a_swap_that_breaks_off_anywhere_leaves_the_old_and_can_be_done_again(
    generation: Generation, engine: Engine, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object) -> object:
        raise KeyboardInterrupt

    generation.next.apply([*FACTS, MORE])
    with monkeypatch.context() as patched:
        patched.setattr(beside, step, killed)
        with pytest.raises(KeyboardInterrupt):
            generation.swap()
    assert rows(engine) == EXPECTED
    assert generation.swap()
    assert len(rows(engine)) == 3


def test_what_was_left_after_a_swap_goes_when_the_next_one_begins(
    generation: Generation, live: Applier, engine: Engine
) -> None:
    generation.next.apply(FACTS)
    assert generation.swap()
    assert left_over(engine) == ["things__old"]
    again = begun(live)
    again.next.apply(FACTS)
    assert again.swap()
    again.sweep()
    assert left_over(engine) == []
    assert rows(engine) == EXPECTED


def test_there_is_nothing_to_build_beside_without_live_tables(
    generation: Generation, live: Applier
) -> None:
    generation.next.apply(FACTS)
    live.drop()
    with pytest.raises(Gone):
        generation.swap()
    with pytest.raises(Gone):
        begun(live)


def with_number() -> ReadModel:
    """Another version: a column more, and one less."""
    table = Table(
        "things",
        MetaData(),
        Column("thing_id", String(40), primary_key=True),
        Column("state", String(40)),
        Column("number", Integer),
        Index("things_number", "number"),
    )

    def project(published: Published) -> Iterable[Change]:
        for change in MODEL.project(published):
            if isinstance(change, Put):
                values = {"state": change.values.get("state", "known"), "number": 1}
                yield replace(change, table=table, values=values)
            else:
                yield replace(change, table=table)

    return replace(MODEL, tables=table.metadata, project=project)


def test_another_versions_tables_are_swapped_in_and_the_old_consumer_stops(
    live: Applier, engine: Engine
) -> None:
    new = Applier(engine, with_number())
    assert not new.prepare()
    generation = begun(new, anew=False)
    generation.next.apply(FACTS[:3])
    assert live.apply([MORE]) == 1, "the old version goes on meanwhile"
    assert not generation.swap()
    generation.next.apply([*FACTS, MORE])
    assert not generation.alike()
    assert generation.swap()
    with pytest.raises(Superseded):
        live.apply([confirmed("5", 7)])
    assert new.prepare()
    assert new.apply([*FACTS, MORE, confirmed("5", 7)]) == 1
    with engine.connect() as conn:
        table = new.model.tables.tables["things"]
        assert conn.scalar(select(func.sum(table.c.number))) == 4


def test_a_half_built_generation_of_a_third_version_is_begun_anew(
    live: Applier, engine: Engine
) -> None:
    begun(live).next.apply(FACTS)
    generation = begun(Applier(engine, with_number()), anew=False)
    assert generation.progress()[0] == 0
    generation.next.apply(FACTS)
    assert generation.swap()


@pytest.mark.parametrize("model", READ_MODELS, ids=[model.consumer for model in READ_MODELS])
def test_every_read_model_can_change_generations_again_and_again(
    engine: Engine, model: ReadModel
) -> None:
    live = Applier(engine, model)
    live.prepare()
    for _ in range(3):
        generation = begun(live)
        hashes = generation.hashes()
        assert hashes is not None
        assert hashes[0] == hashes[1]
        assert generation.swap()
        generation.sweep()
    assert left_over(engine) == []
    live.drop()
    assert live.prepare()
