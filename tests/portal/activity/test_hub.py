"""The feed: every line once, whatever is lost on the way."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from portal.activity import hub as module
from portal.activity import vector
from portal.activity.hub import RESET, Hub
from portal.activity.lines import Line
from shared.contracts.intake import INTAKE as INTAKE_CONTRACT
from shared.contracts.intake import AdmissibilityConfirmed
from shared.kafka import encode
from shared.message import Metadata, Recorded
from shared.settings import Settings
from shared.testing import AT

INTAKE, APPROVALS = ("intake.events", 0), ("approvals.events", 2)


def line(position: int) -> Line:
    return Line(kind="submission-triaged", position=position, at=AT)


def shown(one: Line) -> str | None:
    return str(one.position)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_GATHER", 0)
    monkeypatch.setattr(module, "_HEARTBEAT", 0.05)


def read(stream: Iterator[str], wanted: int) -> list[tuple[dict[Any, int], str]]:
    """The next lines as (place, text)."""
    found: list[tuple[dict[Any, int], str]] = []
    deadline = time.monotonic() + 5
    for chunk in stream:
        assert time.monotonic() < deadline
        for event in filter(None, chunk.split("\n\n")):
            fields = dict(part.split(": ", 1) for part in event.split("\n") if ": " in part)
            if "id" in fields:
                place = vector.load(fields["id"])
                assert place is not None
                found.append((place, fields["data"]))
        if len(found) >= wanted:
            return found
    return found


def test_lines_come_in_order_and_each_says_where_the_reader_is() -> None:
    feed = Hub()
    feed.take(INTAKE, 3, line(3))
    feed.take(APPROVALS, 5, line(5))
    feed.take(INTAKE, 8, line(8))
    lines = read(feed.follow({}, shown), 3)
    assert [text for _, text in lines] == ["3", "5", "8"]
    assert lines[-1][0] == {INTAKE: 8, APPROVALS: 5}


def test_a_reader_goes_on_at_any_worker_exactly_where_he_was() -> None:
    one, other = Hub(), Hub()
    for feed, order in ((one, (3, 5, 8)), (other, (3, 8, 5))):  # topics merge differently
        for position in order:
            feed.take(APPROVALS if position == 5 else INTAKE, position, line(position))
    for stop in range(1, 4):
        first = read(one.follow({}, shown), 3)[:stop]
        rest = read(other.follow(first[-1][0], shown), 3 - stop) if stop < 3 else []
        texts = [text for _, text in [*first, *rest]]
        assert sorted(texts) == ["3", "5", "8"]


def test_a_fact_published_twice_is_one_line() -> None:
    feed = Hub()
    assert feed.take(INTAKE, 3, line(3))
    assert not feed.take(INTAKE, 3, line(3))
    feed.take(INTAKE, 4, line(4))
    assert [text for _, text in read(feed.follow({}, shown), 2)] == ["3", "4"]


def test_what_a_reader_may_not_see_is_passed_over_without_a_trace() -> None:
    feed = Hub()
    for position in (1, 2, 3):
        feed.take(INTAKE, position, line(position))
    stream = feed.follow({}, lambda one: None if one.position == 2 else str(one.position))
    assert [text for _, text in read(stream, 2)] == ["1", "3"]


def test_without_a_place_a_reader_begins_now() -> None:
    feed = Hub()
    feed.take(INTAKE, 1, line(1))
    stream = feed.follow(None, shown)
    assert next(stream).startswith("retry")
    feed.take(INTAKE, 2, line(2))
    assert read(stream, 1)[0][1] == "2"


def test_a_reader_too_far_behind_reads_the_page_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 3)
    feed = Hub()
    for position in range(1, 7):
        feed.take(INTAKE, position, line(position))
    behind = feed.follow({INTAKE: 2}, shown)
    next(behind)
    assert list(behind) == [RESET]
    assert [t for _, t in read(feed.follow({INTAKE: 3}, shown), 3)] == ["4", "5", "6"]


def test_a_partition_read_from_its_middle_is_unknown_before() -> None:
    feed = Hub()
    feed.begin(INTAKE, 100)
    feed.take(INTAKE, 100, line(100))
    behind = feed.follow({INTAKE: 98}, shown)
    next(behind)
    assert list(behind) == [RESET]
    assert [t for _, t in read(feed.follow({INTAKE: 99}, shown), 1)] == ["100"]


def test_beginning_again_after_an_outage_loses_nobody_who_was_up_to_date() -> None:
    feed = Hub()
    feed.take(INTAKE, 100, line(100))
    feed.begin(INTAKE, 90)  # Kafka was away; the tail is read again
    assert not feed.take(INTAKE, 100, line(100))
    feed.take(INTAKE, 101, line(101))
    assert [t for _, t in read(feed.follow({INTAKE: 95}, shown), 2)] == ["100", "101"]


def test_a_waiting_reader_hears_at_once_and_otherwise_a_heartbeat() -> None:
    feed = Hub()
    stream = feed.follow({}, shown)
    next(stream)
    assert next(stream) == ": beat\n\n"

    def arrive() -> None:
        feed.take(INTAKE, 1, line(1))
        feed.tell()

    threading.Timer(0.01, arrive).start()
    assert read(stream, 1)[0][1] == "1"


def test_closing_ends_every_stream() -> None:
    feed = Hub()
    stream = feed.follow({}, shown)
    next(stream)
    feed.close()
    assert list(stream) == []
    assert feed.viewers == 0


@pytest.mark.parametrize("place", ["x", "intake:0", "intake:0:x", "intake:-1:3", "a" * 5_000])
def test_a_place_that_is_none_is_not_believed(place: str) -> None:
    assert vector.load(place) is None


def test_a_place_survives_the_network() -> None:
    place = {INTAKE: 8, APPROVALS: 5}
    assert vector.load(vector.dump(place)) == place
    assert vector.load("") == {}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Kafka brings it."""

    offset: int
    headers: list[tuple[str, bytes]]
    value: bytes = b"{}"
    topic: str = "intake.events"
    partition: int = 0


def fact(offset: int) -> Message:
    event = AdmissibilityConfirmed(submission_id="1", confirmed_by="a", confirmed_at=AT)
    record = Recorded(
        id=uuid4(),
        stream="submission-1",
        version=offset,
        position=offset + 1,
        recorded_at=AT,
        event=event,
        metadata=Metadata(correlation_id=uuid4(), causation_id=uuid4(), actor="a"),
    )
    _, value, headers = encode(record, event, INTAKE_CONTRACT)
    return Message(offset, headers, value)


def test_at_a_message_that_is_no_fact_the_hub_waits_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed, tries = Hub(), 0
    messages = [fact(0), Message(1, [("other", b"x")]), fact(2)]

    def read_all(hub: Hub, _: Any) -> None:
        nonlocal tries
        tries += 1
        hub.closing = tries == 3
        module._take(hub, messages, set())  # what one poll brings

    monkeypatch.setattr(module, "_read", read_all)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with capture_logs() as logged:
        module.run(feed, Settings().cluster)
    assert tries == 3
    assert not feed.ready
    assert feed.failing == "intake.events/0 at 1: KeyError"
    assert [line["log_level"] for line in logged] == ["error"]
    assert feed._reached == {INTAKE: 1}  # what came before is shown, nothing after
    stuck = {"consumer": module.CONSUMER}
    assert REGISTRY.get_sample_value("rapporteur_consumer_failing", stuck) == 1
