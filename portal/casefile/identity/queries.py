"""The submissions whose source a person may ask to see, and the openings so far."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from portal.casefile.identity.tables import shown
from portal.casefile.queue.sight import find
from portal.casefile.submissions.read_model import submissions
from portal.web.policy import Kind, Scope, Sight, sight
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A submission whose source is not shown. ``subject``: the vault's key of who it is."""

    submission_id: str
    state: str
    received_at: datetime
    subject: str


def one(conn: Connection, actor: Actor, submission_id: str) -> Hidden | None:
    """Return the submission if this person may ask (section 6.1); else None, as if there were none.

    System administrators may not, whatever other roles they have: they could have given themselves
    these.
    """
    c = submissions.c
    row = conn.execute(
        select(c.submission_id, c.state, c.received_at, c.source_subject, c.mandates).where(
            c.submission_id == submission_id, c.received_at.is_not(None)
        )
    ).one_or_none()
    if row is None or actor.has(Role.SYSTEM_ADMIN) or not find(conn, actor, submission_id):
        return None
    seized = not actor.mandates.isdisjoint(row.mandates or ())
    if sight(actor, Kind.IDENTITY, [Scope.MANDATE] if seized else []) < Sight.READ:
        return None
    return Hidden(
        submission_id=row.submission_id,
        state=row.state,
        received_at=row.received_at,
        subject=row.source_subject,
    )


def claim(engine: Engine, opening_id: str, *, at: datetime) -> bool:
    """Whether this opening was not shown yet; from now on it was."""
    try:
        with engine.begin() as conn:
            conn.execute(insert(shown).values(opening_id=opening_id, shown_at=at))
    except IntegrityError:
        return False
    return True
