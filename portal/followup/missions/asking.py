"""Which mandates are asked to join a mission, for who asks and for who is asked."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, select

from portal.followup.missions.queries import Mission, for_nobody
from portal.followup.missions.read_model import asked, missions


def asked_of(conn: Connection, mission_id: str) -> list[str]:
    """Return the mandates that are asked to join. Ask before who looks."""
    these = select(asked.c.mandate).where(asked.c.mission_id == mission_id, asked.c.waits)
    return list(conn.scalars(these.order_by(asked.c.mandate)))


def asks(conn: Connection, mandates: Collection[str], state: str | None = None) -> list[Mission]:
    """Return the missions that these mandates are asked to join, for those who work for them.

    They learn which mandate asks and of which State alone: nothing is read before it is joined.
    """
    these = (
        select(missions, asked.c.mandate.label("asks"))
        .join(asked, asked.c.mission_id == missions.c.mission_id)
        .where(asked.c.waits, asked.c.mandate.in_(sorted(mandates)), missions.c.kept_at.is_(None))
        .where(missions.c.phase == "planning", missions.c.plans != "called_off")
        .order_by(missions.c.first, missions.c.mission_id, asked.c.mandate)
    )
    if state is not None:
        these = these.where(missions.c.state == state)
    return [replace(for_nobody(row), acting=row.asks) for row in conn.execute(these)]
