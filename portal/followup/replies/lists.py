"""The list of cases that a person works on: filtered, a page at a time.

A page begins after the last row of the page before (keyset), so that a case that is answered while
somebody reads moves no other one. An address holds codes and dates only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from portal.casefile.replies.cases import WEEK, Case, seen_by, translating
from portal.casefile.replies.sight import listed
from portal.casefile.replies.tables import cases, signatures
from portal.web import paging
from portal.web.i18n.texts import lazy
from portal.web.paging import Numbers, cut, first
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandates as known_mandates
from shared.reference import recipients

PAGE = 50
_LONGEST = 100  # characters of where a page begins
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_c = cases.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """``order``: what it is sorted by; ``newest``: backwards."""

    title: str
    empty: str
    order: Any = _c.due_at
    newest: bool = False


WAITING = "waiting"
QUEUES: Mapping[str, Queue] = MappingProxyType(
    {
        WAITING: Queue(
            title=lazy("All awaited"),
            empty=lazy("A letter appears here as soon as it is transmitted."),
        ),
        "overdue": Queue(
            title=lazy("Overdue"),
            empty=lazy("A letter whose deadline passed without a substantive reply appears here."),
        ),
        "week": Queue(
            title=lazy("Due this week"),
            empty=lazy("A letter whose reply is due within seven days appears here."),
        ),
        "reminder": Queue(
            title=lazy("Reminder proposed"),
            empty=lazy("A letter appears here when the day of a reminder has passed."),
        ),
        "translation": Queue(
            title=lazy("Translation pending"),
            empty=lazy("A letter appears here while the translation of a reply is awaited."),
        ),
        "replied": Queue(
            title=lazy("Replied"),
            empty=lazy("A letter that got a substantive reply appears here."),
            order=_c.answered_at,
            newest=True,
        ),
        "closed": Queue(
            title=lazy("Closed"),
            empty=lazy("A case that a mandate-holder closed appears here."),
            order=_c.closed_at,
            newest=True,
        ),
    }
)
_INSIDE = frozenset({"reminder", "translation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty: not filtered by. ``beyond``: where the page begins, from ``Page.further``."""

    show: str = WAITING
    mandate: str = ""
    state: str = ""
    beyond: str = ""

    @property
    def codes(self) -> dict[str, str]:
        """The filters for an address."""
        return {
            name: value
            for name, value in {
                "show": "" if self.show == WAITING else self.show,
                "mandate": self.mandate,
                "state": self.state,
            }.items()
            if value
        }

    @property
    def narrowed(self) -> bool:
        return bool(self.mandate or self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``further``: where the next page begins; empty if there is none."""

    shown: list[Case]
    further: str


def read(args: Mapping[str, str], actor: Actor) -> Filters:
    """Return the filters of an address; senseless ones are ignored."""
    show, mandate, state = (args.get(name, "") for name in ("show", "mandate", "state"))
    return Filters(
        show=show if show in queues_for(actor) else WAITING,
        mandate=mandate if mandate in known_mandates() else "",
        state=state if state in recipients() else "",
        beyond=args.get("from", "")[:_LONGEST],
    )


def queues_for(actor: Actor) -> dict[str, Queue]:
    """Return the queues that mean something to this person."""
    inside = bool(actor.roles - {Role.GOVERNMENT})
    return {name: queue for name, queue in QUEUES.items() if inside or name not in _INSIDE}


def page(conn: Connection, actor: Actor, asked: Filters, at: datetime) -> Page:
    """Return the cases whose replies this person reads, as they stand at the time ``at``."""
    queue = QUEUES[asked.show]
    narrowed = [listed(actor), _holds(asked.show, actor, at), _c.reference.is_not(None)]
    if asked.mandate:
        signed = select(signatures.c.communication_id).where(signatures.c.mandate == asked.mandate)
        narrowed.append(_c.communication_id.in_(signed))
    if asked.state:
        narrowed.append(_c.recipient == asked.state)
    order = (
        (queue.order.desc(), _c.communication_id.desc())
        if queue.newest
        else (queue.order, _c.communication_id)
    )
    rows = conn.execute(
        select(cases, translating.label("translating"))
        .where(*narrowed, _after(queue, asked.beyond))
        .order_by(*order)
        .limit(PAGE + 1)
    ).all()
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return Page(
        shown=seen_by(conn, actor, shown),
        further=_place(queue, shown[-1]) if more else "",
    )


def soon(
    conn: Connection, actor: Actor, at: datetime, *, role: Role, numbers: Numbers = first
) -> paging.Page[Case]:
    """Return cases late or due within a week, as this person sees them in this role.

    The earliest first.
    """
    acting = replace(actor, roles=actor.roles & {role})
    found = cut(
        conn,
        select(cases, translating.label("translating"))
        .where(
            listed(acting),
            _holds(WAITING, acting, at),
            _c.due_at <= at + WEEK,
            _c.reference.is_not(None),
        )
        .order_by(_c.due_at, _c.communication_id),
        "due",
        numbers,
    )
    return found.of(seen_by(conn, acting, found))


NUMBERS = (WAITING, "overdue", "replied", "closed")


def numbers(conn: Connection, actor: Actor, state: str, at: datetime) -> dict[str, int]:
    """Return how many cases of this State each of these queues has for this person."""
    mine = and_(listed(actor), _c.recipient == state, _c.reference.is_not(None))
    counts = {show: func.count().filter(_holds(show, actor, at)).label(show) for show in NUMBERS}
    row = conn.execute(select(*counts.values()).where(mine)).one()
    return {show: getattr(row, show) for show in NUMBERS}


def awaited_from(
    conn: Connection, actor: Actor, state: str, at: datetime, pages: Numbers = first
) -> paging.Page[Case]:
    """Return the cases of this State that wait for a reply, as this person sees them."""
    found = cut(conn, _awaited(actor, state, at), "waiting", pages)
    return found.of(seen_by(conn, actor, found))


def every_awaited(conn: Connection, actor: Actor, state: str, at: datetime) -> list[Case]:
    """Return all of them."""
    return seen_by(conn, actor, conn.execute(_awaited(actor, state, at)).all())


def _awaited(actor: Actor, state: str, at: datetime) -> Select[Any]:
    query = select(cases, translating.label("translating")).where(
        listed(actor), _holds(WAITING, actor, at), _c.recipient == state, _c.reference.is_not(None)
    )
    return query.order_by(_c.due_at, _c.communication_id)


def _holds(show: str, actor: Actor, at: datetime) -> ColumnElement[bool]:
    closed: ColumnElement[bool] = _c.closed_at.is_not(None)
    if not actor.roles - {Role.GOVERNMENT}:
        # What a Government was not told of is not so for it, in no list either.
        closed = and_(closed, _c.state_told_at.is_not(None))
    waiting = and_(_c.answered_at.is_(None), ~closed)
    by_name: Mapping[str, ColumnElement[bool]] = {
        WAITING: waiting,
        "overdue": and_(waiting, _c.overdue_at.is_not(None)),
        "week": and_(waiting, _c.overdue_at.is_(None), _c.due_at <= at + WEEK),
        "reminder": and_(waiting, _c.reminder_due.is_not(None)),
        "translation": and_(~closed, translating),
        "replied": and_(_c.answered_at.is_not(None), ~closed),
        "closed": closed,
    }
    return by_name[show]


def _after(queue: Queue, beyond: str) -> ColumnElement[bool]:
    """Return the rows after the row that ``beyond`` names; all rows if it names none."""
    when, _, last = beyond.partition("~")
    try:
        at = _EPOCH + timedelta(microseconds=int(when))
    except (ValueError, OverflowError):
        return true()
    if queue.newest:
        return or_(queue.order < at, and_(queue.order == at, _c.communication_id < last))
    return or_(queue.order > at, and_(queue.order == at, _c.communication_id > last))


def _place(queue: Queue, row: Any) -> str:
    at: datetime = getattr(row, queue.order.name)
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}~{row.communication_id}"
