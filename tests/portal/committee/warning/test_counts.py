"""What is counted: by State and Geneva day, a campaign of a day once, reprisals apart."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert

from portal.casefile import history, reprisals
from portal.casefile.queue.tables import queue, tokens
from portal.casefile.queue.tables import tables as queue_tables
from portal.committee.warning import counts, testing
from portal.committee.warning.days import tables as day_tables
from portal.letters.communications.tables import letters
from portal.letters.communications.tables import tables as letter_tables
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.platform.tables import make_engine
from shared.read_models.places import bookkeeping, positions
from shared.reference.early_warning import REACH, RULES, Case, Settings, looked, looks
from shared.reference.former_states import former_states

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # the next day in Geneva
DAY = NOON.date()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=False)
    own = (queue_tables, day_tables, letter_tables, reprisals.tables, history.tables)
    for tables in (*own, bookkeeping):
        tables.create_all(made)
    yield made
    made.dispose()


def received(engine: Engine, state: str, at: datetime, text: str = "", **also: Any) -> str:
    """``text``: a letter for each of the sixteen hashes of the narrative."""
    id_ = str(uuid4())
    row = {"submission_id": id_, "state": state, "received_at": at, "rank": 1, "reprisal": False}
    row |= {"day": day_of(at), "changed": 1}
    with engine.begin() as conn:
        conn.execute(insert(queue), {**row, **also})
        hashes = [{"submission_id": id_, "token": f"t:{n:x}{one}"} for n, one in enumerate(text)]
        if hashes:
            conn.execute(insert(tokens), hashes)
    return id_


def sent(engine: Engine, state: str, at: datetime | None, type_: str, *, behind: bool) -> None:
    id_, submission = str(uuid4()), str(uuid4())
    with engine.begin() as conn:
        conn.execute(
            insert(letters),
            {"communication_id": id_, "recipient": state, "transmitted_at": at, "type": type_},
        )
        if behind:
            conn.execute(
                insert(reprisals.behind), {"communication_id": id_, "submission_id": submission}
            )
            conn.execute(
                insert(reprisals.submissions),
                {"submission_id": submission, "reprisal": False, "state": state},
            )


def test_letters_are_counted_by_the_day_on_which_they_were_sent(engine: Engine) -> None:
    sent(engine, "KEN", NOON, "UA", behind=True)
    sent(engine, "KEN", LATE, "AL", behind=False)
    sent(engine, "KEN", None, "UA", behind=True)
    with engine.connect() as conn:
        found = sorted(counts.of(conn, "letters"), key=lambda one: one.day)
        urgent = list(counts.of(conn, "urgent"))
    first = Case(state="KEN", day=DAY, urgent=True, open=True)
    assert found == [first, Case(state="KEN", day=date(2026, 3, 2), urgent=False, open=False)]
    assert urgent == [first]


def test_letters_from_before_the_platform_are_a_past_to_measure_by(engine: Engine) -> None:
    """They count under the name of today, and nobody knows that one is about no reprisal."""
    days = ((date(1998, 5, 4), "UA", "KEN"), (date(2001, 1, 1), "AL", "TUR"), (None, "AL", "KEN"))
    with engine.begin() as conn:
        for number, (day, type_, recipient) in enumerate(days):
            row = {"import_id": "one", "row": number, "letter_id": str(number), "type": type_}
            conn.execute(insert(history.letters), {**row, "recipient": recipient, "sent_on": day})
        renamed = next(f for f in former_states().values() if not f.ended)
        row = {"import_id": "two", "row": 1, "letter_id": "renamed", "type": "AL"}
        at = {"recipient": renamed.code, "sent_on": DAY}
        conn.execute(insert(history.letters), {**row, **at})
    sent(engine, "KEN", NOON, "AL", behind=True)
    with engine.connect() as conn:
        found = list(counts.of(conn, "letters"))
        urgent = list(counts.of(conn, "urgent", date(1998, 5, 5)))
        held = counts.first(conn, "letters"), counts.first(conn, "submissions")
        late = counts.between(conn, "letters", DAY, DAY)
    past = Case(state="KEN", day=date(1998, 5, 4), urgent=True, open=False)
    assert past in found
    assert len(found) == 4, "one without a day is of no day"
    assert urgent == []
    assert held == (date(1998, 5, 4), None)
    assert {one.state: one.open for one in late} == {"KEN": True, renamed.successors[0]: False}


def test_a_rule_is_tried_anew_once_letters_from_before_the_platform_came(engine: Engine) -> None:
    chief = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
    settings, own = Settings(floor=4, least="notice", quiet=28), "portal.communications"
    place = {"topic": "approvals", "partition": 0, "position": 1, "offset": 1}
    with engine.begin() as conn:
        conn.execute(insert(positions), {"consumer": own, **place})
        assert testing.tried(conn, chief, "letters", settings, DAY).number == 0
    with engine.begin() as conn:
        for number in range(8):
            on = DAY - timedelta(days=800 if number == 0 else 30)
            row = {"import_id": "one", "row": number, "letter_id": str(number), "type": "AL"}
            conn.execute(insert(history.letters), {**row, "recipient": "KEN", "sent_on": on})
        conn.execute(insert(positions), {"consumer": history.CONSUMER, **place})
    with engine.begin() as conn:
        assert testing.tried(conn, chief, "letters", settings, DAY).number > 0


def test_a_campaign_of_a_day_on_one_state_counts_once(engine: Engine) -> None:
    same, other = "a" * 16, "b" * 16
    near = "a" * 8 + "c" * 8
    far = "a" * 7 + "c" * 9
    for minute, text in enumerate((same, same, near, far, other, "a" * 5, "a" * 5)):
        received(engine, "KEN", NOON + timedelta(minutes=minute), text)
    received(engine, "UGA", NOON, same)
    received(engine, "KEN", LATE, same)
    with engine.connect() as conn:
        found = list(counts.of(conn, "submissions"))
    of = [(one.state, one.day) for one in found]
    assert of.count(("KEN", DAY)) == 5, "a campaign, two others, two that are too short"
    assert of.count(("UGA", DAY)) == 1
    assert of.count(("KEN", date(2026, 3, 2))) == 1


def test_a_campaign_is_urgent_and_open_if_one_of_it_is(engine: Engine) -> None:
    same = "a" * 16
    received(engine, "KEN", NOON, same, reprisal=True)
    received(engine, "KEN", NOON, same, rank=0)
    received(engine, "UGA", NOON, reprisal=True)
    with engine.connect() as conn:
        found = sorted(counts.of(conn, "submissions"), key=lambda one: one.state)
    assert found == [
        Case(state="KEN", day=DAY, urgent=True, open=True),
        Case(state="UGA", day=DAY, urgent=False, open=False),
    ]


def test_counts_begin_with_what_is_held_and_end_with_the_day_asked_for(engine: Engine) -> None:
    for back in (0, 1, 2, 400, 600):
        received(engine, "KEN", NOON - timedelta(days=back))
    for _ in range(3):
        received(engine, "OTH", NOON)
    received(engine, "KEN", NOON + timedelta(days=1))
    received(engine, "KEN", NOON - timedelta(days=3))
    with engine.connect() as conn:
        found = counts.counts(conn, "submissions", DAY)
        assert counts.counts(conn, "letters", DAY).first == DAY
    assert (found.first, found.last) == (DAY - timedelta(days=600), DAY)
    [(state, one)] = found.measured(DAY)
    assert (state, one.window) == ("KEN", 4)


def test_a_series_is_held_since_its_first_case(engine: Engine) -> None:
    for series in RULES:
        with engine.connect() as conn:
            assert counts.first(conn, series) is None
    sent(engine, "KEN", None, "UA", behind=False)
    sent(engine, "KEN", NOON, "AL", behind=False)
    sent(engine, "UGA", LATE, "UA", behind=False)
    received(engine, "KEN", NOON - timedelta(days=9))
    with engine.connect() as conn:
        assert counts.first(conn, "letters") == DAY
        assert counts.first(conn, "urgent") == date(2026, 3, 2)
        assert counts.first(conn, "submissions") == DAY - timedelta(days=9)


def test_a_trial_that_reads_no_more_than_its_reach_measures_the_same(engine: Engine) -> None:
    last = date(2026, 3, 1)
    first = last - timedelta(weeks=52)
    chance = random.Random(3)
    with engine.begin() as conn:
        for number in range(1_500):
            at = NOON - timedelta(days=chance.randint(0, 2_000))
            where = {"submission_id": str(number), "state": chance.choice(("KEN", "FRA"))}
            how = {"rank": chance.randint(0, 1), "reprisal": False, "received_at": at}
            mark = {"day": day_of(at), "changed": number}
            conn.execute(insert(queue), {**where, **how, **mark})
    days = list(looks("submissions", first, last))
    with engine.connect() as conn:
        every = counts.counts(conn, "submissions", last)
        since = first - timedelta(days=REACH)
        cases = counts.between(conn, "submissions", since, last)
        some = counts.of_cases(conn, "submissions", cases, since, last)
    assert some.first > every.first
    found = list(looked(some, days))
    assert found == list(looked(every, days))
    assert len(found) > 50
