"""What is new in threads about missions, for notices: a message, and who reads it now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, not_, select

from portal.followup.missions.read_model import missions
from portal.followup.partners import news as partnered
from portal.followup.partners import queries as admitted
from portal.followup.partners.read_model import partners
from portal.followup.threads.read_model import messages, threads
from shared.contracts.followup_visit_threads import Audience, Side
from shared.reference.visit_threads import AUDIENCES

_t, _m, _p = threads.c, messages.c, partners.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    thread_id: str
    message_id: str
    mission_id: str
    mandate: str
    state: str
    audience: Audience
    side: Side
    by_id: str


def written(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield the messages since then that were not struck, with whose the mission is today."""
    whose = func.coalesce(missions.c.mandate, _t.mandate).label("mandate")
    of = messages.join(threads, _t.thread_id == _m.thread_id)
    these = select(
        *(_t.thread_id, _t.mission_id, whose, _t.state, _t.audience),
        *(_m.message_id, _m.side, _m.by_id),
    ).select_from(of.join(missions, missions.c.mission_id == _t.mission_id, isouter=True))
    fresh = these.where(_m.written_at > since, _m.struck_at.is_(None))
    for row in conn.execute(fresh.order_by(_m.written_at, _m.message_id)):
        yield News(**row._asdict())


def readers(conn: Connection, one: News, today: date) -> Sequence[Row[Any]]:
    """Return the partners that read this thread now: admitted, undertaken, and not called off."""
    off = and_(missions.c.plans == "called_off", missions.c.phase == "planning")
    these = select(_p.partner_id, _p.kind, _p.who).join(missions, admitted.joined_by_mission())
    now = (
        _p.mission_id == one.mission_id,
        _p.kind.in_(sorted(AUDIENCES[one.audience])),
        _p.undertaken_at.is_not(None),
        not_(off),
        *partnered.open_now(today),
    )
    return conn.execute(these.where(*now).order_by(_p.partner_id)).all()
