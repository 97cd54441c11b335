"""What falls due in missions, for notices: tasks, by whose they are and their day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, and_, or_, select

from portal.followup.missions import queries
from portal.followup.missions.read_model import missions, tasks
from portal.web.accounts import offices
from shared.contracts.followup_missions import Assignee
from shared.reference.missions import SOON, TASKS, falls_due

_m = missions.c
_AROUND: Final = SOON + timedelta(days=max(abs(one.days) for one in TASKS.values()))
"""How far from the days of a visit any of its tasks is told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling:
    """The tasks of one mission that are due on one day and are the same people's.

    ``person``: an account; None: whoever has the role.
    """

    mission_id: str
    mandates: tuple[str, ...]
    state: str
    assignee: Assignee
    person: str | None
    on: date
    late: bool


def falling(conn: Connection, today: date) -> Iterator[Falling]:
    """Yield what is open and falls due, or fell due lately, of missions that go on."""
    around = and_(_m.first <= today + _AROUND, _m.last >= today - _AROUND)
    own = select(tasks.c.mission_id).where(tasks.c.due.between(today - SOON, today + SOON))
    these = select(missions).where(
        or_(around, _m.mission_id.in_(own)),
        _m.kept_at.is_(None),
        _m.joint.is_(None),
        or_(_m.plans != "called_off", _m.phase != "planning"),
        ~offices.is_over(_m.mandate, today),
    )
    rows = conn.execute(these.order_by(_m.mission_id)).all()
    due = queries.due_of(conn, [queries.for_nobody(row) for row in rows], whole=True)
    for row in rows:
        found = {
            (each.assignee, each.person or "", each.due, told == "late")
            for each in due[row.mission_id]
            if each.now == "open" and each.due and (told := falls_due(each.due, today))
        }
        for assignee, person, on, late in sorted(found):
            yield Falling(
                mission_id=row.mission_id,
                mandates=(row.mandate, *(row.joined or ())),
                state=row.state,
                assignee=assignee,
                person=person or None,
                on=on,
                late=late,
            )
