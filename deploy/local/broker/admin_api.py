"""Administration of topics: create, delete, grow, settings, delete records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kafka.protocol.admin import (
    CreatePartitionsResponse,
    CreateTopicsResponse,
    DeleteRecordsResponse,
    DeleteTopicsResponse,
    DescribeConfigsResponse,
    IncrementalAlterConfigsResponse,
)

from deploy.local.broker import topic_settings
from deploy.local.broker.cluster_api import NO_ID
from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.kept import Topic
from deploy.local.broker.node import NODE_ID, Answer, Client, Node, Request

_Created = CreateTopicsResponse.CreatableTopicResult
_Deleted = DeleteTopicsResponse.DeletableTopicResult
_Grown = CreatePartitionsResponse.CreatePartitionsTopicResult
_Trimmed = DeleteRecordsResponse.DeleteRecordsTopicResult
_Described = DescribeConfigsResponse.DescribeConfigsResult
_Altered = IncrementalAlterConfigsResponse.AlterConfigsResourceResponse

DEFAULT = -1
UP_TO_THE_END = -1
BY_ID_SINCE = 6
TOPIC, BROKER = 2, 4  # resource types
SET, DELETE = 0, 1  # operations on a setting
OWN, STATIC_BROKER, BUILT_IN = 1, 4, 5  # where a value comes from


async def create_topics(node: Node, request: Request, _client: Client) -> Answer:
    """Create topics, each for itself."""
    named = Counter(topic.name for topic in request.topics)
    results = []
    for asked in request.topics:
        settings = {each.name: each.value for each in asked.configs}
        try:
            if named[asked.name] > 1:
                raise Refused(Code.INVALID_REQUEST, f"{asked.name} is asked for twice.")
            node.kept.check_name(asked.name)
            partitions = _partitions(node, asked)
            topic_settings.check(settings)
        except Refused as error:
            results.append(
                _Created(
                    name=asked.name,
                    topic_id=NO_ID,
                    error_code=error.code,
                    error_message=error.sentence,
                    num_partitions=-1,
                    replication_factor=-1,
                    configs=None,
                )
            )
            continue
        topic_id = NO_ID
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
                configs=[
                    _Created.CreatableTopicConfigs(**each, is_sensitive=False)
                    for each in _settings(settings)
                ],
            )
        )
    return {"topics": results}


def _partitions(node: Node, asked: Any) -> int:
    """How many partitions a new topic gets."""
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
        code = Code.NONE
        if topic:
            name, topic_id = topic.name, topic.topic_id
            node.kept.delete_topic(topic)
        else:
            code = Code.UNKNOWN_TOPIC_OR_PARTITION if name is not None else Code.UNKNOWN_TOPIC_ID
        results.append(_Deleted(name=name, topic_id=topic_id, error_code=code, error_message=None))
    return {"responses": results}


async def create_partitions(node: Node, request: Request, _client: Client) -> Answer:
    """Grow topics; they never shrink."""
    results = []
    for asked in request.topics:
        code, sentence = Code.NONE, None
        try:
            topic = _topic(node, asked.name)
            have = len(topic.logs)
            if asked.count <= have:
                raise Refused(
                    Code.INVALID_PARTITIONS, f"{asked.name} already has {have} partitions."
                )
            if asked.assignments:
                if len(asked.assignments) != asked.count - have:
                    raise Refused(Code.INVALID_REPLICA_ASSIGNMENT, "One a new partition.")
                _check_assignments([each.broker_ids for each in asked.assignments])
            if not request.validate_only:
                node.kept.add_partitions(topic, asked.count)
        except Refused as error:
            code, sentence = error.code, error.sentence
        results.append(_Grown(name=asked.name, error_code=code, error_message=sentence))
    return {"results": results}


def _topic(node: Node, name: str) -> Topic:
    topic = node.kept.topics.get(name)
    if topic is None:
        raise Refused(Code.UNKNOWN_TOPIC_OR_PARTITION, f"There is no topic {name}.")
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


def _settings(own: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "value": own.get(name, value),
            "read_only": False,
            "config_source": OWN if name in own else BUILT_IN,
        }
        for name, value in topic_settings.DEFAULTS.items()
    ]


def _broker_settings(node: Node) -> list[dict[str, Any]]:
    values = {
        "auto.create.topics.enable": str(node.auto_create).lower(),
        "default.replication.factor": "1",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": str(node.min_session_ms),
        "num.partitions": str(node.partitions),
        "offsets.topic.replication.factor": "1",
    }
    return [
        {"name": name, "value": value, "read_only": True, "config_source": STATIC_BROKER}
        for name, value in values.items()
    ]


async def describe_configs(node: Node, request: Request, _client: Client) -> Answer:
    """Settings of topics and of the node."""
    results = []
    for asked in request.resources:
        code, sentence, found = Code.NONE, None, []
        try:
            if asked.resource_type == TOPIC:
                found = _settings(_topic(node, asked.resource_name).settings)
            elif asked.resource_type == BROKER and asked.resource_name in {"", str(NODE_ID)}:
                found = _broker_settings(node)
            else:
                raise Refused(Code.INVALID_REQUEST, "Only topics and this broker have settings.")
        except Refused as error:
            code, sentence = error.code, error.sentence
        wanted = asked.configuration_keys
        results.append(
            _Described(
                error_code=code,
                error_message=sentence,
                resource_type=asked.resource_type,
                resource_name=asked.resource_name,
                configs=[
                    _Described.DescribeConfigsResourceResult(
                        **each, is_sensitive=False, synonyms=[], config_type=2, documentation=None
                    )
                    for each in found
                    if wanted is None or each["name"] in wanted
                ],
            )
        )
    return {"results": results}


async def incremental_alter_configs(node: Node, request: Request, _client: Client) -> Answer:
    """Set or unset settings of topics."""
    results = []
    for asked in request.resources:
        code, sentence = Code.NONE, None
        try:
            if asked.resource_type != TOPIC:
                raise Refused(Code.INVALID_REQUEST, "Only settings of topics can be changed.")
            topic = _topic(node, asked.resource_name)
            settings = dict(topic.settings)
            for each in asked.configs:
                if each.config_operation == DELETE:
                    settings.pop(each.name, None)
                elif each.config_operation == SET:
                    settings[each.name] = each.value
                else:
                    raise Refused(Code.INVALID_CONFIG, "Only SET and DELETE are known here.")
            topic_settings.check(settings)
            if not request.validate_only:
                node.kept.set_settings(topic, settings)
        except Refused as error:
            code, sentence = error.code, error.sentence
        results.append(
            _Altered(
                error_code=code,
                error_message=sentence,
                resource_type=asked.resource_type,
                resource_name=asked.resource_name,
            )
        )
    return {"responses": results}
