"""Queries of requests for advice: an institution reads its own, an officer what they have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, false, select, true

from portal.stakeholders.advice.read_model import requests, texts
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_c = requests.c
_OPEN = ("waiting", "answered")
_known = _c.asked_at.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``stage_at``: since when it is in this stage. ``code``: why it is closed."""

    advice_id: str
    organisation: str
    topic: str
    language: str
    asked_by: str
    asked_at: datetime
    due_on: date
    stage: str
    stage_at: datetime
    code: str | None
    officer_id: str | None
    reminded_at: datetime | None

    @property
    def open(self) -> bool:
        return self.stage in _OPEN

    def late(self, today: date) -> bool:
        """Whether an answer is overdue."""
        return self.stage == "waiting" and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """``kind``: question or answer."""

    kind: str
    text: Sealed
    corrects: bool
    at: datetime


def visible(actor: Actor) -> ColumnElement[bool]:
    """Stakeholder officers read every request; others who advise, those that they have."""
    if actor.has(Role.STAKEHOLDER_OFFICER):
        return true()
    if actor.has(Role.HUMAN_RIGHTS_OFFICER):
        return _c.officer_id == actor.actor_id
    return false()


def going_on(actor: Actor) -> Select[Any]:
    """Return what this person may read and is not over, the most urgent first."""
    these = select(requests).where(_known, _c.stage.in_(_OPEN), visible(actor))
    return these.order_by(_c.stage.desc(), _c.due_on, _c.advice_id)


def over(actor: Actor) -> Select[Any]:
    """Return what this person may read and is over, the last first."""
    these = select(requests).where(_known, _c.stage.not_in(_OPEN), visible(actor))
    return these.order_by(_c.stage_at.desc(), _c.advice_id)


def of_institution(pseudonyms: Collection[str]) -> Select[Any]:
    these = select(requests).where(_known, _c.organisation.in_(sorted(pseudonyms)))
    return these.order_by(_c.asked_at.desc(), _c.advice_id)


def one(conn: Connection, advice_id: str, actor: Actor) -> Request | None:
    return _one(conn, _c.advice_id == advice_id, visible(actor))


def own(conn: Connection, advice_id: str, pseudonyms: Collection[str]) -> Request | None:
    ours = _c.organisation.in_(sorted(pseudonyms))
    return _one(conn, _c.advice_id == advice_id, ours)


def waiting(conn: Connection) -> list[Request]:
    """Return every request without an answer, for the notices of what is due."""
    these = select(requests).where(_known, _c.stage == "waiting")
    return [request(row) for row in conn.execute(these.order_by(_c.due_on, _c.advice_id))]


def texts_of(conn: Connection, advice_id: str) -> list[Text]:
    """Return what was asked and answered, in its order. What was corrected stays."""
    these = select(texts).where(texts.c.advice_id == advice_id).order_by(texts.c.number)
    return [
        Text(kind=row.kind, text=row.text, corrects=row.corrects, at=row.at)
        for row in conn.execute(these)
    ]


def request(row: Row[Any]) -> Request:
    return Request(**{name: getattr(row, name) for name in Request.__dataclass_fields__})


def _one(conn: Connection, *which: ColumnElement[bool]) -> Request | None:
    row = conn.execute(select(requests).where(_known, *which)).one_or_none()
    return request(row) if row else None
