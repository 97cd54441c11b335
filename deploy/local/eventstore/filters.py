"""Filters for reading the whole store: by event type or by stream name."""

import re
from collections.abc import Callable, Sequence

from deploy.local.eventstore.record import Record


class BadPattern(Exception):
    """The regular expression cannot be read; the message is a sentence."""


def by_regex(pattern: str, *, on_stream: bool) -> Callable[[Record], bool]:
    """Keep what the pattern is found in.

    Raises:
        BadPattern: it is no regular expression.
    """
    try:
        search = re.compile(pattern).search
    except re.error as error:
        raise BadPattern(f"The filter {pattern!r} is no regular expression: {error}.") from error
    if on_stream:
        return lambda record: search(record.stream) is not None
    return lambda record: search(record.type) is not None


def by_prefix(prefixes: Sequence[str], *, on_stream: bool) -> Callable[[Record], bool]:
    """Keep what begins with one of the prefixes."""
    wanted = tuple(prefixes)
    if on_stream:
        return lambda record: record.stream.startswith(wanted)
    return lambda record: record.type.startswith(wanted)
