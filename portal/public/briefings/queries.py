"""Issues, and what stands in each edition of one at the moment at which it is read."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Row, Select, or_, select

from portal.public.briefings import sources
from portal.public.briefings.read_model import changes, issues, marks
from portal.public.briefings.sources import Line
from shared.contracts.stakeholders_briefings import Edition, Kind
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.briefings import (
    SECTION_OF,
    SECTIONS,
    STAFF_ONLY,
    Period,
    days_of,
    source_of,
)

EDITORS: Final = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
"""The Chief's office and the Quick Response Desk: they transmit all letters, and see them all."""
STAFF: Final = EDITORS | {
    Role.HUMAN_RIGHTS_OFFICER,
    Role.DESK_OFFICER,
    Role.PUBLICATION_OFFICER,
    Role.SELECTION_OFFICER,
    Role.STAKEHOLDER_OFFICER,
}
_NAMED: Final = ("handed-in", "approved", "sent")
"""In these stages an issue has the items that were handed in."""
GOES_ON: Final = ("open", "handed-in", "approved")
TOLD_FOR: Final = timedelta(days=7)
"""So long the desk is told of what was left out when an issue was sent."""
_c, _m, _h = issues.c, marks.c, changes.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """``version``: of what was handed in; ``now``: of the issue as it is.

    ``public``: it was sent, and everybody reads some of it.
    """

    period: str
    kind: Kind
    stage: str
    opened_at: datetime
    items: tuple[str, ...]
    fallen: tuple[str, ...]
    public: bool
    version: int | None
    now: int
    handed_in_by: str | None
    handed_in_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    code: str | None
    ended_at: datetime | None
    hands: frozenset[str]

    @property
    def days(self) -> Period:
        return days_of(self.kind, self.period)

    @property
    def goes_on(self) -> bool:
        return self.stage in GOES_ON


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What an editor did with an item. ``section``: of one that was added."""

    item: str
    dropped: bool
    dropped_by: str | None
    section: str | None
    edition: Edition | None
    text: Sealed | None
    language: str | None
    note: Sealed | None
    note_language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item of an edition. ``line``: None of what an editor added, and of what is gone.

    ``gone``: it was in the issue, and stands there as removed.
    """

    item: str
    section: str
    edition: Edition
    line: Line | None = None
    text: str | None = None
    language: str | None = None
    note: str | None = None
    note_language: str | None = None
    dropped: bool = False
    dropped_by: str | None = None
    gone: bool = False


Section: TypeAlias = tuple[str, list[Entry], int]
"""Its entries, and how many more there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """``left``: by section, how many more there are than an issue has room for."""

    entries: tuple[Entry, ...]
    left: Mapping[str, int]

    def of(self, edition: Edition) -> "Content":
        """Return what the readers of an edition see of it. Nobody sees a number of letters."""
        if edition == "staff":
            return self
        seen = tuple(one for one in self.entries if one.edition == "public")
        left = {section: n for section, n in self.left.items() if section not in STAFF_ONLY}
        return Content(entries=seen, left=left)

    @property
    def standing(self) -> tuple[str, ...]:
        """The items that are in it now."""
        return tuple(one.item for one in self.entries if not (one.dropped or one.gone))

    def by_section(self, kind: Kind) -> list[Section]:
        found = [
            (section, [one for one in self.entries if one.section == section])
            for section in SECTIONS[kind]
        ]
        return [(section, some, self.left.get(section, 0)) for section, some in found if some]


Reveal: TypeAlias = Callable[[Sequence[Sealed]], Sequence[str | None]]


def subject_of(code: str) -> str:
    """Under this key all is sealed that editors write in an issue."""
    return f"briefing-{code}"


def case_of(kind: str) -> UUID:
    return derive_id("briefing issues", kind)


def sent(*, staff: bool = False) -> Select[Any]:
    """Return the issues that were sent, the newest first. ``staff``: also what is for it alone."""
    these = select(issues).where(_c.stage == "sent").order_by(_c.ended_at.desc(), _c.period)
    return these if staff else these.where(_c.public)


def every() -> Select[Any]:
    these = select(issues).where(_c.kind.is_not(None))
    return these.order_by(_c.opened_at.desc(), _c.period)


def going_on() -> Select[Any]:
    these = select(issues).where(_c.stage.in_(GOES_ON), _c.kind.is_not(None))
    return these.order_by(_c.opened_at, _c.period)


def one(conn: Connection, code: str) -> Issue | None:
    this = select(issues).where(_c.period == code, _c.kind.is_not(None))
    row = conn.execute(this).one_or_none()
    if row is None:
        return None
    ours = select(_h.by_id, _h.after).where(_h.period == code)
    done = conn.execute(ours).all()
    hands = {each.by_id for each in done} | ({row.handed_in_by} if row.handed_in_by else set())
    return replace(issue(row), now=sum(not each.after for each in done), hands=frozenset(hands))


def issue(row: Row[Any]) -> Issue:
    """Return it as the table has it, without who changed it."""
    names = ("period", "kind", "stage", "opened_at", "version", "handed_in_by", "handed_in_at")
    more = ("approved_by", "approved_at", "code", "ended_at")
    return Issue(
        **{name: getattr(row, name) for name in (*names, *more)},
        items=tuple(row.items or ()),
        fallen=tuple(row.fallen or ()),
        public=bool(row.public),
        now=0,
        hands=frozenset(),
    )


def content(
    conn: Connection,
    this: Issue,
    reveal: Reveal,
    *,
    edition: Edition = "staff",
    counts: bool = True,
) -> Content:
    """Return what is in it now: while it is edited all that there is, then what was handed in.

    Of the public edition, no text that the staff alone reads is opened. ``counts``: also what an
    issue has no room for.
    """
    known = marks_of(conn, this.period)
    if this.stage in _NAMED:
        lines, keys = sources.standing(conn, this.items), list(this.items)
    else:
        found = sources.proposed(conn, this.kind, this.days)
        lines = {line.item: line for line in found}
        added = (item for item, mark in known.items() if mark.section)
        keys = [*lines, *added]
    entries = [_entry(this, item, lines.get(item), known.get(item)) for item in keys]
    made = _read([one for one in entries if edition in ("staff", one.edition)], known, reveal)
    order = {section: number for number, section in enumerate(SECTIONS[this.kind])}
    made.sort(key=lambda entry: order.get(entry.section, len(order)))
    left = sources.left(conn, this.kind, this.days) if counts else {}
    return Content(entries=tuple(made), left=left).of(edition)


def entry(conn: Connection, this: Issue, item: str, reveal: Reveal) -> Entry | None:
    """Return one item of it; None if it is not in it."""
    known = marks_of(conn, this.period, item)
    if this.stage in _NAMED:
        line = sources.standing(conn, [item]).get(item) if item in this.items else None
        there = item in this.items
    else:
        line = sources.one_of(conn, item, this.kind, this.days)
        there = line is not None or any(mark.section for mark in known.values())
    [found] = _read([_entry(this, item, line, known.get(item))], known, reveal)
    return found if there else None


def marks_of(conn: Connection, code: str, item: str | None = None) -> dict[str, Mark]:
    these = select(marks).where(_m.period == code).order_by(_m.item)
    rows = conn.execute(these if item is None else these.where(_m.item == item))
    texts = ("text", "language", "note", "note_language")
    names = ("item", "dropped_by", "section", "edition", *texts)
    return {
        row.item: Mark(**{name: getattr(row, name) for name in names}, dropped=bool(row.dropped))
        for row in rows
    }


def still(conn: Connection, this: Issue, reveal: Reveal) -> tuple[str, ...]:
    """Return which of the items that were approved can be sent at this moment."""
    return content(conn, this, reveal, counts=False).standing


def fallen_lately(conn: Connection, since: datetime) -> list[Issue]:
    """Return the issues that were sent since then without all that was approved."""
    rows = conn.execute(sent(staff=True).where(_c.ended_at > since))
    return [one for one in map(issue, rows) if one.fallen]


def lately(conn: Connection, since: datetime) -> list[Issue]:
    """Return the issues in which something happened since then, for the notices."""
    happened = or_(_c.opened_at > since, _c.handed_in_at > since, _c.ended_at > since)
    rows = conn.scalars(select(_c.period).where(_c.kind.is_not(None), happened)).all()
    return [found for code in rows if (found := one(conn, code)) is not None]


def _entry(this: Issue, item: str, line: Line | None, mark: Mark | None) -> Entry:
    dropped = mark is not None and mark.dropped
    added = mark is not None and bool(mark.section)
    if mark is not None and mark.section:  # what an editor wrote never stands for a table's line
        line, section, edition = None, mark.section, mark.edition or "staff"
    elif line is not None:
        section, edition = line.section, line.edition
    else:
        section = SECTION_OF.get(source_of(item), "")
        edition = "staff" if not section or section in STAFF_ONLY else "public"
    gone = (line is None and not added) or (dropped and this.stage == "sent")
    return Entry(
        item=item,
        section=section,
        edition=edition,
        line=None if gone else line,
        language=mark.language if mark and not gone else None,
        note_language=mark.note_language if mark and not gone else None,
        dropped=dropped,
        dropped_by=mark.dropped_by if mark else None,
        gone=gone,
    )


def _read(entries: list[Entry], known: Mapping[str, Mark], reveal: Reveal) -> list[Entry]:
    """Return them with what editors wrote."""
    opened = _opened([known.get(one.item) for one in entries], reveal)
    return [_with(entry, *texts) for entry, texts in zip(entries, opened, strict=True)]


def _opened(
    known: Collection[Mark | None], reveal: Reveal
) -> list[tuple[Mark | None, str | None, str | None]]:
    """Return each mark with its texts, which are read together."""
    sealed = [text for mark in known if mark for text in (mark.text, mark.note) if text]
    texts = dict(zip(sealed, reveal(sealed), strict=True)) if sealed else {}

    def read(text: Sealed | None) -> str | None:
        return texts.get(text) if text else None

    return [(mark, read(mark.text), read(mark.note)) if mark else (None,) * 3 for mark in known]


def _with(entry: Entry, mark: Mark | None, text: str | None, note: str | None) -> Entry:
    """Return it with what editors wrote. What was erased is gone."""
    if mark is None or entry.gone:
        return entry
    if mark.section and text is None:
        return replace(entry, gone=True)
    return replace(entry, text=text, note=note)
