"""Queries of communications and submissions, limited to what a person may read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)

from portal.casefile import reprisals
from portal.casefile.submissions.read_model import submissions as filed
from portal.letters.approval.text import OPEN
from portal.letters.communications.letter import WITH_CHIEF, Letter, Sight, Signature
from portal.letters.communications.tables import (
    additions,
    blocks,
    letters,
    links,
    signatures,
    standing,
    versions,
)
from portal.web import policy
from portal.web.paging import SIZE, Numbers, Page, cut, first
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.core.roles import Role

_TEXTS = 20  # that are read through on one page
_NOT_CLEARED = ("drafting", "awaiting")


def visible(actor: Actor) -> ColumnElement[bool]:
    """The letters that exist for this person: those for which ``letter.sight`` is not None."""
    c = letters.c
    means = {
        Scope.ANY: c.state.is_not(None),
        Scope.MANDATE: _of(actor.mandates),
        Scope.STATE: c.recipient.in_(sorted(actor.states)),
        Scope.CLEARED: and_(c.type == "UA", c.state.in_(WITH_CHIEF)),
    }
    gone = and_(c.state == "transmitted", policy.rows(actor, Kind.LETTER, means))
    closed = reprisals.closed(actor, c.communication_id, c.recipient)
    there = or_(policy.rows(actor, Kind.CLEARANCE, means), gone)
    return and_(there, or_(not_(closed), _mine(actor)))


def find(conn: Connection, actor: Actor, communication_id: str) -> tuple[Letter, Sight] | None:
    """Return the letter and how much of it this person sees; None if none exists for them."""
    this = and_(letters.c.communication_id == communication_id, visible(actor))
    found = _letters(conn, this)
    sight = found[0].sight(actor) if found else None
    return (found[0], sight) if sight else None


def some(conn: Connection, actor: Actor, communication_ids: Collection[str]) -> list[Letter]:
    """Return those of these letters that exist for this person: ask of few."""
    these = letters.c.communication_id.in_(communication_ids)
    return _letters(conn, and_(these, visible(actor)))


def on_case(conn: Connection, actor: Actor, number: str) -> list[Letter]:
    """Return the letters that rest on the case, as far as this person may know on what they do."""
    numbered = select(filed.c.submission_id).where(filed.c.case_number == number)
    behind = select(links.c.communication_id).where(links.c.submission_id.in_(numbered))
    found = _letters(conn, and_(letters.c.communication_id.in_(behind), visible(actor)))
    return [one for one in found if seen_by(actor, one).summary]


def seen_by(actor: Actor, letter: Letter) -> Sight:
    """Return how much of the letter this person sees: nothing but the letter, if in doubt."""
    return letter.sight(actor) or Sight()


def together(conn: Connection, actor: Actor, letter: Letter) -> list[Letter]:
    """Return the other letters that were drafted with this one and exist for this person."""
    if letter.group_id is None:
        return []
    c = letters.c
    this = and_(
        c.group_id == letter.group_id,
        c.communication_id != letter.communication_id,
        visible(actor),
    )
    return _letters(conn, this)


def sharing_text(conn: Connection, actor: Actor, letter: Letter) -> list[Letter]:
    """Return those of them that have the same text still and are not cleared."""
    return [
        one
        for one in together(conn, actor, letter)
        if one.content_hash == letter.content_hash and one.state in _NOT_CLEARED
    ]


def waiting_for(
    conn: Connection, actor: Actor, at: Numbers = first
) -> Page[tuple[Letter, Signature]]:
    """Return texts that wait for this holder in person, urgent appeals first, then the oldest.

    What is blocked waits for the source.
    """
    c = letters.c
    order = (c.type != "UA", c.requested_at)
    found = _list(conn, _waits_for(actor), order, "texts", at, size=_TEXTS)
    return found.of(
        (letter, signature)
        for letter in found
        for signature in letter.signing
        if signature.mandate in actor.mandates
        and signature.asked_version == letter.version
        and signature.approved_at is None
    )


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    c, s = letters.c, signatures.c
    if not actor.has(Role.MANDATE_HOLDER):
        return false()
    asked = exists().where(
        s.communication_id == c.communication_id,
        s.mandate.in_(actor.mandates),
        s.declined_at.is_(None),
        s.asked_version == c.version,
        s.approved_at.is_(None),
    )
    return and_(c.state == "awaiting", asked, ~_blocked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The letters of somebody's mandates, by where they stand."""

    drafting: Page[Letter]
    awaiting: Page[Letter]
    cleared: Page[Letter]
    over: Page[Letter]


def of_mandates(conn: Connection, actor: Actor, at: Numbers = first) -> Lists:
    """Return the letters of the mandates that this person holds or services."""
    c = letters.c
    mine = _mine(actor)

    def those(name: str, *states: str, order: Any) -> Page[Letter]:
        return _list(conn, and_(mine, c.state.in_(states)), (order,), name, at)

    return Lists(
        drafting=those("drafts", "drafting", order=c.changed.desc()),
        awaiting=those("outstanding", "awaiting", order=c.requested_at),
        cleared=those("cleared", "approved", "ordered", order=c.approved_at),
        over=those("over", "transmitted", "withdrawn", order=c.changed.desc()),
    )


def prepared(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Letter]:
    """Return the holder's mandates' letters that are not cleared and do not wait for the holder."""
    c = letters.c
    these = and_(_mine(actor), c.state.in_(_NOT_CLEARED), ~_waits_for(actor))
    return _list(conn, these, (c.state.desc(), c.changed.desc()), "prepared", at)


def signed(conn: Connection, actor: Actor, also: Collection[str] = ()) -> Page[Letter]:
    """Return the newest sent letters of the person's mandates, and those of ``also``."""
    c = letters.c
    these = and_(_mine(actor), c.state == "transmitted")
    newest = _list(conn, these, (c.transmitted_at.desc(),), "letters", first)
    there = {one.communication_id for one in newest}
    others = _letters(conn, and_(these, c.communication_id.in_([*set(also) - there])))
    return newest.of([*newest, *others])


def gone_of_mandates(
    conn: Connection, actor: Actor, which: ColumnElement[bool], name: str, at: Numbers = first
) -> Page[Letter]:
    """Return those that went in the name of this person's mandates, the oldest first."""
    c = letters.c
    these = and_(_mine(actor), c.state == "transmitted", which)
    return _list(conn, these, (c.transmitted_at,), name, at)


def invitations(
    conn: Connection, actor: Actor, at: Numbers = first
) -> Page[tuple[Letter, Signature]]:
    """Return invitations to this holder's mandates without an answer, the earliest date first.

    Texts to approve are left out: approving joins, so nothing is shown twice.
    """
    c, s = letters.c, signatures.c
    silent = and_(
        s.communication_id == c.communication_id,
        s.mandate.in_(actor.mandates),
        not_(s.lead),
        s.joined_at.is_(None),
        s.declined_at.is_(None),
    )
    until = select(func.min(s.join_by)).where(silent).scalar_subquery()
    these = and_(_mine(actor), c.state.in_(OPEN), exists().where(silent), ~_waits_for(actor))
    order = (until.is_(None), until, c.drafted_at)
    found = _list(conn, these, order, "invitations", at)
    return found.of(
        (letter, signature)
        for letter in found
        for signature in letter.signing
        if signature.mandate in actor.mandates and signature.silent
    )


def seized(actor: Actor) -> ColumnElement[bool]:
    """The letters of which a mandate of this person is seized today, as ``Letter.has_case`` says.

    It leads, has joined or approved, and is not out; who is only invited is not, nor a successor.
    """
    c, s = letters.c, signatures.c
    signs = exists().where(
        s.communication_id == c.communication_id,
        s.mandate.in_(sorted(actor.mandates)),
        s.declined_at.is_(None),
        s.successor.is_not(True),
        or_(s.lead, s.joined_at.is_not(None), s.approved_at.is_not(None)),
    )
    return and_(visible(actor), signs)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Those of the mandates that this person holds or services."""
    works = actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
    return _of(actor.mandates) if works else false()


def to_transmit(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Letter]:
    """Return the cleared letters that this person transmits, the longest waiting first."""
    c = letters.c
    mine: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.CHIEF):
        mine.append(c.type == "UA")
    if actor.has(Role.QUICK_RESPONSE_DESK):
        mine.append(c.type != "UA")
    cleared = and_(c.state.in_(("approved", "ordered")), or_(*mine), visible(actor))
    return _list(conn, cleared, (c.approved_at,), "cleared", at)


def being_approved(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Letter]:
    """Return letters that are not cleared yet, for the desk that will transmit or follow them."""
    c = letters.c
    desk = actor.has(Role.QUICK_RESPONSE_DESK)
    these = and_(c.state == "awaiting", visible(actor)) if desk else false()
    return _list(conn, these, (c.requested_at,), "approval", at)


def transmitted(conn: Connection, actor: Actor, at: Numbers = first) -> Page[Letter]:
    """Return the transmitted letters that this person may read, the newest first."""
    this = and_(letters.c.state == "transmitted", visible(actor))
    return _list(conn, this, (letters.c.transmitted_at.desc(),), "gone", at)


def narrowed(
    conn: Connection,
    actor: Actor,
    which: ColumnElement[bool],
    name: str,
    at: Numbers,
    *,
    size: int,
) -> Page[Letter]:
    """Return those of the letters that exist for this person, the last changed first."""
    return _list(
        conn, and_(visible(actor), which), (letters.c.changed.desc(),), name, at, size=size
    )


_blocked = exists().where(
    blocks.c.communication_id == letters.c.communication_id, blocks.c.blocked_at.is_not(None)
)


_news = exists().where(
    links.c.communication_id == letters.c.communication_id,
    versions.c.communication_id == letters.c.communication_id,
    versions.c.version == letters.c.version,
    additions.c.submission_id == links.c.submission_id,
    additions.c.added_at > func.coalesce(letters.c.transmitted_at, versions.c.written_at),
)


def _of(mandates: frozenset[str]) -> ColumnElement[bool]:
    s = signatures.c
    return exists().where(
        s.communication_id == letters.c.communication_id,
        s.mandate.in_(mandates),
        s.declined_at.is_(None),
    )


def _list(
    conn: Connection,
    which: ColumnElement[bool],
    order: Sequence[ColumnElement[Any]],
    name: str,
    at: Numbers,
    *,
    size: int = SIZE,
) -> Page[Letter]:
    query = _query(which).order_by(*order, letters.c.communication_id)
    found = cut(conn, query, name, at, size=size)
    return found.of(_with_signatures(conn, found))


def _letters(conn: Connection, which: ColumnElement[bool]) -> list[Letter]:
    """Return all that there are: only of what is few by its nature."""
    rows = conn.execute(_query(which).order_by(letters.c.communication_id)).all()
    return _with_signatures(conn, rows)


def _query(which: ColumnElement[bool]) -> Select[Any]:
    without_consent = _blocked.label("without_consent")
    query = select(letters, without_consent, _news.label("news"))
    return query.where(which, letters.c.state.is_not(None))


def _with_signatures(conn: Connection, rows: Sequence[Row[Any]]) -> list[Letter]:
    signed: dict[str, list[Signature]] = {row.communication_id: [] for row in rows}
    s = signatures.c
    for row in conn.execute(
        select(signatures, standing.c.granted_at.label("standing_at"))
        .outerjoin(standing, standing.c.mandate == s.mandate)
        .where(s.communication_id.in_(list(signed)))
        .order_by(s.lead.desc(), s.position)
    ):
        signed[row.communication_id].append(_signature(row))
    return [_letter(row, tuple(signed[row.communication_id])) for row in rows]


def _letter(row: Row[Any], signed: tuple[Signature, ...]) -> Letter:
    return Letter(
        **{
            **row._asdict(),
            "submission_ids": tuple(row.submission_ids),
            "without_consent": bool(row.without_consent),
            "news": bool(row.news),
        },
        signatures=signed,
    )


def _signature(row: Row[Any]) -> Signature:
    values = row._asdict()
    return Signature(**{one.name: values[one.name] for one in fields(Signature)})
