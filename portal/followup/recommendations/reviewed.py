"""When a mandate looks at its recommendations again: what is kept of it, and what falls due.

It is for those who work for the mandate: a day tells of what a holder means to do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from portal.followup.recommendations.tables import recommendations, reviews
from portal.web.accounts import offices
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.missions import SOON, falls_due

READERS: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
_c, _r = recommendations.c, reviews.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling:
    """Recommendations of a mandate that it looks at on one day."""

    mandate: str
    on: date
    late: bool


def of(conn: Connection, recommendation_id: str) -> date | None:
    return conn.scalar(select(_r.on).where(_r.recommendation_id == recommendation_id))


def lines(actor: Actor) -> Select[Any]:
    """Return those of the mandates that this person works for, the nearest day first."""
    columns = (_c.recommendation_id, _c.addressee, _c.mandate, _c.title, _c.text, _r.on)
    these = select(*columns).join(reviews, _r.recommendation_id == _c.recommendation_id)
    return these.where(ours(actor)).order_by(_r.on, _c.recommendation_id)


def ours(actor: Actor) -> ColumnElement[bool]:
    own = sorted(actor.mandates) if actor.has(*READERS) else []
    return and_(_c.mandate.in_(own), _c.kept_at.is_(None), _c.issued_at.is_not(None))


def falling(conn: Connection, on: date) -> Iterator[Falling]:
    """Yield what falls due, or fell due lately: once for each mandate and day."""
    these = select(_c.mandate, _r.on).join(reviews, _r.recommendation_id == _c.recommendation_id)
    these = these.where(
        _r.on.between(on - SOON, on + SOON), _c.kept_at.is_(None), ~offices.is_over(_c.mandate, on)
    )
    for mandate, day in conn.execute(these.distinct().order_by(_r.on, _c.mandate)).tuples():
        yield Falling(mandate=mandate, on=day, late=falls_due(day, on) == "late")
