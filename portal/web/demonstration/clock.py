"""The demonstration's clock: the time used for deadlines."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from portal.web.context import now, settings
from portal.web.demonstration.read_model import demo_clock
from shared.core.roles import Role

MOVERS = (Role.QUICK_RESPONSE_DESK, Role.SYSTEM_ADMIN)
"""Those who may move it."""


def demo_offset(conn: Connection) -> timedelta:
    """Return how far the time of deadlines runs ahead: not at all but in a demonstration."""
    if not settings().demo:
        return timedelta()
    return timedelta(days=conn.scalar(select(demo_clock.c.days)) or 0)


def deadline_time(conn: Connection) -> datetime:
    """Return the time that deadlines are seen at, aware, in UTC."""
    return now() + demo_offset(conn)
