"""What falls due for partners of missions, for notices: their tasks, and their last day.

Of those that are admitted to where the mission stands now, and undertook it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, not_, select

from portal.followup.missions.read_model import missions
from portal.followup.partners import queries
from portal.followup.partners.read_model import partners, tasks
from portal.web.accounts import offices
from shared.contracts.followup_partners import Kind
from shared.reference.missions import SOON, falls_due

_p, _t, _m = partners.c, tasks.c, missions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling:
    """``task_id``: None of its last day, which is told before it alone."""

    partner_id: str
    mission_id: str
    mandate: str
    kind: Kind
    who: str
    task_id: str | None
    on: date
    late: bool


def falling(conn: Connection, today: date) -> Iterator[Falling]:
    ending = _admitted(today).where(_p.until <= today + SOON)
    for row in conn.execute(ending.order_by(_p.partner_id)):
        yield _of(row, None, row.until, late=False)
    these = _admitted(today).join(tasks, _t.partner_id == _p.partner_id)
    open_ = these.add_columns(_t.task_id, _t.due).where(
        _t.step > _p.began, _t.now == "open", _t.due.between(today - SOON, today + SOON)
    )
    for row in conn.execute(open_.order_by(_t.due, _t.task_id)):
        if told := falls_due(row.due, today):
            yield _of(row, row.task_id, row.due, late=told == "late")


def _admitted(today: date) -> Select[Any]:
    off = and_(_m.plans == "called_off", _m.phase == "planning")
    return (
        select(_p.partner_id, _p.mission_id, _p.kind, _p.who, _p.until, _m.mandate.label("of"))
        .join(missions, queries.joined_by_mission())
        .where(
            _p.admitted_at.is_not(None),
            _p.undertaken_at.is_not(None),
            _p.ended_at.is_(None),
            _p.first <= today,
            _p.until >= today,
            _m.kept_at.is_(None),
            not_(off),
            queries.in_scope(),
            ~offices.is_over(_m.mandate, today),
        )
    )


def _of(row: Row[Any], task_id: str | None, on: date, *, late: bool) -> Falling:
    return Falling(
        partner_id=row.partner_id,
        mission_id=row.mission_id,
        mandate=row.of,
        kind=row.kind,
        who=row.who,
        task_id=task_id,
        on=on,
        late=late,
    )
