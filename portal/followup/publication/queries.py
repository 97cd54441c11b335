"""Publication as far as a person may see it, decided in the query (procedure.md section 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    not_,
    or_,
    select,
    true,
)

from portal.casefile import reprisals
from portal.casefile.submissions.victims import Standing, by_submission
from portal.followup.publication.read_model import LETTER
from portal.followup.publication.rendition import Place
from portal.followup.publication.tables import (
    documents,
    letters,
    redactions,
    signatures,
    steps,
    texts,
    victims,
)
from portal.followup.publication.timeline import KINDS
from portal.web.paging import SIZE, Numbers, Page, cut, first
from portal.web.policy import Kind, Scope
from portal.web.policy import rows as rows_of
from portal.web.timeline import Step, shown
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

REDACTS = (Role.PUBLICATION_OFFICER, Role.HUMAN_RIGHTS_OFFICER)
READERS = (*REDACTS, Role.MANDATE_HOLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    communication_id: str
    correlation_id: UUID
    submission_ids: tuple[str, ...]
    reference: str
    type: str
    recipient: str
    transmitted_at: datetime
    embargo_until: datetime
    ended_at: datetime | None
    early: bool | None
    published_at: datetime | None
    edition: int | None
    withdrawn_at: datetime | None
    mandates: tuple[str, ...]
    early_by: frozenset[str]
    """The mandates that decided early publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    redaction_id: str
    place: Place
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The letter, a reply to it or a translation of one; ``text`` is the original.

    ``reply_id``: what a translation translates; None for every other document.
    """

    document: str
    reply_id: str | None
    kind: str | None
    language: str | None
    confidential: bool
    received_at: datetime | None
    text: Sealed | None
    approved_by: str | None
    approved_at: datetime | None
    names_allowed_at: datetime | None
    shown_at: datetime | None
    redactions: tuple[Redacted, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(one.place for one in self.redactions)

    @property
    def is_letter(self) -> bool:
        return self.document == LETTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    working: Page[Letter]
    """Not public, the embargo that ends first before the others."""
    public: Page[Letter]


def visible(actor: Actor) -> ColumnElement[bool]:
    """The letters that exist for this person: by default, none."""
    s = signatures.c
    signed = exists().where(
        s.communication_id == letters.c.communication_id, s.mandate.in_(actor.mandates)
    )
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: signed,
        Scope.STATE: letters.c.recipient.in_(actor.states),
    }
    closed = reprisals.closed(actor, letters.c.communication_id, letters.c.recipient)
    works = actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
    mine = signed if works else false()
    return and_(rows_of(actor, Kind.LETTER, means), or_(not_(closed), mine))


def find(conn: Connection, actor: Actor, communication_id: str) -> Letter | None:
    return _one(conn, and_(visible(actor), letters.c.communication_id == communication_id))


def any_letter(conn: Connection, communication_id: str) -> Letter | None:
    """Return the letter without a check of access: to compare a text with it, and for no page."""
    return _one(conn, letters.c.communication_id == communication_id)


def lists(conn: Connection, actor: Actor, at: Numbers = first) -> Lists:
    c = letters.c
    seen = visible(actor)
    working = _query(and_(seen, c.published_at.is_(None)))
    working = working.order_by(c.embargo_until, c.communication_id)
    public = _query(and_(seen, c.published_at.is_not(None)))
    public = public.order_by(c.published_at.desc(), c.communication_id)
    return Lists(
        working=_list(conn, working, "working", at), public=_list(conn, public, "public", at)
    )


def narrowed(
    conn: Connection,
    actor: Actor,
    which: ColumnElement[bool],
    name: str,
    at: Numbers,
    *,
    size: int,
) -> Page[Letter]:
    """Return those of the letters that exist for this person, the newest first."""
    query = _query(and_(visible(actor), which))
    query = query.order_by(letters.c.transmitted_at.desc(), letters.c.communication_id)
    return _list(conn, query, name, at, size=size)


def documents_of(conn: Connection, communication_id: str) -> list[Document]:
    """Return the letter, its replies, then translations. Ask who is looking before."""
    d, r = documents.c, redactions.c
    made: dict[str, list[Redacted]] = {}
    for row in conn.execute(
        select(redactions).where(r.communication_id == communication_id).order_by(r.start, r.end)
    ):
        made.setdefault(row.document, []).append(_redacted(row))
    text = conn.scalar(
        select(texts.c.text)
        .join(
            letters,
            and_(
                letters.c.communication_id == texts.c.communication_id,
                letters.c.version == texts.c.version,
            ),
        )
        .where(texts.c.communication_id == communication_id)
    )
    rows = conn.execute(
        select(documents)
        .where(
            d.communication_id == communication_id,
            or_(d.document == LETTER, d.received_at.is_not(None)),
        )
        .order_by(d.document != LETTER, d.reply_id.is_not(None), d.received_at, d.document)
    )
    return [_document(row, text, made.get(row.document, ())) for row in rows]


def steps_of(conn: Connection, communication_id: str) -> list[Step]:
    """Return the timeline, newest first. Ask who is looking before."""
    this = steps.c.communication_id == communication_id
    return shown(conn.execute(select(steps).where(this)), KINDS, None)


def redactors_of(conn: Connection, communication_id: str, document: str) -> frozenset[str]:
    """Return the people who made or removed a redaction in this document: none may approve it."""
    c = steps.c
    this = (c.communication_id == communication_id, c.document == document)
    hands = c.kind.in_(("redaction-made", "redaction-removed"))
    return frozenset(conn.scalars(select(c.by_id).where(*this, hands)))


def behind(conn: Connection, letter: Letter) -> list[Standing]:
    """Return the victims behind a letter: for its check only."""
    people = by_submission(conn, victims, letter.submission_ids)
    return [one for some in people.values() for one in some]


def ready(conn: Connection) -> list[Row[Any]]:
    """Return the publishable texts: approved letters, then replies, then translations.

    For the publisher only, which asks for all of it.
    """
    d = documents.c
    original = documents.alias()
    free = or_(
        d.document == LETTER,
        and_(letters.c.published_at.is_not(None), d.reply_id.is_(None)),
        exists().where(
            original.c.communication_id == d.communication_id,
            original.c.document == d.reply_id,
            original.c.shown_at.is_not(None),
        ),
    )
    return list(
        conn.execute(
            select(
                d.communication_id, d.document, d.approval_id, d.rendition, letters.c.correlation_id
            )
            .join(letters, letters.c.communication_id == d.communication_id)
            .where(
                d.approval_id.is_not(None),
                d.shown_at.is_(None),
                letters.c.ended_at.is_not(None),
                letters.c.correlation_id.is_not(None),
                free,
            )
            .order_by(d.document != LETTER, d.communication_id)
        )
    )


def _query(which: ColumnElement[bool]) -> Select[Any]:
    c = letters.c
    return select(letters).where(which, c.reference.is_not(None), c.correlation_id.is_not(None))


def _list(
    conn: Connection, query: Select[Any], name: str, at: Numbers, *, size: int = SIZE
) -> Page[Letter]:
    found = cut(conn, query.order_by(letters.c.communication_id), name, at, size=size)
    signed = _signed(conn, [row.communication_id for row in found])
    return found.of(_letter(row, signed[row.communication_id]) for row in found)


def _one(conn: Connection, which: ColumnElement[bool]) -> Letter | None:
    return next(iter(_list(conn, _query(which), "page", first)), None)


def _signed(conn: Connection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {one: [] for one in ids}
    s = signatures.c
    for row in conn.execute(
        select(signatures).where(s.communication_id.in_(ids)).order_by(s.mandate)
    ):
        found[row.communication_id].append(row)
    return found


def _letter(row: Row[Any], signed: Sequence[Row[Any]]) -> Letter:
    return Letter(
        communication_id=row.communication_id,
        correlation_id=row.correlation_id,
        submission_ids=tuple(row.submission_ids),
        reference=row.reference,
        type=row.type,
        recipient=row.recipient,
        transmitted_at=row.transmitted_at,
        embargo_until=row.embargo_until,
        ended_at=row.ended_at,
        early=row.early,
        published_at=row.published_at,
        edition=row.edition,
        withdrawn_at=row.withdrawn_at,
        mandates=tuple(one.mandate for one in signed),
        early_by=frozenset(one.mandate for one in signed if one.early_at),
    )


def _redacted(row: Row[Any]) -> Redacted:
    return Redacted(
        redaction_id=row.redaction_id,
        place=Place(row.start, row.end, row.form == "initials"),
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
    )


def _document(row: Row[Any], text: Sealed | None, made: Sequence[Redacted]) -> Document:
    return Document(
        document=row.document,
        reply_id=row.reply_id,
        kind=row.kind,
        language=row.language,
        confidential=bool(row.confidential),
        received_at=row.received_at,
        text=text if row.document == LETTER else row.text,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        names_allowed_at=row.names_allowed_at,
        shown_at=row.shown_at,
        redactions=tuple(made),
    )
