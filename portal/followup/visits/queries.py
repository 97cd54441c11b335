"""What a person sees of visit files: section E.10, first column, by the matrix (``Kind.VISIT``).

Whoever sees metadata alone sees a line with mandate, State and status, and no dates (VR1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select, true

from portal.followup.visits.read_model import documents, files
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.contracts.followup_visits import Letter, Standing, Status, Window
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import REGIONS, mandates, states
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
NEAR: Final = timedelta(weeks=8)
"""Within which another mandate's dates in the State show on both files (V8)."""
AGES: Final = (1, 2, 5, 10)

_c, _d = files.c, documents.c


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``steps`` is 0 where nothing is on file yet. ``sight``: how much this person sees of it."""

    mandate: str
    state: str
    now: Standing
    territories: Sequence[str]
    steps: int
    sight: Sight

    @property
    def file_id(self) -> str:
        return visit_file_id(self.mandate, self.state)

    @property
    def reads(self) -> bool:
        return self.sight >= Sight.READ

    def unanswered(self, on: date) -> int | None:
        """Return for how many years no answer has come; None: none is awaited."""
        since = self.now.unanswered_on
        return None if since is None else years_since(since, on)


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
        "status": get_args(Status),
        "years": [str(one) for one in AGES],
    }
    wanted = {name: args.get(name, "") for name in known}
    return Filters(**{name: one for name, one in wanted.items() if one in known[name]})


def board(actor: Actor, asked: Filters, on: date) -> Select[Any]:
    """Return the files: those unanswered, the longest first; then by their last document."""
    these = select(files).where(_visible(actor), *_narrowed(asked, on))
    return these.order_by(
        _c.unanswered_on.is_(None), _c.unanswered_on, _c.last_on.desc(), _c.visit_file_id
    )


def waiting(actor: Actor, on: date) -> Select[Any]:
    """Return the files of a person's mandates on which something is theirs to do now."""
    proposed = or_(
        and_(_c.reminders == 0, _c.written_on <= on - FIRST_REMINDER),
        and_(_c.reminders > 0, _c.written_on <= on - NEXT_REMINDER),
    )
    reminds = and_(_c.unanswered_on.is_not(None), _c.to_send.is_(None), proposed)
    these = select(files).where(
        _c.mandate.in_(sorted(actor.mandates)),
        or_(reminds, _c.to_send.is_not(None), _c.postponed >= DEEMED_AFTER),
    )
    return these.order_by(_c.unanswered_on.is_(None), _c.unanswered_on, _c.visit_file_id)


def _narrowed(asked: Filters, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.mandate:
        found.append(_c.mandate == asked.mandate)
    if asked.state:
        found.append(_c.state == asked.state)
    if asked.region:
        found.append(_c.state.in_(_of_region(asked.region)))
    if asked.status:
        found.append(_c.status == asked.status)
    if asked.years:
        found.append(_c.unanswered_on <= _years_before(on, int(asked.years)))
    return found


def file(conn: Connection, actor: Actor, mandate: str, state: str) -> File | None:
    """Return the file of a mandate on a State, as far as this person sees it.

    None: there can be none. Nothing is on file where there is no row.
    """
    if mandate not in mandates() or state not in visited():
        return None
    row = conn.execute(
        select(files).where(_c.visit_file_id == visit_file_id(mandate, state))
    ).one_or_none()
    if row is not None:
        return of_row(row, actor)
    return File(
        mandate=mandate,
        state=state,
        now=Standing(),
        territories=(),
        steps=0,
        sight=_sight(actor, mandate, state),
    )


def of_row(row: Row[Any], actor: Actor) -> File:
    sight = _sight(actor, row.mandate, row.state)
    status: Status = row.status
    to_send: Letter | None = row.to_send
    return File(
        mandate=row.mandate,
        state=row.state,
        now=Standing(
            status=status,
            asked_on=row.asked_on,
            unanswered_on=row.unanswered_on,
            invited_on=row.invited_on,
            written_on=row.written_on,
            last_on=row.last_on,
            reminders=row.reminders,
            postponed=row.postponed,
            dates=_window(row) if sight >= Sight.READ else None,
            to_send=to_send if sight >= Sight.READ else None,
        ),
        territories=row.territories or (),
        steps=row.steps,
        sight=sight,
    )


def documents_of(conn: Connection, file_id: str) -> list[OnFile]:
    """Return what is on file, the last first. Ask before who looks."""
    these = select(documents).where(_d.visit_file_id == file_id, _d.kind.is_not(None))
    rows = conn.execute(these.order_by(_d.passed_on.desc(), _d.logged.desc()))
    return [
        OnFile(
            document_id=row.document_id,
            kind=row.kind,
            dated_on=row.dated_on,
            passed_on=row.passed_on,
            channel=row.channel,
            reference=row.reference,
            note=row.note,
            details=MappingProxyType(row.details or {}),
            dates=_window(row),
            logged_by=row.logged_by,
            logged_at=row.logged_at,
            struck=bool(row.struck),
        )
        for row in rows
    ]


def near(conn: Connection, one: File) -> list[str]:
    """Return the other mandates with dates in this State within eight weeks of these (V8)."""
    dates = one.now.dates
    if dates is None:
        return []
    until = min(dates.last, date.max - NEAR) + NEAR
    since = max(dates.first, date.min + NEAR) - NEAR
    close = and_(_c.first <= until, _c.last >= since)
    these = select(_c.mandate).where(_c.state == one.state, _c.mandate != one.mandate, close)
    return list(conn.scalars(these.order_by(_c.mandate)))


def overlapping(conn: Connection, one: File) -> list[str]:
    """Return the other States for which this mandate has dates on the same days (V8)."""
    dates = one.now.dates
    if dates is None:
        return []
    same = and_(_c.first <= dates.last, _c.last >= dates.first)
    these = select(_c.state).where(_c.mandate == one.mandate, _c.state != one.state, same)
    return list(conn.scalars(these.order_by(_c.state)))


def _window(row: Row[Any]) -> Window | None:
    return Window(first=row.first, last=row.last) if row.first and row.last else None


def _sight(actor: Actor, mandate: str, state: str) -> Sight:
    stands = [
        *([Scope.MANDATE] if actor.serves(mandate) else []),
        *([Scope.STATE] if state in actor.states else []),
    ]
    return policy.sight(actor, Kind.VISIT, stands)


def _visible(actor: Actor) -> ColumnElement[bool]:
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: _c.mandate.in_(sorted(actor.mandates)),
        Scope.STATE: _c.state.in_(sorted(actor.states)),
    }
    return policy.rows(actor, Kind.VISIT, means, least=Sight.METADATA)


def _of_region(region: str) -> list[str]:
    return [code for code, one in states().items() if one.group == region]


def _years_before(on: date, years: int) -> date:
    day = on.day if (on.month, on.day) != (2, 29) else 28  # a leap day
    return date(on.year - years, on.month, day)
