"""Administration of topics: create, delete, grow, settings, delete records."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kafka.protocol.admin import (
    CreatePartitionsResponse,
    CreateTopicsResponse,
    DeleteRecordsResponse,
    DeleteTopicsResponse,
)

from deploy.local.broker import topic_settings
from deploy.local.broker.cluster_api import NO_ID
from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.config_api import of_topic
from deploy.local.broker.kept import Topic
from deploy.local.broker.node import NODE_ID, Answer, Client, Node, Request

_Created = CreateTopicsResponse.CreatableTopicResult
_Deleted = DeleteTopicsResponse.DeletableTopicResult
_Grown = CreatePartitionsResponse.CreatePartitionsTopicResult
_Trimmed = DeleteRecordsResponse.DeleteRecordsTopicResult

DEFAULT = -1
UP_TO_THE_END = -1
BY_ID_SINCE = 6


async def create_topics(node: Node, request: Request, _client: Client) -> Answer:
    """Create topics independently of each other."""
    times = Counter(topic.name for topic in request.topics)
    results = []
    for asked in {topic.name: topic for topic in request.topics}.values():
        settings = {each.name: each.value for each in asked.configs}
        try:
            partitions = _checked(node, asked, settings, times[asked.name])
        except Refused as error:
            results.append(
                _Created(
                    name=asked.name,
                    topic_id=NO_ID,
                    error_code=error.code,
                    error_message=error.sentence,
                    num_partitions=-1,
                    replication_factor=-1,
                    configs=[],
                )
            )
            continue
        topic_id = uuid.uuid4()
        if not request.validate_only:
            topic_id = node.kept.create_topic(asked.name, partitions, settings).topic_id
        results.append(
            _Created(
                name=asked.name,
                topic_id=topic_id,
                error_code=Code.NONE,
                error_message=None,
                num_partitions=partitions,
                replication_factor=1,
                configs=[_Created.CreatableTopicConfigs(**each) for each in of_topic(settings)],
            )
        )
    return {"topics": results}


def _checked(node: Node, asked: Any, settings: dict[str, str | None], times: int) -> int:
    """Return the number of partitions of a new topic; raises `Refused`."""
    if times > 1:
        raise Refused(Code.INVALID_REQUEST, f"{asked.name} is asked for twice.")
    node.kept.check_name(asked.name)
    topic_settings.check(settings)
    return _partitions(node, asked)


def _partitions(node: Node, asked: Any) -> int:
    if asked.assignments:
        if asked.num_partitions != DEFAULT or asked.replication_factor != DEFAULT:
            raise Refused(Code.INVALID_REQUEST, "Assignments or numbers, not both.")
        _check_assignments([each.broker_ids for each in asked.assignments])
        return len(asked.assignments)
    count: int = node.partitions if asked.num_partitions == DEFAULT else asked.num_partitions
    if count < 1:
        raise Refused(Code.INVALID_PARTITIONS, "A topic has at least one partition.")
    if asked.replication_factor not in {DEFAULT, 1}:
        raise Refused(Code.INVALID_REPLICATION_FACTOR, "There is one broker: one replica.")
    return count


def _check_assignments(assignments: Sequence[Sequence[int]]) -> None:
    if any(list(replicas) != [NODE_ID] for replicas in assignments):
        raise Refused(Code.INVALID_REPLICA_ASSIGNMENT, f"The only broker is {NODE_ID}.")


async def delete_topics(node: Node, request: Request, _client: Client) -> Answer:
    """Delete topics by name or id, with their records and the offsets committed for them."""
    if request.API_VERSION < BY_ID_SINCE:
        asked = [(name, NO_ID) for name in request.topic_names]
    else:
        asked = [(topic.name, topic.topic_id) for topic in request.topics]
    results = []
    for name, topic_id in asked:
        topic = node.kept.topics.get(name) if name is not None else node.kept.topic_of(topic_id)
        code = Code.UNKNOWN_TOPIC_ID if name is None else Code.UNKNOWN_TOPIC_OR_PARTITION
        if topic:
            code = Code.NONE
            node.kept.delete_topic(topic)
        results.append(
            _Deleted(
                name=topic.name if topic else name,
                topic_id=topic.topic_id if topic else topic_id,
                error_code=code,
                error_message=None,
            )
        )
    return {"responses": results}


async def create_partitions(node: Node, request: Request, _client: Client) -> Answer:
    """Grow topics; they never shrink."""
    results = []
    for asked in request.topics:
        code, sentence = Code.NONE, None
        try:
            topic = _growing(node, asked)
            if not request.validate_only:
                node.kept.add_partitions(topic, asked.count)
        except Refused as error:
            code, sentence = error.code, error.sentence
        results.append(_Grown(name=asked.name, error_code=code, error_message=sentence))
    return {"results": results}


def _growing(node: Node, asked: Any) -> Topic:
    topic = node.kept.topic(asked.name)
    have = len(topic.logs)
    if asked.count <= have:
        raise Refused(Code.INVALID_PARTITIONS, f"{asked.name} already has {have} partitions.")
    if asked.assignments:
        if len(asked.assignments) != asked.count - have:
            raise Refused(Code.INVALID_REPLICA_ASSIGNMENT, "One assignment a new partition.")
        _check_assignments([each.broker_ids for each in asked.assignments])
    return topic


async def delete_records(node: Node, request: Request, _client: Client) -> Answer:
    """Move the start of partitions up."""
    topics = []
    for topic in request.topics:
        parts = []
        for part in topic.partitions:
            log = node.kept.log(topic.name, part.partition_index)
            code, start = Code.NONE, -1
            if log is None:
                code = Code.UNKNOWN_TOPIC_OR_PARTITION
            else:
                before = log.end if part.offset == UP_TO_THE_END else part.offset
                if 0 <= before <= log.end:
                    node.kept.delete_records(topic.name, part.partition_index, log, before)
                    start = log.start
                else:
                    code = Code.OFFSET_OUT_OF_RANGE
            parts.append(
                _Trimmed.DeleteRecordsPartitionResult(
                    partition_index=part.partition_index, low_watermark=start, error_code=code
                )
            )
        topics.append(_Trimmed(name=topic.name, partitions=parts))
    return {"topics": topics}
