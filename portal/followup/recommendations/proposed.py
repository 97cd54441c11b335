"""Addressees that Resident Coordinators proposed (Q2), as far as a person may see them.

Those who work for the mandate read those that were not taken back; whoever proposed one reads it
and what became of it, while they are the coordinator of its State and may read the recommendation.
Nobody else does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, or_, select, true

from portal.followup.recommendations import sight
from portal.followup.recommendations.tables import proposed, recommendations
from portal.web.context import vault
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.un_offices import COORDINATOR, states_of

OFFICE: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
READERS: Final = OFFICE | {Role.UN_PARTNER}
_c, _p = recommendations.c, proposed.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Texts: None once erased. ``declined_for``: None, too, where it was not declined."""

    proposal_id: str
    recommendation_id: str
    kind: str
    name: str | None
    reason: str | None
    proposed_at: datetime
    answered_at: datetime | None
    taken_back_at: datetime | None
    addressee_id: str | None
    declined_for: str | None
    own: bool

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.taken_back_at is None


def proposes(actor: Actor, state: str) -> bool:
    """Whether this person proposes addressees of recommendations to this State."""
    return state in states_of(actor, COORDINATOR)


def concerns(actor: Actor, *, gone: bool = False) -> ColumnElement[bool]:
    """The proposals of recommendations that this person works on, and those of their own.

    ``gone``: with those that were taken back while the person looked at them.
    """
    there = true() if gone else _p.taken_back_at.is_(None)
    return or_(and_(sight.ours(actor), there), _by(actor))


def own(actor: Actor) -> ColumnElement[bool]:
    return and_(_by(actor), sight.visible(actor))


def _by(actor: Actor) -> ColumnElement[bool]:
    states = states_of(actor, COORDINATOR)
    if not states:
        return false()
    return and_(_p.proposed_by == actor.actor_id, _c.addressee.in_(sorted(states)))


def lines(actor: Actor) -> Select[Any]:
    """Return what waits for an answer of the own mandates, and all that the person proposed.

    What waits comes first, the longest waiting before the others.
    """
    waits = and_(_waiting(), sight.ours(actor), sight.visible(actor))
    return (
        _joined(actor)
        .where(or_(waits, own(actor)))
        .order_by(~_unanswered(), _p.proposed_at, _p.proposal_id)
    )


def number(conn: Connection, actor: Actor) -> int:
    """Return how many wait for an answer of the own mandates."""
    these = _joined(actor).where(_waiting(), sight.ours(actor), sight.visible(actor)).subquery()
    return conn.scalar(select(func.count()).select_from(these)) or 0


def on(
    conn: Connection, actor: Actor, recommendation_id: str, *, gone: bool = False
) -> list[Proposal]:
    """Return those on a recommendation that this person sees, the first first."""
    sees = and_(sight.visible(actor), concerns(actor, gone=gone))
    these = _joined(actor).where(sees, _p.recommendation_id == recommendation_id)
    return read(conn.execute(these.order_by(_p.proposed_at, _p.proposal_id)).all())


def read(rows: Sequence[Row[Any]]) -> list[Proposal]:
    """Open the texts of these."""
    sealed = [one for row in rows for one in (row.name, row.reason, row.declined_for) if one]
    opened = dict(zip((one.cipher for one in sealed), vault().reveal_all(sealed), strict=True))
    return [
        Proposal(
            proposal_id=row.proposal_id,
            recommendation_id=row.recommendation_id,
            kind=row.kind,
            name=opened[row.name.cipher],
            reason=opened[row.reason.cipher],
            proposed_at=row.proposed_at,
            answered_at=row.answered_at,
            taken_back_at=row.taken_back_at,
            addressee_id=row.addressee_id,
            declined_for=opened[row.declined_for.cipher] if row.declined_for else None,
            own=row.own,
        )
        for row in rows
    ]


def _waiting() -> ColumnElement[bool]:
    """What is followed up no more is not answered."""
    followed = and_(_c.kept_at.is_(None), _c.let_go_at.is_(None))
    return and_(_unanswered(), followed)


def _unanswered() -> ColumnElement[bool]:
    return and_(_p.answered_at.is_(None), _p.taken_back_at.is_(None))


def _joined(actor: Actor) -> Select[Any]:
    about = (_c.addressee, _c.mandate, _c.title, _c.text, _c.public_text)
    return select(proposed, *about, own(actor).label("own")).join(
        recommendations, _c.recommendation_id == _p.recommendation_id
    )
