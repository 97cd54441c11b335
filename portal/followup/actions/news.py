"""Which reports are due or overdue, for the notices to those who owe them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, select

from portal.followup.actions.queries import is_owner, still_open
from portal.followup.actions.read_model import actions, dues, indicators
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.actions import SOON

ROLES: Final = {
    "government": Role.GOVERNMENT,
    "nhri": Role.CONTACT_POINT,
    "unct": Role.UN_PARTNER,
}
_a, _d, _i = actions.c, dues.c, indicators.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Reports of one action for one day, of however many indicators."""

    action_id: str
    owner_kind: str
    owner: str
    due_on: date


def owed(conn: Connection, today: date, *, since: date) -> Iterator[Owed]:
    """Return what is due within 30 days, or overdue and was due on or after ``since``."""
    these = (
        select(_d.action_id, _d.due_on, _a.owner_kind, _a.owner)
        .join(actions, _a.action_id == _d.action_id)
        .join(indicators, and_(_i.action_id == _d.action_id, _i.indicator_id == _d.indicator_id))
        .where(*still_open(), _d.due_on.between(since, today + SOON))
        .distinct()
        .order_by(_d.due_on, _d.action_id)
    )
    return map(_owed, conn.execute(these))


def is_there(action_id: ColumnElement[str], actor: Actor) -> ColumnElement[bool]:
    """Whether the action of this id is this person's Government's or institution's."""
    return select(_a.action_id).where(_a.action_id == action_id, is_owner(actor)).exists()


def _owed(row: Any) -> Owed:
    return Owed(
        action_id=row.action_id,
        owner_kind=row.owner_kind,
        owner=row.owner,
        due_on=row.due_on,
    )
