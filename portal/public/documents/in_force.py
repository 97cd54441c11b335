"""Which version of a standard operating procedure was in force at a moment (decision 0127).

It was from the moment at which the library made it current until the next one was, another document
replaced its own, or it was withdrawn. Facts say these moments and none of them moves, so what a
letter was sent under stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from portal.casefile.replies.sight import visible as sees_letter
from portal.casefile.replies.tables import cases
from portal.committee.statistics.readers import READERS, inside
from portal.public.documents import queries
from portal.public.documents.queries import Document
from portal.public.documents.read_model import documents, versions
from shared.core.actor import Actor
from shared.reference.documents import SOP

_d = documents.c
_held = versions.alias("held")  # conditions on documents ask of versions too
_v = _held.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long a version of the original was in force. ``until``: None: it is."""

    document_id: str
    version: int
    stage: str
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A procedure in force when a letter was sent.

    ``drafted``: the version when its drafting began, which applies to it, if that is another one.
    """

    document: Document
    version: int
    stage: str
    drafted: int | None


def spans(conn: Connection, which: ColumnElement[bool], seen: ColumnElement[bool]) -> list[Span]:
    """Return how long each version was in force, by procedure, the oldest first.

    ``seen``: the documents that exist for who reads it. None but these replaces another for them.
    """
    gone = _replaced(conn, seen)
    of_original = and_(_d.document_id == _v.document_id, _d.language == _v.language)
    columns = (_v.document_id, _v.version, _v.stage, _v.current_at, _v.withdrawn_at)
    rows = conn.execute(
        select(*columns, _d.withdrawn_at.label("ended_at"))
        .select_from(_held.join(documents, of_original))
        .where(_d.kind == SOP, _v.current_at.is_not(None), which)
        .order_by(_d.registered_at, _d.document_id, _v.current_at, _v.version)
    ).all()
    found = []
    for n, row in enumerate(rows, 1):
        after = rows[n] if n < len(rows) else None
        newer = after.current_at if after and after.document_id == row.document_id else None
        some = (newer, gone.get(row.document_id), row.withdrawn_at, row.ended_at)
        ends = [one for one in some if one is not None]
        found.append(
            Span(
                document_id=row.document_id,
                version=row.version,
                stage="withdrawn" if row.ended_at else row.stage,
                since=row.current_at,
                until=min(ends, default=None),
            )
        )
    return found


def of_letter(
    conn: Connection, actor: Actor, on: date, *, sent_at: datetime, drafted_at: datetime | None
) -> list[Method]:
    """Return the procedures under which a letter was sent, of those that exist for this person.

    ``drafted_at``: for who sees when it was.
    """
    seen = queries.visible(actor, on)
    every = spans(conn, seen, seen)
    held = _at(every, sent_at)
    began = {one.document_id: one.version for one in _at(every, drafted_at)} if drafted_at else {}
    known = queries.some(conn, seen, [one.document_id for one in held])
    return [
        Method(
            document=known[one.document_id],
            version=one.version,
            stage=one.stage,
            drafted=None if before in {None, one.version} else before,
        )
        for one in held
        for before in [began.get(one.document_id)]
    ]


def letters_under(
    conn: Connection, actor: Actor, on: date, document_id: str, language: str, version: int
) -> int | None:
    """Return how many letters that exist for this person were sent while it was in force.

    None: it never was, or this person reads no numbers of letters (decision 0122).
    """
    if not actor.has(*READERS):
        return None
    this = and_(_d.document_id == document_id, _d.language == language)
    every = spans(conn, this, queries.visible(actor, on))
    span = next((one for one in every if one.version == version), None)
    if span is None:
        return None
    c = cases.c
    these = [sees_letter(inside(actor)), c.transmitted_at >= span.since]
    if span.until is not None:
        these.append(c.transmitted_at < span.until)
    return conn.scalar(select(func.count()).select_from(cases).where(*these)) or 0


def _replaced(conn: Connection, seen: ColumnElement[bool]) -> dict[str, datetime]:
    """Return when another document that is seen took the place of each that was replaced."""
    rows = conn.execute(
        select(_d.supersedes, func.min(_v.current_at).label("at"))
        .select_from(_held.join(documents, _d.document_id == _v.document_id))
        .where(_d.supersedes.is_not(None), _v.current_at.is_not(None), seen)
        .group_by(_d.supersedes)
    )
    return {row.supersedes: row.at for row in rows}


def _at(every: Sequence[Span], moment: datetime) -> list[Span]:
    return [one for one in every if one.holds(moment)]
