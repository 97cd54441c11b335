"""The relay: in order, at least once, and the checkpoint only after Kafka has it."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaConfigurationError, KafkaTimeoutError
from kafka.producer.future import RecordMetadata
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from services.intake.app import INTAKE_SERVICE
from shared.contracts.intake import AdmissibilityConfirmed
from shared.core import store
from shared.core.message import Metadata, Recorded
from shared.core.testing import AT
from shared.facts.kafka import partition_of
from shared.hosting import relay as hosting
from shared.hosting.relay import Relay, opened, publish, relayed
from shared.platform.settings import Settings

TOPIC = {"topic": "intake.events"}
NOTHING = {0: 0, 1: 0, 2: 0}


def record(position: int) -> Recorded[Any]:
    return Recorded(
        id=uuid4(),
        stream="submission-1",
        version=position,
        position=position,
        recorded_at=AT,
        event=AdmissibilityConfirmed(submission_id="1", confirmed_by="a", confirmed_at=AT),
        metadata=Metadata(correlation_id=uuid4(), causation_id=uuid4(), actor="a"),
    )


@dataclass
class Future:
    error: Exception | None

    def get(self, timeout: float) -> None:
        assert timeout == 0  # it was flushed before
        if self.error:
            raise self.error


@dataclass
class Producer:
    log: list[Any]
    error: Exception | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def send(self, topic: str, **message: Any) -> Future:
        self.sent.append({"topic": topic, **message})
        self.log.append(("send", dict(message["headers"])["ce_position"]))
        return Future(self.error)

    def flush(self) -> None:
        self.log.append(("flush",))

    def move(self, position: int, _: object) -> None:
        self.log.append(("checkpoint", position))


def test_facts_are_sent_in_order_then_flushed_then_remembered() -> None:
    log: list[Any] = []
    kafka = Producer(log)
    publish([record(4), record(7)], relayed(INTAKE_SERVICE), kafka, kafka, NOTHING)
    assert log == [("send", b"4"), ("send", b"7"), ("flush",), ("checkpoint", 7)]
    assert kafka.sent[0]["key"] == b"submission-1"
    assert kafka.sent[0]["topic"] == "intake.events"


def test_what_was_published_is_counted_for_the_operators() -> None:
    before = REGISTRY.get_sample_value("rapporteur_facts_relayed_total", TOPIC) or 0
    kafka = Producer([])
    publish([record(4), record(7)], relayed(INTAKE_SERVICE), kafka, kafka, NOTHING)
    assert REGISTRY.get_sample_value("rapporteur_facts_relayed_total", TOPIC) == before + 2
    assert REGISTRY.get_sample_value("rapporteur_relayed_position", TOPIC) == 7


def test_a_wrong_setting_ends_the_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    relay = Relay(Settings(), relayed(INTAKE_SERVICE))

    def misconfigured() -> None:
        raise KafkaConfigurationError

    monkeypatch.setattr(relay, "_follow", misconfigured)
    with pytest.raises(KafkaConfigurationError):
        relay.run()


@dataclass
class Unknown:
    """An event of the store that no version of this code wrote."""

    type: str = "not-known"
    stream_name: str = "submission-1"
    stream_position: int = 3
    commit_position: int = 9
    recorded_at: Any = AT
    id: Any = field(default_factory=uuid4)
    data: bytes = b'{"narrative": "planted"}'
    metadata: bytes = b'{"schema": 1}'


def test_at_an_event_that_it_cannot_read_the_relay_waits_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    relay, tries = Relay(Settings(), relayed(INTAKE_SERVICE)), 0
    cannot_be_read: Any = Unknown()

    def follow() -> None:
        nonlocal tries
        tries += 1
        if tries == 3:
            relay.stop()
        store._decode_or_raise(cannot_be_read, INTAKE_SERVICE.catalogue)  # what it stands for

    monkeypatch.setattr(relay, "_follow", follow)
    monkeypatch.setattr(relay._stopping, "wait", lambda _: None)  # no pause
    with capture_logs() as logged:
        relay.run()
    assert tries == 3
    assert [line["log_level"] for line in logged] == ["error"]
    assert logged[0]["at"] == "not-known at submission-1, position 9: KeyError"
    assert "planted" not in str(logged)
    assert REGISTRY.get_sample_value("rapporteur_relay_stuck", TOPIC) == 1


def test_an_event_that_is_nobody_elses_business_still_moves_the_checkpoint() -> None:
    log: list[Any] = []
    kafka = Producer(log)
    quiet = replace(relayed(INTAKE_SERVICE), published=lambda _: None)
    publish([record(4)], quiet, kafka, kafka, NOTHING)
    assert log == [("flush",), ("checkpoint", 4)]


def test_a_fact_that_kafka_did_not_take_is_not_remembered_as_told() -> None:
    log: list[Any] = []
    kafka = Producer(log, error=OSError("gone"))
    with pytest.raises(OSError, match="gone"):
        publish([record(4)], relayed(INTAKE_SERVICE), kafka, kafka, NOTHING)
    assert ("checkpoint", 4) not in log


def test_what_was_told_before_the_relay_died_is_not_told_again() -> None:
    log: list[Any] = []
    kafka = Producer(log)
    partition = partition_of("submission-1", 3)
    publish(
        [record(4), record(7)], relayed(INTAKE_SERVICE), kafka, kafka, {**NOTHING, partition: 4}
    )
    assert log == [("send", b"7"), ("flush",), ("checkpoint", 7)]
    assert kafka.sent[0]["partition"] == partition


class Consumer:
    """A group's consumer that counts what it is told."""

    def __init__(self, **_: object) -> None:
        self.told: list[tuple[int, str]] = []

    def assign(self, _: object) -> None:
        """Nothing follows from it here."""

    def commit(self, offsets: dict[Any, Any]) -> None:
        self.told += [(one.offset, one.metadata) for one in offsets.values()]


def test_kafka_is_told_of_the_checkpoint_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a relay published after that, it finds on the topic when it starts again."""
    now = 100.0
    monkeypatch.setattr(hosting, "KafkaConsumer", Consumer)
    monkeypatch.setattr(hosting, "time", SimpleNamespace(monotonic=lambda: now))
    checkpoint = hosting.Checkpoint(Settings().cluster, INTAKE_SERVICE.contract)
    sent = [RecordMetadata("intake.events", 1, None, 6, 0, 0, 0, 0, 0)]
    checkpoint.move(4)
    assert not checkpoint.waits
    checkpoint.move(7, sent)
    checkpoint.move(9)
    told = checkpoint._consumer.told
    assert (told, checkpoint.waits) == ([(4, "{}")], True)
    now += 1.0
    checkpoint.move(11)
    assert (told[1:], checkpoint.waits) == ([(11, '{"1":7}')], False)
    checkpoint.move(12)
    checkpoint.settle()
    checkpoint.settle()
    assert (told[2:], checkpoint.waits) == ([(12, '{"1":7}')], False)


@pytest.mark.parametrize("kind", [KafkaProducer, KafkaConsumer])
def test_of_a_client_that_kafka_does_not_answer_nothing_stays_open(kind: Any) -> None:
    """What would stay is seen by the fixture that looks for it after each test."""
    with pytest.raises(KafkaTimeoutError):
        opened(kind, bootstrap_servers="127.0.0.1:1", bootstrap_timeout_ms=50)
