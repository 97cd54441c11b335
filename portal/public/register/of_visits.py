"""What is public of visits beside the tables of the register: everybody who lists it asks here."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from portal.casefile.history import visits
from portal.followup.inputs.announced import FOR_ALL
from portal.followup.missions.read_model import missions as visited
from portal.followup.recommendations.tables import recommendations, tags
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits import published
from portal.followup.visits.read_model import files
from shared.reference.former_states import names_of
from shared.reference.history import TOOK_PLACE
from shared.reference.themes import THEMES

REPORTS: Final = reports.c.stage == "published"
TABLES: Final = and_(rounds.c.published.is_not(None), rounds.c.published_at.is_not(None))
"""Of follow-up rounds."""
CALLS: Final = FOR_ALL
"""Calls for input, also those that are over: their pages stay."""
_r, _t = recommendations.c, tags.c
_TAGGED: Final = and_(
    _t.recommendation_id == _r.recommendation_id,
    _t.kind == "theme",
    _t.code.in_([*THEMES]),
    _r.mission_id == reports.c.mission_id,
    _r.published_at.is_not(None),
)
"""The themes of a report: those with which its public recommendations were tagged."""


def with_page(conn: Connection, most: int) -> list[str]:
    """Return the missions of visits that have a page of their own, the latest first.

    The report of a mandate that came along on a joint visit is on the page of that one.
    """
    of_files = select(published.VISIT).where(published.HAS_PAGE).order_by(files.c.last.desc())
    r, v = reports.c, visited.c
    visit = func.coalesce(v.joint, r.mission_id)
    reported = select(visit).outerjoin(visited, v.mission_id == r.mission_id).where(REPORTS)
    reported = reported.order_by(r.published_at.desc())
    found = [*conn.scalars(of_files.limit(most)), *conn.scalars(reported.limit(most))]
    return list(dict.fromkeys(found))[:most]


def under(themes: Collection[str]) -> ColumnElement[bool]:
    """Return whether a report has a recommendation that is tagged with one of these themes."""
    return exists().where(_TAGGED, _t.code.in_(themes))


def among(conn: Connection, missions: Collection[str], themes: Collection[str]) -> frozenset[str]:
    """Return the missions among these whose report is under one of these themes now."""
    these = select(reports.c.mission_id).where(reports.c.mission_id.in_(missions), under(themes))
    return frozenset(conn.scalars(these) if missions and themes else ())


def themed(conn: Connection, begin: datetime) -> Mapping[int, frozenset[str]]:
    """Return by its number the themes of each report that was published since and has some."""
    these = select(reports.c.number, _t.code).where(REPORTS, reports.c.published_at >= begin)
    found: dict[int, set[str]] = {}
    for row in conn.execute(these.where(_TAGGED)):
        found.setdefault(row.number, set()).add(row.code)
    return {number: frozenset(codes) for number, codes in found.items()}


def before(conn: Connection, state: str) -> Iterator[dict[str, Any]]:
    """Yield what the event of each visit from before the platform has: one that took place.

    It is dated when it was over, and its key is its id as a number (decision 0223).
    """
    v = visits.c
    these = select(visits).where(v.published_on.is_not(None), v.status.in_(TOOK_PLACE))
    for row in conn.execute(these.where(v.state.in_(names_of(state)))):
        yield {
            "on": row.last_on,
            "year": row.year,
            "key": UUID(row.visit_id).int,
            "mandates": tuple(row.mandates),
            "type": row.status,
            "item": row.visit_id,
            "begin": row.first_on,
            "end": row.last_on,
        }
