"""What a person sees of letters about visits: section E.10, first column (``Kind.VISIT``).

The mandates that ask see a letter from its draft on, and each of them that letter alone of the
others' files. The Quick Response Desk sees it once it is approved; the desk officer of the State,
and who goes on with the file of one of them (SC3), once it was sent.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

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
)

from portal.followup.visits.letter_model import letters, signatures, steps
from portal.followup.visits.queries import DESK
from portal.followup.visits.read_model import files
from portal.web.policy import Kind as Of
from portal.web.policy import readers
from shared.contracts.followup_visit_letters import Asking, Stage
from shared.contracts.followup_visits import Letter, Window
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.mandate_holder import SECRETARIAT, heads

READERS: Final = readers(Of.VISIT)
OFFICER: Final = frozenset({Role.HUMAN_RIGHTS_OFFICER})
HOLDER: Final = frozenset({Role.MANDATE_HOLDER})
SENDERS: Final = frozenset({Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER})
OPEN: Final = ("drafting", "awaiting", "approved")
_c, _s = letters.c, signatures.c


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetter:
    """``approved``: by mandate, who approved the present text. ``own``: mandates of who looks.

    ``sending``: how often it was recorded as sent. ``handed_over``: at
    which step it was said that it is being sent; 0 if it is not.
    ``against``: what speaks against sending it today, though it is approved.
    """

    letter_id: str
    letter: Letter
    state: str
    mandates: Sequence[str]
    approved: Mapping[str, str]
    own: frozenset[str]
    stage: Stage
    version: int
    content_hash: str
    asking: Asking
    text: Sealed
    dated_on: date | None
    passed_on: date | None
    channel: str | None
    reference: Sealed | None
    sending: int
    handed_over: int
    against: Sequence[str] = ()

    @property
    def open(self) -> bool:
        return self.stage in OPEN


def find(conn: Connection, actor: Actor, letter_id: str) -> VisitLetter | None:
    """Return the letter; None: there is none for this person."""
    these = select(letters).where(_c.visit_letter_id == letter_id, visible(actor))
    return next(iter(of_rows(conn, conn.execute(these), actor)), None)


def of_file(conn: Connection, actor: Actor, mandate: str, state: str) -> list[VisitLetter]:
    """Return the open letters of a file that this person sees, the last first."""
    these = select(letters).where(
        _c.state == state, _c.stage.in_(OPEN), _of_mandates([mandate]), visible(actor)
    )
    rows = conn.execute(these.order_by(_c.changed.desc()))
    return of_rows(conn, rows, actor)


def decides(actor: Actor, of: Collection[str]) -> list[str]:
    """Return those of the mandates for which this person decides in person (R2)."""
    if not actor.has(Role.MANDATE_HOLDER) or actor.has(*SECRETARIAT):
        return []
    return sorted(one for one in actor.mandates.intersection(of) if heads(actor, one))


def waiting(actor: Actor, lapsed: Collection[str] = ()) -> Select[Any]:
    """Return the letters on which something is this person's to do: to approve, send or finish.

    ``lapsed``: those that a predecessor of this person approved.
    """
    own = sorted(actor.mandates)
    some: list[ColumnElement[bool]] = [_c.visit_letter_id.in_(lapsed)]
    if signs := decides(actor, own):
        some.append(and_(_c.stage == "awaiting", _of_mandates(signs, missing=True)))
    if actor.has(Role.HUMAN_RIGHTS_OFFICER) and own:
        some.append(and_(_c.stage.in_(("drafting", "approved")), _of_mandates(own)))
    if actor.has(DESK):
        some.append(_c.stage == "approved")
    return select(letters).where(or_(false(), *some)).order_by(_c.changed, _c.visit_letter_id)


def steps_of(conn: Connection, one: VisitLetter) -> Sequence[Row[Any]]:
    these = select(steps).where(steps.c.visit_letter_id == one.letter_id)
    return conn.execute(these.order_by(steps.c.position)).all()


def of_rows(conn: Connection, rows: Iterable[Row[Any]], actor: Actor) -> list[VisitLetter]:
    some = list(rows)
    these = select(_s.visit_letter_id, _s.mandate, _s.approved_by).where(
        _s.visit_letter_id.in_([row.visit_letter_id for row in some]), _s.approved, not_(_s.gone)
    )
    approved: dict[str, dict[str, str]] = {}
    for one in conn.execute(these) if some else ():
        approved.setdefault(one.visit_letter_id, {})[one.mandate] = one.approved_by
    return [_of_row(row, actor, approved.get(row.visit_letter_id, {})) for row in some]


def _of_row(row: Row[Any], actor: Actor, approved: Mapping[str, str]) -> VisitLetter:
    dates = Window(first=row.first, last=row.last) if row.first and row.last else None
    return VisitLetter(
        letter_id=row.visit_letter_id,
        letter=row.letter,
        state=row.state,
        mandates=row.mandates,
        approved=approved,
        own=actor.mandates & frozenset(row.mandates),
        stage=row.stage,
        version=row.version,
        content_hash=row.content_hash,
        asking=Asking(kind=row.kind, dates=dates),
        text=row.text,
        dated_on=row.dated_on,
        passed_on=row.passed_on,
        channel=row.channel,
        reference=row.reference,
        sending=row.sending or 0,
        handed_over=row.handed_over or 0,
    )


def visible(actor: Actor) -> ColumnElement[bool]:
    """Whether this person reads the letter."""
    some: list[ColumnElement[bool]] = []
    if actor.has(*(OFFICER | HOLDER)):
        some += [_of_mandates(own := sorted(actor.mandates)), _passed_on(own)]
    if actor.has(DESK):
        some.append(_c.stage.in_(("approved", "sent")))
    if actor.has(Role.DESK_OFFICER):
        some.append(and_(_c.stage == "sent", _c.state.in_(sorted(actor.states))))
    return or_(false(), *some)


def _passed_on(mandates: Sequence[str]) -> ColumnElement[bool]:
    """Whether it was sent about a file with which one of these goes on (SC3)."""
    f = files.c
    these = (
        select(f.visit_file_id)
        .join(signatures, _s.mandate == f.mandate)
        .where(_s.visit_letter_id == _c.visit_letter_id, not_(_s.gone))
        .where(f.state == _c.state, f.keeper.in_(mandates))
    )
    return and_(_c.stage == "sent", exists(these))


def _of_mandates(mandates: Sequence[str], *, missing: bool = False) -> ColumnElement[bool]:
    """``missing``: and one of them has not approved the present text."""
    these = select(_s.mandate).where(
        _s.visit_letter_id == _c.visit_letter_id, _s.mandate.in_(mandates), not_(_s.gone)
    )
    return exists(these.where(not_(_s.approved)) if missing else these)
