"""What waits for the mandate's decision of what providers said outside rounds, and what it decided.

It is for those who work for the mandate. What is for the mandate alone is not decided about. What
was taken back waits again once the recommendation is made public after that (decision 0227).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from portal.followup.recommendations import sight
from portal.followup.recommendations.reviewed import ours
from portal.followup.recommendations.tables import (
    informations,
    public_information,
    recommendations,
)
from shared.core.actor import Actor

WAITING, PUBLISHED, WITHHELD, TAKEN_BACK = "waiting", "published", "withheld", "taken_back"
OUTCOMES: Final = (WAITING, PUBLISHED, WITHHELD, TAKEN_BACK)
AGES: Final = (30, 90)
"""Days since it came."""
_c, _i, _p = recommendations.c, informations.c, public_information.c
_HIDDEN: Final = (_p.published_at.is_(None), _i.withheld_at.is_(None))
_AGAIN: Final = _c.published_at > _i.taken_back_at
_OF: Final[Mapping[str, ColumnElement[bool]]] = {
    WAITING: and_(*_HIDDEN, _c.let_go_at.is_(None), or_(_i.taken_back_at.is_(None), _AGAIN)),
    PUBLISHED: _p.published_at.is_not(None),
    WITHHELD: and_(_p.published_at.is_(None), _i.withheld_at.is_not(None)),
    TAKEN_BACK: and_(*_HIDDEN, _i.taken_back_at.is_not(None)),
}


def lines(actor: Actor, outcome: str, *which: ColumnElement[bool]) -> Select[Any]:
    """Return those of the mandates that this person works for: what waits longest comes first.

    Of what was decided the last decision does.
    """
    decided = func.coalesce(_p.published_at, _i.withheld_at, _i.taken_back_at)
    first = _i.received_at if outcome == WAITING else decided.desc()
    columns = (_c.recommendation_id, _c.addressee, _c.mandate, _c.title, _c.text, _i.info_id)
    said = (_i.provider, _i.wish, _i.received_at, decided.label("decided_at"))
    public = (_c.published_at, _i.taken_back_for)
    return (
        _joined(select(*columns, *said, *public))
        .where(_theirs(actor), _OF[outcome], *which)
        .order_by(first, _i.info_id)
    )


def number(conn: Connection, actor: Actor) -> int:
    """Return how much waits for a decision."""
    these = lines(actor, WAITING).order_by(None).subquery()
    return conn.scalar(select(func.count()).select_from(these)) or 0


def states(conn: Connection, actor: Actor) -> list[str]:
    """Return the States that there is something about."""
    these = _joined(select(_c.addressee)).where(_theirs(actor)).distinct()
    return sorted(conn.scalars(these))


def older(days: int, now: datetime) -> ColumnElement[bool]:
    return _i.received_at <= now - timedelta(days=days)


def _joined(these: Select[Any]) -> Select[Any]:
    return (
        these.select_from(informations)
        .join(recommendations, _c.recommendation_id == _i.recommendation_id)
        .outerjoin(public_information, sight.same_information(_p, _i))
    )


def _theirs(actor: Actor) -> ColumnElement[bool]:
    return and_(ours(actor), _i.wish.in_(("publish", "unnamed")), sight.stands())
