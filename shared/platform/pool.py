"""The number of database connections of a process. Apart from SQLAlchemy, which few need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """The connections that an engine keeps open, and the extra ones while all are in use.

    A thread may hold two at a time (it writes to the audit log what it reads), so there must be one
    connection more than threads that wait for one another: then at least one thread can continue.
    """

    size: int = 4
    overflow: int = 32  # a web process has 26 threads, of which none ever waits
