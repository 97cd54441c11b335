"""The delivery of a letter, as far as a person may know it (procedure.md section 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, or_, select

from portal.casefile.outcomes import outcomes, proofs, replies, told
from portal.letters.communications import queries as listed
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.tables import letters, links, versions
from portal.web.paging import Numbers, Page, first
from shared.core.actor import Actor
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the source of a submission may know of a letter."""

    submission_id: str
    informed_at: datetime | None
    shared_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReply:
    """``withheld``: only that it came is public."""

    reply_id: str
    received_at: datetime
    withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSource:
    """A letter as one of its sources knows it. ``text``: None unless the source may read it.

    ``published_at``: None while it is not public. ``replies``: those that are public.
    """

    communication_id: str
    type: str
    recipient: str
    reference: str
    transmitted_at: datetime
    text: Sealed | None
    published_at: datetime | None = None
    replies: tuple[PublicReply, ...] = ()


def proofs_of(conn: Connection, letter: Letter) -> Sequence[Row[Any]]:
    """Return the proofs, oldest first: people who see the letter see its delivery."""
    c = proofs.c
    this = c.communication_id == letter.communication_id
    return conn.execute(select(proofs).where(this).order_by(c.position)).all()


def told_of(conn: Connection, letter: Letter, sight: Sight) -> list[Told]:
    """Return what each source behind the letter knows, for people who work on it."""
    if not sight.work:
        return []
    rows = conn.execute(select(told).where(told.c.communication_id == letter.communication_id))
    known = {row.submission_id: row for row in rows}
    return [
        Told(
            submission_id=one,
            informed_at=known[one].informed_at if one in known else None,
            shared_at=known[one].shared_at if one in known else None,
        )
        for one in letter.submission_ids
    ]


def for_source(conn: Connection, submission_id: str) -> list[ForSource]:
    """Return the letters that the source was told of or that are public, oldest first.

    Ask whether the submission is the source's before this.
    """
    c, t, v, o, k = letters.c, told.c, versions.c, outcomes.c, links.c
    mine = (t.communication_id == c.communication_id) & (t.submission_id == k.submission_id)
    rows = conn.execute(
        select(c.communication_id, c.type, c.recipient, c.reference, c.transmitted_at)
        .add_columns(t.shared_at, v.text, o.published_at)
        .join(links, k.communication_id == c.communication_id)
        .join(versions, (v.communication_id == c.communication_id) & (v.version == c.version))
        .outerjoin(told, mine)
        .outerjoin(outcomes, o.communication_id == c.communication_id)
        .where(k.submission_id == submission_id, c.state == "transmitted")
        .where(or_(t.informed_at.is_not(None), o.published_at.is_not(None)))
        .order_by(c.transmitted_at, c.communication_id)
    ).all()
    public = public_replies(conn, [row.communication_id for row in rows if row.published_at])
    return [
        ForSource(
            communication_id=row.communication_id,
            type=row.type,
            recipient=row.recipient,
            reference=row.reference,
            transmitted_at=row.transmitted_at,
            text=row.text if row.shared_at else None,
            published_at=row.published_at,
            replies=tuple(public.get(row.communication_id, ())),
        )
        for row in rows
    ]


def public_replies(conn: Connection, letter_ids: Sequence[str]) -> dict[str, list[PublicReply]]:
    """Return the replies to these letters that are public, by letter, oldest first."""
    r = replies.c
    found: dict[str, list[PublicReply]] = {}
    for row in conn.execute(
        select(replies)
        .where(r.communication_id.in_(letter_ids), r.published_at.is_not(None))
        .order_by(r.received_at, r.reply_id)
    ):
        one = PublicReply(
            reply_id=row.reply_id, received_at=row.received_at, withheld=bool(row.withheld)
        )
        found.setdefault(row.communication_id, []).append(one)
    return found


def untold(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Letter]:
    """Return the letters of this officer's mandates of which a source has not been told.

    Of one that is public the source's page tells by itself.
    """
    c, k, t, o = letters.c, links.c, told.c, outcomes.c
    informed = exists().where(
        t.communication_id == k.communication_id,
        t.submission_id == k.submission_id,
        t.informed_at.is_not(None),
    )
    public = exists().where(o.communication_id == c.communication_id, o.published_at.is_not(None))
    unaware = exists().where(k.communication_id == c.communication_id, ~informed)
    return listed.gone_of_mandates(conn, actor, and_(unaware, ~public), "untold", at)
