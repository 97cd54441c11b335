"""The content of a letter and of what is behind it, as far as a person may see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    func,
    select,
    true,
)

from portal.casefile.submissions.victims import with_victims
from portal.letters.approval import text
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.queries import shared_with
from portal.letters.communications.tables import (
    cleared,
    questions,
    steps,
    submissions,
    versions,
    victims,
)
from portal.web import policy
from portal.web.policy import Kind
from shared.core.actor import Actor
from shared.core.message import Sealed

# What those see of the timeline who see the clearance, and those who see the letter only.
_CLEARANCE_STEPS = (
    "approval-given",
    "communication-approved",
    "transmission-authorisation-granted",
    "transmission-authorisation-revoked",
    "transmission-blocked",
    "transmission-unblocked",
    "transmission-ordered",
    "reference-assigned",
    "communication-transmitted",
)


_LETTER_STEPS = ("communication-transmitted",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(text.Version):
    text: Sealed
    content_hash: str
    requested_at: datetime | None


def submissions_behind(
    conn: Connection, actor: Actor, letter: Letter, seen: Sight
) -> list[Mapping[str, Any]]:
    """Return the submissions of a letter: whole, without restricted parts, or none.

    A person who is only invited reads those whole that are shared with one of their mandates
    anyway.
    """
    c = submissions.c
    if not seen.summary:
        return []
    heads = (c.submission_id, c.received_at, c.language, c.state, c.urgency)
    these = c.submission_id.in_(letter.submission_ids)
    rows = conn.execute(select(*heads).where(these).order_by(c.received_at))
    found: list[Mapping[str, Any]] = [row._asdict() for row in rows]
    mine = c.submission_id.in_(read_whole(conn, actor, letter, seen))
    whole = [row._asdict() for row in conn.execute(select(submissions).where(mine))]
    opened = {one["submission_id"]: one for one in with_victims(conn, victims, whole)}
    return [opened.get(head["submission_id"], head) for head in found]


def read_whole(conn: Connection, actor: Actor, letter: Letter, seen: Sight) -> list[str]:
    """Return the submissions of a letter whose texts this person reads."""
    if not seen.body:
        return []
    c = submissions.c
    his = true() if letter.has_case(actor) else shared_with(actor.mandates)
    these = c.submission_id.in_(letter.submission_ids)
    return list(conn.scalars(select(c.submission_id).where(these, his).order_by(c.submission_id)))


def shared_among(conn: Connection, actor: Actor, submission_ids: Sequence[str]) -> set[str]:
    """Return those of the submissions that this person also opens on their own pages."""
    if policy.sight(actor, Kind.SUBMISSION, []) >= policy.Sight.READ:
        return set(submission_ids)
    c = submissions.c
    these = and_(c.submission_id.in_(submission_ids), shared_with(actor.mandates))
    return set(conn.scalars(select(c.submission_id).where(these)))


def questions_about(conn: Connection, submission_ids: Sequence[str]) -> list[Row[Any]]:
    """Return the questions to sources about these submissions. Check access before this."""
    return list(
        conn.execute(
            select(questions)
            .where(questions.c.submission_id.in_(submission_ids))
            .order_by(questions.c.asked_at)
        )
    )


def versions_of(conn: Connection, letter: Letter, seen: Sight) -> list[Version]:
    """Return the versions of the text, the present one first; no other without ``work``."""
    c = versions.c
    this = c.communication_id == letter.communication_id
    which = true() if seen.work else c.version == letter.version
    rows = conn.execute(select(versions).where(this, which).order_by(c.version.desc()))
    return [
        Version(
            version=row.version,
            text=row.text,
            content_hash=row.content_hash,
            written_by=row.written_by,
            written_at=row.written_at,
            requested_at=row.requested_at,
        )
        for row in rows
    ]


def steps_of(conn: Connection, letter: Letter, seen: Sight) -> list[Row[Any]]:
    """Return the timeline, newest first, as far as it may be seen.

    Who sees the clearance and not the work sees what happened to the present text only.
    """
    c = steps.c
    this = c.communication_id == letter.communication_id
    which: ColumnElement[bool] = true()
    if not seen.work:
        which = c.kind.in_(_LETTER_STEPS)
    if seen.clearance and not seen.work:
        other = steps.alias().c
        asked = select(func.max(other.position)).where(
            other.communication_id == letter.communication_id, other.kind == "approval-requested"
        )
        which = and_(c.kind.in_(_CLEARANCE_STEPS), c.position > asked.scalar_subquery())
    return list(conn.execute(select(steps).where(this, which).order_by(c.position.desc())))


def cleared_passages(conn: Connection, submission_ids: Collection[str]) -> frozenset[str]:
    """Return the passages that do not tell who the sources of these are, as somebody said."""
    c = cleared.c
    return frozenset(conn.scalars(select(c.passage).where(c.submission_id.in_(submission_ids))))
