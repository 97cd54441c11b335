"""What a person may read of communications and submissions: decided here, where it is read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, false, func, or_, select, true

from portal import policy
from portal.communications.letter import WITH_CHIEF, Letter, Sight, Signature
from portal.communications.tables import (
    blocks,
    cleared,
    letters,
    links,
    questions,
    shares,
    signatures,
    standing,
    steps,
    submissions,
    versions,
    victims,
)
from portal.policy import Kind, Scope
from portal.submissions.victims import with_victims
from shared.actor import Actor
from shared.message import Sealed
from shared.roles import Role

_MOST = 200  # rows of a list
_RECENT = 50
_NOT_CLEARED = ("drafting", "awaiting")

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
class Version:
    version: int
    text: Sealed
    content_hash: str
    written_by: str
    written_at: datetime
    requested_at: datetime | None


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
    return or_(policy.rows(actor, Kind.CLEARANCE, means), gone)


def find(conn: Connection, actor: Actor, communication_id: str) -> tuple[Letter, Sight] | None:
    """Return the letter and how much of it this person sees; None when there is none for him."""
    found = _letters(conn, letters.c.communication_id == communication_id, letters.c.drafted_at)
    sight = found[0].sight(actor) if found else None
    return (found[0], sight) if sight else None


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
    return _letters(conn, this, c.communication_id)


def sharing_text(conn: Connection, actor: Actor, letter: Letter) -> list[Letter]:
    """Return those of them that have the same text still and are not cleared."""
    return [
        one
        for one in together(conn, actor, letter)
        if one.content_hash == letter.content_hash and one.state in _NOT_CLEARED
    ]


def waiting_for(conn: Connection, actor: Actor) -> list[tuple[Letter, Signature]]:
    """Return what waits for this holder in person, urgent appeals first, then the oldest.

    What is blocked waits for the source.
    """
    if not actor.has(Role.MANDATE_HOLDER):
        return []
    c, s = letters.c, signatures.c
    asked = exists().where(
        s.communication_id == c.communication_id,
        s.mandate.in_(actor.mandates),
        s.declined_at.is_(None),
        s.asked_version == c.version,
        s.approved_at.is_(None),
    )
    found = _letters(conn, and_(c.state == "awaiting", asked, ~_blocked), c.requested_at)
    found.sort(key=lambda letter: letter.type != "UA")
    return [
        (letter, signature)
        for letter in found
        for signature in letter.signing
        if signature.mandate in actor.mandates
        and signature.asked_version == letter.version
        and signature.approved_at is None
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The letters of somebody's mandates, by where they stand."""

    drafting: list[Letter]
    awaiting: list[Letter]
    cleared: list[Letter]
    over: list[Letter]


def of_mandates(conn: Connection, actor: Actor) -> Lists:
    """Return the letters of the mandates that this person holds or services."""
    c = letters.c
    if not actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER):
        return Lists(drafting=[], awaiting=[], cleared=[], over=[])
    mine = _of(actor.mandates)

    def those(*states: str, order: Any, most: int = _MOST) -> list[Letter]:
        return _letters(conn, and_(mine, c.state.in_(states)), order, most)

    return Lists(
        drafting=those("drafting", order=c.changed.desc()),
        awaiting=those("awaiting", order=c.requested_at),
        cleared=those("approved", "ordered", order=c.approved_at),
        over=those("transmitted", "withdrawn", order=c.changed.desc(), most=_RECENT),
    )


def invitations(
    lists: Lists, actor: Actor, waits: Sequence[tuple[Letter, Signature]]
) -> list[tuple[Letter, Signature]]:
    """Return where a mandate of this holder is silent yet, the first to drop out first.

    ``waits``: what he is asked to approve; approving joins, so it is not told twice.
    """
    asked = {letter.communication_id for letter, _ in waits}
    found = [
        (letter, signature)
        for letter in (*lists.drafting, *lists.awaiting, *lists.cleared)
        for signature in letter.signing
        if signature.mandate in actor.mandates
        and signature.silent
        and letter.communication_id not in asked
    ]
    return sorted(
        found, key=lambda one: (one[1].join_by is None, one[1].join_by or one[0].drafted_at)
    )


def to_transmit(conn: Connection, actor: Actor) -> list[Letter]:
    """Return what is cleared and this person transmits, the longest waiting first."""
    c = letters.c
    mine: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.CHIEF):
        mine.append(c.type == "UA")
    if actor.has(Role.QUICK_RESPONSE_DESK):
        mine.append(c.type != "UA")
    cleared = and_(c.state.in_(("approved", "ordered")), or_(*mine))
    return _letters(conn, cleared, c.approved_at)


def being_approved(conn: Connection, actor: Actor) -> list[Letter]:
    """Return what is not cleared yet, for the desk that will transmit it or sees to it."""
    if not actor.has(Role.QUICK_RESPONSE_DESK):
        return []
    return _letters(conn, letters.c.state == "awaiting", letters.c.requested_at)


def transmitted(conn: Connection, actor: Actor) -> list[Letter]:
    """Return the transmitted letters that this person may read, the newest first."""
    this = and_(letters.c.state == "transmitted", visible(actor))
    return _letters(conn, this, letters.c.transmitted_at.desc(), _RECENT)


def waiting_for_a_draft(conn: Connection, actor: Actor) -> list[Shared]:
    """Return what is shared with this officer's mandates and no letter rests on yet."""
    if not actor.has(Role.HUMAN_RIGHTS_OFFICER):
        return []
    c = submissions.c
    linked = exists().where(links.c.submission_id == c.submission_id)
    rows = conn.execute(
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
        .where(_shared_with(actor.mandates), c.not_actioned_at.is_(None), ~linked)
        .order_by((c.urgency == "urgent").desc(), c.received_at)
        .limit(_MOST)
    )
    return [
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
        for row in rows
    ]


def submission_of_mandates(
    conn: Connection, actor: Actor, submission_id: str
) -> Mapping[str, Any] | None:
    """Return a submission, its texts sealed, that is shared with a mandate of this officer."""
    if not actor.has(Role.HUMAN_RIGHTS_OFFICER):
        return None
    row = conn.execute(
        select(submissions).where(
            submissions.c.submission_id == submission_id, _shared_with(actor.mandates)
        )
    ).one_or_none()
    return with_victims(conn, victims, [row._asdict()])[0] if row else None


def submissions_behind(
    conn: Connection, actor: Actor, letter: Letter, seen: Sight
) -> list[Mapping[str, Any]]:
    """Return the submissions of a letter: whole, or without what is restricted, or none.

    Who is only invited reads those whole that are shared with a mandate of his besides.
    """
    c = submissions.c
    if not seen.summary:
        return []
    heads = (c.submission_id, c.received_at, c.language, c.state, c.urgency)
    these = c.submission_id.in_(letter.submission_ids)
    rows = conn.execute(select(*heads).where(these).order_by(c.received_at))
    found: list[Mapping[str, Any]] = [row._asdict() for row in rows]
    if not seen.body:
        return found
    his = true() if letter.has_case(actor) else _shared_with(actor.mandates)
    whole = [row._asdict() for row in conn.execute(select(submissions).where(these, his))]
    opened = {one["submission_id"]: one for one in with_victims(conn, victims, whole)}
    return [opened.get(head["submission_id"], head) for head in found]


def questions_about(conn: Connection, submission_ids: Sequence[str]) -> list[Row[Any]]:
    """Return what sources were asked about these submissions. Ask who is looking before."""
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


_blocked = exists().where(
    blocks.c.communication_id == letters.c.communication_id, blocks.c.blocked_at.is_not(None)
)


def _of(mandates: frozenset[str]) -> ColumnElement[bool]:
    s = signatures.c
    return exists().where(
        s.communication_id == letters.c.communication_id,
        s.mandate.in_(mandates),
        s.declined_at.is_(None),
    )


def _shared_with(mandates: frozenset[str]) -> ColumnElement[bool]:
    return exists().where(
        shares.c.submission_id == submissions.c.submission_id,
        shares.c.triage_position == submissions.c.triage_position,
        shares.c.mandate.in_(mandates),
    )


def _letters(
    conn: Connection, which: ColumnElement[bool], order: Any, most: int = _MOST
) -> list[Letter]:
    c = letters.c
    rows = conn.execute(
        select(letters, _blocked.label("without_consent"))
        .where(which, c.state.is_not(None))
        .order_by(order)
        .limit(most)
    ).all()
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
        },
        signatures=signed,
    )


def _signature(row: Row[Any]) -> Signature:
    values = row._asdict()
    return Signature(**{name: values[name] for name in Signature.__slots__})


def cleared_passages(conn: Connection, submission_ids: Collection[str]) -> frozenset[str]:
    """Return the passages that do not tell who the sources of these are, as somebody said."""
    c = cleared.c
    return frozenset(conn.scalars(select(c.passage).where(c.submission_id.in_(submission_ids))))
