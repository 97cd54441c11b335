"""One long call for all appends of a process, instead of a call for each.

To open and close a call costs client and store more than the append itself. The protocol lets one
BatchAppend carry many appends at once, each answered by its correlation id.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from typing import Any, TypeAlias
from uuid import UUID

import grpc.aio  # type: ignore[import-untyped]  # grpcio ships no types
from esdbclient.protos.Grpc import shared_pb2, streams_pb2

Batches: TypeAlias = "asyncio.Queue[streams_pb2.BatchAppendReq | None]"
"""None: no more will come."""

_ENDED = (grpc.RpcError, grpc.aio.UsageError, asyncio.InvalidStateError)


class Interrupted(Exception):
    """The call ended before it answered: what was sent may be written, or not."""


class Appends:
    """A call that is begun when it is needed, and again after it ended. Used in one event loop.

    ``begin``: begin a call BatchAppend of these batches on the present connection.
    """

    def __init__(self, begin: Callable[[AsyncIterator[streams_pb2.BatchAppendReq]], Any]) -> None:
        self._begin = begin
        self._call: Any = None
        self._batches: Batches = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[streams_pb2.BatchAppendResp]] = {}

    async def ask(
        self, batch: Callable[[UUID], streams_pb2.BatchAppendReq], *, within: float
    ) -> streams_pb2.BatchAppendResp:
        """Send one whole batch, which gets its correlation id, and return the answer.

        A call that does not answer ``within`` these seconds is given up, with all that wait for it.
        Raises ``Interrupted``, ``TimeoutError``.
        """
        number = next(self._numbers)
        answer: asyncio.Future[streams_pb2.BatchAppendResp] = (
            asyncio.get_running_loop().create_future()
        )
        try:
            self._begin_if_needed()
            self._waiting[number] = answer
            self._batches.put_nowait(batch(UUID(int=number)))
            async with asyncio.timeout(within):
                return await answer
        except TimeoutError:
            self.give_up()
            raise
        except _ENDED as error:
            raise Interrupted from error
        finally:
            self._waiting.pop(number, None)
            if answer.done() and not answer.cancelled():
                answer.exception()  # nobody else asks what became of it

    async def close(self) -> None:
        """Give up, and wait until that is done."""
        self.give_up()
        reading, self._reading = self._reading, None
        if reading is not None:
            await asyncio.gather(reading, return_exceptions=True)

    def give_up(self) -> None:
        """End the call, so that the next batch begins another; what waits is interrupted."""
        call, self._call = self._call, None
        waiting, self._waiting = self._waiting, {}
        if call is not None:
            self._batches.put_nowait(None)  # grpc leaves who sends them waiting, if the call ended
            call.cancel()
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(Interrupted())

    def _begin_if_needed(self) -> None:
        if self._call is None or self._call.done():
            self.give_up()
            self._batches = asyncio.Queue()
            self._call = self._begin(_each(self._batches))
            self._reading = asyncio.create_task(self._read(self._call))

    async def _read(self, call: Any) -> None:
        """Hand on the answers of ``call`` until it ends. Whoever still waits asks why elsewhere."""
        try:
            with suppress(*_ENDED):
                while (response := await call.read()) is not grpc.aio.EOF:
                    answer = self._waiting.get(_number(response.correlation_id))
                    if answer is not None and not answer.done():
                        answer.set_result(response)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise  # else it was the call that was cancelled, as one that is given up
        finally:
            if self._call is call:
                self.give_up()


async def _each(batches: Batches) -> AsyncIterator[streams_pb2.BatchAppendReq]:
    while (batch := await batches.get()) is not None:
        yield batch


def _number(key: shared_pb2.UUID) -> int:
    """Return the number of an answer; a store may write its id in either form."""
    if key.WhichOneof("value") == "structured":
        return int(key.structured.least_significant_bits)
    return UUID(key.string).int
