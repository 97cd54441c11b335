"""What the queries of the planning board find, on both databases."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from portal.committee.plans import news, queries
from portal.committee.plans.queries import Filters
from portal.committee.plans.read_model import plans
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT
from shared.platform.tables import make_engine
from tests.portal.committee.plans.conftest import DAY, OTHER, OWN, clashing
from tests.stakeholders import plans as said
from tests.support.planned import FIRST, LAST, MOVED, Board

DESK = Actor(
    actor_id="desk", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN", "IRN"})
)
OFFICER = Actor(
    actor_id="officer",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({OWN}),
)
BOTH = Actor(
    actor_id="both",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER}),
    mandates=frozenset({OTHER}),
    states=frozenset({"KEN", "IRN"}),
)
NOBODY = Actor(actor_id="x", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"}))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=False)
    yield made
    made.dispose()


@pytest.fixture
def board(engine: Engine) -> Board:
    return Board(engine, None)  # type: ignore[arg-type]  # no comment is made


@pytest.fixture
def conn(engine: Engine, board: Board) -> Iterator[Connection]:
    with engine.connect() as made:
        yield made


def ids(conn: Connection, these: Any) -> list[str]:
    return [row.plan_id for row in conn.execute(these)]


def told(clashes: Iterable[queries.Plan]) -> list[str]:
    return [each.plan_id for each in clashes]


def test_each_reads_what_is_theirs(board: Board, conn: Connection) -> None:
    one, other = board.planned(OWN), board.planned(OTHER, "NPL")
    restricted = board.planned(OTHER, "IRN", reprisals=True)
    for actor, works, expected in (
        (NOBODY, True, {one, other, restricted}),
        (NOBODY, False, set()),
        (OFFICER, False, {one}),
        (DESK, False, {one}),
        (DESK, True, {one, other}),
        (BOTH, False, {one, other, restricted}),
    ):
        seen = queries.visible(actor, works=works)
        board_now = queries.asked(actor, seen, Filters(), FIRST)
        over = queries.asked(actor, seen, Filters(over=True), LAST + DAY)
        assert set(ids(conn, board_now)) == set(ids(conn, over)) == expected
        assert len(queries.chosen_from(conn, seen)[0]) == len(expected)
        assert queries.seen_of(conn, seen, [one, other, restricted]) == expected
        for each in (one, other, restricted):
            assert (queries.one(conn, each, seen) is not None) is (each in expected)


def test_a_clash_stands_on_both_sides_until_one_is_moved(board: Board, conn: Connection) -> None:
    one, other = clashing(board)
    again = Filters(clash=True)
    seen = queries.visible(DESK, works=False)
    assert ids(conn, queries.asked(DESK, seen, again, FIRST)) == sorted([one, other])
    assert ids(conn, queries.clashing(DESK, seen, plans.c.mandate == OWN, FIRST)) == [one]
    found = queries.clashes_of(conn, DESK, [one, other])
    assert {of: told(with_) for of, with_ in found.items()} == {one: [other], other: [one]}
    assert len(news.flagged(conn, AT - DAY)) == 1
    assert news.flagged(conn, AT) == []
    board.step(MOVED, one)
    conn.rollback()
    assert queries.clashes_of(conn, DESK, [one, other]) == {}
    assert ids(conn, queries.asked(DESK, seen, again, FIRST)) == []
    assert news.flagged(conn, AT - DAY) == []


def test_no_clash_tells_the_desk_of_what_rests_on_reprisals(board: Board, conn: Connection) -> None:
    one, restricted = clashing(board, reprisals=True)
    seen = queries.visible(DESK, works=False)
    this = queries.one(conn, one, seen)
    assert this
    assert queries.clashes_of(conn, DESK, [one]) == {}
    assert ids(conn, queries.asked(DESK, seen, Filters(clash=True), FIRST)) == []
    assert ids(conn, queries.clashing(DESK, seen, seen, FIRST)) == []
    assert [each.kind for each in queries.steps_of(conn, DESK, this)] == ["planned"]
    assert queries.shut_out(conn, DESK, restricted)
    assert not queries.shut_out(conn, DESK, one)
    assert [each.kind for each in queries.steps_of(conn, OFFICER, this)] == ["planned", "clashed"]
    assert told(queries.clashes_of(conn, OFFICER, [one])[one]) == [restricted]
    assert not queries.shut_out(conn, OFFICER, restricted)


def test_what_is_near_and_around_is_of_others_on_the_state(board: Board, conn: Connection) -> None:
    everything = queries.visible(NOBODY, works=True)
    board.planned(OWN, first=FIRST + DAY, last=LAST)
    board.planned(OTHER, "NPL")
    gone = board.planned(OTHER)
    board.step(said.DROPPED, gone)
    near = board.planned(OTHER, first=LAST + 31 * DAY, last=LAST + 40 * DAY)
    around = board.planned(OTHER, first=LAST + 32 * DAY, last=LAST + 40 * DAY)
    this = queries.one(conn, board.planned(OWN), everything)
    assert this
    assert ids(conn, queries.around(everything, this)) == [near, around]
    assert told(queries.near(conn, everything, this)) == [near]
