"""Which mandates are asked to join a mission, for who asks and for who is asked."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, or_, select

from portal.followup.missions.queries import Mission, for_nobody
from portal.followup.missions.read_model import asked, missions


def asked_of(conn: Connection, mission_id: str) -> list[str]:
    """Return the mandates that are asked to join. Ask before who looks."""
    these = select(asked.c.mandate).where(asked.c.mission_id == mission_id, asked.c.waits)
    return list(conn.scalars(these.order_by(asked.c.mandate)))


def waits() -> ColumnElement[bool]:
    """Whether a mandate can still say yes to what it was asked. Join ``missions`` before."""
    on = and_(missions.c.kept_at.is_(None), missions.c.plans != "called_off")
    return and_(asked.c.waits, on, missions.c.phase == "planning")


def of_any(some: Collection[str]) -> ColumnElement[bool]:
    """Whether it was one of these mandates that was asked, also if it is no more."""
    return asked.c.mandate.in_(sorted(some))


def there(some: Collection[str], *, unless: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of these mandates was asked; and can still say yes, ``unless`` it need not."""
    on = exists().where(missions.c.mission_id == asked.c.mission_id, waits())
    return and_(of_any(some), or_(unless, on.correlate_except(missions)))


def was_asked(
    conn: Connection, some: Collection[str], mission_id: str
) -> Row[tuple[str, str]] | None:
    """Return which of these mandates was asked to join a mission, and of which State.

    One that can still say yes comes first.
    """
    these = (
        select(asked.c.mandate, missions.c.state)
        .join(missions, missions.c.mission_id == asked.c.mission_id)
        .where(asked.c.mission_id == mission_id, of_any(some))
        .order_by(asked.c.waits.desc(), asked.c.mandate)
    )
    return conn.execute(these).first()


def asks(conn: Connection, mandates: Collection[str], state: str | None = None) -> list[Mission]:
    """Return the missions that these mandates are asked to join, for those who work for them.

    They learn which mandate asks and of which State alone: nothing is read before it is joined.
    """
    these = (
        select(missions, asked.c.mandate.label("asks"))
        .join(asked, asked.c.mission_id == missions.c.mission_id)
        .where(of_any(mandates), waits())
        .order_by(missions.c.first, missions.c.mission_id, asked.c.mandate)
    )
    if state is not None:
        these = these.where(missions.c.state == state)
    return [replace(for_nobody(row), acting=row.asks) for row in conn.execute(these)]
