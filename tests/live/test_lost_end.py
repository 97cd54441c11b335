"""A topic that lost its end: a machine without power, or a leader that was a replica behind."""

import os

from tests.live.test_machinery import (
    Parts,
    consuming,
    intake,
    kafka,
    lines,
    parts,
    pytestmark,
    relaying,
    submit,
    told,
    until,
)

__all__ = ["parts", "pytestmark"]  # fixtures and marks


async def test_what_a_topic_lost_of_its_end_is_told_again(parts: Parts) -> None:
    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            for number in range(1, 9):  # each a batch of its own
                await submit(ask, 1)
                await until(lambda: told(parts) == number)  # noqa: B023
        longest = max((parts.directory / "kafka/topics").glob("*/*.log"), key=os.path.getsize)
        os.truncate(longest, longest.stat().st_size - 10)
        with kafka(parts):
            assert told(parts) == 7
            with relaying(parts):
                await until(lambda: told(parts) == 8)
                async with consuming(parts):
                    await until(lambda: lines(parts) == 8)
