"""The panel's files and scores: who may read which, and when (R4 and R18 of procedure.md 6.2).

A member reads the files of eligible candidates on their panel, once they have disclosed that they
have no conflict. A file from which a member is excluded, by a declared conflict or because it is
their own, does not exist for them, in no list and no count; nor does any file of a vacancy from
which they are recused. Scores are sealed until the chair closes the review (``given``, ``sealed``);
those in the clear are of before, and until then each member reads only their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, false, or_, select

from portal.selection.given import counts, of_member
from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recusal_model import conflicts, disclosures
from portal.selection.recused import takes_part
from portal.selection.sealed_model import scores
from portal.selection.stage import Vacancy, for_member
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_COLUMNS = ("candidate_id", "name", "motivation", "form", "nationality", "gender", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An eligible candidate, as a member of the panel sees them. ``scored_at``: by this member."""

    candidate_id: str
    vacancy: Vacancy
    name: Sealed
    motivation: Sealed
    form: Sealed | None
    nationality: str
    gender: str
    region: str | None
    scored_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A member's score for a candidate."""

    candidate_id: str
    member_id: str
    scores: Mapping[str, int]
    note: Sealed | None


def files(conn: Connection, actor: Actor, vacancy_id: str | None = None) -> list[File]:
    """The files of this person: assigned to a member, all of a vacancy for the officer."""
    query = _files(actor)
    if vacancy_id is not None:
        query = query.where(candidates.c.vacancy_id == vacancy_id)
    return _found(conn, actor, conn.execute(query).all())


def file(conn: Connection, actor: Actor, candidate_id: str) -> File | None:
    """One file, if it exists for this person."""
    this = _files(actor).where(candidates.c.candidate_id == candidate_id)
    return next(iter(_found(conn, actor, conn.execute(this).all())), None)


def declared_in(conn: Connection, actor: Actor, candidate_id: str) -> str | None:
    """Return the vacancy of this candidate if this person declared a conflict on them."""
    mine = (
        select(candidates.c.vacancy_id)
        .join(conflicts, conflicts.c.candidate_id == candidates.c.candidate_id)
        .where(conflicts.c.candidate_id == candidate_id, conflicts.c.member_id == actor.actor_id)
    )
    vacancy_id: str | None = conn.scalar(mine)
    return vacancy_id


def visible_scores(conn: Connection, actor: Actor, vacancy_id: str) -> list[Score]:
    """The scores of a vacancy that this person may read now, by candidate and time.

    Always their own; those of others once the review is closed, for the panel and the selection
    officer; never those of a file from which they are excluded.
    """
    c = scores.c
    closed = vacancies.c.review_closed_at.is_not(None)
    rows = conn.execute(
        select(c.candidate_id, c.member_id, c.scores, c.note)
        .join(candidates, candidates.c.candidate_id == c.candidate_id)
        .join(vacancies, vacancies.c.vacancy_id == candidates.c.vacancy_id)
        .where(
            candidates.c.vacancy_id == vacancy_id,
            _his(actor),
            or_(closed, c.member_id == actor.actor_id),
            counts(c.vacancy_id, c.member_id),
        )
        .order_by(c.candidate_id, c.scored_at, c.member_id)
    )
    return [Score(**row._mapping) for row in rows]  # noqa: SLF001  # public in SQLAlchemy


def _files(actor: Actor) -> Select[Any]:
    c = candidates.c
    mine = and_(scores.c.candidate_id == c.candidate_id, scores.c.member_id == actor.actor_id)
    return (
        select(vacancies, *(c[name] for name in _COLUMNS), scores.c.scored_at)
        .select_from(candidates)
        .join(vacancies, vacancies.c.vacancy_id == c.vacancy_id)
        .outerjoin(scores, mine)
        .where(_his(actor))
        .order_by(vacancies.c.declared_at, c.submitted_at, c.candidate_id)
    )


def _his(actor: Actor) -> ColumnElement[bool]:
    """Whether a candidate's file exists for this person."""
    c = candidates.c
    assigned = exists().where(seats.c.vacancy_id == c.vacancy_id, takes_part(actor))
    told = exists().where(
        disclosures.c.candidate_id == c.candidate_id, disclosures.c.member_id == actor.actor_id
    )
    declared = exists().where(
        conflicts.c.candidate_id == c.candidate_id, conflicts.c.member_id == actor.actor_id
    )
    reader: ColumnElement[bool] = false()
    if _is_officer(actor):
        reader = c.candidate_id.is_not(None)
    elif actor.has(Role.PANEL_MEMBER, Role.PANEL_CHAIR):
        reader = and_(assigned, told)
    stands = and_(c.eligible.is_(True), c.withdrawn_at.is_(None), c.erased_at.is_(None))
    return and_(stands, reader, ~declared, c.applicant_id != actor.actor_id)


def _is_officer(actor: Actor) -> bool:
    return actor.has(Role.SELECTION_OFFICER)


def _found(conn: Connection, actor: Actor, rows: Sequence[Row[Any]]) -> list[File]:
    given = of_member(conn, actor.actor_id)

    def given_at(row: Row[Any]) -> datetime | None:
        """When it was sealed last, or given in the clear; until it is void."""
        mine = given.get(row.vacancy_id)
        if mine and mine.commitment and row.candidate_id in mine.candidate_ids:
            return mine.submitted_at
        at: datetime | None = row.scored_at
        return at

    return [
        File(
            vacancy=for_member(row),
            scored_at=given_at(row),
            **{name: row._mapping[name] for name in _COLUMNS},  # noqa: SLF001  # public in SQLAlchemy
        )
        for row in rows
    ]
