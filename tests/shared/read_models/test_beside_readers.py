"""Readers lose nothing and are not cut off while generations change."""

import threading
from collections.abc import Callable

from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from portal.public.register.read_model import REGISTER
from portal.public.register.search import keys, query
from portal.public.register.tables import recommendations
from shared.contracts.followup_publication import RecommendationPublished
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.shared.read_models.test_beside import MORE, begun, live
from tests.shared.read_models.test_read_model import FACTS, MODEL, confirmed, published, things

__all__ = ["live"]  # a fixture


def recommendation(number: int) -> Published:
    fact = RecommendationPublished(
        communication_id=f"c-{number}",
        recommendation_id=f"r-{number}",
        addressee="FRA",
        mandate="sr-torture",
        issued_at=AT,
        text=f"End torture {number}",
        published_by="po",
        published_at=AT,
    )
    return published(fact, number, 0)


def found(engine: Engine, words: str) -> int:
    with engine.connect() as conn:
        wanted = query(words, dialect=conn.dialect.name)
        assert wanted
        return len(keys(conn, recommendations, wanted))


def test_the_registers_search_finds_before_during_and_after(engine: Engine) -> None:
    live = Applier(engine, REGISTER)
    live.prepare()
    live.apply([recommendation(n) for n in range(1, 6)])
    for place in range(6, 9):
        generation = begun(live)
        generation.next.apply([recommendation(n) for n in range(1, place)])
        assert found(engine, "torture") == place - 1
        assert generation.swap()
        assert found(engine, "torture") == place - 1
        generation.sweep()
        live.apply([recommendation(place)])
        assert found(engine, "torture") == place
        assert found(engine, str(place)) == 1


def hammering(engine: Engine, look: Callable[[Engine], int], least: int) -> Callable[[], None]:
    """Read in four threads until the returned function is called, which tells what went wrong."""
    wrong: list[object] = []
    seen: list[int] = []
    enough = threading.Event()

    def read() -> None:
        while not enough.is_set():
            try:
                number = look(engine)
            except DBAPIError as error:
                wrong.append(error)
                return
            seen.append(number)
            if number < least:
                wrong.append(number)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()

    def stop() -> None:
        enough.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert seen

    return stop


def test_no_read_fails_or_sees_less_while_generations_change(live: Applier, engine: Engine) -> None:
    live.apply([confirmed(f"x{n}", n) for n in range(10, 300)])

    def look(engine: Engine) -> int:
        with engine.connect() as conn:  # two reads: both are of one generation
            number = conn.scalar(select(func.count()).select_from(things)) or 0
            return min(number, len(conn.execute(select(things)).all()))

    stop = hammering(engine, look, 292)
    try:
        for _ in range(10):
            generation = begun(live)
            generation.next.apply(FACTS)
            generation.next.apply([confirmed(f"x{n}", n) for n in range(10, 300)])
            while not generation.swap():  # somebody reads
                pass
            generation.sweep()
    finally:
        stop()


def test_no_search_fails_or_finds_less_while_generations_change(engine: Engine) -> None:
    live = Applier(engine, REGISTER)
    live.prepare()
    facts = [recommendation(n) for n in range(1, 100)]
    live.apply(facts)
    stop = hammering(engine, lambda engine: found(engine, "torture"), 99)
    try:
        for _ in range(5):
            generation = begun(live)
            generation.next.apply(facts)
            while not generation.swap():
                pass
            generation.sweep()
    finally:
        stop()


def test_a_reader_of_postgresql_is_never_pushed_aside(postgres_url: str) -> None:
    """Not by a lock that is waited for, nor by the search for deadlocks, nor by a stale plan."""
    engine = create_engine(postgres_url)
    live = Applier(engine, MODEL)
    try:
        live.prepare()
        live.apply(FACTS)
        with engine.connect() as page:
            for _ in range(10):  # by now the driver has prepared it
                assert len(page.execute(select(things)).all()) == 2
                page.rollback()
            page.execute(select(things)).all()
            generation = begun(live)
            generation.next.apply([*FACTS, MORE])
            assert not generation.swap(), "a page is being read"
            assert len(page.execute(select(things)).all()) == 2
            page.rollback()
            assert generation.swap()
            assert len(page.execute(select(things)).all()) == 3
            page.rollback()
            generation.sweep()
            assert len(page.execute(select(things)).all()) == 3
    finally:
        with engine.begin() as conn:
            for name in ("things", "things__old", "things__next", "positions", "shapes"):
                conn.execute(text(f"DROP TABLE IF EXISTS {name}"))
        engine.dispose()
