"""Entries of the register that mergers made one, for queries of whose people come."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, MetaData, create_engine, insert, select

from portal.web.accounts import families


@pytest.fixture
def conn() -> Iterator[Connection]:
    engine, metadata = create_engine("sqlite://"), MetaData()
    table = families.table_of(metadata)
    metadata.create_all(engine)
    pairs = [("a", "b", "merged"), ("b", "c", "merged"), ("d", "c", "merged"), ("e", "c", "undone")]
    rows = [
        {"merger_id": f"{one} {two}", "duplicate_id": one, "real_id": two, "step": step}
        for one, two, step in [*pairs, ("x", "y", "merged"), ("y", "x", "merged")]
    ]
    with engine.begin() as connection:
        connection.execute(insert(table), rows)
        yield connection
    engine.dispose()


def test_an_entry_is_one_with_all_that_mergers_lead_to_or_from_it(conn: Connection) -> None:
    for one in "abcd":
        assert set(conn.scalars(families.of(one))) == set("abcd")
    assert set(conn.scalars(families.of("e"))) == {"e"}, "what was undone counts no more"
    assert set(conn.scalars(families.of("x"))) == {"x", "y"}, "a circle ends"


def test_a_query_asks_for_several(conn: Connection) -> None:
    both = select(families.of("a").exists(), families.of("z").exists())
    assert list(conn.execute(both).one()) == [True, True]
