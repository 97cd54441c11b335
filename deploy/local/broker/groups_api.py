"""Membership of consumer groups, and the offsets that they commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kafka.protocol.consumer import (
    JoinGroupResponse,
    LeaveGroupResponse,
    OffsetCommitResponse,
    OffsetFetchResponse,
)

from deploy.local.broker.codes import Code
from deploy.local.broker.kept import Committed
from deploy.local.broker.members import Join, Joined
from deploy.local.broker.node import Answer, Client, Node, Request

_Commits = OffsetCommitResponse.OffsetCommitResponseTopic
_GroupOffsets = OffsetFetchResponse.OffsetFetchResponseGroup

MAX_SESSION_MS = 1_800_000  # group.max.session.timeout.ms
MAX_METADATA = 4096  # offset.metadata.max.bytes
MUST_KNOW_ID_SINCE = 4
MANY_LEAVE_SINCE = 3
NULL_PROTOCOL_SINCE = 7
MANY_GROUPS_SINCE = 8


async def join_group(node: Node, request: Request, client: Client) -> Answer:
    """Enter a group; answered when its next generation is complete."""
    version = request.API_VERSION
    if not request.group_id:
        joined = Joined(Code.INVALID_GROUP_ID, member_id=request.member_id)
    elif not node.min_session_ms <= request.session_timeout_ms <= MAX_SESSION_MS:
        joined = Joined(Code.INVALID_SESSION_TIMEOUT, member_id=request.member_id)
    elif request.member_id and request.group_id not in node.groups:
        joined = Joined(Code.UNKNOWN_MEMBER_ID, member_id=request.member_id)
    else:
        session = request.session_timeout_ms / 1000
        joined = await node.group(request.group_id).join(
            Join(
                member_id=request.member_id,
                instance_id=request.group_instance_id,
                client_id=client.client_id,
                client_host=client.host,
                session=session,
                rebalance=request.rebalance_timeout_ms / 1000 if version else session,
                protocol_type=request.protocol_type,
                protocols={each.name: bytes(each.metadata) for each in request.protocols},
                must_know_id=version >= MUST_KNOW_ID_SINCE,
            )
        )
    fine = joined.code is Code.NONE
    absent = None if version >= NULL_PROTOCOL_SINCE else ""
    return {
        "error_code": joined.code,
        "generation_id": joined.generation,
        "protocol_type": request.protocol_type if fine else None,
        "protocol_name": absent if joined.protocol is None else joined.protocol,
        "leader": joined.leader,
        "member_id": joined.member_id,
        "members": [
            JoinGroupResponse.JoinGroupResponseMember(
                member_id=each.member_id,
                group_instance_id=each.instance_id,
                metadata=each.metadata,
            )
            for each in joined.members
        ],
    }


async def sync_group(node: Node, request: Request, _client: Client) -> Answer:
    """Bring the assignments (as leader) and get one's own."""
    group = node.groups.get(request.group_id)
    if group is None:
        code, assignment = Code.UNKNOWN_MEMBER_ID, b""
    elif request.protocol_name not in {None, group.protocol} or request.protocol_type not in {
        None,
        group.protocol_type,
    }:
        code, assignment = Code.INCONSISTENT_GROUP_PROTOCOL, b""
    else:
        code, assignment = await group.sync(
            request.member_id,
            request.generation_id,
            request.group_instance_id,
            {each.member_id: bytes(each.assignment) for each in request.assignments},
        )
    fine = group is not None and code is Code.NONE
    return {
        "error_code": code,
        "protocol_type": group.protocol_type if group and fine else None,
        "protocol_name": group.protocol if group and fine else None,
        "assignment": assignment,
    }


async def heartbeat(node: Node, request: Request, _client: Client) -> Answer:
    """Keep a member's session alive."""
    group = node.groups.get(request.group_id)
    code = Code.UNKNOWN_MEMBER_ID
    if group:
        code = group.heartbeat(request.member_id, request.generation_id, request.group_instance_id)
    return {"error_code": code}


async def leave_group(node: Node, request: Request, _client: Client) -> Answer:
    """One or, since version 3, several members leave."""
    group = node.groups.get(request.group_id)

    def leave(member_id: str, instance_id: str | None) -> Code:
        return group.leave(member_id, instance_id) if group else Code.UNKNOWN_MEMBER_ID

    if request.API_VERSION < MANY_LEAVE_SINCE:
        return {"error_code": leave(request.member_id, None), "members": []}
    return {
        "error_code": Code.NONE,
        "members": [
            LeaveGroupResponse.MemberResponse(
                member_id=each.member_id,
                group_instance_id=each.group_instance_id,
                error_code=leave(each.member_id, each.group_instance_id),
            )
            for each in request.members
        ],
    }


async def offset_commit(node: Node, request: Request, _client: Client) -> Answer:
    """Store positions; from members, or from anyone while the group has none."""
    generation = request.generation_id_or_member_epoch
    code = Code.NONE
    if group := node.known_group(request.group_id):
        code = group.may_commit(request.member_id, generation, request.group_instance_id)
    elif generation >= 0:
        code = Code.ILLEGAL_GENERATION
    accepted: list[tuple[str, int, Committed]] = []
    topics = []
    for topic in request.topics:
        parts = []
        for part in topic.partitions:
            why = code or _refusal(node, topic.name, part)
            if not why:
                text = part.committed_metadata or ""
                committed = Committed(part.committed_offset, part.committed_leader_epoch, text)
                accepted.append((topic.name, part.partition_index, committed))
            parts.append(
                _Commits.OffsetCommitResponsePartition(
                    partition_index=part.partition_index, error_code=why
                )
            )
        topics.append(_Commits(name=topic.name, partitions=parts))
    node.kept.commit(request.group_id, accepted)
    return {"topics": topics}


def _refusal(node: Node, topic: str, part: Any) -> Code:
    if node.kept.log(topic, part.partition_index) is None:
        return Code.UNKNOWN_TOPIC_OR_PARTITION
    if len(part.committed_metadata or "") > MAX_METADATA:
        return Code.OFFSET_METADATA_TOO_LARGE
    return Code.NONE


async def offset_fetch(node: Node, request: Request, _client: Client) -> Answer:
    """Committed positions of one or, since version 8, several groups; -1 where there is none."""
    if request.API_VERSION < MANY_GROUPS_SINCE:
        return {
            "error_code": Code.NONE,
            "topics": _offsets(node, request.group_id, request.topics, OffsetFetchResponse),
        }
    return {
        "groups": [
            _GroupOffsets(
                group_id=each.group_id,
                error_code=Code.NONE,
                topics=_offsets(node, each.group_id, each.topics, _GroupOffsets),
            )
            for each in request.groups
        ]
    }


def _offsets(node: Node, group_id: str, asked: Iterable[Any] | None, shape: Any) -> list[Any]:
    held = node.kept.offsets.get(group_id, {})
    wanted: dict[str, list[int]] = {}
    if asked is None:
        for name, index in held:
            wanted.setdefault(name, []).append(index)
    else:
        wanted = {topic.name: list(topic.partition_indexes) for topic in asked}
    one_group = shape is _GroupOffsets
    topic_shape = shape.OffsetFetchResponseTopics if one_group else shape.OffsetFetchResponseTopic
    part_shape = (
        topic_shape.OffsetFetchResponsePartitions
        if one_group
        else topic_shape.OffsetFetchResponsePartition
    )
    nothing = Committed(-1, -1, "")
    return [
        topic_shape(
            name=name,
            partitions=[
                part_shape(
                    partition_index=index,
                    committed_offset=(committed := held.get((name, index), nothing)).offset,
                    committed_leader_epoch=committed.leader_epoch,
                    metadata=committed.metadata,
                    error_code=Code.NONE,
                )
                for index in indexes
            ],
        )
        for name, indexes in wanted.items()
    ]
