"""Whom a panel asked to apply after its review (A19): queries, by who may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from portal.selection import vacancies as queries
from portal.selection.candidates import own
from portal.selection.read_model import vacancies
from portal.selection.sealed_model import additional
from portal.selection.stage import Vacancy, vacancy
from shared.core.actor import Actor
from shared.core.message import Sealed

_c = additional.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """It names nobody: who applied is an application like others."""

    reason: Sealed
    considered_at: datetime
    apply_by: datetime


def of_vacancy(conn: Connection, actor: Actor, vacancy_id: str) -> Sequence[Asked]:
    """Return the requests of this round, for the officer and for members who take part."""
    if queries.of_actor(conn, actor, vacancy_id) is None:
        return []
    rows = conn.execute(
        select(_c.reason, _c.considered_at, _c.apply_by)
        .where(_c.vacancy_id == vacancy_id)
        .order_by(_c.considered_at, _c.applicant_id)
    )
    return [Asked(**row._mapping) for row in rows]  # noqa: SLF001  # public in SQLAlchemy


def waiting(conn: Connection, vacancy_id: str, at: datetime) -> set[str]:
    """Return the accounts that may still apply."""
    these = select(_c.applicant_id).where(_c.vacancy_id == vacancy_id, _c.apply_by >= at)
    return set(conn.scalars(these))


def of_person(conn: Connection, actor: Actor, at: datetime) -> list[tuple[Vacancy, datetime]]:
    """Return the vacancies for which this person is asked to apply and has not, with the day."""
    rows = conn.execute(
        select(vacancies, _c.apply_by)
        .join(additional, _c.vacancy_id == vacancies.c.vacancy_id)
        .where(_c.applicant_id == actor.actor_id, _c.apply_by >= at, _undecided())
        .order_by(_c.apply_by, _c.vacancy_id)
    )
    sent = {one.vacancy.vacancy_id for one in own(conn, actor) if one.withdrawn_at is None}
    return [(vacancy(row), row.apply_by) for row in rows if row.vacancy_id not in sent]


def until(conn: Connection, actor: Actor, vacancy_id: str, at: datetime) -> datetime | None:
    """Return until when this person may apply although the call closed; None if not asked to."""
    found = of_person(conn, actor, at)
    return next((last for one, last in found if one.vacancy_id == vacancy_id), None)


def _undecided() -> ColumnElement[bool]:
    c = vacancies.c
    closed = c.review_closed_at.is_not(None)
    return and_(closed, c.shortlist_at.is_(None), c.lapsed_at.is_(None))
