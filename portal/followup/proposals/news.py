"""What is new in the exchange of a programme, for notices: to each side what the other did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from portal.followup.missions.read_model import missions
from portal.followup.proposals.read_model import proposals

_p, _m = proposals.c, missions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``stands``: as what is told stands now; ``mandates``: whose visit it is now."""

    proposal_id: str
    mission_id: str
    mandates: Sequence[str]
    state: str
    stands: str


def of_state(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what a Government proposed, answered or withdrew since then."""
    return _news(conn, _told("state", since))


def of_mandate(conn: Connection, since: datetime) -> Iterator[News]:
    """Yield what a mandate put to a Government, answered or withdrew since then."""
    return _news(conn, _told("mandate", since))


def _told(by: str, since: datetime) -> Select[Any]:
    own, closed = _p.side == by, _p.closed_at > since
    proposed = and_(own, _p.stands == "open", _p.proposed_at > since)
    withdrawn = and_(own, _p.stands == "withdrawn", closed)
    answered = and_(_p.side != by, _p.stands.in_(("agreed", "declined")), closed)
    columns = (_p.proposal_id, _p.mission_id, _m.mandate, _m.joined, _m.state, _p.stands)
    these = select(*columns).join(missions, _m.mission_id == _p.mission_id)
    return these.where(or_(proposed, withdrawn, answered)).order_by(_p.proposal_id)


def _news(conn: Connection, these: Select[Any]) -> Iterator[News]:
    for row in conn.execute(these):
        yield News(
            proposal_id=row.proposal_id,
            mission_id=row.mission_id,
            mandates=(row.mandate, *(row.joined or ())),
            state=row.state,
            stands=row.stands,
        )
