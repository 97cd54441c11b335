"""What can be in an issue, from the tables that have it: proposed by period, found again by key.

All but letters that were transmitted is public. Of those, which the staff alone reads, an issue
tells mandates, State and type, and leaves out what rests on reprisals or may do so (R15): an issue
is one text, which is passed on.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    cast,
    func,
    or_,
    select,
    true,
)

from portal.casefile import reprisals
from portal.casefile.replies.tables import cases, signatures
from portal.followup.inputs.announced import ANNOUNCED, CALLS
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits import published
from portal.followup.visits.read_model import files
from portal.public.register.statement_model import statements
from portal.public.register.tables import letters, recommendations, replies
from portal.stakeholders.agenda.queries import STANDS
from portal.stakeholders.agenda.read_model import events as agenda
from portal.stakeholders.consultations.read_model import consultations
from portal.stakeholders.dialogues.read_model import dialogues
from portal.stakeholders.read_model import calls, terms
from portal.stakeholders.sessions.read_model import sessions
from shared.contracts.stakeholders_briefings import Edition, Kind
from shared.core.geneva import day_of
from shared.reference.briefings import AHEAD, MOST, SECTION_OF, SECTIONS, STAFF_ONLY, Period

_TRANSMITTED: Final = "sent"
_TOO_LARGE: Final = 2**63
"""For a key that is a number, in either database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item as values: what it says is made of them in the language of its reader.

    ``what``: its source. ``on``: the day of it; ``until``: its last day. ``title``: as somebody
    wrote it, in ``language``. ``page``: what the page on which it is read is called by.
    """

    item: str
    what: str
    section: str
    on: date
    until: date | None = None
    states: tuple[str, ...] = ()
    mandates: tuple[str, ...] = ()
    type: str | None = None
    reference: str | None = None
    title: str | None = None
    language: str | None = None
    page: str | None = None

    @property
    def edition(self) -> Edition:
        return "staff" if self.section in STAFF_ONLY else "public"


@dataclass(frozen=True, slots=True)
class Source:
    """``query``: has the columns of a line. ``ahead``: of what is still to come.

    ``closes``: a bulletin, which comes once a quarter, tells what is open when its period is over,
    and this says what of it was not ended before its last day.
    """

    query: Select[Any]
    ahead: bool = False
    closes: ColumnElement[bool] | None = None

    @property
    def key(self) -> ColumnElement[Any]:
        return self.query.selected_columns.key

    @property
    def when(self) -> ColumnElement[Any]:
        return self.query.selected_columns.on

    def between(self, kind: Kind, period: Period) -> Select[Any]:
        begin, end = period.begin, period.end
        when: Any = self.when
        if self.closes is not None and kind == "bulletin":
            until: Any = self.query.selected_columns.until
            open_ = and_(when < _of(when, end), until >= _of(until, end), self.closes)
            return self.query.where(open_)
        if self.ahead:
            begin, end = end, end + AHEAD[kind]
        return self.query.where(when >= _of(when, begin), when < _of(when, end))


def _of(column: Any, moment: datetime) -> date | datetime:
    """Return the moment as the column has it."""
    return day_of(moment) if isinstance(column.type, Date) else moment


def proposed(conn: Connection, kind: Kind, period: Period) -> list[Line]:
    """Return what happened in the period, in the order of the sections, each the oldest first."""
    lines: list[Line] = []
    for section in SECTIONS[kind]:
        for what, of in _of_section(section):
            these = of.between(kind, period).order_by(of.when, of.key).limit(MOST)
            lines += (_line(what, row) for row in conn.execute(these))
    return list(_signed(conn, lines))


def left(conn: Connection, kind: Kind, period: Period) -> dict[str, int]:
    """Return by section how many more there are than an issue has room for."""
    found: dict[str, int] = {}
    for section in SECTIONS[kind]:
        for _, of in _of_section(section):
            these = of.between(kind, period).with_only_columns(of.key).subquery()
            more = (conn.scalar(select(func.count()).select_from(these)) or 0) - MOST
            if more > 0:
                found[section] = found.get(section, 0) + more
    return found


def one_of(conn: Connection, item: str, kind: Kind, period: Period) -> Line | None:
    """Return one of those that happened in the period."""
    what, _, key = item.partition("-")
    if what not in SOURCES or SECTION_OF[what] not in SECTIONS[kind]:
        return None
    of = SOURCES[what]
    these = of.between(kind, period).where(of.key.in_(_keys(of, [key])))
    lines = [_line(what, row) for row in conn.execute(these)]
    return next(_signed(conn, lines), None)


def _of_section(section: str) -> list[tuple[str, Source]]:
    return [(what, of) for what, of in SOURCES.items() if SECTION_OF[what] == section]


def standing(conn: Connection, items: Collection[str]) -> dict[str, Line]:
    """Return those of these items that are there at this moment, and may be told."""
    keys: dict[str, list[str]] = {}
    for item in items:
        what, _, key = item.partition("-")
        if what in SOURCES:
            keys.setdefault(what, []).append(key)
    found: list[Line] = []
    for what, some in keys.items():
        of = SOURCES[what]
        rows = conn.execute(of.query.where(of.key.in_(_keys(of, some))))
        found += (_line(what, row) for row in rows)
    return {line.item: line for line in _signed(conn, found)}


def _keys(of: Source, some: Collection[str]) -> list[Any]:
    """Return these keys as the table has them."""
    if not isinstance(of.key.type, Integer):
        return [*some]
    return [int(one) for one in some if one.isdecimal() and int(one) < _TOO_LARGE]


def _line(what: str, row: Row[Any]) -> Line:
    values = {name: getattr(row, name, None) for name in _VALUES}
    return Line(
        item=f"{what}-{row.key}",
        what=what,
        section=SECTION_OF[what],
        on=_day(row.on),
        until=_day(row.until) if getattr(row, "until", None) else None,
        states=tuple(_many(getattr(row, "states", None))),
        mandates=tuple(_many(getattr(row, "mandates", None))),
        **values,
    )


_VALUES: Final = ("type", "reference", "title", "language", "page")


def _day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def _many(value: list[str] | str | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _signed(conn: Connection, lines: Collection[Line]) -> Iterator[Line]:
    """Yield the lines, those of transmitted letters with the mandates that signed."""
    sent = [one.item.partition("-")[2] for one in lines if one.what == _TRANSMITTED]
    c, mandates = signatures.c, dict[str, list[str]]()
    if sent:
        query = select(c.communication_id, c.mandate).where(
            c.communication_id.in_(sent), or_(c.successor.is_(None), c.successor.is_(False))
        )
        for row in conn.execute(query.order_by(c.mandate)):
            mandates.setdefault(row.communication_id, []).append(row.mandate)
    for one in lines:
        key = one.item.partition("-")[2]
        yield replace(one, mandates=tuple(mandates[key])) if key in mandates else one


def _query(*where: ColumnElement[bool], key: Any, on: Any, **columns: Any) -> Select[Any]:
    named = [column.label(name) for name, column in columns.items()]
    return select(key.label("key"), on.label("on"), *named).where(*where)


_c, _l, _r, _s, _n = cases.c, letters.c, replies.c, statements.c, recommendations.c
_v, _t = reports.c, rounds.c
_MEETING: Final = agenda.c.kind == "meeting"
_AGENDA: Final = {
    "key": agenda.c.event_id,
    "on": agenda.c.first_on,
    "until": agenda.c.last_on,
    "mandates": agenda.c.mandates,
    "type": agenda.c.kind,
    "reference": cast(agenda.c.number, String),
    "title": agenda.c.title,
    "page": agenda.c.event_id,
}
_STATEMENT: Final = {
    "states": _s.states,
    "mandates": _s.mandates,
    "type": _s.kind,
    "title": _s.title,
    "language": _s.language,
    "page": _s.statement_id,
}

SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        _TRANSMITTED: Source(
            _query(
                reprisals.is_open(_c.communication_id),
                key=_c.communication_id,
                on=_c.transmitted_at,
                states=_c.recipient,
                type=_c.type,
            ),
        ),
        "letter": Source(
            _query(
                key=_l.key,
                on=_l.published_at,
                states=_l.recipient,
                mandates=_l.mandates,
                type=_l.type,
                reference=_l.reference,
                page=_l.slug,
            ),
        ),
        "reply": Source(
            _query(
                key=_r.key,
                on=_r.published_at,
                states=_l.recipient,
                mandates=_l.mandates,
                type=_r.kind,
                reference=_l.reference,
                page=_l.slug,
            ).join(letters, _l.communication_id == _r.communication_id),
        ),
        "statement": Source(
            _query(_s.visit_from.is_(None), key=_s.key, on=_s.first_issued_at, **_STATEMENT),
        ),
        "visit": Source(
            _query(_s.visit_from.is_not(None), key=_s.key, on=_s.first_issued_at, **_STATEMENT),
        ),
        "report": Source(
            _query(
                _v.stage == "published",
                key=_v.number,
                on=_v.published_at,
                states=_v.state,
                mandates=_v.mandates,
                reference=_v.symbol,
                page=_v.mission_id,
            ),
        ),
        "recommendation": Source(
            _query(
                _n.text.is_not(None),
                _n.withdrawn_at.is_(None),
                _n.item.is_(None),  # another mechanism's is told there
                key=_n.key,
                on=_n.published_at,
                states=_n.addressee,
                mandates=_n.mandate,
            ),
        ),
        "table": Source(
            _query(
                _t.published.is_not(None),
                key=_t.round_id,
                on=_t.published_at,
                states=_t.state,
                mandates=_t.mandate,
                page=_t.round_id,
            ),
        ),
        "term": Source(
            _query(
                key=terms.c.term_id,
                on=terms.c.starts_on,
                mandates=terms.c.mandate,
                page=terms.c.mandate,
            ),
        ),
        "call": Source(
            _query(
                key=calls.c.vacancy_id,
                on=calls.c.opens_at,
                until=calls.c.closes_at,
                mandates=calls.c.mandate,
                page=calls.c.vacancy_id,
            ),
        ),
        "input": Source(
            _query(
                consultations.c.cancelled_at.is_(None),
                key=consultations.c.consultation_id,
                on=consultations.c.opens_at,
                until=consultations.c.closes_at,
                title=consultations.c.title,
                page=consultations.c.consultation_id,
            ),
            closes=true(),
        ),
        "visitinput": Source(ANNOUNCED, closes=CALLS.c.ended.is_(None)),
        "visitahead": Source(
            _query(
                published.PUBLIC,
                or_(files.c.called_off.is_(None), files.c.called_off.is_(False)),
                key=files.c.visit_file_id,
                on=files.c.public_first,
                until=files.c.public_last,
                states=files.c.state,
                mandates=files.c.mandate,
                page=files.c.state,
            ),
            ahead=True,
        ),
        "session": Source(
            _query(
                sessions.c.called_off.is_(False),
                sessions.c.access == "open",
                key=sessions.c.session_id,
                on=sessions.c.starts_at,
                title=sessions.c.title,
                page=sessions.c.session_id,
            ),
            ahead=True,
        ),
        "dialogue": Source(
            _query(
                or_(dialogues.c.called_off.is_(None), dialogues.c.called_off.is_(False)),
                key=dialogues.c.dialogue_id,
                on=dialogues.c.starts_at,
                title=dialogues.c.title,
                page=dialogues.c.dialogue_id,
            ),
            ahead=True,
        ),
        "council": Source(_query(STANDS, ~_MEETING, **_AGENDA)),
        "experts": Source(_query(STANDS, _MEETING, **_AGENDA)),
        "agenda": Source(_query(STANDS, **_AGENDA), ahead=True),
    }
)
"""By the first part of an item's key."""

PAGES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "letter": ("register.letter", "slug"),
        "reply": ("register.letter", "slug"),
        "statement": ("register.statement", "statement_id"),
        "visit": ("register.statement", "statement_id"),
        "report": ("publicreports.show", "mission_id"),
        "table": ("publicrounds.show", "round_id"),
        "term": ("mandates.show", "mandate"),
        "call": ("selection.listed.vacancy", "vacancy_id"),
        "input": ("consultations.show", "consultation_id"),
        "visitinput": ("inputcalls.show", "call_id"),
        "visitahead": ("publicvisits.index", "state"),
        "session": ("sessions.show", "session_id"),
        "dialogue": ("dialogues.show", "dialogue_id"),
        "council": ("agenda.show", "event_id"),
        "experts": ("agenda.show", "event_id"),
        "agenda": ("agenda.show", "event_id"),
    }
)
"""Where what an item is about is read: the endpoint, and its argument."""
