"""The numbers of the register, of seats and of slots: section B.7.

Every entry that is confirmed is counted once, hidden ones too, and with what was merged into it. So
these numbers are for officers of the register, who read each entry, and for nobody else.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from portal.stakeholders.dialogues.read_model import dialogues, slots
from portal.stakeholders.organisations import accreditations, cards, merged
from portal.stakeholders.organisations.cards import Card
from portal.stakeholders.organisations.queries import STAGE
from portal.stakeholders.organisations.read_model import focal_points
from portal.stakeholders.sessions.read_model import seats, sessions
from portal.web import paging
from portal.web.paging import Page
from shared.reference import states
from shared.reference.accreditation import ECOSOC, GANHRI, Record, in_force
from shared.reference.organisations import EXPIRY_NOTICES

GRANTED: Final = frozenset({"general", "special", "roster"})
OF_A_YEAR: Final = ("granted", "suspended", "withdrawn", "reinstated")
SOON: Final = timedelta(days=max(EXPIRY_NOTICES))
AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Focal:
    """``soon``: of those who are active. ``without``: organisations with nobody who is."""

    active: int
    soon: int
    without: int


def entries(conn: Connection) -> list[Card]:
    """Return each confirmed entry that stands for itself."""
    real = merged.pointers(conn)
    there = cards.of(conn, STAGE == "confirmed")
    return [one for one in there if one.organisation_id not in real]


def region(country: str) -> str:
    """Return the regional group of a State; none for a country without one."""
    found = states().get(country)
    return (found.group or "") if found else ""


def by_region_and_type(found: Collection[Card]) -> Mapping[tuple[str, str], int]:
    return Counter((region(one.country), one.type) for one in found)


def by_grade(
    found: Collection[Card], records: Mapping[str, list[Record]], on: date
) -> Mapping[tuple[str, str], int]:
    """Count the national institutions by regional group and the grade in force, "" for none."""
    return Counter(
        (
            region(one.country),
            in_force(records.get(one.organisation_id, []), GANHRI, on).grade or "",
        )
        for one in found
        if one.type == "nhri"
    )


def by_year(records: Mapping[str, list[Record]]) -> Mapping[tuple[int, str], int]:
    """Count what ECOSOC decided by the year of the decision, without what was corrected."""
    every = [one for some in records.values() for one in some]
    corrected = {one.corrects for one in every}
    return Counter(
        (one.decided.year, "granted" if one.status in GRANTED else one.status)
        for one in every
        if one.scheme == ECOSOC and one.record_id not in corrected
    )


def records(conn: Connection) -> dict[str, list[Record]]:
    """Return what was decided, by entry."""
    found: dict[str, list[Record]] = {}
    for organisation_id, record in accreditations.every(conn):
        found.setdefault(organisation_id, []).append(record)
    return found


def focal(conn: Connection, found: Collection[Card], on: date) -> Focal:
    c, real = focal_points.c, merged.pointers(conn)
    rows = conn.execute(
        select(c.organisation_id, c.last_day).where(c.step == "active", c.last_day >= on)
    ).all()
    has = {merged.real(real, row.organisation_id) for row in rows}
    return Focal(
        active=len(rows),
        soon=sum(row.last_day <= on + SOON for row in rows),
        without=sum(one.organisation_id not in has for one in found if one.type != "person"),
    )


def of_sessions(conn: Connection) -> Page[Row[Any]]:
    """Return of each session how many asked, have a seat, wait, and came; the newest first."""
    s, t = sessions.c, seats.c
    query = (
        select(
            s.session_id,
            s.title,
            func.count(t.registration_id).label("asked"),
            _number(t.state == "confirmed").label("confirmed"),
            _number(t.state.in_(("waiting", "offered"))).label("waiting"),
            _number(t.came.is_(True)).label("came"),
        )
        .outerjoin(seats, t.session_id == s.session_id)
        .where(s.title.is_not(None))
        .group_by(s.session_id, s.title, s.starts_at)
        .order_by(s.starts_at.desc(), s.session_id)
    )
    return paging.cut(conn, query, "sessions", paging.asked, size=AT_ONCE)


def of_dialogues(conn: Connection) -> Page[Row[Any]]:
    """Return of each dialogue how many slots were asked for, delivered and not reached."""
    d, t = dialogues.c, slots.c
    query = (
        select(
            d.dialogue_id,
            d.title,
            func.count(t.slot_id).label("asked"),
            _number(t.stage == "delivered").label("delivered"),
            _number(t.stage == "not_reached").label("not_reached"),
        )
        .outerjoin(slots, t.dialogue_id == d.dialogue_id)
        .where(d.title.is_not(None))
        .group_by(d.dialogue_id, d.title, d.starts_at)
        .order_by(d.starts_at.desc(), d.dialogue_id)
    )
    return paging.cut(conn, query, "dialogues", paging.asked, size=AT_ONCE)


def _number(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
