"""The visit files, missions, reports on visits and follow-up rounds that a mandate left open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, exists, func, not_, or_, select

from portal.followup.missions.read_model import missions
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits.read_model import files, of_mandates
from portal.homes.custody.items import Open
from shared.contracts.stakeholders_custody import Item
from shared.core.geneva import start_of

_OVER = ("published", "withdrawn")


def of_visits(conn: Connection, some: Sequence[str], on: date) -> list[Open]:
    return [
        *_files(conn, some, on),
        *_missions(conn, some),
        *_reports(conn, some),
        *_rounds(conn, some),
    ]


def _files(conn: Connection, some: Sequence[str], on: date) -> list[Open]:
    """Those with a request or an invitation, until the visit is over."""
    c = files.c
    begun = func.coalesce(c.asked_on, c.invited_on).label("begun")
    over = and_(c.status == "agreed", c.last.is_not(None), c.last < on)
    rows = conn.execute(
        select(c.visit_file_id, func.coalesce(c.keeper, c.mandate).label("of"), c.state, begun)
        .where(
            of_mandates(some),
            c.kept_at.is_(None),
            or_(c.asked_on.is_not(None), c.invited_on.is_not(None)),
            not_(over),
        )
        .order_by(begun, c.visit_file_id)
    )
    return _open("visit-files", [(*row[:3], start_of(row.begun)) for row in rows])


def _missions(conn: Connection, some: Sequence[str]) -> list[Open]:
    c = missions.c
    off = and_(c.plans == "called_off", c.phase == "planning")
    joint = missions.alias().c
    done = exists().where(joint.mission_id == c.joint, joint.phase == "completed")
    rows = conn.execute(
        select(c.mission_id, c.mandate, c.state, c.opened_at)
        .where(
            c.mandate.in_(some), c.kept_at.is_(None), c.phase != "completed", not_(off), not_(done)
        )
        .order_by(c.opened_at, c.mission_id)
    )
    return _open("missions", rows)


def _reports(conn: Connection, some: Sequence[str]) -> list[Open]:
    """Those that were never published: what is public keeps the old name."""
    c = reports.c
    rows = conn.execute(
        select(c.mission_id, c.mandate, c.state, c.began_at)
        .where(c.mandate.in_(some), c.stage.not_in(_OVER))
        .order_by(c.began_at, c.mission_id)
    )
    return _open("visit-reports", rows)


def _rounds(conn: Connection, some: Sequence[str]) -> list[Open]:
    """Those without a public table: that keeps the old name."""
    c = rounds.c
    rows = conn.execute(
        select(c.round_id, c.mandate, c.state, c.opened_at)
        .where(
            c.mandate.in_(some),
            c.opened_at.is_not(None),
            c.closed_at.is_(None),
            c.published.is_(None),
        )
        .order_by(c.opened_at, c.round_id)
    )
    return _open("rounds", rows)


def _open(kind: Item, rows: Iterable[Sequence[Any]]) -> list[Open]:
    """Return the items of rows of an id, a mandate, a State and when it was opened."""
    return [
        Open(mandate=mandate, kind=kind, item_id=item_id, at=at, recipient=state)
        for item_id, mandate, state, at in rows
    ]
