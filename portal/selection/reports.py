"""Queries of reports and proposals: who reads which, and from when (section A.5).

A published report is everybody's. Before, the President, the selection officer and the members who
take part read it; whoever is recused does not. One that fell with its list is before the President
no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, not_, or_, select, true

from portal.selection import vacancies as queries
from portal.selection.ending_tables import additions, places, proposals, reports
from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recusal_model import left
from portal.selection.recused import takes_part
from portal.selection.stage import Vacancy, vacancy
from portal.selection.vacancies import Preferred
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``recused``: regional groups; ``added``: those whose conflict came to light afterwards."""

    vacancy_id: str
    number: int
    text: Sealed | None
    numbers: Mapping[str, int]
    recused: Sequence[str]
    added: Sequence[str]
    submitted_at: datetime
    published_at: datetime | None
    returned_at: datetime | None
    returned_reason: Sealed | None
    places: Sequence[Preferred]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """``outcome``: None while it is before the Council. ``name`` is public from the proposal on."""

    vacancy_id: str
    candidate_id: str
    name: Sealed
    rank: int
    deviates: bool
    reasons: Sealed | None
    proposed_at: datetime
    outcome: str | None
    decided_on: date | None
    reason_code: str | None
    decision: str | None
    mandate: str
    holder_id: str | None
    starts_on: date | None
    ends_on: date | None
    recorded_by: str | None


def reported(conn: Connection, actor: Actor) -> list[Vacancy]:
    """The vacancies with a report, for the President: those first that wait for a decision."""
    rows = conn.execute(
        select(vacancies)
        .where(_president(actor), _has_report())
        .order_by(vacancies.c.session_on, vacancies.c.declared_at, vacancies.c.vacancy_id)
    )
    return sorted(map(vacancy, rows), key=lambda one: (one.ended, one.report is None))


def before_president(conn: Connection, actor: Actor, vacancy_id: str) -> Vacancy | None:
    """The vacancy, for the President, once its panel has reported."""
    row = conn.execute(
        select(vacancies).where(
            vacancies.c.vacancy_id == vacancy_id, _president(actor), _has_report()
        )
    ).one_or_none()
    return vacancy(row) if row else None


def of_vacancy(conn: Connection, actor: Actor | None, vacancy_id: str) -> list[Report]:
    """The reports that this person may read, the newest first."""
    c = reports.c
    rows = conn.execute(
        select(reports)
        .where(c.vacancy_id == vacancy_id, _readable(actor))
        .order_by(c.report.desc())
    )
    return [_report(conn, row) for row in rows]


def one(conn: Connection, actor: Actor | None, vacancy_id: str, number: int) -> Report | None:
    c = reports.c
    row = conn.execute(
        select(reports).where(c.vacancy_id == vacancy_id, c.report == number, _readable(actor))
    ).one_or_none()
    return _report(conn, row) if row else None


def proposed(conn: Connection, vacancy_id: str) -> list[Proposal]:
    """What was proposed, for everybody, the oldest first."""
    c = proposals.c
    query = _proposals().where(c.vacancy_id == vacancy_id)
    return [_proposal(row) for row in conn.execute(query.order_by(c.proposed_at, c.candidate_id))]


def appointed(conn: Connection) -> list[Proposal]:
    """Whom the Council appointed, the newest first."""
    c = proposals.c
    query = _proposals().where(c.outcome == "appointed")
    newest = query.order_by(c.recorded_at.desc(), c.candidate_id)
    return [_proposal(row) for row in conn.execute(newest)]


def recommended_file(conn: Connection, actor: Actor, candidate_id: str) -> Row[Any] | None:
    """The application of a candidate who stands on the list before the President."""
    c = candidates.c
    on_the_list = and_(
        places.c.candidate_id == c.candidate_id,
        places.c.vacancy_id == vacancies.c.vacancy_id,
        places.c.report == vacancies.c.report,
    )
    return conn.execute(
        select(vacancies, c.candidate_id, c.name, c.motivation, c.form, c.nationality, c.gender)
        .select_from(candidates)
        .join(vacancies, vacancies.c.vacancy_id == c.vacancy_id)
        .join(places, on_the_list)
        .where(c.candidate_id == candidate_id, c.withdrawn_at.is_(None), _president(actor))
    ).one_or_none()


def _readable(actor: Actor | None) -> ColumnElement[bool]:
    c = reports.c
    published = c.published_at.is_not(None)
    if actor is None:
        return published
    if actor.has(Role.SELECTION_OFFICER):
        return true()
    if actor.has(Role.PRESIDENT):
        return or_(published, c.returned_at.is_not(None), not_(_fell()))
    sits = exists().where(seats.c.vacancy_id == c.vacancy_id, takes_part(actor))
    return or_(published, sits)


def _fell() -> ColumnElement[bool]:
    this = vacancies.c.vacancy_id == reports.c.vacancy_id
    return exists().where(this, reports.c.report <= vacancies.c.fallen_report)


def _president(actor: Actor) -> ColumnElement[bool]:
    """Of a vacancy for which they applied, or on whose panel they sit or sat, it is not theirs."""
    if not actor.has(Role.PRESIDENT):
        return vacancies.c.vacancy_id.is_(None)
    own = candidates.alias()
    applied = exists().where(
        own.c.vacancy_id == vacancies.c.vacancy_id,
        own.c.applicant_id == actor.actor_id,
        own.c.withdrawn_at.is_(None),
    )
    of_panel = [
        exists().where(
            table.c.vacancy_id == vacancies.c.vacancy_id, table.c.member_id == actor.actor_id
        )
        for table in (seats, left)
    ]
    return not_(or_(applied, *of_panel))


def _has_report() -> ColumnElement[bool]:
    return exists().where(reports.c.vacancy_id == vacancies.c.vacancy_id)


def _report(conn: Connection, row: Row[Any]) -> Report:
    c = additions.c
    added = conn.scalars(
        select(c.region)
        .where(c.vacancy_id == row.vacancy_id, c.report == row.report)
        .order_by(c.region)
    )
    return Report(
        vacancy_id=row.vacancy_id,
        number=row.report,
        text=row.text,
        numbers=row.numbers,
        recused=row.recused,
        added=list(added),
        submitted_at=row.submitted_at,
        published_at=row.published_at,
        returned_at=row.returned_at,
        returned_reason=row.returned_reason,
        places=_places(conn, row.vacancy_id, row.report),
    )


def _places(conn: Connection, vacancy_id: str, number: int) -> list[Preferred]:
    c = places.c
    rows = conn.execute(
        queries.listed()
        .add_columns(c.rank, c.reason)
        .join(places, c.candidate_id == candidates.c.candidate_id)
        .where(c.vacancy_id == vacancy_id, c.report == number, candidates.c.name.is_not(None))
        .order_by(c.rank, candidates.c.submitted_at, c.candidate_id)
    )
    return [
        Preferred(rank=row.rank, listed=queries.on_a_list(row), reason=row.reason) for row in rows
    ]


def _proposals() -> Select[Any]:
    """Nobody is named whose application was withdrawn while a later call was open."""
    c, people = proposals.c, candidates.c
    query = select(proposals, people.name).join(candidates, people.candidate_id == c.candidate_id)
    return query.where(people.name.is_not(None))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        **{name: row._mapping[name] for name in Proposal.__slots__}  # noqa: SLF001  # public in SQLAlchemy
    )
