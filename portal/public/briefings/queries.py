"""Issues, and what stands in each edition of one at the moment at which it is read."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
from shared.reference.briefings import SECTIONS, STAFF_ONLY, Period, days_of

EDITORS: Final = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
"""The Chief's office and the Quick Response Desk: they transmit all letters, and see them all."""
STAFF: Final = EDITORS | {
    Role.HUMAN_RIGHTS_OFFICER,
    Role.DESK_OFFICER,
    Role.PUBLICATION_OFFICER,
    Role.SELECTION_OFFICER,
    Role.STAKEHOLDER_OFFICER,
}
GOES_ON: Final = ("open", "handed-in", "approved")
TOLD_FOR: Final = timedelta(days=7)
"""So long the desk is told of what was left out when an issue was sent."""
_c, _m, _h = issues.c, marks.c, changes.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """``version``: of what was handed in; ``now``: of the issue as it is."""

    period: str
    kind: Kind
    stage: str
    opened_at: datetime
    items: tuple[str, ...]
    fallen: tuple[str, ...]
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
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """``left``: by section, how many more there are than an issue has room for."""

    entries: tuple[Entry, ...]
    left: Mapping[str, int]

    def of(self, edition: Edition) -> "Content":
        """Return what the readers of an edition see of it."""
        if edition == "staff":
            return self
        seen = tuple(one for one in self.entries if one.edition == "public")
        left = {section: n for section, n in self.left.items() if section not in STAFF_ONLY}
        return Content(entries=seen, left=left)

    @property
    def standing(self) -> tuple[str, ...]:
        """The items that are in it now."""
        return tuple(one.item for one in self.entries if not (one.dropped or one.gone))

    def by_section(self, kind: Kind) -> list[tuple[str, list[Entry], int]]:
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


def sent() -> Select[Any]:
    """Return the issues that were sent, the newest first."""
    return select(issues).where(_c.stage == "sent").order_by(_c.ended_at.desc(), _c.period)


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
        now=0,
        hands=frozenset(),
    )


def content(
    conn: Connection, this: Issue, reveal: Reveal, *, edition: Edition = "staff"
) -> Content:
    """Return what is in it now: while it is edited all that there is, then what was handed in.

    Of the public edition, no text that the staff alone reads is opened.
    """
    known = marks_of(conn, this.period)
    if this.stage in ("handed-in", "approved", "sent"):
        lines, left = sources.standing(conn, this.items), dict[str, int]()
        keys: Iterable[str] = this.items
    else:
        found = sources.proposed(conn, this.kind, this.days)
        lines, left = {line.item: line for line in found.lines}, dict(found.left)
        added = (item for item, mark in known.items() if mark.section)
        keys = [*lines, *added]
    entries = [_entry(this, item, lines.get(item), known.get(item)) for item in keys]
    entries = [one for one in entries if edition in ("staff", one.edition)]
    opened = _opened([known.get(one.item) for one in entries], reveal)
    made = [_with(entry, *texts) for entry, texts in zip(entries, opened, strict=True)]
    order = {section: number for number, section in enumerate(SECTIONS[this.kind])}
    made.sort(key=lambda entry: order.get(entry.section, len(order)))
    return Content(entries=tuple(made), left=left).of(edition)


def marks_of(conn: Connection, code: str) -> dict[str, Mark]:
    rows = conn.execute(select(marks).where(_m.period == code).order_by(_m.item))
    names = ("item", "section", "edition", "text", "language", "note", "note_language")
    return {
        row.item: Mark(**{name: getattr(row, name) for name in names}, dropped=bool(row.dropped))
        for row in rows
    }


def still(conn: Connection, this: Issue, reveal: Reveal) -> tuple[str, ...]:
    """Return which of the items that were approved can be sent at this moment."""
    return content(conn, this, reveal).standing


def fallen_lately(conn: Connection, since: datetime) -> list[Issue]:
    """Return the issues that were sent since then without all that was approved."""
    rows = conn.execute(sent().where(_c.ended_at > since))
    return [one for one in map(issue, rows) if one.fallen]


def lately(conn: Connection, since: datetime) -> list[Issue]:
    """Return the issues in which something happened since then, for the notices."""
    happened = or_(_c.opened_at > since, _c.handed_in_at > since, _c.ended_at > since)
    rows = conn.scalars(select(_c.period).where(_c.kind.is_not(None), happened)).all()
    return [found for code in rows if (found := one(conn, code)) is not None]


def _entry(this: Issue, item: str, line: Line | None, mark: Mark | None) -> Entry:
    dropped = mark is not None and mark.dropped
    if mark is not None and mark.section:
        section, edition = mark.section, mark.edition or "staff"
    elif line is not None:
        section, edition = line.section, line.edition
    else:
        what = sources.SOURCES.get(item.partition("-")[0])
        section = what.section if what else ""
        edition = "staff" if what is None or section in STAFF_ONLY else "public"
    added = mark is not None and bool(mark.section)
    gone = (line is None and not added) or (dropped and this.stage == "sent")
    return Entry(
        item=item,
        section=section,
        edition=edition,
        line=None if gone else line,
        language=mark.language if mark and not gone else None,
        note_language=mark.note_language if mark and not gone else None,
        dropped=dropped,
        gone=gone,
    )


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
