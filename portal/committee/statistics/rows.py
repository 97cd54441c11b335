"""What is counted: letters with what came of them, grades and submissions, as a person may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from portal.casefile.queue import sight as submissions
from portal.casefile.queue.tables import queue
from portal.casefile.replies.sight import known, listed, visible
from portal.casefile.replies.tables import cases, given, grades, replies, signatures
from portal.committee.gaps.bands import PERIOD, period_of
from portal.committee.statistics.readers import in_bands
from portal.desk.triage.filters import concerns
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.communications.tables import letters
from portal.letters.documents import pace
from portal.web.kept import Kept
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of
from shared.reference import COOPERATION, states

SUBSTANTIVE: Final = "substantive"
_HOUR: Final = timedelta(hours=1)
_c, _r = cases.c, replies.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters. Empty and None: everything. ``since`` and ``until``: years, both inside."""

    since: int | None = None
    until: int | None = None
    region: str = ""
    state: str = ""
    mandate: str = ""

    def has_year(self, year: int) -> bool:
        return (self.since is None or year >= self.since) and (
            self.until is None or year <= self.until
        )

    def has_state(self, state: str) -> bool:
        return self.state in {"", state} and self.region in {"", region_of(state)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter. ``mandates``: those that signed it.

    ``known``: the reader learns what came of it: ``answered`` in substance first, or ``otherwise``.
    """

    communication_id: str
    type: str
    state: str
    mandates: frozenset[str]
    on: date
    due: date
    known: bool
    answered: date | None
    otherwise: bool

    def how(self, today: date) -> str:
        """Return how soon it was answered in substance; nobody is judged before its day."""
        if self.due >= today or self.answered is None:
            return "not_due"
        return "in_time" if self.answered <= self.due else "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    communication_id: str
    reply_id: str
    mandate: str
    value: str
    substantive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Graded):
    """A grade as it stood at the end of the year in which it was given."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """``number``: how many submissions of a year on a State became this."""

    year: int
    state: str
    became: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The hours from the first receipt behind a letter to its sending, and the year of that."""

    type: str
    year: int
    hours: float


def region_of(recipient: str) -> str:
    state = states().get(recipient)
    return (state.group or "") if state else ""


def sent(conn: Connection, actor: Actor) -> list[Sent]:
    """Return every letter that exists for this person."""
    every, unknown = _LETTERS.of(conn)
    query = select(_c.communication_id, known(actor).label("known")).where(visible(actor))
    return [
        of[row.communication_id]
        for row in conn.execute(query)
        for of in [every if row.known else unknown]
        if row.communication_id in of
    ]


def taken(conn: Connection, actor: Actor) -> list[Taken]:
    """Return the times of the letters of which this person may see how long they took."""
    every = _TIMES.of(conn)
    seen = conn.scalars(select(letters.c.communication_id).where(pace.timed(actor)))
    return [one for each in seen if (one := every.get(each)) is not None]


def every_taken(conn: Connection) -> Iterable[Taken]:
    """Return the times of all letters: for who reads numbers of years over alone."""
    return _TIMES.of(conn).values()


def chosen(some: Sequence[Sent], asked: Asked) -> list[Sent]:
    return [
        one
        for one in some
        if asked.has_year(one.on.year)
        and asked.has_state(one.state)
        and (not asked.mandate or asked.mandate in one.mandates)
    ]


def graded(conn: Connection, actor: Actor, mandate: str) -> list[Graded]:
    """Return the grades that this person reads. ``mandate``: those that it gave; empty: all."""
    by = grades.c.mandate == mandate if mandate else true()
    return [Graded(**_grade(row)) for row in _grades(conn, grades, and_(listed(actor), by))]


def each_given(conn: Connection, actor: Actor) -> list[Given]:
    """Return the grades that this person knows of and does not read, as each year left them."""
    rows = _grades(conn, given, and_(known(actor), not_(listed(actor))), given.c.year)
    return [Given(**_grade(row), year=row.year) for row in rows]


def received(conn: Connection, actor: Actor, mandate: str) -> list[Received]:
    """Return the submissions that this person opens. ``mandate``: that they concern; empty: all."""
    c = queue.c
    opened = and_(submissions.visible(actor), concerns(mandate) if mandate else true())
    first, last = conn.execute(select(func.min(c.received_at), func.max(c.received_at))).one()
    if first is None:
        return []
    begins = {year: date(year, 1, 1) for year in range(day_of(first).year, day_of(last).year + 1)}
    year, became = _since(c.received_at, begins).label("year"), _became().label("became")
    each = select(year, c.state, became).where(opened).subquery()
    columns = (each.c.year, each.c.state, each.c.became)
    rows = conn.execute(select(*columns, func.count().label("number")).group_by(*columns))
    return [Received(**row._asdict()) for row in rows]


def told(conn: Connection, actor: Actor, since: date) -> Counter[tuple[str, date]]:
    """Return how many submissions bands count for this person, by State and first day of a period.

    ``since``: from which day on.
    """
    c = queue.c
    last = conn.scalar(select(func.max(c.received_at)))
    if last is None:
        return Counter()
    first, begins = period_of(since), dict[int, date]()
    for number in range((day_of(last) - first) // PERIOD + 1):
        begins[number] = first + number * PERIOD
    if not begins:
        return Counter()
    begun = c.received_at >= start_of(since)
    period = _since(c.received_at, begins).label("period")
    each = select(c.state, period).where(in_bands(actor), begun).subquery()
    columns = (each.c.state, each.c.period)
    rows = conn.execute(select(*columns, func.count().label("number")).group_by(*columns))
    return Counter({(row.state, begins[row.period]): row.number for row in rows})


def _since(at: ColumnElement[Any], begins: Mapping[int, date]) -> ColumnElement[int]:
    """Return the last of these numbers that has begun in Geneva by a time after the first begin."""
    newest, *older = sorted(begins, reverse=True)
    ends = {one: begins[one + 1] for one in reversed(older)}
    if not ends:
        return literal(newest)
    return case(*((at < start_of(end), one) for one, end in ends.items()), else_=newest)


def _became() -> ColumnElement[str]:
    """Return what became of a submission; as a queue of the desk says it."""
    c = queue.c
    return case(
        (c.not_actioned.is_not(None), "not_actioned"),
        (c.triaged_at.is_not(None), "shared"),
        (c.referred.is_not(None), "referred"),
        else_="with_desk",
    )


def _grades(
    conn: Connection, table: Table, seen: ColumnElement[bool], *more: ColumnElement[Any]
) -> Sequence[Row[Any]]:
    g = table.c
    query = (
        select(g.communication_id, g.reply_id, g.mandate, g.value, _r.kind, *more)
        .join(replies, _r.reply_id == g.reply_id)
        .join(cases, _c.communication_id == g.communication_id)
        .where(g.scheme == COOPERATION.code, _c.reference.is_not(None), seen)
    )
    return conn.execute(query).all()


def _grade(row: Row[Any]) -> dict[str, Any]:
    return {
        "communication_id": row.communication_id,
        "reply_id": row.reply_id,
        "mandate": row.mandate,
        "value": row.value,
        "substantive": row.kind == SUBSTANTIVE,
    }


def _letters(conn: Connection) -> tuple[Mapping[str, Sent], Mapping[str, Sent]]:
    """Return every letter by its id: as who learns what came of it reads it, and as others do."""
    signed, came = _signed(conn), _came(conn)
    columns = (_c.communication_id, _c.type, _c.recipient, _c.transmitted_at, _c.due_at)
    every = {
        row.communication_id: Sent(
            communication_id=row.communication_id,
            type=row.type,
            state=row.recipient,
            mandates=frozenset(signed[row.communication_id]),
            on=day_of(row.transmitted_at),
            due=day_of(row.due_at),
            known=True,
            answered=min((on for kind, on in here if kind == SUBSTANTIVE), default=None),
            otherwise=any(kind != SUBSTANTIVE for kind, _ in here),
        )
        for row in conn.execute(select(*columns).where(_c.reference.is_not(None)))
        for here in [came[row.communication_id]]
    }
    return every, {
        each: replace(one, known=False, answered=None, otherwise=False)
        for each, one in every.items()
    }


def _times(conn: Connection) -> Mapping[str, Taken]:
    """Return how long each letter took, by its id."""
    return {
        one: Taken(type=type_, year=day_of(went).year, hours=(went - came) / _HOUR)
        for one, type_, came, went in pace.first_received(conn)
    }


_TIMES: Final = Kept(COMMUNICATIONS.consumer, make=_times)
_LETTERS: Final = Kept(REPLIES.consumer, make=_letters)


def _signed(conn: Connection) -> defaultdict[str, set[str]]:
    s = signatures.c
    own = or_(s.successor.is_(None), not_(s.successor))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in conn.execute(select(s.communication_id, s.mandate).where(own)):
        found[row.communication_id].add(row.mandate)
    return found


def _came(conn: Connection) -> defaultdict[str, list[tuple[str, date]]]:
    """Return kind and day of the replies to each letter."""
    found: defaultdict[str, list[tuple[str, date]]] = defaultdict(list)
    for row in conn.execute(select(_r.communication_id, _r.kind, _r.received_at)):
        found[row.communication_id].append((row.kind, day_of(row.received_at)))
    return found
