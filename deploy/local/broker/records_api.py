"""Produce, fetch and list offsets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from kafka.protocol.consumer import (
    FetchResponse,
    ListOffsetsResponse,
    OffsetForLeaderEpochResponse,
)
from kafka.protocol.producer import InitProducerIdRequest, ProduceResponse

from deploy.local.broker.batch import NO_TRANSACTIONS, all_have_keys, received
from deploy.local.broker.codes import Code, Disconnect, Refused
from deploy.local.broker.log import Log
from deploy.local.broker.node import Answer, Client, Node, Request
from deploy.local.broker.producers import check_fence, duplicate_of
from deploy.local.broker.topic_settings import is_compacted, number

_Produced = ProduceResponse.TopicProduceResponse
_Fetched = FetchResponse.FetchableTopicResponse
_Listed = ListOffsetsResponse.ListOffsetsTopicResponse
_Ended = OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult

LATEST, EARLIEST, NEWEST = -1, -2, -3
READ_COMMITTED = 1
ACKS = (-1, 0, 1)
FETCH_AT_MOST = 1 << 20  # bytes, whatever is asked for: answers are what memory goes to


async def produce(node: Node, request: Request, _client: Client) -> Answer | None:
    """Append one batch a partition; with acks=0 nothing is answered, and an error closes."""
    if request.acks not in ACKS:
        refusal = Refused(Code.INVALID_REQUIRED_ACKS)
    elif request.transactional_id:
        refusal = Refused(Code.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, NO_TRANSACTIONS)
    else:
        refusal = None
    failed = False
    topics = []
    for topic in request.topic_data:
        parts = []
        for part in topic.partition_data:
            try:
                if refusal:
                    raise refusal
                log = _log(node, topic.name, part.index)
                base = _append(node, topic.name, log, part.records)
                parts.append(_part(part.index, Code.NONE, base, log.start))
            except Refused as error:
                failed = True
                parts.append(_part(part.index, error.code, -1, -1, error.sentence or None))
        topics.append(_Produced(name=topic.name, partition_responses=parts))
    if request.acks:
        return {"responses": topics}
    if failed:
        raise Disconnect("A producer that awaits no answer is told of an error by closing.")
    return None


def _part(index: int, code: Code, base: int, start: int, sentence: str | None = None) -> Any:
    return _Produced.PartitionProduceResponse(
        index=index,
        error_code=code,
        base_offset=base,
        log_append_time_ms=-1,
        log_start_offset=start,
        record_errors=[],
        error_message=sentence,
    )


def _log(node: Node, topic: str, index: int) -> Log:
    log = node.kept.log(topic, index)
    if log is None:
        raise Refused(Code.UNKNOWN_TOPIC_OR_PARTITION)
    return log


def _append(node: Node, topic: str, log: Log, records: bytes | memoryview | None) -> int:
    batch = received(records)
    settings = node.kept.topics[topic].settings
    limit = number(settings, "max.message.bytes")
    if batch.size > limit:
        raise Refused(Code.MESSAGE_TOO_LARGE, f"{batch.size} bytes, and {limit} are the limit.")
    if batch.max_timestamp > time.time() * 1000 + number(
        settings, "message.timestamp.after.max.ms"
    ):
        raise Refused(Code.INVALID_TIMESTAMP, "A record is from too far in the future.")
    if is_compacted(settings) and not all_have_keys(bytes(records or b"")):
        raise Refused(Code.INVALID_RECORD, "A compacted topic takes no record without a key.")
    check_fence(log.fenced, batch)
    already = duplicate_of(log.producers, batch)
    return log.append(records or b"", batch) if already is None else already


async def init_producer_id(node: Node, request: InitProducerIdRequest, _client: Client) -> Answer:
    """Give an idempotent producer its id; transactional ones are refused."""
    if request.transactional_id is not None:
        return {
            "error_code": Code.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
            "producer_id": -1,
            "producer_epoch": -1,
        }
    return {"error_code": 0, "producer_id": node.kept.new_producer_id(), "producer_epoch": 0}


async def fetch(node: Node, request: Request, _client: Client) -> Answer:
    """Records as soon as there are `min_bytes` of them, an error, or the time is up."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + request.max_wait_ms / 1000
    arrived = asyncio.Event()
    logs = [log for topic, part in _asked(request) if (log := node.kept.log(topic, part.partition))]
    for log in logs:
        log.waiters.add(arrived)
    try:
        while True:
            topics, size, failed = _read(node, request)
            left = deadline - loop.time()
            if failed or size >= request.min_bytes or left <= 0 or not logs:
                return {"error_code": Code.NONE, "session_id": 0, "responses": topics}
            arrived.clear()
            try:
                async with asyncio.timeout(left):
                    await arrived.wait()
            except TimeoutError:
                pass
    finally:
        for log in logs:
            log.waiters.discard(arrived)


def _asked(request: Request) -> Iterator[tuple[str, Any]]:
    for topic in request.topics:
        for part in topic.partitions:
            yield topic.topic, part


def _read(node: Node, request: Request) -> tuple[list[Any], int, bool]:
    size, failed = 0, False
    most = min(request.max_bytes, FETCH_AT_MOST)
    committed = request.isolation_level == READ_COMMITTED
    topics = []
    for topic in request.topics:
        parts = []
        for part in topic.partitions:
            log = node.kept.log(topic.topic, part.partition)
            code, records = _read_one(log, part, most - size, first=not size)
            failed |= code is not Code.NONE
            size += len(records)
            known = code is Code.NONE
            parts.append(
                _Fetched.PartitionData(
                    partition_index=part.partition,
                    error_code=code,
                    high_watermark=log.end if log and known else -1,
                    last_stable_offset=log.end if log and known else -1,
                    log_start_offset=log.start if log and known else -1,
                    aborted_transactions=[] if committed or log is None else None,
                    preferred_read_replica=-1,
                    records=records,
                )
            )
        topics.append(_Fetched(topic=topic.topic, partitions=parts))
    return topics, size, failed


def _read_one(log: Log | None, part: Any, room: int, *, first: bool) -> tuple[Code, bytes]:
    if log is None:
        return Code.UNKNOWN_TOPIC_OR_PARTITION, b""
    if not log.start <= part.fetch_offset <= log.end:
        return Code.OFFSET_OUT_OF_RANGE, b""
    limit = min(part.partition_max_bytes, room)
    return Code.NONE, log.read(part.fetch_offset, limit, at_least_one=first)


async def list_offsets(node: Node, request: Request, _client: Client) -> Answer:
    """Where a partition begins, ends, or reached a time."""
    topics = []
    for topic in request.topics:
        parts = []
        for part in topic.partitions:
            log = node.kept.log(topic.name, part.partition_index)
            code, offset, stamp = Code.UNKNOWN_TOPIC_OR_PARTITION, -1, -1
            if log is not None:
                code = Code.NONE if part.timestamp >= NEWEST else Code.UNSUPPORTED_VERSION
                offset, stamp = (-1, -1) if code else _located(log, part.timestamp)
            parts.append(
                _Listed.ListOffsetsPartitionResponse(
                    partition_index=part.partition_index,
                    error_code=code,
                    timestamp=stamp,
                    offset=offset,
                    leader_epoch=0 if offset >= 0 else -1,
                )
            )
        topics.append(_Listed(name=topic.name, partitions=parts))
    return {"topics": topics}


def _located(log: Log, timestamp: int) -> tuple[int, int]:
    if timestamp == LATEST:
        return log.end, -1
    if timestamp == EARLIEST:
        return log.start, -1
    found = log.newest() if timestamp == NEWEST else log.at_time(timestamp)
    return found or (-1, -1)


async def offset_for_leader_epoch(node: Node, request: Request, _client: Client) -> Answer:
    """Where a leader epoch ended; there is only epoch 0, and it goes on."""
    topics = []
    for topic in request.topics:
        parts = []
        for part in topic.partitions:
            log = node.kept.log(topic.topic, part.partition)
            code = Code.NONE if log else Code.UNKNOWN_TOPIC_OR_PARTITION
            if log and part.current_leader_epoch > 0:
                code = Code.UNKNOWN_LEADER_EPOCH
            known = not code and part.leader_epoch == 0
            parts.append(
                _Ended.EpochEndOffset(
                    error_code=code,
                    partition=part.partition,
                    leader_epoch=0 if known else -1,
                    end_offset=log.end if log and known else -1,
                )
            )
        topics.append(_Ended(topic=topic.topic, partitions=parts))
    return {"topics": topics}
