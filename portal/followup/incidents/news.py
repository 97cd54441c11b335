"""What is new of incidents, for notices: a partner logged one, one was put, or answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from portal.followup.incidents.read_model import answers, incidents
from portal.followup.missions.read_model import missions

_c, _a, _m = incidents.c, answers.c, missions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``once``: what tells it apart from the same of another time; ``mandate``: whose it is now."""

    incident_id: str
    mission_id: str
    mandate: str
    state: str
    once: str


def reported(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what partners logged since then, and did not strike."""
    these = _of_missions(_c.incident_id).where(_c.partner_id.is_not(None), _c.logged_at > since)
    yield from _news(conn, these.where(_c.struck_at.is_(None)).order_by(_c.incident_id))


def put(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what was put to a Government since then."""
    these = _of_missions(_c.incident_id).where(_c.put_at > since)
    yield from _news(conn, these.order_by(_c.incident_id))


def answered(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield each answer of a Government since then."""
    these = _of_missions(_a.answer_id).join(answers, _a.incident_id == _c.incident_id)
    yield from _news(conn, these.where(_a.at > since).order_by(_a.answer_id))


def _of_missions(once: Any) -> Select[Any]:
    columns = (_c.incident_id, _c.mission_id, _m.mandate, _c.state, once.label("once"))
    return select(*columns).join(missions, _m.mission_id == _c.mission_id)


def _news(conn: Connection, these: Select[Any]) -> Iterator[News]:
    for row in conn.execute(these):
        yield News(**row._asdict())
