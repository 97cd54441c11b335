"""Queries of consultations: what everybody reads, what belongs to a person, what officers read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from portal.stakeholders.consultations.read_model import consultations, groups, proposals
from shared.core.message import Sealed

_c, _p = consultations.c, proposals.c
_LIVE = _p.withdrawn_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """``code``: why it was cancelled."""

    consultation_id: str
    title: str
    question: str
    opens_at: datetime
    closes_at: datetime
    audience: Sequence[str]
    visible: str
    cancelled_at: datetime | None
    code: str | None
    outcome: str | None
    published_at: datetime | None
    corrected_at: datetime | None

    def state(self, now: datetime) -> str:
        """Return a key of words.STATES. The time closes it, and not the fact that says so."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.published_at is not None:
            return "published"
        if now < self.opens_at:
            return "coming"
        return "open" if now < self.closes_at else "closed"

    def shows(self, now: datetime) -> bool:
        """Whether everybody may read the proposals whose authors agreed."""
        if self.visible == "never" or self.cancelled_at is not None:
            return False
        return self.visible == "at_once" or self.state(now) in {"closed", "published"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """``code``: of the answer."""

    consultation_id: str
    proposal_id: str
    author_id: str
    organisation: str | None
    text: Sealed
    language: str
    consent: str
    submitted_at: datetime
    withdrawn_at: datetime | None
    group_id: str | None
    code: str | None
    answer: Sealed | None
    answered_at: datetime | None


def going_on(now: datetime) -> Select[Any]:
    """Return those that are open or will be, the next to close first."""
    these = select(consultations).where(_running, _c.closes_at > now)
    return these.order_by(_c.closes_at, _c.consultation_id)


def over(now: datetime) -> Select[Any]:
    """Return those that are closed, published or cancelled, the last first."""
    these = select(consultations).where(_c.title.is_not(None), ~and_(_running, _c.closes_at > now))
    return these.order_by(_c.closes_at.desc(), _c.consultation_id)


_running = and_(_c.cancelled_at.is_(None), _c.published_at.is_(None))


def one(conn: Connection, consultation_id: str) -> Consultation | None:
    this = select(consultations).where(_c.consultation_id == consultation_id, _c.title.is_not(None))
    row = conn.execute(this).one_or_none()
    return consultation(row) if row else None


def some(conn: Connection, ids: Collection[str]) -> dict[str, Consultation]:
    rows = conn.execute(select(consultations).where(_c.consultation_id.in_(ids)))
    return {row.consultation_id: consultation(row) for row in rows}


def count(conn: Connection, consultation_id: str) -> int:
    """Return how many proposals nobody withdrew."""
    these = (_p.consultation_id == consultation_id, _LIVE)
    return conn.scalar(select(func.count()).select_from(proposals).where(*these)) or 0


def unanswered(conn: Connection, consultation_id: str) -> int:
    these = (_p.consultation_id == consultation_id, _LIVE, _p.code.is_(None))
    return conn.scalar(select(func.count()).select_from(proposals).where(*these)) or 0


def live(consultation_id: str) -> Select[Any]:
    """Return what nobody withdrew, group by group, in the order of proposing."""
    these = select(proposals).where(_p.consultation_id == consultation_id, _LIVE)
    return these.order_by(func.coalesce(_p.group_id, ""), _p.submitted_at, _p.number)


def agreed(conn: Connection, consultation_id: str) -> list[Proposal]:
    """Return those whose authors let others read them."""
    these = live(consultation_id).where(_p.consent.in_(("named", "anonymous")))
    return [proposal(row) for row in conn.execute(these)]


def of_person(account_id: str) -> Select[Any]:
    these = select(proposals).where(_p.author_id == account_id)
    return these.order_by(_p.submitted_at.desc(), _p.proposal_id)


def own(conn: Connection, proposal_id: str, account_id: str) -> Proposal | None:
    return _proposal(conn, and_(_p.proposal_id == proposal_id, _p.author_id == account_id))


def titles(conn: Connection, consultation_id: str) -> dict[str, Sealed]:
    """Return what each group is called."""
    rows = conn.execute(select(groups).where(groups.c.consultation_id == consultation_id))
    return {row.group_id: row.title for row in rows}


def consultation(row: Row[Any]) -> Consultation:
    return Consultation(**{name: getattr(row, name) for name in Consultation.__dataclass_fields__})


def proposal(row: Row[Any]) -> Proposal:
    return Proposal(**{name: getattr(row, name) for name in Proposal.__dataclass_fields__})


def _proposal(conn: Connection, which: ColumnElement[bool]) -> Proposal | None:
    row = conn.execute(select(proposals).where(which)).one_or_none()
    return proposal(row) if row else None
