"""What a person sees of visit files: section E.10, first column, by the matrix (``Kind.VISIT``).

Whoever sees metadata alone sees a line (VR1): mandate, State, status, and for how many whole years
no answer has come. It has no day of a document, and its place in the list tells none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    false,
    not_,
    or_,
    select,
    true,
)

from portal.followup.visits import published
from portal.followup.visits.read_model import documents, files, of_mandates, reservations
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_visits import Letter, Standing, Status, Window
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import REGIONS, mandates, states
from shared.reference.visit_terms import CLAUSES
from shared.reference.visits import (
    DEEMED_AFTER,
    FIRST_REMINDER,
    NEXT_REMINDER,
    visit_file_id,
    visited,
    years_since,
)

BOARD: Final = policy.readers(Kind.VISIT, least=Sight.METADATA)
READERS: Final = policy.readers(Kind.VISIT)
WRITERS: Final = policy.readers(Kind.VISIT, least=Sight.WRITE)
HOLDER: Final = Role.MANDATE_HOLDER
DESK: Final = Role.QUICK_RESPONSE_DESK
DOCUMENTS: Final = 20  # at once
OVER: Final = "over"
"""Dates were agreed, and the last day is behind: shown, and stored nowhere."""
AGES: Final = (1, 2, 5, 10)

AGREED: Final = "visit-dates-agreed"
_CALLED_OFF: Final = frozenset({"visit-declined", "visit-postponed", "visit-cancelled"})
_c, _d, _r = files.c, documents.c, reservations.c
_ASKED: Final = "visit-requested"
"""A request that names days asks for a visit, and proposes none."""
DATED: Final = (
    select(_d.document_id)
    .where(
        _d.visit_file_id == _c.visit_file_id,
        _d.kind != _ASKED,
        _d.first.is_not(None),
        _d.struck.is_(None),
    )
    .correlate(files)
    .exists()
)
"""Whether days were proposed for the visit (V8), whatever became of them."""
EVERY: Final = select(files, DATED.label("dated"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooperation:
    """How the Government cooperates on the request, as its holder last graded it."""

    scheme: str
    grade: str
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``steps`` is 0 where nothing is on file yet. ``sight``: how much this person sees of it.

    ``hosts``: in which other States it concerns places. ``years``: for how many whole years no
    answer has come; None: none is awaited. ``over``: the last agreed day is behind. ``keeper``: who
    goes on with it in place of its mandate; ``kept``: it is a record of a mandate that ended (SC3).
    ``public``: everybody reads the agreed days (VR1).
    """

    mandate: str
    state: str
    now: Standing
    territories: Sequence[str]
    steps: int
    sight: Sight
    hosts: Sequence[str] = ()
    years: int | None = None
    over: bool = False
    keeper: str | None = None
    kept: bool = False
    public: bool = False
    cooperation: Cooperation | None = None

    @property
    def of(self) -> str:
        """The mandate whose file it is today."""
        return self.keeper or self.mandate

    @property
    def file_id(self) -> str:
        return visit_file_id(self.mandate, self.state)

    @property
    def reads(self) -> bool:
        return self.sight >= Sight.READ

    @property
    def listed(self) -> bool:
        """Whether the board has it: a line of a file on which nothing is would tell of drafts."""
        return self.reads or (self.sight >= Sight.METADATA and self.now.status != "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """``kind``: the fact's wire name; ``details``: codes and numbers that this kind has."""

    document_id: str
    kind: str
    dated_on: date
    passed_on: date
    channel: str | None
    reference: Sealed | None
    note: Sealed | None
    details: Mapping[str, Any]
    dates: Window | None
    logged_by: str
    logged_at: datetime
    struck: bool
    reservations: Sequence[tuple[str, Sealed]] = ()

    @property
    def of_holder(self) -> bool:
        """Whether it is an act of the holder, and no letter; or what the mandate called off."""
        return self.channel is None or (
            self.kind in _CALLED_OFF and self.details.get("by") == "mandate"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty: not filtered by. ``years``: unanswered for at least so many."""

    mandate: str = ""
    state: str = ""
    region: str = ""
    status: str = ""
    years: str = ""

    @property
    def chosen(self) -> bool:
        return any((self.mandate, self.state, self.region, self.status, self.years))


def read(args: Mapping[str, str]) -> Filters:
    """Return the filters of an address; senseless ones are ignored."""
    known: Mapping[str, Sequence[str] | Mapping[str, object] | frozenset[str]] = {
        "mandate": mandates(),
        "state": visited(),
        "region": REGIONS,
        "status": (*get_args(Status), OVER),
        "years": [str(one) for one in AGES],
    }
    wanted = {name: args.get(name, "") for name in known}
    return Filters(**{name: one for name, one in wanted.items() if one in known[name]})


def board(actor: Actor, asked: Filters, on: date) -> Select[Any]:
    """Return first the files that this person reads: those unanswered, the longest first.

    Then lines of others, by State and mandate.
    """
    reads = visible(actor)
    since = case((reads, _c.unanswered_on))
    return EVERY.where(*on_board(actor, asked, on)).order_by(
        case((reads, 0), else_=1),
        since.is_(None),
        since,
        case((reads, _c.last_on)).desc().nulls_last(),
        _c.state,
        _c.mandate,
    )


def on_board(actor: Actor, asked: Filters, on: date) -> list[ColumnElement[bool]]:
    """Return what makes a file stand on the board of this person."""
    # That nothing is on file tells what a holder decided and has not sent, or what was struck.
    lines = and_(visible(actor, least=Sight.METADATA), _c.status != "none")
    return [or_(visible(actor), lines), *_narrowed(actor, asked, on)]


def waiting(actor: Actor, on: date) -> Select[Any]:
    """Return the files on which something is this person's to do now.

    Of the person's mandates; for the Quick Response Desk, which sends, those with a letter to send.
    """
    proposed = or_(
        and_(_c.reminders == 0, _c.written_on <= on - FIRST_REMINDER),
        and_(_c.reminders > 0, _c.written_on <= on - NEXT_REMINDER),
    )
    reminds = and_(_c.unanswered_on.is_not(None), _c.to_send.is_(None), proposed)
    sends = _c.to_send.in_(get_args(Letter))  # SQLite looks up no null in an index
    some: list[ColumnElement[bool]] = [sends] if actor.has(DESK) else []
    if actor.mandates:
        of = and_(of_mandates(actor.mandates), _c.kept_at.is_(None))
        some.append(and_(of, or_(reminds, sends, _c.postponed >= DEEMED_AFTER)))
    these = EVERY.where(visible(actor), or_(false(), *some))
    return these.order_by(_c.unanswered_on.is_(None), _c.unanswered_on, _c.visit_file_id)


def narrowed_publicly(asked: Filters) -> list[ColumnElement[bool]]:
    """Return how a list is narrowed by what is public of each file, status apart."""
    found: list[ColumnElement[bool]] = []
    if asked.mandate:
        found.append(_c.mandate == asked.mandate)
    if asked.state:
        found.append(_c.state == asked.state)
    if asked.region:
        found.append(_c.state.in_(_of_region(asked.region)))
    return found


def _narrowed(actor: Actor, asked: Filters, on: date) -> list[ColumnElement[bool]]:
    """A visit is over for those who read its days: to others that would tell the last one (VR1)."""
    found = narrowed_publicly(asked)
    over = and_(visible(actor), _over(on))
    if asked.status == OVER:
        found.append(over)
    elif asked.status:
        found += [_c.status == asked.status, not_(over)]
    if asked.years:
        found.append(_c.unanswered_on <= years_before(on, int(asked.years)))
    return found


def file(conn: Connection, actor: Actor, mandate: str, state: str, on: date) -> File | None:
    """Return the file of a mandate on a State, as far as this person sees it.

    None: there can be none. Nothing is on file where there is no row.
    """
    if mandate not in mandates() or state not in visited():
        return None
    one = by_id(conn, actor, visit_file_id(mandate, state), on)
    return one or File(
        mandate=mandate,
        state=state,
        now=Standing(),
        territories=(),
        steps=0,
        sight=_sight(actor, mandate, state, dated=False),
    )


def by_id(conn: Connection, actor: Actor, file_id: str, on: date) -> File | None:
    """Return a file on which something is, as far as this person sees it."""
    row = conn.execute(EVERY.where(_c.visit_file_id == file_id)).one_or_none()
    return None if row is None else of_row(row, actor, on)


def of_row(row: Row[Any], actor: Actor, on: date) -> File:
    sight = _sight(actor, row.keeper or row.mandate, row.state, dated=bool(row.dated))
    since = row.unanswered_on
    if row.kept_at is not None and not actor.has(DESK):
        sight = min(sight, Sight.READ)
    return File(
        mandate=row.mandate,
        state=row.state,
        now=standing(row) if sight >= Sight.READ else Standing(status=row.status),
        territories=row.territories or (),
        hosts=row.hosts or (),
        steps=row.steps,
        sight=sight,
        years=None if since is None else years_since(since, on),
        over=sight >= Sight.READ and _is_over(row, on),
        keeper=row.keeper,
        kept=row.kept_at is not None,
        public=published.is_public(row),
        cooperation=_cooperation(row) if sight >= Sight.READ else None,
    )


def _cooperation(row: Row[Any]) -> Cooperation | None:
    if row.graded_in is None:
        return None
    return Cooperation(scheme=row.graded_in, grade=row.grade, public=bool(row.grade_public))


def standing(row: Row[Any]) -> Standing:
    return Standing(
        status=row.status,
        asked_on=row.asked_on,
        unanswered_on=row.unanswered_on,
        invited_on=row.invited_on,
        written_on=row.written_on,
        last_on=row.last_on,
        reminders=row.reminders,
        postponed=row.postponed,
        dates=_window(row),
        to_send=row.to_send,
        dates_by=row.dates_by,
        terms=row.terms,
        mission_id=row.mission_id,
        called_off=bool(row.called_off),
        kind=row.visit_kind or "official",
    )


def documents_of(one: File) -> Select[Any]:
    """Return what is on file, the last first. Ask before who looks."""
    these = select(documents).where(_d.visit_file_id == one.file_id, _d.kind.is_not(None))
    return these.order_by(_d.passed_on.desc(), _d.logged.desc())


def document(conn: Connection, one: File, document_id: str) -> OnFile | None:
    these = documents_of(one).where(_d.document_id == document_id)
    row = conn.execute(these).one_or_none()
    return None if row is None else on_file(row, one)


def reserved_in(
    conn: Connection, file_id: str, documents_shown: Sequence[str]
) -> Mapping[str, list[tuple[str, Sealed]]]:
    """Return what each of these documents reserves, clause by clause. Ask before who looks."""
    these = select(reservations).where(
        _r.visit_file_id == file_id, _r.document_id.in_(documents_shown)
    )
    found: dict[str, list[tuple[str, Sealed]]] = {}
    order = list(CLAUSES)
    for row in sorted(conn.execute(these), key=lambda row: order.index(row.clause)):
        found.setdefault(row.document_id, []).append((row.clause, row.text))
    return found


def last(conn: Connection, one: File, kind: str) -> OnFile | None:
    """Return the last document of a kind that counts."""
    these = documents_of(one).where(_d.kind == kind, _d.struck.is_(None)).limit(1)
    row = conn.execute(these).one_or_none()
    if row is None:
        return None
    reserved = reserved_in(conn, one.file_id, [row.document_id])
    return on_file(row, one, reserved.get(row.document_id, ()))


def versions(conn: Connection, one: File) -> set[str]:
    """Return of which versions terms of reference were sent that count."""
    these = documents_of(one).where(_d.kind == "terms-of-reference-sent", _d.struck.is_(None))
    return {row.details["version"] for row in conn.execute(these)}


def on_file(row: Row[Any], one: File, reserved: Sequence[tuple[str, Sealed]] = ()) -> OnFile:
    """The texts of what was struck are for those who work on the file."""
    texts = one.sight >= Sight.WRITE or not row.struck
    return OnFile(
        document_id=row.document_id,
        kind=row.kind,
        dated_on=row.dated_on,
        passed_on=row.passed_on,
        channel=row.channel,
        reference=row.reference if texts else None,
        note=row.note if texts else None,
        details=MappingProxyType(row.details or {}),
        dates=_window(row),
        logged_by=row.logged_by,
        logged_at=row.logged_at,
        struck=bool(row.struck),
        reservations=tuple(reserved) if texts else (),
    )


def _over(on: date) -> ColumnElement[bool]:
    return and_(_c.status == "agreed", _c.last.is_not(None), _c.last < on)


def _is_over(row: Row[Any], on: date) -> bool:
    return row.status == "agreed" and row.last is not None and row.last < on


def _window(row: Row[Any]) -> Window | None:
    return Window(first=row.first, last=row.last) if row.first and row.last else None


def _sight(actor: Actor, mandate: str, state: str, *, dated: bool) -> Sight:
    mine = state in actor.states
    stands = [
        *([Scope.MANDATE] if actor.serves(mandate) else []),
        *([Scope.STATE] if mine else []),
        *([Scope.DATED] if mine and dated else []),
    ]
    return policy.sight(actor, Kind.VISIT, stands)


def visible(actor: Actor, *, least: Sight = Sight.READ) -> ColumnElement[bool]:
    """Whether this person sees a row of ``files`` so well."""
    of_state = _c.state.in_(sorted(actor.states))
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: of_mandates(actor.mandates),
        Scope.STATE: of_state,
        Scope.DATED: and_(of_state, DATED),
    }
    return policy.rows(actor, Kind.VISIT, means, least=least)


def _of_region(region: str) -> list[str]:
    return [code for code, one in states().items() if one.group == region]


def years_before(on: date, years: int) -> date:
    """Return the same day so many years before."""
    day = on.day if (on.month, on.day) != (2, 29) else 28  # a leap day
    return date(on.year - years, on.month, day)
