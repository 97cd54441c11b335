"""What is new of reports on visits, for notices: comments asked for, to be decided, to publish."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, Row, and_, or_, select

from portal.followup.visit_reports.read_model import reports
from portal.followup.visit_reports.writers import joint

What: TypeAlias = Literal["sent", "due", "ended", "returned", "submitted", "joined"]
SOON: Final = timedelta(days=7)
_c, _j = reports.c, joint.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``on``: what tells it apart from the same of another time. ``mandates``: that write it.

    Of ``joined``, the one that was named to write it as well.
    """

    mission_id: str
    mandates: tuple[str, ...]
    state: str
    what: What
    on: str


def news(conn: Connection, since: datetime, today: date) -> Iterator[News]:
    """Yield what happened since then, and which comments are due soon.

    That a report was given back is told whatever became of it before anybody was told.
    """
    waiting = ("with_state", "deciding", "submitted")
    columns = (_c.mission_id, _c.mandate, _c.state, _c.stage, _c.comments_due)
    times = (_c.sent_at, _c.ended_at, _c.returned_at, _c.submitted_at)
    new = or_(_c.comments_due >= today, *(at > since for at in times))
    told = or_(and_(_c.stage.in_(waiting), new), _c.returned_at > since)
    for one in conn.execute(select(joint).where(_j.joined_at > since).order_by(*joint.primary_key)):
        yield News(
            mission_id=one.mission_id,
            mandates=(one.mandate,),
            state="",
            what="joined",
            on=f"{one.joined_at.isoformat()} {one.mandate}",
        )
    rows = conn.execute(select(*columns, *times).where(told).order_by(_c.mission_id)).all()
    others: dict[str, list[str]] = {}
    these = select(_j.mission_id, _j.mandate).where(
        _j.mission_id.in_([row.mission_id for row in rows])
    )
    for mission_id, mandate in conn.execute(these.order_by(_j.mandate)):
        others.setdefault(mission_id, []).append(mandate)
    for row in rows:
        writing = (row.mandate, *others.get(row.mission_id, ()))
        for what, on in _of(row, since, today):
            yield News(
                mission_id=row.mission_id,
                mandates=writing,
                state=row.state,
                what=what,
                on=on.isoformat(),
            )


def _of(row: Row[Any], since: datetime, today: date) -> Iterator[tuple[What, date]]:
    yield from _at("returned", row.returned_at, since)
    match row.stage:
        case "with_state":
            yield from _at("sent", row.sent_at, since)
            if row.comments_due - SOON <= today <= row.comments_due:
                yield "due", row.comments_due
        case "deciding":
            yield from _at("ended", row.ended_at, since)
        case "submitted":
            yield from _at("submitted", row.submitted_at, since)
        case _:
            pass


def _at(what: What, at: datetime | None, since: datetime) -> Iterator[tuple[What, date]]:
    if at is not None and at > since:
        yield what, at
