"""What went to a successor, for notices: told once the item is with that mandate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from portal.casefile.replies.tables import signatures as signed
from portal.followup.missions.read_model import missions
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits.read_model import files
from portal.stakeholders.read_model import custody


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """``mandate``: whose it was. ``to``: whose it is now."""

    mandate: str
    kind: str
    item_id: str
    to: str
    decided_at: datetime


_OF: Final[Mapping[str, tuple[ColumnElement[Any], ColumnElement[Any]]]] = MappingProxyType(
    {
        "reply-cases": (signed.c.communication_id, signed.c.mandate),
        "visit-files": (files.c.visit_file_id, func.coalesce(files.c.keeper, files.c.mandate)),
        "missions": (missions.c.mission_id, missions.c.mandate),
        "visit-reports": (reports.c.mission_id, reports.c.mandate),
        "rounds": (rounds.c.round_id, rounds.c.mandate),
    }
)
"""Of each kind the id and the mandate. Letters and statements tell by their own facts."""


def passed_on(conn: Connection, since: datetime) -> Iterator[PassedOn]:
    """Yield what was passed on since then and has arrived."""
    c = custody.c
    arrived = [
        and_(c.kind == kind, exists().where(key == c.item_id, whose == c.to).correlate(custody))
        for kind, (key, whose) in _OF.items()
    ]
    columns = (c.mandate, c.kind, c.item_id, c.to, c.decided_at)
    found = select(*columns).where(c.decided_at > since, c.to.is_not(None), or_(*arrived))
    for row in conn.execute(found.order_by(c.decided_at, c.item_id)):
        yield PassedOn(**row._asdict())
