"""Submissions that mandates share, and for which a letter is still to be drafted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, false, select

from portal.casefile.submissions.victims import with_victims
from portal.letters.communications.tables import (
    links,
    shares,
    submissions,
    victims,
)
from portal.web.paging import Numbers, Page, cut, first
from shared.core.actor import Actor
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A submission shared with a mandate, as a line of a list: no restricted text."""

    submission_id: str
    received_at: datetime
    triaged_at: datetime
    state: str
    urgent: bool
    mandates: tuple[str, ...]
    admissible: bool
    consent_withdrawn: bool


def waiting_for_a_draft(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Shared]:
    """Return submissions shared with this officer's mandates that have no letter yet."""
    c = submissions.c
    linked = exists().where(links.c.submission_id == c.submission_id)
    # Of all that ever was shared with them: it is asked first, as all others are far more.
    theirs = select(shares.c.submission_id).where(shares.c.mandate.in_(actor.mandates))
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER)
    shared = and_(c.submission_id.in_(theirs), shared_with(actor.mandates)) if officer else false()
    found = cut(
        conn,
        select(
            c.submission_id,
            c.received_at,
            c.triaged_at,
            c.state,
            c.urgency,
            c.mandates,
            c.admissible_at,
            c.consent_withdrawn_at,
        )
        .where(shared, c.not_actioned_at.is_(None), ~linked)
        .order_by((c.urgency == "urgent").desc(), c.received_at, c.submission_id),
        "shared",
        at,
    )
    return found.of(
        Shared(
            submission_id=row.submission_id,
            received_at=row.received_at,
            triaged_at=row.triaged_at,
            state=row.state,
            urgent=row.urgency == "urgent",
            mandates=tuple(row.mandates),
            admissible=row.admissible_at is not None,
            consent_withdrawn=row.consent_withdrawn_at is not None,
        )
        for row in found
    )


def submission_of_mandates(
    conn: Connection, actor: Actor, submission_id: str
) -> Mapping[str, Any] | None:
    """Return a submission, its texts sealed, that is shared with a mandate of this officer."""
    if not actor.has(Role.HUMAN_RIGHTS_OFFICER):
        return None
    row = conn.execute(
        select(submissions).where(
            submissions.c.submission_id == submission_id, shared_with(actor.mandates)
        )
    ).one_or_none()
    return with_victims(conn, victims, [row._asdict()])[0] if row else None


def shared_with(mandates: frozenset[str]) -> ColumnElement[bool]:
    """The rows of ``submissions`` that the last triage shares with one of these mandates."""
    return exists().where(
        shares.c.submission_id == submissions.c.submission_id,
        shares.c.triage_position == submissions.c.triage_position,
        shares.c.mandate.in_(mandates),
    )
