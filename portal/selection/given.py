"""What members gave, sealed and opened, and how far the panel is: who may know what of it (SA4).

Before the opening a member reads their own, the chair who is late, the selection officer how many
are in, and nobody anything else. After it the panel and the officer read all that was opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, true

from portal.selection import vacancies as queries
from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recusal_model import conflicts, left, recusals
from portal.selection.recused import recused, serves
from portal.selection.sealed_model import openings, preferences, scores
from shared.contracts.stakeholders_review import Sheet
from shared.core.actor import Actor
from shared.core.roles import Role

_SHEET = TypeAdapter(Sheet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a member gave under seal. ``commitment``: None where it is void."""

    member_id: str
    version: int
    commitment: str | None
    candidate_ids: frozenset[str]
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """``cause``: why it was not opened; ``counts``: False where it became void later."""

    member_id: str
    version: int
    commitment: str
    cause: str | None
    sheet: Sheet | None
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The panel's progress. ``late``: who is not in yet, for the chair alone."""

    files: int
    members: int
    given: int
    late: tuple[str, ...] = ()


def of_member(conn: Connection, member_id: str) -> dict[str, Kept]:
    """Return what this member gave, by vacancy."""
    rows = conn.execute(select(preferences).where(preferences.c.member_id == member_id))
    return {row.vacancy_id: _kept(row) for row in rows}


def sealed(conn: Connection, actor: Actor, vacancy_id: str) -> list[Kept]:
    """Return all hashes of a review, for the chair who closes it."""
    if not queries.chairs(conn, actor, vacancy_id):
        return []
    c = preferences.c
    rows = conn.execute(
        select(preferences)
        .where(c.vacancy_id == vacancy_id, c.commitment.is_not(None))
        .order_by(c.member_id)
    )
    return [_kept(row) for row in rows]


def opened(conn: Connection, actor: Actor, vacancy_id: str) -> list[Opened]:
    """Return what was opened, for the selection officer and for members who take part."""
    if queries.of_actor(conn, actor, vacancy_id) is None:
        return []
    c, kept = openings.c, vacancies.c.files_ended_at.is_(None)
    rows = conn.execute(
        select(openings, and_(true(), counts(c.vacancy_id, c.member_id)).label("counts"))
        .join(vacancies, vacancies.c.vacancy_id == c.vacancy_id)
        .where(c.vacancy_id == vacancy_id, vacancies.c.review_closed_at.is_not(None), kept)
        .order_by(c.member_id)
    )
    return [
        Opened(
            member_id=row.member_id,
            version=row.version,
            commitment=row.commitment,
            cause=row.cause,
            sheet=_SHEET.validate_python(row.sheet) if row.sheet else None,
            counts=bool(row.counts),
        )
        for row in rows
    ]


def counts(vacancy_id: ColumnElement[str], member_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether what a member gave counts: not recused, nor gone while it was sealed.

    What became void after the opening stays so, also once the recusal is over. ``vacancies`` is
    joined.
    """
    gone = exists().where(
        left.c.vacancy_id == vacancy_id,
        left.c.member_id == member_id,
        or_(
            vacancies.c.review_closed_at.is_(None),
            left.c.left_at <= vacancies.c.review_closed_at,
        ),
    )
    since = vacancies.c.review_closed_at
    voided = exists().where(
        recusals.c.vacancy_id == vacancy_id,
        recusals.c.member_id == member_id,
        or_(recusals.c.recused_at > since, recusals.c.lifted_at > since),
    )
    return and_(~gone, ~voided, ~recused(vacancy_id, member_id))


def progress(conn: Connection, actor: Actor, vacancy_id: str) -> Progress | None:
    """Return how many members are in: for the chair and the selection officer, not for members.

    A chair who is excluded from a file does not find it in these numbers either.
    """
    chair = queries.chairs(conn, actor, vacancy_id)
    if not (chair or actor.has(Role.SELECTION_OFFICER)):
        return None
    c = candidates.c
    declared = exists().where(
        conflicts.c.candidate_id == c.candidate_id, conflicts.c.member_id == actor.actor_id
    )
    files = set(conn.scalars(_considered(vacancy_id).where(~declared)))
    members = _members(conn, vacancy_id)
    late = _late(conn, vacancy_id, members, files)
    return Progress(
        files=len(files),
        members=len(members),
        given=len(members) - len(late),
        late=tuple(late) if chair else (),
    )


def begun(conn: Connection, vacancy_id: str) -> bool:
    """Whether somebody gave something in this round: from then on members and terms stay."""
    given = (exists().where(table.c.vacancy_id == vacancy_id) for table in (preferences, scores))
    return bool(conn.scalar(select(or_(*given))))


def late(conn: Connection, vacancy_id: str) -> list[str]:
    """Return the members who take part and are not in: for the platform's own reminders."""
    files = set(conn.scalars(_considered(vacancy_id)))
    return _late(conn, vacancy_id, _members(conn, vacancy_id), files)


def _late(conn: Connection, vacancy_id: str, members: Iterable[str], files: set[str]) -> list[str]:
    awaited = {member: set(files) for member in members}
    kept = conn.execute(
        select(preferences).where(
            preferences.c.vacancy_id == vacancy_id, preferences.c.commitment.is_not(None)
        )
    )
    for row in kept:
        awaited.get(row.member_id, set()).difference_update(row.candidate_ids)
    done = conn.execute(
        select(scores.c.candidate_id, scores.c.member_id)
        .where(scores.c.vacancy_id == vacancy_id)
        .union_all(
            select(conflicts.c.candidate_id, conflicts.c.member_id).where(
                conflicts.c.candidate_id.in_(files)
            )
        )
    )
    for row in done:
        awaited.get(row.member_id, set()).discard(row.candidate_id)
    return [member for member, waited_for in awaited.items() if waited_for]


def _members(conn: Connection, vacancy_id: str) -> list[str]:
    """Who takes part, in the order of the regional groups."""
    c = seats.c
    return list(
        conn.scalars(
            select(c.member_id)
            .where(c.vacancy_id == vacancy_id, serves(), ~recused(c.vacancy_id, c.member_id))
            .order_by(c.region)
        )
    )


def _considered(vacancy_id: str) -> Any:
    c = candidates.c
    return select(c.candidate_id).where(
        c.vacancy_id == vacancy_id, c.eligible.is_(True), c.withdrawn_at.is_(None)
    )


def _kept(row: Any) -> Kept:
    return Kept(
        member_id=row.member_id,
        version=row.version or 0,
        commitment=row.commitment,
        candidate_ids=frozenset(row.candidate_ids or ()),
        submitted_at=row.submitted_at,
    )
