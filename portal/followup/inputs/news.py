"""Calls for input whose last day is near or was lately, for notices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, or_, select

from portal.followup.inputs.read_model import calls
from portal.followup.missions.read_model import missions
from portal.web.accounts import offices
from shared.reference.missions import SOON, falls_due

_c, _m = calls.c, missions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    call_id: str
    mission_id: str
    mandate: str
    on: date
    late: bool


def closing(conn: Connection, today: date) -> Iterator[Closing]:
    """Yield the calls that nobody ended, of visits that were not called off.

    Not those whose contributions stayed with a mandate.
    """
    whose = and_(_m.mission_id == _c.mission_id, _m.mandate == _c.mandate, _m.kept_at.is_(None))
    these = (
        select(_c.call_id, _c.mission_id, _c.mandate, _c.closes_on)
        .join(missions, whose)
        .where(_c.ended.is_(None), _c.closes_on.between(today - SOON, today + SOON))
        .where(or_(_m.plans != "called_off", _m.phase != "planning"))
        .where(~offices.is_over(_m.mandate, today))
    )
    for row in conn.execute(these.order_by(_c.call_id)):
        if told := falls_due(row.closes_on, today):
            yield Closing(
                call_id=row.call_id,
                mission_id=row.mission_id,
                mandate=row.mandate,
                on=row.closes_on,
                late=told == "late",
            )
