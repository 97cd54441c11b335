"""Limits of connections: their times and number. Apart from uvicorn, which few need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a listening process; times in seconds.

    A body has ``body`` seconds, and another second for every ``rate`` bytes that have arrived, but
    never more than ``longest``. If the client reads nothing of an answer for ``reader`` seconds the
    connection is closed.
    """

    connections: int = 4_000
    head: float = 15
    head_bytes: int = 64 * 1024
    body: float = 30
    rate: int = 1024
    longest: float = 3_600
    idle: float = 75
    reader: float = 120
    held: int = 256 * 1024 * 1024
    """Bytes of bodies and answers that wait for somebody slow, all together."""
