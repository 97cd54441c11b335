"""What is new of reports on visits, for notices: comments asked for, to be decided, to publish."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import Connection, Row, and_, or_, select

from portal.followup.visit_reports.read_model import reports

What: TypeAlias = Literal["sent", "due", "ended", "returned", "submitted"]
SOON: Final = timedelta(days=7)
_c = reports.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``on``: what tells it apart from the same of another time."""

    mission_id: str
    mandate: str
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
    for row in conn.execute(select(*columns, *times).where(told).order_by(_c.mission_id)):
        yield from _at(row, "returned", row.returned_at, since)
        match row.stage:
            case "with_state":
                yield from _at(row, "sent", row.sent_at, since)
                if row.comments_due - SOON <= today <= row.comments_due:
                    yield _news(row, "due", row.comments_due)
            case "deciding":
                yield from _at(row, "ended", row.ended_at, since)
            case "submitted":
                yield from _at(row, "submitted", row.submitted_at, since)
            case _:
                pass


def _at(row: Row[Any], what: What, at: datetime | None, since: datetime) -> Iterator[News]:
    if at is not None and at > since:
        yield _news(row, what, at)


def _news(row: Row[Any], what: What, on: date) -> News:
    return News(
        mission_id=row.mission_id,
        mandate=row.mandate,
        state=row.state,
        what=what,
        on=on.isoformat(),
    )
