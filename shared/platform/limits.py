"""Limits of connections: their times and number. Apart from uvicorn, which few need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process that listens bears; times in seconds.

    A body has ``body`` seconds, and one more for every ``rate`` bytes that have come, but never
    more than ``longest``. An answer of which nothing is read is given up after ``reader``.
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
