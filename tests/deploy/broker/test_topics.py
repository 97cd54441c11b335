"""Topics through the administration client."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from kafka import TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    InvalidConfigurationError,
    InvalidPartitionsError,
    InvalidReplicationFactorError,
    InvalidTopicError,
    KafkaTimeoutError,
    OffsetOutOfRangeError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
)
from kafka.structs import OffsetAndMetadata

pytestmark = pytest.mark.live

NewTopic = Callable[..., str]
ONE = {"num_partitions": 1, "replication_factor": 1}


def settings_of(admin: Any, topic: str) -> Any:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic)
    return admin.describe_configs([resource], config_filter="all")["topic"][topic]


def test_a_created_topic_is_listed_with_its_partitions(admin: Any, new_topic: NewTopic) -> None:
    topic = new_topic(6)
    (described,) = admin.describe_topics([topic])
    assert topic in admin.list_topics()
    assert sorted(each["partition_index"] for each in described["partitions"]) == [*range(6)]
    assert {each["leader_id"] for each in described["partitions"]} == {1}


def test_a_topic_is_created_once(admin: Any, new_topic: NewTopic) -> None:
    with pytest.raises(TopicAlreadyExistsError):
        admin.create_topics({new_topic(): ONE})


def test_a_topic_without_a_number_gets_the_default_of_partitions(admin: Any) -> None:
    topic = f"topic-{uuid.uuid4().hex[:8]}"
    admin.create_topics([topic], wait_for_metadata=True)
    (described,) = admin.describe_topics([topic])
    assert len(described["partitions"]) == 1


def test_one_broker_keeps_one_replica(admin: Any) -> None:
    with pytest.raises(InvalidReplicationFactorError):
        admin.create_topics({"replicated": {"num_partitions": 1, "replication_factor": 3}})


def test_no_partitions_is_not_enough(admin: Any) -> None:
    with pytest.raises(InvalidPartitionsError):
        admin.create_topics({"nowhere": {"num_partitions": 0, "replication_factor": 1}})


@pytest.mark.parametrize("name", ["a b", "ä", ".", "x" * 250])
def test_a_name_that_is_none_is_refused(admin: Any, name: str) -> None:
    with pytest.raises(InvalidTopicError):
        admin.create_topics({name: ONE})


def test_names_that_differ_in_dot_and_underscore_only_collide(admin: Any) -> None:
    word = f"t{uuid.uuid4().hex[:8]}"
    admin.create_topics({f"{word}.events": ONE})
    with pytest.raises(InvalidTopicError):
        admin.create_topics({f"{word}_events": ONE})


def test_a_trial_creates_nothing(admin: Any) -> None:
    topic = f"topic-{uuid.uuid4().hex[:8]}"
    admin.create_topics({topic: ONE}, validate_only=True)
    assert topic not in admin.list_topics()


def test_topics_are_not_created_by_asking_for_them(admin: Any, producer: Any) -> None:
    topic = f"topic-{uuid.uuid4().hex[:8]}"
    before = producer.config["max_block_ms"]
    producer.config["max_block_ms"] = 1000
    try:
        with pytest.raises(KafkaTimeoutError):
            producer.send(topic, b"lost")
    finally:
        producer.config["max_block_ms"] = before
    assert topic not in admin.list_topics()


def test_settings_are_told_as_they_were_given(admin: Any, new_topic: NewTopic) -> None:
    settings = settings_of(admin, new_topic(retention_ms="3600000", cleanup_policy="compact"))
    assert settings["retention.ms"]["value"] == "3600000"
    assert settings["cleanup.policy"]["value"] == "compact"
    assert settings["max.message.bytes"]["value"] == "1048588"


@pytest.mark.parametrize(
    "wish",
    [{"no.such": "1"}, {"retention.ms": "long"}, {"retention.ms": "-5"}, {"cleanup.policy": "mop"}],
)
def test_settings_that_make_no_sense_are_refused(admin: Any, wish: dict[str, str]) -> None:
    with pytest.raises(InvalidConfigurationError):
        admin.create_topics({"odd": {**ONE, "configs": wish}})


def test_a_setting_can_be_changed(
    admin: Any, new_topic: NewTopic, eventually: Callable[..., None]
) -> None:
    topic = new_topic()
    change = ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": "60000"})
    admin.alter_configs([change])
    eventually(lambda: settings_of(admin, topic)["retention.ms"]["value"] == "60000")


def test_a_topic_grows_and_never_shrinks(
    admin: Any, new_topic: NewTopic, eventually: Callable[..., None]
) -> None:
    topic = new_topic(2)
    admin.create_partitions({topic: 5})
    eventually(lambda: len(admin.describe_topics([topic])[0]["partitions"]) == 5)
    with pytest.raises(InvalidPartitionsError):
        admin.create_partitions({topic: 3})


def test_a_deleted_topic_is_gone(
    admin: Any, new_topic: NewTopic, eventually: Callable[..., None]
) -> None:
    topic = new_topic()
    admin.delete_topics([topic])
    eventually(lambda: topic not in admin.list_topics())
    with pytest.raises(UnknownTopicOrPartitionError):
        admin.delete_topics([topic])


def test_a_topic_made_anew_has_a_new_id_and_no_committed_offsets(
    admin: Any, new_topic: NewTopic, new_group: Callable[[], str], eventually: Callable[..., None]
) -> None:
    topic, other, group = new_topic(), new_topic(), new_group()
    offsets = {TopicPartition(each, 0): OffsetAndMetadata(7, "", -1) for each in (topic, other)}
    admin.alter_group_offsets(group, offsets)
    (before,) = admin.describe_topics([topic])
    admin.delete_topics([topic])
    eventually(lambda: topic not in admin.list_topics())
    admin.create_topics({topic: ONE}, wait_for_metadata=True)
    (after,) = admin.describe_topics([topic])
    assert after["topic_id"] != before["topic_id"]
    # Apache Kafka forgets the offsets a moment after the topic
    eventually(lambda: admin.list_group_offsets(group)[group].keys() == {TopicPartition(other, 0)})


def test_a_topic_made_anew_is_empty(
    admin: Any,
    new_topic: NewTopic,
    send: Callable[..., list[int]],
    consume: Callable[..., Any],
    eventually: Callable[..., None],
) -> None:
    topic = new_topic()
    send(topic, b"old", b"old")
    admin.delete_topics([topic])
    eventually(lambda: topic not in admin.list_topics())
    admin.create_topics({topic: ONE}, wait_for_metadata=True)
    assert consume().end_offsets([TopicPartition(topic, 0)]) == {TopicPartition(topic, 0): 0}


def test_deleted_records_stay_away(
    admin: Any,
    new_topic: NewTopic,
    send: Callable[..., list[int]],
    consume: Callable[..., Any],
    read: Callable[..., list[Any]],
) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    send(topic, *[b"%d" % number for number in range(10)])
    admin.delete_records({partition: 4})
    consumer = consume()
    consumer.assign([partition])
    assert consumer.beginning_offsets([partition]) == {partition: 4}
    assert [record.offset for record in read(consumer, 6)] == [*range(4, 10)]
    with pytest.raises(OffsetOutOfRangeError):
        admin.delete_records({partition: 11})


def test_deleting_every_record_keeps_the_offsets_going(
    admin: Any, new_topic: NewTopic, send: Callable[..., list[int]]
) -> None:
    topic = new_topic()
    send(topic, b"a", b"b")
    admin.delete_records({TopicPartition(topic, 0): -1})
    assert send(topic, b"c") == [2]


def test_the_cluster_is_one_node(admin: Any, kafka: str) -> None:
    cluster = admin.describe_cluster()
    (broker,) = cluster["brokers"]
    assert f"{broker['host']}:{broker['port']}" == kafka
    assert cluster["controller_id"] == broker["broker_id"]
    assert len(cluster["cluster_id"]) == 22
