"""Visible submissions for each person: procedure.md section 6.1, column "submission body", and R15.

The desk reads all of them; officers and holders read those that the last triage shared with one of
their mandates. A person of the desk who is also desk officer of a State sees no reprisal in it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, not_, select

from portal.casefile.queue.tables import mandates, queue
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.core.roles import Role

_SOURCES = frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.SOURCE})
READERS = policy.readers(Kind.SUBMISSION) - _SOURCES
WORKERS = policy.readers(Kind.SUBMISSION, least=Sight.WRITE) - _SOURCES


def visible(actor: Actor, *, least: Sight = Sight.READ) -> ColumnElement[bool]:
    """The rows of ``queue`` that this person may see; sources read their own elsewhere.

    ``least``: ``Sight.WRITE`` for those that the person may also work on.
    """
    means = {
        Scope.ANY: _through_the_desk(actor),
        Scope.MANDATE: _shared_with(actor.mandates),
        Scope.OWN: false(),
        Scope.ORGANISATION: false(),
    }
    seen = policy.rows(actor, Kind.SUBMISSION, means, least=least)
    return and_(queue.c.received_at.is_not(None), seen)


def find(conn: Connection, actor: Actor, submission_id: str) -> Mapping[str, Any] | None:
    """Return the row of ``queue`` and ``may_work``; None if it does not exist for this person."""
    this = and_(queue.c.submission_id == submission_id, visible(actor))
    row = conn.execute(
        select(queue, visible(actor, least=Sight.WRITE).label("may_work")).where(this)
    ).one_or_none()
    return row._asdict() if row else None


def _through_the_desk(actor: Actor) -> ColumnElement[bool]:
    states = sorted(actor.states) if actor.has(Role.DESK_OFFICER) else []
    return not_(and_(queue.c.reprisal, queue.c.state.in_(states)))


def _shared_with(chosen: frozenset[str]) -> ColumnElement[bool]:
    shared = (
        select(mandates.c.submission_id)
        .where(
            mandates.c.submission_id == queue.c.submission_id,
            mandates.c.triage_position == queue.c.triage_position,
            mandates.c.mandate.in_(sorted(chosen)),
        )
        .correlate(queue)
        .exists()
    )
    return and_(queue.c.triaged_at.is_not(None), shared)
