"""The number of database connections of a process. Apart from SQLAlchemy, which few need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """How many connections an engine keeps open, and how many more it opens while all are in use.

    A thread may hold two at a time (it notes in the audit log what it is reading), so where threads
    wait for one another there must be one more than threads: then one of them always goes on.
    """

    size: int = 4
    overflow: int = 32  # a web process has 24 threads, of which none ever waits
