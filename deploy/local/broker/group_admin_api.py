"""Administration of consumer groups: list, describe, delete, delete offsets."""

from __future__ import annotations

from typing import Any

from kafka.protocol.admin import (
    DeleteGroupsResponse,
    DescribeGroupsResponse,
    ListGroupsResponse,
)
from kafka.protocol.consumer import OffsetDeleteResponse
from kafka.protocol.consumer.metadata import ConsumerProtocolSubscription

from deploy.local.broker.codes import Code
from deploy.local.broker.groups import Group, State
from deploy.local.broker.node import Answer, Client, Node, Request

_Group = DescribeGroupsResponse.DescribedGroup
_Offsets = OffsetDeleteResponse.OffsetDeleteResponseTopic

NOT_FOUND_SINCE = 6
# Without an authorizer everybody may do what there is; numbers of Kafka's AclOperation.
GROUP_OPERATIONS = frozenset({3, 6, 8, 10, 11})
CLASSIC = "classic"


async def list_groups(node: Node, request: Request, _client: Client) -> Answer:
    """Every group, or those in some states."""
    groups = [group for name in sorted(node.known_groups()) if (group := node.known_group(name))]
    wanted = {state.lower() for state in request.states_filter or ()}
    types = {each.lower() for each in request.types_filter or ()}
    return {
        "error_code": Code.NONE,
        "groups": [
            ListGroupsResponse.ListedGroup(
                group_id=group.group_id,
                protocol_type=group.protocol_type,
                group_state=group.state,
                group_type=CLASSIC,
            )
            for group in groups
            if (not wanted or group.state.lower() in wanted) and (not types or CLASSIC in types)
        ],
    }


async def describe_groups(node: Node, request: Request, _client: Client) -> Answer:
    """State and members of groups; an unknown group is Dead."""
    operations = GROUP_OPERATIONS if request.include_authorized_operations else None
    described = []
    for name in request.groups:
        group = node.known_group(name)
        if group is None:
            missing = request.API_VERSION >= NOT_FOUND_SINCE
            described.append(
                _Group(
                    error_code=Code.GROUP_ID_NOT_FOUND if missing else Code.NONE,
                    error_message=f"Group {name} not found." if missing else None,
                    group_id=name,
                    group_state="Dead",
                    protocol_type="",
                    protocol_data="",
                    members=[],
                )
            )
            continue
        described.append(
            _Group(
                error_code=Code.NONE,
                group_id=name,
                group_state=group.state,
                protocol_type=group.protocol_type,
                protocol_data=_settled(group),
                members=_members(group),
                authorized_operations=operations,
            )
        )
    return {"groups": described}


def _settled(group: Group) -> str:
    """The protocol, shown only when all members have agreed on it and have their assignments."""
    return group.protocol or "" if group.state is State.STABLE else ""


def _members(group: Group) -> list[Any]:
    return [
        _Group.DescribedGroupMember(
            member_id=member.member_id,
            group_instance_id=member.instance_id,
            client_id=member.client_id,
            client_host=member.client_host,
            member_metadata=member.protocols.get(_settled(group), b""),
            member_assignment=member.assignment,
        )
        for member in group.members.values()
    ]


async def delete_groups(node: Node, request: Request, _client: Client) -> Answer:
    """Delete groups without members."""
    results = []
    for name in request.groups_names:
        group = node.groups.get(name)
        code = Code.NONE
        if group and group.members:
            code = Code.NON_EMPTY_GROUP
        elif name not in node.known_groups():
            code = Code.GROUP_ID_NOT_FOUND
        else:
            node.groups.pop(name, None)
            node.kept.delete_group(name)
        results.append(DeleteGroupsResponse.DeletableGroupResult(group_id=name, error_code=code))
    return {"results": results}


async def offset_delete(node: Node, request: Request, _client: Client) -> Answer:
    """Delete positions in topics that no member reads."""
    group = node.known_group(request.group_id)
    if group is None:
        return {"error_code": Code.GROUP_ID_NOT_FOUND, "topics": []}
    subscribed = _subscribed(group)
    topics = []
    for topic in request.topics:
        parts = []
        for part in topic.partitions:
            code = Code.NONE
            if topic.name in subscribed:
                code = Code.GROUP_SUBSCRIBED_TO_TOPIC
            elif node.kept.log(topic.name, part.partition_index) is None:
                code = Code.UNKNOWN_TOPIC_OR_PARTITION
            else:
                node.kept.delete_offset(request.group_id, topic.name, part.partition_index)
            parts.append(
                _Offsets.OffsetDeleteResponsePartition(
                    partition_index=part.partition_index, error_code=code
                )
            )
        topics.append(_Offsets(name=topic.name, partitions=parts))
    return {"error_code": Code.NONE, "topics": topics}


def _subscribed(group: Group) -> set[str]:
    return {
        topic
        for member in group.members.values()
        for topic in ConsumerProtocolSubscription.decode(
            member.protocols[group.protocol or ""]
        ).topics
    }
