"""Background tasks: a task that fails or ends starts again, with growing pauses."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from prometheus_client import REGISTRY

from shared.platform import background


class Slept:
    """``asyncio.sleep`` and the loop's clock, without the waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
        self.pauses: list[float] = []
        self.now = 0.0
        self._most = most
        monkeypatch.setattr("shared.platform.background.asyncio.sleep", self.sleep)
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)

    async def sleep(self, pause: float) -> None:
        self.pauses.append(pause)
        self.now += pause
        if len(self.pauses) == self._most:
            raise asyncio.CancelledError


async def _run(run: Callable[[], Awaitable[None]]) -> float:
    labels = {"task": "tried"}
    name = "rapporteur_background_failures_total"
    before = REGISTRY.get_sample_value(name, labels) or 0
    with pytest.raises(asyncio.CancelledError):
        await background.kept_running("tried", run)
    return (REGISTRY.get_sample_value(name, labels) or 0) - before


async def test_what_fails_begins_again_later_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = Slept(monkeypatch, 9)

    async def fail() -> None:
        raise OSError

    assert await _run(fail) == 9
    assert slept.pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


async def test_what_ran_well_for_a_while_begins_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    slept, lives = Slept(monkeypatch, 4), iter([1.0, 1.0, 61.0, 1.0])

    async def fail() -> None:
        slept.now += next(lives)
        raise OSError

    await _run(fail)
    assert slept.pauses == [0.5, 1, 0.5, 1]


async def test_what_ends_begins_again_and_has_not_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = Slept(monkeypatch, 2)

    async def end() -> None:
        """Nothing is to be done."""

    assert await _run(end) == 0
    assert slept.pauses == [0.5, 1]
