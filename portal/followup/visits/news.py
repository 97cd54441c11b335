"""What is new of the dates of visits, for notices: proposed, agreed, put off or called off (V8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, func, or_, select

from portal.followup.visits.queries import AGREED
from portal.followup.visits.read_model import documents, files
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor

_INVITED: Final = "visit-invitation-received"
_OPEN: Final = ("visit-postponed", "visit-cancelled")
"""These take dates away, and may bring new ones."""
_WITH_DATES: Final = ("visit-dates-proposed", AGREED, _INVITED)
"""A request that names days asks for a visit, and proposes none."""
LATELY: Final = timedelta(days=92)
"""A letter without dates that is older when it is logged tells how it was, and no news."""
_c, _d = files.c, documents.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``mission_id``: what the file's last agreed dates opened; None: no dates were agreed."""

    visit_file_id: str
    document_id: str
    state: str
    mission_id: str | None
    by: str
    at: datetime


def dated(conn: Connection, since: datetime, today: date) -> Iterator[News]:
    """Yield the documents about dates logged since then that count, unless the days are over."""
    ahead = and_(_d.kind.in_((*_WITH_DATES, *_OPEN)), _d.last >= today)
    none = and_(_d.kind.in_(_OPEN), _d.last.is_(None), _d.passed_on >= today - LATELY)
    these = (
        select(
            *(_d.visit_file_id, _d.document_id, _c.state),
            func.coalesce(_d.mission_id, _c.mission_id).label("mission_id"),
            *(_d.logged_by, _d.logged_at),
        )
        .join(files, _c.visit_file_id == _d.visit_file_id)
        .where(_d.logged_at > since, _d.struck.is_(None), or_(ahead, none))
    )
    for row in conn.execute(these.order_by(_d.logged, _d.document_id)):
        yield News(
            visit_file_id=row.visit_file_id,
            document_id=row.document_id,
            state=row.state,
            mission_id=row.mission_id,
            by=row.logged_by,
            at=row.logged_at,
        )


def reads_as_desk(actor: Actor, state: str) -> bool:
    """Whether this person reads the file because the State is one of theirs."""
    mine = state in actor.states
    return mine and policy.sight(actor, Kind.VISIT, [Scope.STATE]) >= Sight.READ
