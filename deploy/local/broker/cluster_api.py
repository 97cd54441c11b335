"""Descriptions of the node: its versions, its identity, and the place of topics and groups."""

from __future__ import annotations

import uuid
from typing import Any

from kafka.protocol.admin import DescribeClusterResponse
from kafka.protocol.metadata import FindCoordinatorResponse, MetadataResponse

from deploy.local.broker.batch import NO_TRANSACTIONS
from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.kept import Topic
from deploy.local.broker.node import NODE_ID, Answer, Client, Node, Request

_Topic = MetadataResponse.MetadataResponseTopic
_Coordinator = FindCoordinatorResponse.Coordinator

NO_ID = uuid.UUID(int=0)
MANY_SINCE = 4
GROUP, TRANSACTION = 0, 1  # types of coordinators

# Without an authorizer everybody may do what there is; numbers of Kafka's AclOperation.
CLUSTER_OPERATIONS = frozenset({5, 7, 8, 9, 10, 11, 12})
TOPIC_OPERATIONS = frozenset({3, 4, 5, 6, 7, 8, 10, 11})


async def metadata(node: Node, request: Request, _client: Client) -> Answer:
    """The one node, and the topics asked for or all."""
    version = request.API_VERSION
    if request.topics is None or (version == 0 and not request.topics):
        topics = [_described(topic) for topic in node.kept.topics.values()]
    else:
        create = node.auto_create and (version < MANY_SINCE or request.allow_auto_topic_creation)
        topics = [_found(node, asked, create=create) for asked in request.topics]
    if request.include_topic_authorized_operations:
        for topic in topics:
            topic.authorized_operations = TOPIC_OPERATIONS if topic.partitions else None
    return {
        "brokers": [
            MetadataResponse.MetadataResponseBroker(
                node_id=NODE_ID, host=node.host, port=node.port, rack=None
            )
        ],
        "cluster_id": node.kept.cluster_id,
        "controller_id": NODE_ID,
        "topics": topics,
        "authorized_operations": (
            CLUSTER_OPERATIONS if request.include_cluster_authorized_operations else None
        ),
    }


def _described(topic: Topic) -> Any:
    return _Topic(
        error_code=Code.NONE,
        name=topic.name,
        topic_id=topic.topic_id,
        is_internal=False,
        partitions=[
            _Topic.MetadataResponsePartition(
                error_code=Code.NONE,
                partition_index=index,
                leader_id=NODE_ID,
                leader_epoch=0,
                replica_nodes=[NODE_ID],
                isr_nodes=[NODE_ID],
                offline_replicas=[],
            )
            for index in range(len(topic.logs))
        ],
    )


def _found(node: Node, asked: Any, *, create: bool) -> Any:
    if asked.name is None:
        topic = node.kept.topic_of(asked.topic_id)
        if topic is None:
            return _Topic(
                error_code=Code.UNKNOWN_TOPIC_ID, name=None, topic_id=asked.topic_id, partitions=[]
            )
        return _described(topic)
    topic = node.kept.topics.get(asked.name)
    code = Code.UNKNOWN_TOPIC_OR_PARTITION
    if topic is None:
        try:
            node.kept.check_name(asked.name)
        except Refused as error:
            code = error.code
        else:
            if create:
                topic = node.kept.create_topic(asked.name, node.partitions, {})
    if topic is None:
        return _Topic(error_code=code, name=asked.name, topic_id=NO_ID, partitions=[])
    return _described(topic)


async def describe_cluster(node: Node, request: Request, _client: Client) -> Answer:
    """The one node once more, for administrators."""
    return {
        "error_code": Code.NONE,
        "error_message": None,
        "endpoint_type": 1,
        "cluster_id": node.kept.cluster_id,
        "controller_id": NODE_ID,
        "brokers": [
            DescribeClusterResponse.DescribeClusterBroker(
                broker_id=NODE_ID, host=node.host, port=node.port, rack=None
            )
        ],
        "authorized_operations": (
            CLUSTER_OPERATIONS if request.include_cluster_authorized_operations else None
        ),
    }


async def find_coordinator(node: Node, request: Request, _client: Client) -> Answer:
    """This node coordinates every group, and no transaction."""
    code, single = Code.NONE, request.API_VERSION < MANY_SINCE
    sentence = Code.NONE.name if single else ""
    if request.key_type == TRANSACTION:
        # librdkafka asks again until its time is up, unless it is not authorised
        code, sentence = Code.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, NO_TRANSACTIONS
    elif request.key_type != GROUP:
        code, sentence = Code.INVALID_REQUEST, "Only groups are coordinated here."
    answer = {
        "error_code": code,
        "error_message": sentence,
        "node_id": -1 if code else NODE_ID,
        "host": "" if code else node.host,
        "port": -1 if code else node.port,
    }
    if single:
        return answer
    return {"coordinators": [_Coordinator(key=key, **answer) for key in request.coordinator_keys]}
