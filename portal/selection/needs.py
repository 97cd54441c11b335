"""What a mandate needs: who may give a view, and who reads which (A.2 and A.5).

The selection officer and the members who take part read them; whoever is recused or applied, and
everybody else, does not. What was returned only the officer and its author read.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, select

from portal.selection import vacancies as queries
from portal.selection.needs_model import needs_views, references
from portal.selection.read_model import candidates, seats
from portal.selection.stage import Vacancy
from shared.contracts.stakeholders_needs import Capacity
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

HOLDER = Role.MANDATE_HOLDER
SPEAKERS = (Role.FOCAL_POINT, Role.CONTACT_POINT)
_c = needs_views.c


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """``returned_at``: since when it waits for its author to correct it."""

    vacancy_id: str
    view_id: str
    version: int
    author_id: str
    capacity: Capacity
    consent: str
    text: Sealed
    given_at: datetime
    returned_at: datetime | None
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    text: Sealed
    set_at: datetime


def view_id(vacancy_id: str, account_id: str) -> str:
    """Return the id of this person's view: there is one for each vacancy."""
    return str(derive_id("needs view", vacancy_id, account_id))


def subject_of(view_id: str) -> str:
    return f"needsview-{view_id}"


def capacity(actor: Actor | None, one: Vacancy) -> Capacity | None:
    """Return as what this person may give a view, whenever that is."""
    if actor is None:
        return None
    if actor.has(HOLDER) and actor.serves(one.mandate):
        return "holder"
    if actor.has(*SPEAKERS) and actor.organisation_id is not None:
        return "organisation"
    return None


def taken(one: Vacancy, at: datetime) -> bool:
    """Whether views are taken: from the call until it closes."""
    return one.closes_at is not None and not one.call_over(at) and not one.lapsed_at


def own(conn: Connection, account_id: str, vacancy_id: str) -> View | None:
    this = (_c.vacancy_id == vacancy_id, _c.author_id == account_id, _c.text.is_not(None))
    row = conn.execute(select(needs_views).where(*this)).one_or_none()
    return View(**row._mapping) if row else None  # noqa: SLF001  # public in SQLAlchemy


def gave(conn: Connection, account_id: str, vacancy_id: str) -> bool:
    """Whether this person ever gave a view, withdrawn or not, as whatever they were then."""
    this = (_c.vacancy_id == vacancy_id, _c.author_id == account_id)
    return conn.scalar(select(_c.view_id).where(*this)) is not None


def leads(conn: Connection, actor: Actor | None, one: Vacancy) -> bool:
    """Whether the page of the vacancy leads this person to their view."""
    if actor is None:
        return False
    return capacity(actor, one) is not None or own(conn, actor.actor_id, one.vacancy_id) is not None


def readable(conn: Connection, actor: Actor, vacancy_id: str) -> list[View]:
    """Return what this person may read, the oldest first; nothing once the files ended.

    Of nobody who applied or sits on the panel since.
    """
    one = _read(conn, actor, vacancy_id)
    if one is None or one.files_ended_at:
        return []
    query = select(needs_views).where(
        _c.vacancy_id == vacancy_id,
        _c.text.is_not(None),
        _c.author_id.not_in(_applicants(vacancy_id)),
        _c.author_id.not_in(select(seats.c.member_id).where(seats.c.vacancy_id == vacancy_id)),
    )
    if not actor.has(Role.SELECTION_OFFICER):
        query = query.where(_c.returned_at.is_(None))
    rows = conn.execute(query.order_by(_c.given_at, _c.view_id))
    return [View(**row._mapping) for row in rows]  # noqa: SLF001  # public in SQLAlchemy


def reference(conn: Connection, actor: Actor, vacancy_id: str) -> Reference | None:
    """Return the terms of reference, for the same people."""
    if _read(conn, actor, vacancy_id) is None:
        return None
    c = references.c
    row = conn.execute(select(c.text, c.set_at).where(c.vacancy_id == vacancy_id)).one_or_none()
    return Reference(**row._mapping) if row else None  # noqa: SLF001  # public in SQLAlchemy


def _read(conn: Connection, actor: Actor, vacancy_id: str) -> Vacancy | None:
    """Return the vacancy, for whoever reads of its needs."""
    applied = actor.actor_id in set(conn.scalars(_applicants(vacancy_id)))
    return None if applied else queries.of_actor(conn, actor, vacancy_id)


def _applicants(vacancy_id: str) -> Select[tuple[str]]:
    c = candidates.c
    return select(c.applicant_id).where(
        c.vacancy_id == vacancy_id, c.withdrawn_at.is_(None), c.applicant_id.is_not(None)
    )
