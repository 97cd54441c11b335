"""The portal's database, as a view sees it."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, func, select

from portal.web.context import parts


def engine() -> Engine:
    """Open it with ``connect()`` to read and with ``begin()`` to write."""
    return parts().engine


def alone(conn: Connection, names: Iterable[str]) -> None:
    """Let nobody else count or note for these names before this transaction ends.

    ``names``: hashes, in hexadecimal digits. SQLite has one writer anyway. Locks are taken in one
    order, so that nobody waits for ever.
    """
    if conn.dialect.name == "postgresql":
        for key in sorted(int(name[:15], 16) for name in names):
            conn.execute(select(func.pg_advisory_xact_lock(key)))
