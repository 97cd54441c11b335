"""Applications: the selection officer reads all, candidates their own, nobody else any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select, true

from portal.selection.read_model import candidates, shortlist, vacancies
from portal.selection.stage import Vacancy, vacancy
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """``eligible`` is None while it waits to be screened, ``rank`` where it is on no short list."""

    candidate_id: str
    applicant_id: str
    vacancy: Vacancy
    name: Sealed
    motivation: Sealed
    form: Sealed | None
    nationality: str
    gender: str
    region: str | None
    submitted_at: datetime
    eligible: bool | None
    reason: Sealed | None
    codes: Sequence[str]
    rank: int | None
    withdrawn_at: datetime | None
    lapsed: bool | None
    erased_at: datetime | None


def applications(conn: Connection, actor: Actor, vacancy_id: str) -> list[Application]:
    """Applications for a vacancy, oldest first: the officer sees all, others their own."""
    query = _visible(actor).where(candidates.c.vacancy_id == vacancy_id)
    return [_application(row) for row in conn.execute(query)]


def application(conn: Connection, actor: Actor, candidate_id: str) -> Application | None:
    """One application, if this person may read it."""
    query = _visible(actor).where(candidates.c.candidate_id == candidate_id)
    row = conn.execute(query).one_or_none()
    return _application(row) if row else None


def own(conn: Connection, actor: Actor) -> list[Application]:
    """The person's own applications, newest first."""
    query = _visible(actor).where(_his(actor)).order_by(None)
    rows = conn.execute(query.order_by(candidates.c.submitted_at.desc(), candidates.c.candidate_id))
    return [_application(row) for row in rows]


def open_calls(conn: Connection, actor: Actor, at: datetime) -> list[tuple[Vacancy, bool]]:
    """The calls that are open or to open, soonest closing first, and whether one applied."""
    c = vacancies.c
    rows = conn.execute(
        select(vacancies).where(c.closes_at > at, c.lapsed_at.is_(None)).order_by(c.closes_at)
    )
    answered = {
        application.vacancy.vacancy_id
        for application in own(conn, actor)
        if application.withdrawn_at is None
    }
    return [(one, one.vacancy_id in answered) for one in map(vacancy, rows)]


def _visible(actor: Actor) -> Select[Any]:
    c = candidates.c
    return (
        select(
            vacancies,
            *(c[name] for name in _COLUMNS),
            _place(),
        )
        .select_from(candidates)
        .join(vacancies, vacancies.c.vacancy_id == c.vacancy_id)
        .outerjoin(shortlist, shortlist.c.candidate_id == c.candidate_id)
        .where(true() if actor.has(Role.SELECTION_OFFICER) else _his(actor))
        .order_by(c.submitted_at, c.candidate_id)
    )


_COLUMNS = (
    "candidate_id",
    "applicant_id",
    "name",
    "motivation",
    "form",
    "nationality",
    "gender",
    "region",
    "submitted_at",
    "eligible",
    "reason",
    "codes",
    "withdrawn_at",
    "lapsed",
    "erased_at",
)


def _place() -> ColumnElement[int]:
    """The place on the short list, which closes up where somebody withdrew."""
    listed, people = shortlist.alias(), candidates.alias()
    before = (
        select(func.count())
        .select_from(listed)
        .join(people, people.c.candidate_id == listed.c.candidate_id)
        .where(
            listed.c.vacancy_id == shortlist.c.vacancy_id,
            listed.c.rank < shortlist.c.rank,
            people.c.withdrawn_at.is_(None),
        )
        .correlate(shortlist)
        .scalar_subquery()
    )
    return case((shortlist.c.rank.is_not(None), before + 1)).label("rank")


def _his(actor: Actor) -> ColumnElement[bool]:
    return candidates.c.applicant_id == actor.actor_id


def _application(row: Row[Any]) -> Application:
    return Application(
        vacancy=vacancy(row),
        rank=row.rank,
        codes=row.codes or (),
        **{name: row._mapping[name] for name in _COLUMNS if name != "codes"},  # noqa: SLF001  # public in SQLAlchemy
    )
