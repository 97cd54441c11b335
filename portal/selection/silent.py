"""Who has yet to say whether they have a conflict, and since when: for the selection officer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from portal.selection.read_model import candidates, seats, vacancies
from portal.selection.recusal_model import disclosures
from portal.selection.recused import recused, serves
from portal.selection.vacancies import considered
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """``since``: when they had the seat, and a candidate of whom they said nothing was eligible."""

    vacancy_id: str
    member_id: str
    since: datetime


def silent(conn: Connection, actor: Actor, vacancy_id: str | None = None) -> list[Silent]:
    """Return who has not disclosed, on this vacancy or all, until its short list is adopted.

    Whoever is recused is not asked, nor whoever has a seat whose term is over.
    """
    if not actor.has(Role.SELECTION_OFFICER):
        return []
    c, s, v = candidates.c, seats.c, vacancies.c
    told = exists().where(
        disclosures.c.candidate_id == c.candidate_id, disclosures.c.member_id == s.member_id
    )
    query = (
        select(s.vacancy_id, s.member_id, s.since, func.min(c.screened_at).label("screened_at"))
        .join(vacancies, v.vacancy_id == s.vacancy_id)
        .join(candidates, c.vacancy_id == s.vacancy_id)
        .where(considered(), v.shortlist_at.is_(None), v.lapsed_at.is_(None))
        .where(~told, serves(), ~recused(s.vacancy_id, s.member_id))
        .group_by(s.vacancy_id, s.region, s.member_id, s.since)
        .order_by(s.vacancy_id, s.region)
    )
    if vacancy_id is not None:
        query = query.where(s.vacancy_id == vacancy_id)
    return [
        Silent(
            vacancy_id=row.vacancy_id,
            member_id=row.member_id,
            since=max(row.since, row.screened_at),
        )
        for row in conn.execute(query)
    ]
