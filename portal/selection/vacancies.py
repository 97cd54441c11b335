"""Queries of vacancies, panels and short lists, by role (procedure.md section 6.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from portal.selection.read_model import candidates, seats, shortlist, vacancies
from portal.selection.recusal_model import conflicts, disclosures, lobbies
from portal.selection.recused import recused, serves, takes_part
from portal.selection.screening_model import noes
from portal.selection.sealed_model import interviews as interview_lists
from portal.selection.stage import Vacancy, for_member, vacancy
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """``waiting``: applications that are to be screened, or wait for a second officer."""

    applications: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSeat:
    """``recused``: from this vacancy. ``ends_on``: its last day; ``over``: that is past."""

    member_id: str
    region: str
    chair: bool
    recused: bool = False
    ends_on: date | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lobbied:
    """What a member told of those who approached them."""

    member_id: str
    text: Sealed
    disclosed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A name on a list for everybody: this and no more (R18). ``name`` is revealed on purpose."""

    candidate_id: str
    name: Sealed
    nationality: str
    gender: str
    region: str | None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviews:
    """Who is interviewed, and why the list leaves the order of the points, where it does."""

    candidate_ids: tuple[str, ...]
    reason: Sealed | None
    adopted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """A place on an adopted short list, with its public reason."""

    rank: int
    listed: Listed
    reason: Sealed


def administered(conn: Connection, actor: Actor) -> list[tuple[Vacancy, Tally]]:
    """Every vacancy with its tally, newest first. The selection officer's."""
    c = candidates.c
    unsaid = or_(c.eligible.is_(None), noes.c.candidate_id.is_not(None))
    counts = (
        select(
            c.vacancy_id,
            func.count().label("applications"),
            func.count().filter(unsaid, c.withdrawn_at.is_(None)).label("waiting"),
        )
        .outerjoin(noes, noes.c.candidate_id == c.candidate_id)
        .group_by(c.vacancy_id)
        .subquery()
    )
    rows = conn.execute(
        select(vacancies, counts.c.applications, counts.c.waiting)
        .outerjoin(counts, counts.c.vacancy_id == vacancies.c.vacancy_id)
        .where(_officer(actor))
        .order_by(vacancies.c.declared_at.desc(), vacancies.c.vacancy_id)
    )
    return [
        (vacancy(row), Tally(applications=row.applications or 0, waiting=row.waiting or 0))
        for row in rows
    ]


def of_actor(conn: Connection, actor: Actor, vacancy_id: str) -> Vacancy | None:
    """The vacancy, for the selection officer and for the members of its panel."""
    c = vacancies.c
    seated = select(seats.c.vacancy_id).where(takes_part(actor))
    row = conn.execute(
        select(vacancies).where(
            c.vacancy_id == vacancy_id, or_(_officer(actor), c.vacancy_id.in_(seated))
        )
    ).one_or_none()
    return vacancy(row) if row else None


def panel(conn: Connection, actor: Actor, vacancy_id: str) -> list[PanelSeat]:
    """The members of the panel, for the selection officer and for the members themselves."""
    if of_actor(conn, actor, vacancy_id) is None:
        return []
    c = seats.c
    rows = conn.execute(
        select(
            c.member_id,
            c.region,
            c.chair,
            recused(c.vacancy_id, c.member_id).label("recused"),
            c.ends_on,
            not_(serves()).label("over"),
        )
        .where(c.vacancy_id == vacancy_id)
        .order_by(c.region)
    )
    return [PanelSeat(**row._mapping) for row in rows]  # noqa: SLF001  # public in SQLAlchemy


def pool(conn: Connection, actor: Actor, vacancy_id: str) -> list[Listed]:
    """The eligible candidates by name, for a member who is to say whether there is a conflict."""
    c = candidates.c
    rows = conn.execute(
        listed().where(_in_pool(actor, vacancy_id)).order_by(c.submitted_at, c.candidate_id)
    )
    return [on_a_list(row) for row in rows]


def pool_forms(conn: Connection, actor: Actor, vacancy_id: str) -> dict[str, Sealed]:
    """By candidate the sealed rest of the same applications: to compare with, and to show to none.

    Those of before the form have none.
    """
    c = candidates.c
    these = (_in_pool(actor, vacancy_id), c.form.is_not(None))
    rows = conn.execute(select(c.candidate_id, c.form).where(*these).order_by(c.candidate_id))
    return {row.candidate_id: row.form for row in rows}


def undisclosed(conn: Connection, actor: Actor) -> dict[str, int]:
    """By vacancy the number of candidates of whom this member has not said it yet."""
    c = candidates.c
    told = select(disclosures.c.candidate_id).where(disclosures.c.member_id == actor.actor_id)
    mine = select(seats.c.vacancy_id).where(takes_part(actor))
    rows = conn.execute(
        select(c.vacancy_id, func.count().label("number"))
        .where(considered(), c.vacancy_id.in_(mine), c.candidate_id.not_in(told))
        .group_by(c.vacancy_id)
    )
    return {row.vacancy_id: row.number for row in rows}


def lobbying(conn: Connection, actor: Actor, vacancy_id: str) -> list[Lobbied]:
    """What members disclosed, for the selection officer and for members who take part."""
    if of_actor(conn, actor, vacancy_id) is None:
        return []
    c = lobbies.c
    rows = conn.execute(
        select(c.member_id, c.text, c.disclosed_at)
        .where(c.vacancy_id == vacancy_id)
        .order_by(c.disclosed_at, c.disclosure_id)
    )
    return [Lobbied(**row._mapping) for row in rows]  # noqa: SLF001  # public in SQLAlchemy


def interviews(conn: Connection, actor: Actor, one: Vacancy) -> Interviews | None:
    """The interview list, for the selection officer and for members who take part.

    It is open again once a member was recused, until the report is public; it ends with the files.
    """
    if one.files_ended_at or of_actor(conn, actor, one.vacancy_id) is None:
        return None
    lists = interview_lists
    this = select(lists).where(lists.c.vacancy_id == one.vacancy_id)
    row = conn.execute(this).one_or_none()
    if row is None or not row.candidate_ids:
        return None
    if row.void_at and not (one.shortlist_at and row.void_at > one.shortlist_at):
        return None
    return Interviews(
        candidate_ids=tuple(row.candidate_ids), reason=row.reason, adopted_at=row.adopted_at
    )


def chairs(conn: Connection, actor: Actor, vacancy_id: str) -> bool:
    """Whether this person has the chair of this panel."""
    c = seats.c
    mine = select(c.chair).where(c.vacancy_id == vacancy_id, takes_part(actor))
    return bool(conn.scalar(mine))


def out_of_a_file(conn: Connection, actor: Actor, vacancy_id: str) -> bool:
    """Whether this person declared a conflict on an eligible candidate of the vacancy."""
    c = conflicts.c
    return bool(
        conn.scalar(
            select(func.count())
            .select_from(conflicts)
            .join(candidates, candidates.c.candidate_id == c.candidate_id)
            .where(
                candidates.c.vacancy_id == vacancy_id,
                candidates.c.eligible.is_(True),
                candidates.c.withdrawn_at.is_(None),
                c.member_id == actor.actor_id,
            )
        )
    )


def seated(conn: Connection, actor: Actor) -> list[tuple[Vacancy, bool]]:
    """The vacancies on whose panel this person sits, and whether they have the chair."""
    rows = conn.execute(
        select(vacancies, seats.c.chair)
        .join(seats, seats.c.vacancy_id == vacancies.c.vacancy_id)
        .where(takes_part(actor))
        .order_by(vacancies.c.declared_at.desc(), vacancies.c.vacancy_id)
    )
    return [((vacancy if row.chair else for_member)(row), row.chair) for row in rows]


def public(conn: Connection, at: datetime) -> list[Vacancy]:
    """Every vacancy that was called, for everybody: the open ones first, then those to open."""
    c = vacancies.c
    rows = conn.execute(
        select(vacancies)
        .where(c.closes_at.is_not(None))
        .order_by(c.declared_at.desc(), c.vacancy_id)
    )
    return sorted(
        map(vacancy, rows), key=lambda one: (not one.call_open(at), not one.call_to_come(at))
    )


def public_one(conn: Connection, vacancy_id: str) -> Vacancy | None:
    """A vacancy that was called, for everybody."""
    c = vacancies.c
    row = conn.execute(
        select(vacancies).where(c.vacancy_id == vacancy_id, c.closes_at.is_not(None))
    ).one_or_none()
    return vacancy(row) if row else None


def public_list(conn: Connection, vacancy_id: str, at: datetime) -> list[Listed]:
    """The eligible candidates, for everybody, once the call has closed (decision 6/102)."""
    rows = conn.execute(
        listed()
        .join(vacancies, vacancies.c.vacancy_id == candidates.c.vacancy_id)
        .where(
            candidates.c.vacancy_id == vacancy_id,
            candidates.c.eligible.is_(True),
            vacancies.c.closes_at <= at,
        )
        .order_by(candidates.c.submitted_at, candidates.c.candidate_id)
    )
    return [on_a_list(row) for row in rows]


def adopted(conn: Connection, vacancy_id: str) -> list[Preferred]:
    """The short list as adopted, for the panel and the officer; it closes up where somebody left.

    What everybody reads of it is the published report (``reading.recommended``).
    """
    c = shortlist.c
    rows = conn.execute(
        listed()
        .add_columns(c.rank, c.reason)
        .join(shortlist, c.candidate_id == candidates.c.candidate_id)
        .where(c.vacancy_id == vacancy_id, candidates.c.withdrawn_at.is_(None))
        .order_by(c.rank, candidates.c.submitted_at, c.candidate_id)
    )
    found = rows.all()
    return [
        Preferred(
            rank=1 + sum(other.rank < row.rank for other in found),
            listed=on_a_list(row),
            reason=row.reason,
        )
        for row in found
    ]


def listed() -> Select[Any]:
    c = candidates.c
    return select(c.candidate_id, c.name, c.nationality, c.gender, c.region, c.withdrawn_at)


def on_a_list(row: Row[Any]) -> Listed:
    return Listed(
        candidate_id=row.candidate_id,
        name=row.name,
        nationality=row.nationality,
        gender=row.gender,
        region=row.region,
        withdrawn=row.withdrawn_at is not None,
    )


def _in_pool(actor: Actor, vacancy_id: str) -> ColumnElement[bool]:
    """Whether a candidate is considered on this panel, and this person takes part in it."""
    c = candidates.c
    mine = select(seats.c.vacancy_id).where(takes_part(actor))
    return and_(c.vacancy_id == vacancy_id, considered(), c.vacancy_id.in_(mine))


def considered() -> ColumnElement[bool]:
    """Whether a candidate is eligible and has not withdrawn."""
    return and_(candidates.c.eligible.is_(True), candidates.c.withdrawn_at.is_(None))


def _officer(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.has(Role.SELECTION_OFFICER) else false()
