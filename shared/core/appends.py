"""One long call for all appends of a process, instead of a call for each.

To open and close a call costs client and store more than the append itself. The protocol lets one
BatchAppend carry many appends at once, each answered by its correlation id.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any
from uuid import UUID

import grpc.aio  # type: ignore[import-untyped]  # grpcio ships no types
from esdbclient.protos.Grpc import shared_pb2, streams_pb2

_ENDED = (grpc.RpcError, grpc.aio.UsageError, asyncio.InvalidStateError)


class Interrupted(Exception):
    """The call ended before it answered: what was sent may be written, or not."""


class Appends:
    """A call that is begun when it is needed, and again after it ended. Used in one event loop.

    ``begin``: begin a call BatchAppend on the present connection.
    """

    def __init__(self, begin: Callable[[], Any]) -> None:
        self._begin = begin
        self._call: Any = None
        self._reading: asyncio.Task[None] | None = None
        self._sending = asyncio.Lock()
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    async def ask(
        self, batch: Callable[[UUID], streams_pb2.BatchAppendReq], *, within: float
    ) -> streams_pb2.BatchAppendResp:
        """Send one whole batch, which gets its correlation id, and return the answer.

        A call that does not answer ``within`` these seconds is given up, with all that wait for it.
        Raises ``Interrupted``, ``TimeoutError``.
        """
        number = next(self._numbers)
        request = batch(UUID(int=number))
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                async with self._sending:
                    call = self._begun()
                    self._waiting[number] = answer
                    await _write(call, request)
                return await answer
        except TimeoutError:
            self.give_up()
            raise
        except _ENDED as error:
            raise Interrupted from error
        finally:
            self._waiting.pop(number, None)
            if not answer.cancel() and not answer.cancelled():
                answer.exception()  # nobody else asks what became of it

    async def close(self) -> None:
        """Give up, and wait until that is done."""
        self.give_up()
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)

    def _begun(self) -> Any:
        if self._call is None or self._call.done():
            self.give_up()
            self._call = self._begin()
            self._reading = asyncio.create_task(self._read(self._call))
        return self._call

    async def _read(self, call: Any) -> None:
        """Hand on the answers of ``call`` until it ends. Whoever still waits asks why elsewhere."""
        try:
            with suppress(*_ENDED):
                while (response := await call.read()) is not grpc.aio.EOF:
                    answer = self._waiting.get(_number(response.correlation_id))
                    if answer is not None and not answer.done():
                        answer.set_result(response)
        finally:
            if self._call is call:
                self.give_up()

    def give_up(self) -> None:
        """End the call, so that the next batch begins another; what waits is interrupted."""
        call, self._call = self._call, None
        waiting, self._waiting = self._waiting, {}
        if call is not None:
            call.cancel()
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(Interrupted())


async def _write(call: Any, request: streams_pb2.BatchAppendReq) -> None:
    try:
        await call.write(request)
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise Interrupted from error  # the call was cancelled, and not this task


def _number(key: shared_pb2.UUID) -> int:
    """Return the number of an answer; a store may write its id in either form."""
    if key.WhichOneof("value") == "structured":
        return int(key.structured.least_significant_bits)
    return UUID(key.string).int
