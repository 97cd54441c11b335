"""The batch append call: one call may have many batches in progress."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from esdbclient.protos.Grpc import streams_pb2

from deploy.local.eventstore import answers, wire
from deploy.local.eventstore.faults import Fault, too_large
from deploy.local.eventstore.record import Proposal
from deploy.local.eventstore.writer import AppendEvents, Outcome

Submit = Callable[[AppendEvents], asyncio.Future[Outcome]]


@dataclass(slots=True)
class _Batch:
    """A batch whose last message has not come yet."""

    first: streams_pb2.BatchAppendReq
    proposals: list[Proposal] = field(default_factory=list)
    size: int = 0
    fault: Fault | None = None


async def answer_batches(
    requests: AsyncIterator[streams_pb2.BatchAppendReq], submit: Submit, limit: int
) -> AsyncIterator[streams_pb2.BatchAppendResp]:
    """Answer each batch as soon as it is on disk, while further ones are read.

    Args:
        requests: the messages of the call; a batch is what has one correlation id.
        submit: hands an append to the writer.
        limit: the largest append, in bytes.
    """
    ready: asyncio.Queue[streams_pb2.BatchAppendResp | None] = asyncio.Queue()
    reading = asyncio.ensure_future(_read(requests, submit, limit, ready))
    reading.add_done_callback(lambda _: ready.put_nowait(None))
    answered = 0
    try:
        while not reading.done() or answered < reading.result():
            response = await ready.get()
            if response is not None:
                answered += 1
                yield response
    finally:
        reading.cancel()


async def _read(
    requests: AsyncIterator[streams_pb2.BatchAppendReq],
    submit: Submit,
    limit: int,
    ready: asyncio.Queue[streams_pb2.BatchAppendResp | None],
) -> int:
    """Hand on the batches; the number of answers that are due is returned."""
    open_batches: dict[bytes, _Batch] = {}
    due = 0
    async for request in requests:
        key = request.correlation_id.SerializeToString()
        batch = open_batches.setdefault(key, _Batch(request))
        _take(batch, request, limit)
        if request.is_final:
            del open_batches[key]
            due += 1
            _hand_on(batch, submit, limit, ready)
    return due


def _take(batch: _Batch, request: streams_pb2.BatchAppendReq, limit: int) -> None:
    for message in request.proposed_messages if batch.fault is None else ():
        try:
            proposal = wire.proposal(message)
        except Fault as fault:
            batch.fault = fault
            return
        batch.size += proposal.size
        if batch.size > limit:
            batch.fault = too_large(limit)
            batch.proposals.clear()
            return
        batch.proposals.append(proposal)


def _hand_on(
    batch: _Batch,
    submit: Submit,
    limit: int,
    ready: asyncio.Queue[streams_pb2.BatchAppendResp | None],
) -> None:
    options = batch.first.options
    try:
        if batch.fault is not None:
            raise batch.fault
        expected = wire.expected_version(options, "expected_stream_position")
        stream = wire.stream_name(options.stream_identifier)
    except Fault as fault:
        ready.put_nowait(answers.batch_refused(batch.first, fault, limit))
        return
    submit(AppendEvents(stream, expected, batch.proposals, wire.expiry(options))).add_done_callback(
        lambda done: ready.put_nowait(answers.batch_appended(batch.first, expected, done.result()))
    )
