"""The portal's database, as a view sees it."""

from sqlalchemy import Engine

from portal.context import parts


def engine() -> Engine:
    """Open it with ``connect()`` to read and with ``begin()`` to write."""
    return parts().engine
