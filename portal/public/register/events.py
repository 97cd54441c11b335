"""What is public of one State, each with its day and where it stands: the profile is made of it.

It is read from public tables alone, so what was taken back or never published is not there: those
of the register, and the reports on visits, follow-up tables and calls for input beside them. Texts
are read for the lines that are shown.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from typing import Any, Final, Literal, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, Table, select

from portal.followup.inputs.announced import CALLS
from portal.followup.missions.read_model import missions
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.public.register import of_reprisals, of_visits, search
from portal.public.register.cards import CONSUMER, SUBSTANTIVE, Version, version_of
from portal.public.register.statement_model import REGISTER_STATEMENTS, statements
from portal.public.register.tables import TRANSLATION, grades, letters, recommendations, replies
from shared.core.geneva import day_of
from shared.reference import COOPERATION

Kind: TypeAlias = Literal[
    "letter",
    "reply",
    "visit",
    "report",
    "statement",
    "recommendation",
    "followup",
    "call",
    "reprisal",
    "past_visit",
]
KINDS: Final[tuple[Kind, ...]] = (
    "letter", "reply", "visit", "report", "statement", "recommendation", "followup", "call",
    "reprisal", "past_visit",
)  # fmt: skip
VISITS: Final = frozenset({"end_of_mission", "mission_report"})
"""What is issued on a visit."""
Grade: TypeAlias = tuple[str, str]
"""Which mandate gave it, and the scheme's value."""
_STATES = 20
_MANY = 2_000  # keys in one query
_l, _r, _s, _c = letters.c, replies.c, statements.c, recommendations.c
_v, _f, _in = reports.c, rounds.c, CALLS.c
_BESIDE: Final[Mapping[Kind, tuple[Column[int], ColumnElement[bool]]]] = {
    "report": (_v.number, of_visits.REPORTS),
    "followup": (_f.number, of_visits.TABLES),
    "call": (_in.number, of_visits.CALLS),
}
"""What has no text here: by which key it is found, and if it is public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``on``: when it was sent, received, issued, published; of a visit, when it was reported on.

    ``year``: in which it counts: of a letter and its replies, that of the reference.
    ``key``: in the table of its kind. ``type``: of a letter, a reply or a statement; the year of a
    follow-up table, or of the report that has a case of reprisal. ``of``: the letter's id, of a
    letter or a reply. ``item``: in the address of the page: the letter's slug, or an id.
    ``title``: a letter's reference, a statement's title. ``symbol``: of what is a document.
    ``part``: the id of a reply or a recommendation. ``begin``, ``end``: of a visit; a report has
    them where a public statement tells of the same visit; of a case of reprisal, the period of its
    report. ``until``: of a call, the last day.
    """

    on: date
    year: int
    kind: Kind
    key: int
    mandates: tuple[str, ...]
    type: str = ""
    of: str = ""
    item: str = ""
    title: str = ""
    part: str = ""
    symbol: str = ""
    language: str | None = None
    begin: date | None = None
    end: date | None = None
    until: date | None = None

    @property
    def place(self) -> tuple[Kind, int]:
        return self.kind, self.key

    @property
    def substantive(self) -> bool:
        return self.kind == "reply" and self.type == SUBSTANTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit, with what was issued on it: a statement at its end, reports, or both."""

    mandates: tuple[str, ...]
    begin: date | None
    end: date | None
    documents: Sequence[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events. Empty and None: all. ``mandates``: one of these; ``until``: a day, inside."""

    kind: str = ""
    mandates: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    by: date | None = None

    def __contains__(self, one: Event) -> bool:
        return (
            (not self.kind or one.kind == self.kind)
            and (not self.mandates or not self.mandates.isdisjoint(one.mandates))
            and (self.since is None or one.year >= self.since)
            and (self.until is None or one.year <= self.until)
            and (self.by is None or one.on <= self.by)
        )


_kept: WeakKeyDictionary[Engine, tuple[Version, dict[str, Sequence[Event]]]] = WeakKeyDictionary()


def of_state(conn: Connection, state: str) -> Sequence[Event]:
    """Return all that is public of the State, the newest first.

    What the register has of the States that were asked for last stays in memory until anything else
    becomes public, as the index cards do: a State can have thousands of events. What stands beside
    it is little.
    """
    found = _of_register(conn, state)
    beside = [
        *_reports(conn, state, found),
        *_tables(conn, state),
        *_calls(conn, state),
        *(Event(kind="reprisal", **one) for one in of_reprisals.of_state(conn, state)),
        *(Event(kind="past_visit", **one) for one in of_visits.before(conn, state)),
    ]
    if not beside:
        return found
    return list(merge(found, sorted(beside, key=_order, reverse=True), key=_order, reverse=True))


def _of_register(conn: Connection, state: str) -> Sequence[Event]:
    version = version_of(conn, CONSUMER) + version_of(conn, REGISTER_STATEMENTS.consumer)
    kept = _kept.get(conn.engine)
    if kept is None or kept[0] != version:
        kept = _kept[conn.engine] = (version, {})
    found = kept[1].pop(state, None) or _read(conn, state)
    kept[1][state] = found  # the last of the dictionary was asked for last
    for oldest in [*kept[1]][:-_STATES]:
        kept[1].pop(oldest, None)
    return found


def _read(conn: Connection, state: str) -> Sequence[Event]:
    found = [
        *_letters(conn, state),
        *_replies(conn, state),
        *_statements(conn, state),
        *_recommendations(conn, state),
    ]
    return sorted(found, key=_order, reverse=True)


def _order(one: Event) -> tuple[date, Kind, str, int]:
    """Return its place. The number of a case of reprisal would tell when it was published here."""
    return one.on, one.kind, one.item if one.kind == "reprisal" else "", one.key


def texts(conn: Connection, some: Sequence[Event]) -> dict[tuple[Kind, int], str | None]:
    """Return the text of each; None of a reply that the State keeps confidential.

    One that is not here any more was taken back a moment ago.
    """
    tables: dict[Kind, Table] = {
        "letter": letters, "reply": replies, "visit": statements,
        "statement": statements, "recommendation": recommendations,
    }  # fmt: skip
    found: dict[tuple[Kind, int], str | None] = {}
    for kind, table in tables.items():
        keys = [one.key for one in some if one.kind == kind]
        for row in _by_key(conn, table, keys, table.c.key, table.c.text):
            found[kind, row.key] = row.text
    for kind, (key, there) in _BESIDE.items():
        if keys := [one.key for one in some if one.kind == kind]:
            public = conn.scalars(select(key).where(there, key.in_(keys)))
            found |= dict.fromkeys((kind, each) for each in public)
    found |= {one.place: None for one in some if one.kind == "past_visit"}  # read just now
    if keys := [one.key for one in some if one.kind == "reprisal"]:
        told = of_reprisals.texts(conn, keys)
        found |= {("reprisal", key): text for key, text in told.items()}
    return found


def graded(conn: Connection, state: str, replies_: Collection[str]) -> dict[str, list[Grade]]:
    """Return by reply the grades that stand today, of the usual scheme."""
    g = grades.c
    rows = conn.execute(
        select(g.reply_id, g.mandate, g.value)
        .join(letters, _l.communication_id == g.communication_id)
        .where(_l.recipient == state, g.scheme == COOPERATION.code)
        .order_by(g.reply_id, g.mandate)
    )
    found: dict[str, list[Grade]] = {}
    for row in rows:
        if row.reply_id in replies_:
            found.setdefault(row.reply_id, []).append((row.mandate, row.value))
    return found


def _letters(conn: Connection, state: str) -> Iterator[Event]:
    columns = (_l.key, _l.communication_id, _l.slug, _l.reference, _l.type, _l.mandates, _l.year)
    for row in conn.execute(select(*columns, _l.transmitted_at).where(_l.recipient == state)):
        yield _of_letter("letter", row, day_of(row.transmitted_at))


def _replies(conn: Connection, state: str) -> Iterator[Event]:
    its = (_l.communication_id, _l.slug, _l.reference, _l.mandates, _l.year)
    for row in conn.execute(
        select(_r.key, _r.reply_id, _r.kind.label("type"), _r.language, _r.received_at, *its)
        .join(letters, _l.communication_id == _r.communication_id)
        .where(_l.recipient == state, _r.kind != TRANSLATION)
    ):
        on, own = day_of(row.received_at), {"part": row.reply_id, "language": row.language}
        yield _of_letter("reply", row, on, **own)


def _of_letter(kind: Kind, row: Row[Any], on: date, **own: Any) -> Event:
    return Event(
        on=on,
        year=row.year,
        kind=kind,
        key=row.key,
        mandates=tuple(row.mandates),
        type=row.type,
        of=row.communication_id,
        item=row.slug,
        title=row.reference,
        **own,
    )


def _statements(conn: Connection, state: str) -> Iterator[Event]:
    columns = (_s.statement_id, _s.kind, _s.mandates, _s.title, _s.symbol, _s.language)
    dates = (_s.first_issued_at, _s.visit_from, _s.visit_to)
    for row in _marked(conn, statements, state, _s.key, *columns, *dates):
        on = day_of(row.first_issued_at)
        yield Event(
            on=on,
            year=on.year,
            kind="visit" if row.kind in VISITS else "statement",
            key=row.key,
            mandates=tuple(row.mandates),
            type=row.kind,
            item=row.statement_id,
            title=row.title,
            symbol=row.symbol or "",
            language=row.language,
            begin=row.visit_from,
            end=row.visit_to,
        )


def _recommendations(conn: Connection, state: str) -> Iterator[Event]:
    columns = (
        _c.key, _c.recommendation_id, _c.mandate, _c.issued_at, _c.withdrawn_at, _c.item, _c.report,
    )  # fmt: skip
    for row in _marked(conn, recommendations, state, *columns):
        if row.withdrawn_at is None and row.item is None:  # another mechanism's is told there
            on = day_of(row.issued_at)
            its = {"part": row.recommendation_id, "symbol": row.report or ""}
            of = (row.mandate,)
            yield Event(on=on, year=on.year, kind="recommendation", key=row.key, mandates=of, **its)


def _reports(conn: Connection, state: str, some: Sequence[Event]) -> Iterator[Event]:
    """Yield the reports on visits. Their days are told where a statement on the visit told them."""
    m = missions.c
    these = (
        select(_v.number, _v.mission_id, _v.mandates, _v.symbol, _v.published_at, m.first, m.last)
        .outerjoin(missions, m.mission_id == _v.mission_id)
        .where(of_visits.REPORTS, _v.state == state)
    )
    told = [one for one in some if one.kind == "visit" and one.begin is not None]
    for row in conn.execute(these):
        known = any(
            (one.begin, one.end) == (row.first, row.last)
            and not set(one.mandates).isdisjoint(row.mandates)
            for one in told
        )
        yield _beside(
            "report",
            row,
            row.mission_id,
            day_of(row.published_at),
            mandates=tuple(row.mandates),
            symbol=row.symbol,
            begin=row.first if known else None,
            end=row.last if known else None,
        )


def _tables(conn: Connection, state: str) -> Iterator[Event]:
    columns = (_f.number, _f.round_id, _f.mandate, _f.year, _f.symbol, _f.published_at)
    for row in conn.execute(select(*columns).where(of_visits.TABLES, _f.state == state)):
        its = {"type": str(row.year), "symbol": row.symbol or ""}
        on = day_of(row.published_at)
        yield _beside("followup", row, row.round_id, on, mandates=(row.mandate,), **its)


def _calls(conn: Connection, state: str) -> Iterator[Event]:
    columns = (_in.number, _in.call_id, _in.mandate, _in.closes_on, _in.issued_at)
    for row in conn.execute(select(*columns).where(of_visits.CALLS, _in.state == state)):
        on, its = day_of(row.issued_at), {"until": row.closes_on}
        yield _beside("call", row, row.call_id, on, mandates=(row.mandate,), **its)


def _beside(kind: Kind, row: Row[Any], item: str, on: date, **own: Any) -> Event:
    return Event(on=on, year=on.year, kind=kind, key=row.number, item=item, **own)


def _marked(conn: Connection, table: Table, state: str, *columns: Any) -> Iterator[Row[Any]]:
    """Yield the rows that are about the State: it is a term in their index."""
    query = search.query("", [search.mark("state", state)], dialect=conn.dialect.name)
    yield from _by_key(conn, table, search.keys(conn, table, query or ""), *columns)


def _by_key(
    conn: Connection, table: Table, keys: Sequence[int], *columns: Any
) -> Iterator[Row[Any]]:
    for first in range(0, len(keys), _MANY):
        yield from conn.execute(
            select(*columns).where(table.c.key.in_(keys[first : first + _MANY]))
        )


def first_replies(some: Sequence[Event]) -> Mapping[str, date]:
    """Return by letter when the first reply in substance came."""
    found: dict[str, date] = {}
    for one in some:
        if one.substantive:
            found[one.of] = min(one.on, found.get(one.of, one.on))
    return found


def recommended(some: Sequence[Event]) -> set[str]:
    """Return the ids of the recommendations among these."""
    return {one.part for one in some if one.kind == "recommendation"}


def visits(some: Sequence[Event]) -> list[Visit]:
    """Return each visit once, whatever was issued on it; in the order of what came last.

    A report is of the visit of one of its mandates on the same days, as a statement tells them.
    """
    found: dict[_Key, list[Event]] = {}
    for one in some:
        if one.kind == "visit":
            found.setdefault(_key(one), []).append(one)
    for one in some:
        if one.kind == "report":
            same = (each for each in found if _is_of(one, each))
            found.setdefault(next(same, _key(one)), []).append(one)
    told = [
        Visit(
            mandates=some_[0].mandates,
            begin=some_[0].begin,
            end=some_[0].end,
            documents=sorted(some_, key=lambda one: one.on, reverse=True),
        )
        for some_ in found.values()
    ]
    return sorted(told, key=lambda one: one.documents[0].on, reverse=True)


_Key: TypeAlias = tuple[frozenset[str], date | None, date | None, tuple[Kind, int] | None]


def _key(one: Event) -> _Key:
    """Return what is the same of all that was issued on a visit; without days, of it alone."""
    undated = one.place if one.begin is None else None
    return frozenset(one.mandates), one.begin, one.end, undated


def _is_of(report: Event, key: _Key) -> bool:
    mandates, begin, end, _ = key
    same = begin is not None and (begin, end) == (report.begin, report.end)
    return same and not mandates.isdisjoint(report.mandates)
