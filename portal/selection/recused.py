"""Who is recused from a vacancy, and is shown its name and "recused", and no more (SA3)."""

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_, select, true

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


def seated(actor: Actor) -> ColumnElement[bool]:
    """Whether a seat is this person's, unless they have lost the role since they got it."""
    has_role = actor.has(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
    return and_(seats.c.member_id == actor.actor_id, true() if has_role else false())


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
