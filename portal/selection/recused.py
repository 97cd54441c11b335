"""Who takes no part in a vacancy: is recused, or has a seat whose term is over.

A recused member is shown the name of the vacancy and "recused", and no more (SA3). Likewise a
member whose term is over.
"""

from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, exists, false, not_, or_, select, true

from portal.selection.read_model import seats, vacancies
from portal.selection.recusal_model import recusals
from portal.selection.stage import Vacancy, vacancy
from shared.core.actor import Actor
from shared.core.roles import Role


def recused(vacancy_id: ColumnElement[str], member_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the member is recused, or waits for the stage after the end of a recusal."""
    c, of = recusals.c, vacancies.alias()
    since = or_(of.c.round_at.is_(None), c.lifted_at >= of.c.round_at)
    benched = or_(
        and_(c.from_stage == "deliberation", of.c.review_closed_at.is_(None)),
        and_(c.from_stage == "report", of.c.shortlist_at.is_(None)),
    )
    return (
        exists()
        .where(c.vacancy_id == of.c.vacancy_id, c.vacancy_id == vacancy_id)
        .where(c.member_id == member_id, or_(c.from_stage.is_(None), and_(since, benched)))
    )


def serves() -> ColumnElement[bool]:
    """Whether the term of a seat goes on."""
    c = seats.c
    return or_(c.over_on.is_(None), c.over_on.is_distinct_from(c.ends_on))


def has_seat(actor: Actor) -> ColumnElement[bool]:
    """Whether a seat is this person's, unless they have lost the role since they got it."""
    has_role = actor.has(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
    return and_(seats.c.member_id == actor.actor_id, true() if has_role else false())


def seated(actor: Actor) -> ColumnElement[bool]:
    """Whether a seat is this person's, and its term goes on."""
    return and_(has_seat(actor), serves())


def takes_part(actor: Actor) -> ColumnElement[bool]:
    """Whether a seat is this person's, who is not recused from its vacancy."""
    return and_(seated(actor), ~recused(seats.c.vacancy_id, seats.c.member_id))


def recused_from(conn: Connection, actor: Actor) -> list[Vacancy]:
    """The vacancies from which this member of a panel is recused: to be named, and no more."""
    rows = conn.execute(
        select(vacancies)
        .join(seats, seats.c.vacancy_id == vacancies.c.vacancy_id)
        .where(seated(actor), recused(seats.c.vacancy_id, seats.c.member_id))
        .order_by(vacancies.c.declared_at.desc(), vacancies.c.vacancy_id)
    )
    return [vacancy(row) for row in rows]


def terms(conn: Connection, actor: Actor) -> dict[str, date]:
    """By vacancy the last day of this member's seat, where it has one."""
    c = seats.c
    rows = conn.execute(select(c.vacancy_id, c.ends_on).where(has_seat(actor)))
    return {row.vacancy_id: row.ends_on for row in rows if row.ends_on}


def over_for(conn: Connection, actor: Actor) -> list[Vacancy]:
    """The vacancies in which the term of this member's seat is over: to be named, and no more."""
    rows = conn.execute(
        select(vacancies)
        .join(seats, seats.c.vacancy_id == vacancies.c.vacancy_id)
        .where(has_seat(actor), not_(serves()))
        .order_by(vacancies.c.declared_at.desc(), vacancies.c.vacancy_id)
    )
    return [vacancy(row) for row in rows]
