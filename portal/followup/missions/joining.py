"""What is new of who comes along on a joint visit, for notices: asked, joined, left (E.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, Row, and_, case, exists, select, union_all

from portal.followup.missions.read_model import asked, missions, steps

_a, _m, _s = asked.c, missions.c, steps.c
What: TypeAlias = Literal["asked", "unasked", "joined", "left"]
_CAME: Final[Sequence[What]] = ("joined", "left")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``mandate``: that was asked, joined or left.

    ``mandates``: whose visit it is now, the one that leads first.
    """

    mission_id: str
    what: What
    mandate: str
    mandates: tuple[str, ...]
    by: str
    at: datetime


def news(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what was done since then; of asking, how it stands now."""
    joins = and_(_s.mission_id == _a.mission_id, _s.mandate == _a.mandate, _s.what == "joined")
    by_joining = exists().where(joins, _s.done_at == _a.at)
    told = case((_a.waits, "asked"), else_="unasked").label("what")
    asks = select(_a.mission_id, told, _a.mandate, _a.done_by, _a.at).where(
        _a.at > since, _a.done_by.is_not(None), ~by_joining
    )
    came = select(_s.mission_id, _s.what, _s.mandate, _s.done_by, _s.done_at.label("at")).where(
        _s.done_at > since, _s.what.in_(_CAME)
    )
    both = union_all(asks, came).subquery()
    these = select(both, _m.mandate.label("leads"), _m.joined)
    these = these.join(missions, _m.mission_id == both.c.mission_id)
    for row in conn.execute(these.order_by(both.c.at, both.c.mission_id, both.c.mandate)):
        yield _news(row)


def _news(row: Row[Any]) -> News:
    return News(
        mission_id=row.mission_id,
        what=row.what,
        mandate=row.mandate,
        mandates=(row.leads, *(row.joined or ())),
        by=row.done_by,
        at=row.at,
    )
