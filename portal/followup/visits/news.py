"""What is new of the dates of visits, for notices: proposed, agreed, put off or called off (V8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from portal.followup.visits.queries import AGREED, DATED
from portal.followup.visits.read_model import documents, files
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.reference.visits import HERE

_INVITED: Final = "visit-invitation-received"
_OPEN: Final = ("visit-postponed", "visit-cancelled")
"""These take dates away, and may bring new ones."""
_WITH_DATES: Final = ("visit-dates-proposed", AGREED, _INVITED)
"""A request that names days asks for a visit, and proposes none."""
_REFUSED: Final = "visit-declined"
_TAKEN_OVER: Final = "visit-file-carried-over"
LATELY: Final = timedelta(days=92)
"""A letter without dates that is older when it is logged tells how it was, and no news."""
_c, _d = files.c, documents.c


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``mission_id``: what the file's last agreed dates opened; None: no dates were agreed.

    ``proposed``: whether days were proposed for the visit, now or before.
    """

    visit_file_id: str
    document_id: str
    state: str
    mission_id: str | None
    proposed: bool
    by: str
    at: datetime


def dated(conn: Connection, since: datetime, today: date) -> Iterator[News]:
    """Yield the documents about dates logged since then that count, unless the days are over.

    A refusal, and a holder who lets the file lapse, tell of dates where they take some away.
    """
    ahead = and_(_d.kind.in_((*_WITH_DATES, *_OPEN)), _d.last >= today)
    off = and_(_ends(_d), or_(_d.kind.in_(_OPEN), _had_dates(today)))
    none = and_(off, _d.passed_on >= today - LATELY)
    these = (
        select(
            *(_d.visit_file_id, _d.document_id, _c.state),
            func.coalesce(_d.mission_id, _c.mission_id).label("mission_id"),
            DATED.label("proposed"),
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
            proposed=bool(row.proposed),
            by=row.logged_by,
            at=row.logged_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredHere:
    """``mandate``: who goes on with the file; None: it is kept as a record."""

    visit_file_id: str
    document_id: str
    mandate: str | None
    by: str
    at: datetime


def answered(conn: Connection, since: datetime) -> Iterator[AnsweredHere]:
    """Yield what Governments answered here since then."""
    these = (
        select(documents, _c.mandate, _c.keeper, _c.kept_at)
        .join(files, _c.visit_file_id == _d.visit_file_id)
        .where(_d.logged_at > since, _d.channel == HERE)
    )
    for row in conn.execute(these.order_by(_d.logged, _d.document_id)):
        yield AnsweredHere(
            visit_file_id=row.visit_file_id,
            document_id=row.document_id,
            mandate=None if row.kept_at else row.keeper or row.mandate,
            by=row.logged_by,
            at=row.logged_at,
        )


def _ends(c: Any) -> ColumnElement[bool]:
    """Whether a document leaves the file without dates: also a refusal, or a holder's "no more"."""
    dropped = and_(c.kind == _TAKEN_OVER, not_(c.details["kept"].as_boolean()))
    return or_(and_(c.kind.in_(_OPEN), c.last.is_(None)), c.kind == _REFUSED, dropped)


def _had_dates(today: date) -> ColumnElement[bool]:
    """Whether days ahead were on the file until this document came."""
    dates, end = documents.alias(), documents.alias()
    ended = select(end.c.document_id).where(
        end.c.visit_file_id == dates.c.visit_file_id,
        end.c.struck.is_(None),
        end.c.logged > dates.c.logged,
        end.c.logged < _d.logged,
        _ends(end.c),
    )
    these = select(dates.c.document_id).where(
        dates.c.visit_file_id == _d.visit_file_id,
        dates.c.struck.is_(None),
        dates.c.kind.in_((*_WITH_DATES, *_OPEN)),
        dates.c.logged < _d.logged,
        dates.c.last >= today,
        ~ended.correlate(dates, documents).exists(),
    )
    return these.correlate(documents).exists()


def told_as_partner(actor: Actor, one: News) -> bool:
    """Whether this person finds the line of the file because the State is one of theirs (V8)."""
    mine = one.proposed and one.state in actor.states
    return mine and policy.sight(actor, Kind.VISIT, [Scope.DATED]) >= Sight.METADATA


def reads_as_desk(actor: Actor, state: str) -> bool:
    """Whether this person reads the file because the State is one of theirs."""
    mine = state in actor.states
    return mine and policy.sight(actor, Kind.VISIT, [Scope.STATE]) >= Sight.READ
