from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from portal.submissions.status import Status
from portal.triage import queries
from portal.triage.queries import QUEUES, TO_DO
from shared.message import derive_id
from shared.tables import make_engine
from tests.support.submissions import (
    AT,
    Told,
    answered,
    asked,
    linked,
    not_actioned,
    received,
    transmitted,
    triaged,
)


def case(n: int) -> str:
    return str(derive_id("submission", n))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()


def queue(engine: Engine, name: str) -> list[str]:
    with engine.connect() as conn:
        return [line.submission_id for line in queries.lines(conn, QUEUES[name]).shown]


def test_urgent_ones_are_on_top_and_then_the_oldest(engine: Engine) -> None:
    told = Told(engine)
    for n, urgent, minutes in [(1, False, 0), (2, True, 30), (3, False, 10), (4, True, 20)]:
        told.tell(received(case(n), urgent=urgent, received_at=AT + timedelta(minutes=minutes)))
    assert queue(engine, TO_DO) == [case(4), case(2), case(1), case(3)]


def test_each_submission_is_in_the_queue_where_it_stands(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n)) for n in range(1, 7)))
    told.tell(asked(case(2)))
    told.tell(asked(case(3)), answered(case(3)))
    told.tell(triaged(case(4)))
    told.tell(not_actioned(case(5)))
    told.tell(triaged(case(6)), asked(case(6)))
    found = {name: set(queue(engine, name)) for name in QUEUES}
    assert found == {
        TO_DO: {case(1), case(3)},
        Status.NEW: {case(1)},
        Status.WAITING: {case(2), case(6)},
        Status.ANSWERED: {case(3)},
        Status.TRIAGED: {case(4)},
        Status.NOT_ACTIONED: {case(5)},
    }
    with engine.connect() as conn:
        assert queries.counts(conn) == {
            TO_DO: 2,
            Status.NEW: 1,
            Status.WAITING: 2,
            Status.ANSWERED: 1,
        }


def test_what_the_desk_decided_about_urgency_counts_more_than_what_was_asked(
    engine: Engine,
) -> None:
    told = Told(engine)
    told.tell(received(case(1), urgent=True), triaged(case(1), urgency="ordinary"))
    told.tell(received(case(2), urgent=False), triaged(case(2), urgency="urgent"))
    with engine.connect() as conn:
        shown = queries.lines(conn, QUEUES[Status.TRIAGED]).shown
    assert {line.submission_id: line.urgent for line in shown} == {case(1): False, case(2): True}


def test_a_line_names_the_mandates_asked_for_until_it_is_shared(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1), mandates=("wgad",)), received(case(2)), triaged(case(2)))
    with engine.connect() as conn:
        [new] = queries.lines(conn, QUEUES[TO_DO]).shown
        [shared] = queries.lines(conn, QUEUES[Status.TRIAGED]).shown
    assert new.mandates == ("wgad",)
    assert shared.mandates == ("sr-torture", "sr-hrds")


def test_decided_ones_are_listed_latest_first(engine: Engine) -> None:
    told = Told(engine)
    for n in (1, 2, 3):
        told.tell(received(case(n)), triaged(case(n), triaged_at=AT + timedelta(hours=n)))
    assert queue(engine, Status.TRIAGED) == [case(3), case(2), case(1)]


def test_a_long_queue_comes_in_pages(engine: Engine) -> None:
    told = Told(engine)
    ids = [case(n) for n in range(queries.PAGE + 1)]
    for n, one in enumerate(ids):
        told.tell(received(one, received_at=AT + timedelta(minutes=n)))
    with engine.connect() as conn:
        first, second = (queries.lines(conn, QUEUES[TO_DO], page=page) for page in (1, 2))
    assert [line.submission_id for line in (*first.shown, *second.shown)] == ids
    assert (first.more, second.more) == (True, False)


def test_a_communication_behind_it_is_known(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1)), received(case(2)), linked(case(1)), transmitted(case(1)))
    with engine.connect() as conn:
        assert queries.behind_a_communication(conn, case(1))
        assert not queries.behind_a_communication(conn, case(2))
