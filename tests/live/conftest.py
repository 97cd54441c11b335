"""Each test on real parts cleans up after itself."""

import asyncio
import gc
from collections.abc import AsyncIterator

import pytest

from shared.hosting.consumer import LEAVING


@pytest.fixture(autouse=True)
async def consumers_have_left() -> AsyncIterator[None]:
    yield
    if LEAVING:
        await asyncio.wait(LEAVING, timeout=10)
    for gone in list(LEAVING):  # with the Kafka of this test
        gone.cancel()
    await asyncio.gather(*LEAVING, return_exceptions=True)
    gc.collect()  # sockets are closed while their loop still runs
