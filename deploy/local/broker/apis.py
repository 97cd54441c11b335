"""The requests that the broker answers, with their versions and handlers.

These are only the ones that kafka-python 3.0, aiokafka 0.14 and their tools send on this platform,
and one that is there to be refused. The broker advertises no others, so that a client itself
reports that it cannot send them.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeAlias

from kafka.protocol import admin, consumer, metadata, producer

from deploy.local.broker import (
    admin_api,
    cluster_api,
    config_api,
    consumer_group_api,
    group_admin_api,
    groups_api,
    records_api,
)
from deploy.local.broker.codes import Code
from deploy.local.broker.consumer_group_api import Heartbeat, HeartbeatRefused
from deploy.local.broker.node import Answer, Client, Node, Request

Handler: TypeAlias = Callable[[Node, Request, Client], Awaitable[Answer | None]]


NAMED_SINCE = 3
SOFTWARE = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?")


class Api(NamedTuple):
    """A supported request, with its versions."""

    request: Any
    response: Any
    oldest: int
    newest: int
    handler: Handler


async def api_versions(_node: Node, request: Request, _client: Client) -> Answer:
    """The table below, for clients that say properly what they are (KIP-511)."""
    named = (request.client_software_name, request.client_software_version)
    if request.API_VERSION >= NAMED_SINCE and not all(map(SOFTWARE.fullmatch, named)):
        return {"error_code": Code.INVALID_REQUEST, "api_keys": []}
    return {"error_code": Code.NONE, "api_keys": advertised()}


def advertised() -> list[Any]:
    """The requests and versions that the node supports."""
    return [
        metadata.ApiVersionsResponse.ApiVersion(
            api_key=key, min_version=api.oldest, max_version=api.newest
        )
        for key, api in APIS.items()
    ]


def _api(module: Any, name: str, oldest: int, newest: int, handler: Handler) -> tuple[int, Api]:
    request, response = getattr(module, f"{name}Request"), getattr(module, f"{name}Response")
    return request.API_KEY, Api(request, response, oldest, newest, handler)


API_VERSIONS = 18

# Up to the last version that names topics: the clients of this platform do not use topic ids.
APIS = dict(
    [
        _api(producer, "Produce", 3, 9, records_api.produce),
        _api(consumer, "Fetch", 4, 12, records_api.fetch),
        _api(consumer, "ListOffsets", 1, 7, records_api.list_offsets),
        _api(metadata, "Metadata", 0, 12, cluster_api.metadata),
        _api(consumer, "OffsetCommit", 2, 8, groups_api.offset_commit),
        _api(consumer, "OffsetFetch", 1, 8, groups_api.offset_fetch),
        _api(metadata, "FindCoordinator", 0, 4, cluster_api.find_coordinator),
        _api(consumer, "JoinGroup", 0, 7, groups_api.join_group),
        _api(consumer, "Heartbeat", 0, 4, groups_api.heartbeat),
        _api(consumer, "LeaveGroup", 0, 5, groups_api.leave_group),
        _api(consumer, "SyncGroup", 0, 5, groups_api.sync_group),
        _api(admin, "DescribeGroups", 0, 6, group_admin_api.describe_groups),
        _api(admin, "ListGroups", 0, 5, group_admin_api.list_groups),
        _api(metadata, "ApiVersions", 0, 4, api_versions),
        _api(admin, "CreateTopics", 2, 7, admin_api.create_topics),
        _api(admin, "DeleteTopics", 1, 6, admin_api.delete_topics),
        _api(admin, "DeleteRecords", 0, 2, admin_api.delete_records),
        _api(producer, "InitProducerId", 0, 4, records_api.init_producer_id),
        _api(consumer, "OffsetForLeaderEpoch", 2, 4, records_api.offset_for_leader_epoch),
        _api(admin, "DescribeConfigs", 1, 4, config_api.describe_configs),
        _api(admin, "CreatePartitions", 0, 3, admin_api.create_partitions),
        _api(admin, "DeleteGroups", 0, 2, group_admin_api.delete_groups),
        _api(admin, "IncrementalAlterConfigs", 0, 1, config_api.incremental_alter_configs),
        _api(consumer, "OffsetDelete", 0, 0, group_admin_api.offset_delete),
        _api(admin, "DescribeCluster", 0, 2, cluster_api.describe_cluster),
        (Heartbeat.API_KEY, Api(Heartbeat, HeartbeatRefused, 0, 1, consumer_group_api.heartbeat)),
    ]
)
