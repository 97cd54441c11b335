"""Interviews as somebody may read them: section A.5.

The officer and the members who take part read the times and the questions; what a candidate needs
is between the officer and the candidate, who reads the own time alone. A list that is open again,
since a member was recused, shows nothing to officer and panel until it is adopted anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, literal, or_, select

from portal.selection import vacancies
from portal.selection.candidates import Application
from portal.selection.read_model import candidates
from portal.selection.read_model import vacancies as vacancies_
from portal.selection.recused import recused
from portal.selection.sealed_model import interviews
from portal.selection.stage import Vacancy
from portal.selection.talk_model import questions, slots
from portal.web import paging
from portal.web.i18n.texts import lazy
from portal.web.paging import Page
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

WAYS: Final = {
    "video": lazy("By video"),
    "room": lazy("In a room in Geneva"),
    "telephone": lazy("By telephone"),
}
MISSED: Final = {
    "candidate": lazy("The candidate did not come"),
    "panel": lazy("The panel could not meet"),
    "connection": lazy("The connection failed"),
}

_FEW: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """``comes`` is None before the candidate answered, ``outcome`` before it is over.

    ``needs``: None also for whom they do not concern.
    """

    starts_at: datetime
    minutes: int
    way: str
    language: str
    comes: bool | None
    needs: Sealed | None
    outcome: str | None
    missed: str | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def to_come(self, at: datetime) -> bool:
        return self.outcome is None and at < self.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviewed:
    """A candidate on the list, and the time given to her or him, if any."""

    candidate_id: str
    name: Sealed
    slot: Slot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    questions: Sealed
    set_at: datetime


def of_vacancy(conn: Connection, actor: Actor, one: Vacancy) -> Sequence[Interviewed]:
    """Return who is interviewed, by time; nobody for whom the list is not."""
    known = vacancies.interviews(conn, actor, one)
    if known is None:
        return []
    c = candidates.c
    rows = conn.execute(
        select(c.candidate_id, c.name, slots)
        .outerjoin(slots, slots.c.candidate_id == c.candidate_id)
        .where(
            c.vacancy_id == one.vacancy_id,
            c.candidate_id.in_(known.candidate_ids),
            c.withdrawn_at.is_(None),
        )
        .order_by(slots.c.starts_at.is_(None), slots.c.starts_at, c.candidate_id)
    )
    arranges = actor.has(Role.SELECTION_OFFICER)
    return [
        Interviewed(
            candidate_id=row.candidate_id,
            name=row.name,
            slot=_slot(row, needs=arranges) if row.starts_at else None,
        )
        for row in rows
    ]


def asked(conn: Connection, actor: Actor, one: Vacancy) -> Asked | None:
    """Return the questions, for who takes part in asking them."""
    if vacancies.of_actor(conn, actor, one.vacancy_id) is None:
        return None
    row = conn.execute(
        select(questions).where(questions.c.vacancy_id == one.vacancy_id)
    ).one_or_none()
    return Asked(questions=row.questions, set_at=row.set_at) if row else None


def earlier(conn: Connection, actor: Actor, one: Vacancy) -> Page[Asked]:
    """Return what earlier panels of the mandate asked, the newest first (SA14).

    Of selections that are over, for who reads this vacancy, and without those from which this
    person was recused.
    """
    c, of = questions.c, vacancies_.c
    over = or_(of.appointed_id.is_not(None), of.lapsed_at.is_not(None))
    rows = paging.cut(
        conn,
        select(c.questions, c.set_at)
        .join(vacancies_, of.vacancy_id == c.vacancy_id)
        .where(of.mandate == one.mandate, of.vacancy_id != one.vacancy_id, over)
        .where(~recused(c.vacancy_id, literal(actor.actor_id)))
        .order_by(c.set_at.desc(), c.vacancy_id),
        "earlier",
        paging.asked,
        size=_FEW,
    )
    return rows.of([Asked(questions=row.questions, set_at=row.set_at) for row in rows])


def own(conn: Connection, mine: Application, at: datetime) -> Slot | None:
    """Return the time of the person's own interview: past, or to come by the last list.

    It stays theirs while the list is open again: that it vanished would tell them that a member of
    the panel was recused.
    """
    if mine.withdrawn_at is not None:
        return None
    row = conn.execute(
        select(slots).where(
            slots.c.vacancy_id == mine.vacancy.vacancy_id,
            slots.c.candidate_id == mine.candidate_id,
        )
    ).one_or_none()
    slot = _slot(row, needs=True) if row else None
    return slot if slot and (not slot.to_come(at) or _is_listed(conn, mine)) else None


def _is_listed(conn: Connection, mine: Application) -> bool:
    this = interviews.c.vacancy_id == mine.vacancy.vacancy_id
    listed = conn.scalar(select(interviews.c.candidate_ids).where(this))
    return mine.candidate_id in (listed or ())


def _slot(row: Any, *, needs: bool) -> Slot:
    return Slot(
        starts_at=row.starts_at,
        minutes=row.minutes,
        way=row.way,
        language=row.language,
        comes=row.comes,
        needs=row.needs if needs else None,
        outcome=row.outcome,
        missed=row.missed,
    )
