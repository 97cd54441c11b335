"""Offsets of groups, above all of simple consumers: relays keep their checkpoint in them."""

from collections.abc import Callable
from typing import Any

import pytest
from kafka import TopicPartition
from kafka.errors import UnknownMemberIdError
from kafka.protocol.consumer import OffsetCommitRequest
from kafka.structs import OffsetAndMetadata

from deploy.local.broker.testing import Wire

pytestmark = pytest.mark.live

NewTopic = Callable[..., str]
_Topic = OffsetCommitRequest.OffsetCommitRequestTopic

NONE, UNKNOWN_PARTITION, TOO_LARGE, ILLEGAL_GENERATION, UNKNOWN_MEMBER = 0, 3, 12, 22, 25


def at(offset: int, metadata: str = "") -> OffsetAndMetadata:
    return OffsetAndMetadata(offset, metadata, -1)


def commit(wire: Wire, group: str, topic: str, **what: Any) -> int:
    what = {"offset": 1, "partition": 0, "generation": -1, "member": "", "metadata": "", **what}
    part = _Topic.OffsetCommitRequestPartition(
        partition_index=what["partition"],
        committed_offset=what["offset"],
        committed_leader_epoch=-1,
        committed_metadata=what["metadata"],
    )
    request = OffsetCommitRequest(
        group_id=group,
        generation_id_or_member_epoch=what["generation"],
        member_id=what["member"],
        group_instance_id=None,
        topics=[_Topic(name=topic, partitions=[part])],
    )
    return int(wire.ask(request, 7).topics[0].partitions[0].error_code)


@pytest.mark.parametrize("offset", [0, 1, 2**31, 2**53 + 1, 2**62, 2**63 - 1])
def test_a_simple_consumer_commits_any_offset(
    new_topic: NewTopic, new_group: Callable[[], str], consume: Callable[..., Any], offset: int
) -> None:
    partition, group = TopicPartition(new_topic(), 0), new_group()
    consumer = consume(group_id=group)
    consumer.assign([partition])
    consumer.commit({partition: at(offset, "checkpoint")})
    reader = consume(group_id=group)
    reader.assign([partition])
    assert reader.committed(partition, metadata=True) == at(offset, "checkpoint")


def test_offsets_go_back_as_well_as_forth(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str], admin: Any
) -> None:
    topic, group = new_topic(), new_group()
    for offset in (9, 4):
        assert commit(wire, group, topic, offset=offset) == NONE
    assert admin.list_group_offsets(group)[group][TopicPartition(topic, 0)].offset == 4


def test_groups_and_partitions_do_not_mix(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str], admin: Any
) -> None:
    topic, one, two = new_topic(2), new_group(), new_group()
    commit(wire, one, topic, offset=5)
    commit(wire, two, topic, offset=6)
    commit(wire, one, topic, offset=7, partition=1)
    first, second = TopicPartition(topic, 0), TopicPartition(topic, 1)
    assert {k: v.offset for k, v in admin.list_group_offsets(one)[one].items()} == {
        first: 5,
        second: 7,
    }
    assert {k: v.offset for k, v in admin.list_group_offsets(two)[two].items()} == {first: 6}


def test_a_group_without_offsets_has_none(
    new_topic: NewTopic, new_group: Callable[[], str], consume: Callable[..., Any], admin: Any
) -> None:
    group = new_group()
    partition = TopicPartition(new_topic(), 0)
    consumer = consume(group_id=group)
    consumer.assign([partition])
    assert consumer.committed(partition) is None
    assert admin.list_group_offsets(group)[group] == {}


def test_a_group_of_simple_consumers_is_listed_as_empty(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str], admin: Any
) -> None:
    group = new_group()
    commit(wire, group, new_topic())
    (listed,) = [each for each in admin.list_groups() if each["group_id"] == group]
    assert (listed["group_state"], listed["protocol_type"]) == ("Empty", "")


def test_offsets_are_for_partitions_that_are(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str]
) -> None:
    group = new_group()
    assert commit(wire, group, "no-such-topic") == UNKNOWN_PARTITION
    assert commit(wire, group, new_topic(), partition=1) == UNKNOWN_PARTITION


def test_a_note_has_room_for_4096(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str]
) -> None:
    topic, group = new_topic(), new_group()
    assert commit(wire, group, topic, metadata="m" * 4096) == NONE
    assert commit(wire, group, topic, metadata="m" * 4097) == TOO_LARGE


def test_strangers_do_not_commit(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str]
) -> None:
    topic, group = new_topic(), new_group()
    assert commit(wire, group, topic, generation=3, member="stranger") == ILLEGAL_GENERATION
    assert commit(wire, group, topic) == NONE
    assert commit(wire, group, topic, generation=3, member="stranger") == UNKNOWN_MEMBER


def test_while_a_group_has_members_only_they_commit(
    wire: Wire,
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Callable[..., list[int]],
    consume: Callable[..., Any],
    read: Callable[..., list[Any]],
    admin: Any,
) -> None:
    topic, group = new_topic(), new_group()
    send(topic, b"a", b"b")
    consumer = consume(topic, group_id=group)
    read(consumer, 2)
    assert commit(wire, group, topic) == UNKNOWN_MEMBER
    (member,) = admin.describe_groups([group])[group]["members"]
    mine = {"member": member["member_id"]}
    assert commit(wire, group, topic, generation=99, **mine) == ILLEGAL_GENERATION
    generation = consumer.group_metadata().generation_id
    assert commit(wire, group, topic, generation=generation, **mine) == NONE
    consumer.close()
    assert commit(wire, group, topic, offset=0) == NONE


def test_the_administrator_moves_an_idle_group(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Callable[..., list[int]],
    consume: Callable[..., Any],
    read: Callable[..., list[Any]],
    admin: Any,
) -> None:
    topic, group = new_topic(), new_group()
    partition = TopicPartition(topic, 0)
    send(topic, b"a", b"b", b"c")
    consumer = consume(topic, group_id=group)
    read(consumer, 3)
    consumer.commit()
    moved = admin.alter_group_offsets(group, {partition: at(1)})
    assert moved[partition] is UnknownMemberIdError
    consumer.close()
    admin.alter_group_offsets(group, {partition: at(1)})
    again = consume(topic, group_id=group)
    assert [record.value for record in read(again, 2)] == [b"b", b"c"]


def test_the_administrator_forgets_an_offset(
    wire: Wire, new_topic: NewTopic, new_group: Callable[[], str], admin: Any
) -> None:
    topic, group = new_topic(2), new_group()
    commit(wire, group, topic)
    commit(wire, group, topic, partition=1)
    admin.delete_group_offsets(group, [TopicPartition(topic, 0)])
    assert admin.list_group_offsets(group)[group].keys() == {TopicPartition(topic, 1)}
