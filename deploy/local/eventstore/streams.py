"""The Streams service."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

from esdbclient.protos.Grpc import streams_pb2, streams_pb2_grpc
from typing_extensions import override

from deploy.local.eventstore import answers, faults, wire
from deploy.local.eventstore.batches import answer_batches
from deploy.local.eventstore.database import UnusableFile
from deploy.local.eventstore.faults import Fault, abort, invalid
from deploy.local.eventstore.follow import News, StreamEnded, follow_all, follow_stream
from deploy.local.eventstore.reader import Reader
from deploy.local.eventstore.reads import (
    FROM_END,
    Gone,
    Missing,
    is_link,
    read_all,
    read_stream,
    target_of,
)
from deploy.local.eventstore.record import MAX_INT64, Record
from deploy.local.eventstore.tail import Stopping, Tail
from deploy.local.eventstore.writer import AppendEvents, DeleteStream, TombstoneStream, Writer

Options = streams_pb2.ReadReq.Options


class Streams(streams_pb2_grpc.StreamsServicer):
    """Serves appends by the writer and reads by the reader and the tail.

    Args:
        writer: decides and writes.
        reader: reads what is committed.
        tail: the newest records.
        max_append: the largest append, in bytes.
    """

    def __init__(self, writer: Writer, reader: Reader, tail: Tail, *, max_append: int) -> None:
        self._writer = writer
        self._reader = reader
        self._tail = tail
        self._max_append = max_append

    @override
    async def Append(
        self, request_iterator: AsyncIterator[streams_pb2.AppendReq], context: Any
    ) -> streams_pb2.AppendResp:
        try:
            request = await self._append_request(request_iterator)
            # The messages of a client that vanished end like those of one that sent them all: a
            # word to it fails then, so that no part of an append is written.
            await context.send_initial_metadata(())
            outcome = await self._writer.submit(request)
            return answers.appended(request.stream, request.expected, outcome)
        except Fault as fault:
            await abort(context, fault)

    async def _append_request(self, messages: AsyncIterator[streams_pb2.AppendReq]) -> AppendEvents:
        options: streams_pb2.AppendReq.Options | None = None
        proposals = []
        size = 0
        async for message in messages:
            if message.WhichOneof("content") == "options":
                options = message.options
                continue
            proposal = wire.proposal(message.proposed_message)
            size += proposal.size
            if size > self._max_append:
                raise faults.too_large(self._max_append)
            proposals.append(proposal)
        if options is None:
            raise invalid("An append begins with its options.")
        return AppendEvents(
            wire.stream_name(options.stream_identifier),
            wire.expected_version(options, "expected_stream_revision"),
            proposals,
        )

    @override
    async def BatchAppend(
        self, request_iterator: AsyncIterator[streams_pb2.BatchAppendReq], context: Any
    ) -> AsyncIterator[streams_pb2.BatchAppendResp]:
        async for response in answer_batches(
            request_iterator, self._writer.submit, self._max_append
        ):
            yield response

    @override
    async def Delete(self, request: streams_pb2.DeleteReq, context: Any) -> streams_pb2.DeleteResp:
        try:
            stream = wire.stream_name(request.options.stream_identifier)
            expected = wire.expected_version(request.options, "expected_stream_revision")
            outcome = await self._writer.submit(DeleteStream(stream, expected))
            position = answers.removed(stream, expected, outcome)
        except Fault as fault:
            await abort(context, fault)
        return streams_pb2.DeleteResp(
            position=streams_pb2.DeleteResp.Position(
                commit_position=position, prepare_position=position
            )
        )

    @override
    async def Tombstone(
        self, request: streams_pb2.TombstoneReq, context: Any
    ) -> streams_pb2.TombstoneResp:
        try:
            stream = wire.stream_name(request.options.stream_identifier)
            expected = wire.expected_version(request.options, "expected_stream_revision")
            outcome = await self._writer.submit(TombstoneStream(stream, expected))
            position = answers.removed(stream, expected, outcome)
        except Fault as fault:
            await abort(context, fault)
        return streams_pb2.TombstoneResp(
            position=streams_pb2.TombstoneResp.Position(
                commit_position=position, prepare_position=position
            )
        )

    @override
    async def Read(
        self, request: streams_pb2.ReadReq, context: Any
    ) -> AsyncIterator[streams_pb2.ReadResp]:
        options = request.options
        try:
            if options.WhichOneof("count_option") == "subscription":
                if options.read_direction == Options.Backwards:
                    raise invalid("A subscription goes forwards only.")
                news = self._follow(options)
                yield wire.confirmation(str(uuid.uuid4()))
            else:
                news = self._read(options)
            async for response in self._responses(options, news):
                yield response
        except Fault as fault:
            await abort(context, fault)
        except Missing:
            yield wire.not_found(wire.stream_name(options.stream.stream_identifier))
        except (Gone, StreamEnded):
            stream = wire.stream_name(options.stream.stream_identifier)
            await abort(context, faults.stream_deleted(stream))
        except (Stopping, UnusableFile) as error:
            await abort(context, faults.unavailable(str(error)))

    async def _responses(
        self, options: Options, news: AsyncIterator[News]
    ) -> AsyncIterator[streams_pb2.ReadResp]:
        render = wire.renderer(options)
        async for item in news:
            if not isinstance(item, Record):
                yield wire.notice(item)
            elif options.resolve_links and is_link(item):
                yield wire.resolved(render, item, target_of(self._reader, item))
            else:
                yield wire.event(render, item)

    def _follow(self, options: Options) -> AsyncIterator[News]:
        if options.WhichOneof("stream_option") == "all":
            after = {"position": options.all.position.commit_position, "end": self._tail.last}
            return follow_all(
                self._reader,
                self._tail,
                min(after.get(options.all.WhichOneof("all_option") or "start", 0), MAX_INT64),
                wire.keep(options),
                wire.checkpoint_interval(options),
            )
        place = options.stream.WhichOneof("revision_option")
        return follow_stream(
            self._reader,
            self._tail,
            wire.stream_name(options.stream.stream_identifier),
            after=min(options.stream.revision, MAX_INT64) if place == "revision" else -1,
            position=self._tail.last if place == "end" else 0,
        )

    def _read(self, options: Options) -> AsyncIterator[Record]:
        backwards = options.read_direction == Options.Backwards
        start: int | None
        if options.WhichOneof("stream_option") == "all":
            match options.all.WhichOneof("all_option"):
                case "position":
                    start = options.all.position.commit_position
                case "end":
                    start = FROM_END
                case _:
                    start = 0
            return read_all(
                self._reader, start, options.count, wire.keep(options), backwards=backwards
            )
        match options.stream.WhichOneof("revision_option"):
            case "revision":
                start = options.stream.revision
            case "end":
                start = FROM_END
            case _:
                start = 0
        stream = wire.stream_name(options.stream.stream_identifier)
        return read_stream(self._reader, stream, start, options.count, backwards=backwards)
