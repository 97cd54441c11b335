"""Missions as statements at their end need them: whose they are, their days, what was heard."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from portal.letters.statements.tables import missions, signatures, statements
from shared.contracts.approvals_missions import Heard
from shared.core.actor import Actor
from shared.core.roles import Role

_c = missions.c
_SOME = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """``findings``: None until the Government heard them, or refused to."""

    mission_id: str
    mandate: str
    state: str
    first: date
    last: date
    called_off: bool
    findings: Heard | None

    def opens_for(self, actor: Actor) -> bool:
        """Whether this person reads the page of the mission, as one who works for its mandate."""
        of_team = actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
        return of_team and actor.serves(self.mandate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement at the end of a mission."""

    statement_id: str
    state: str
    edition: int
    issued_at: datetime | None

    @property
    def open(self) -> bool:
        return self.state != "withdrawn"

    @property
    def public(self) -> bool:
        return self.open and self.edition > 0


def mission(conn: Connection, mission_id: str | None) -> Mission | None:
    """Return the mission. Ask before who looks."""
    row = conn.execute(select(missions).where(_c.mission_id == mission_id)).one_or_none()
    return None if row is None else Mission(**row._asdict())


def beside(conn: Connection, one: Mission) -> list[str]:
    """Return the other mandates that visit the State on one of the same days."""
    these = select(_c.mandate).where(
        _joint(one), _c.mandate != one.mandate, _c.called_off.is_(False)
    )
    return list(conn.scalars(these.distinct().order_by(_c.mandate)))


def stated(conn: Connection, one: Mission) -> list[Stated]:
    """Return the statements of a mission, the last drafted first. Ask before who looks.

    One of a joint visit is in the name of its mandate too, and of the mission of who leads.
    """
    s, by = statements.c, signatures.c
    signs = exists().where(
        by.statement_id == s.statement_id, by.mandate == one.mandate, by.declined_at.is_(None)
    )
    joint = signs & s.mission_id.in_(select(_c.mission_id).where(_joint(one)))
    these = select(s.statement_id, s.state, s.edition, s.issued_at).where(
        or_(s.mission_id == one.mission_id, joint), s.state.is_not(None)
    )
    rows = conn.execute(these.order_by(s.drafted_at.desc(), s.statement_id).limit(_SOME))
    return [Stated(**row._asdict()) for row in rows]


def ended_by(conn: Connection, statement_id: str) -> list[str]:
    """Return the missions that a statement ends: its own, and of a joint visit the other ones.

    Ask before who looks.
    """
    s, by = statements.c, signatures.c
    this = select(s.mission_id).where(s.statement_id == statement_id)
    own = mission(conn, conn.scalar(this))
    if own is None:
        return []
    signs = exists().where(
        by.statement_id == statement_id, by.mandate == _c.mandate, by.declined_at.is_(None)
    )
    these = select(_c.mission_id).where(or_(_c.mission_id == own.mission_id, _joint(own) & signs))
    return list(conn.scalars(these.order_by(_c.mission_id)))


def _joint(one: Mission) -> ColumnElement[bool]:
    """Those to the State on one of the same days."""
    return (_c.state == one.state) & (_c.first <= one.last) & (_c.last >= one.first)
