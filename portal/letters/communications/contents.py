"""The content of a letter and of what is behind it, as far as a person may see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    select,
    true,
)

from portal.casefile.submissions.victims import with_victims
from portal.letters.approval import text
from portal.letters.communications import timeline
from portal.letters.communications.awaited import shared_with
from portal.letters.communications.letter import Letter, Sight
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
from portal.web.timeline import Step
from shared.core.actor import Actor
from shared.core.message import Sealed


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


def steps_of(conn: Connection, letter: Letter, seen: Sight) -> list[Step]:
    """Return the timeline, newest first, as far as it may be seen."""
    this = steps.c.communication_id == letter.communication_id
    return timeline.shown(conn.execute(select(steps).where(this)).all(), seen)


def cleared_passages(conn: Connection, submission_ids: Collection[str]) -> frozenset[str]:
    """Return the passages that do not tell who the sources of these are, as somebody said."""
    c = cleared.c
    return frozenset(conn.scalars(select(c.passage).where(c.submission_id.in_(submission_ids))))
