"""Queries of history: what everybody reads, what a reader of letters may read, and imports."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)

from portal.casefile.history import (
    imports,
    letters,
    papers,
    publications,
    sheets,
    submissions,
    visits,
)
from portal.public.history import checking
from portal.public.history.checking import Counts
from portal.public.history.sheet import Fault
from portal.web import policy
from portal.web.delivery.outbox import outbox
from portal.web.policy import Kind, Scope
from shared.contracts.approvals_history_commands import PastLetter
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.tables import any_of
from shared.reference.former_states import names_of

_c = letters.c
LETTERS: Final = "import-past-letters"
PUBLIC: ColumnElement[bool] = _c.published_on.is_not(None)
_PUBLIC_OR_NOT: Final = {"yes": PUBLIC, "no": _c.published_on.is_(None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``replied_on``: the days, the first one first."""

    letter_id: str
    type: str
    reference: str
    recipient: str
    mandates: Sequence[str]
    sent_on: date
    replied_on: Sequence[date]
    published_on: date | None
    document: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters. Empty and 0: every letter. ``reference``: a part of it. ``public``: yes, no."""

    state: str = ""
    year: int = 0
    mandate: str = ""
    type: str = ""
    reference: str = ""
    public: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A sheet, and what became of it. ``here``: how many of its rows are here.

    ``kept``: the sheet itself is here. ``stopped``: the service refused some of its letters.
    ``uploaded_at``: when the import was begun, if there is no sheet any more.
    """

    import_id: str
    kept: bool
    uploaded_at: datetime
    uploaded_by: str | None
    counts: Counts | None
    confirmed_at: datetime | None
    stopped: bool
    rows: int
    here: int
    begun_by: str | None
    begun_at: datetime | None
    completed_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None
    reason: str


def visible(actor: Actor) -> ColumnElement[bool]:
    """The letters that this person may read: as the matrix has letters under embargo.

    Nobody knows whether a past letter is about a reprisal. So R15 is applied to each: a desk
    officer of a State reads what is public, and what is of a mandate of theirs.
    """
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: any_of(_c.mandates, actor.mandates),
        Scope.STATE: _c.recipient.in_(sorted({one for s in actor.states for one in names_of(s)})),
        Scope.CLEARED: false(),
    }
    return and_(policy.rows(actor, Kind.LETTER, means), or_(PUBLIC, reads_all(actor)))


def reads_all(actor: Actor) -> ColumnElement[bool]:
    """The letters of which this person, who may read them, reads also what is not public."""
    return any_of(_c.mandates, actor.mandates) if actor.has(Role.DESK_OFFICER) else true()


def narrowed(who: ColumnElement[bool], by: Wanted) -> ColumnElement[bool]:
    """Return those of these letters that are asked for."""
    return and_(
        who,
        _c.recipient.in_(names_of(by.state)) if by.state else true(),
        _c.year == by.year if by.year else true(),
        any_of(_c.mandates, [by.mandate]) if by.mandate else true(),
        _c.type == by.type if by.type else true(),
        _c.reference.contains(by.reference, autoescape=True) if by.reference else true(),
        _PUBLIC_OR_NOT.get(by.public, true()),
    )


def found(which: ColumnElement[bool]) -> Select[Any]:
    """Return these letters, the newest first."""
    return select(letters).where(which).order_by(_c.sent_on.desc(), _c.import_id, _c.row)


def one(
    conn: Connection, who: ColumnElement[bool], letter_id: str, *, public: bool
) -> Letter | None:
    row = conn.execute(select(letters).where(who, _c.letter_id == letter_id)).one_or_none()
    return letter(row, public=public) if row else None


def letter(row: Row[Any], *, public: bool) -> Letter:
    """Return a letter. To the public its replies are told until the day of its publication."""
    days = [date.fromisoformat(day) for day in row.replied_on]
    return Letter(
        letter_id=row.letter_id,
        type=row.type,
        reference=row.reference,
        recipient=row.recipient,
        mandates=row.mandates,
        sent_on=row.sent_on,
        replied_on=days[: row.replies_then] if public else days,
        published_on=row.published_on,
        document=row.document,
        imported_at=row.imported_at,
    )


def published(conn: Connection, letter_id: str) -> Sequence[Row[Any]]:
    """Return where else a public letter, and each reply to it, was published, in their order.

    A letter that is not public by its own row has none.
    """
    p = publications.c
    these = select(p.replied_on, p.published_on, p.document).join(letters, _c.same == p.letter)
    mine = these.where(PUBLIC, _c.letter_id == letter_id)
    return conn.execute(mine.order_by(p.published_on, p.import_id, p.row)).all()


def years(
    conn: Connection, which: ColumnElement[bool], *, public: bool
) -> list[tuple[int, int, int]]:
    """Return each year with its letters, and those of them to which a reply came."""
    replies = _c.replies_then if public else _c.replies
    replied = func.sum(case((replies > 0, 1), else_=0))
    query = select(_c.year, func.count(), replied).where(which)
    rows = conn.execute(query.group_by(_c.year).order_by(_c.year.desc()))
    return [(row[0], row[1], row[2]) for row in rows]


def of_mandates(conn: Connection, who: ColumnElement[bool]) -> list[str]:
    """Return the mandates of which there is a letter."""
    written = conn.scalars(select(cast(_c.mandates, String)).where(who).distinct())
    return sorted({code for some in written for code in from_json(some)})


def recipients(conn: Connection, who: ColumnElement[bool]) -> list[str]:
    return list(conn.scalars(select(_c.recipient).where(who).distinct()))


def every() -> Select[Any]:
    """Return the sheets and imports, the newest first; also imports without a sheet."""
    s, i = sheets.c, imports.c
    lost = i.import_id.not_in(select(s.import_id))
    known = (
        select(s.import_id, s.uploaded_at.label("at"), s.counts.is_not(None).label("checked"))
        .union_all(select(i.import_id, i.begun_at, true()).where(lost))
        .subquery()
    )
    return (
        select(
            known.c.import_id,
            known.c.at.label("uploaded_at"),
            known.c.checked,
            i.rows,
            _here(known.c.import_id),
            i.begun_at,
            i.completed_at,
            i.undone_at,
        )
        .outerjoin(imports, i.import_id == known.c.import_id)
        .order_by(known.c.at.desc(), known.c.import_id)
    )


def stopped(conn: Connection, import_ids: Collection[str]) -> set[str]:
    """Return those of these imports of which the service refused letters: they do not go on."""
    by_case = {derive_id("history import", one): one for one in import_ids}
    c = outbox.c
    refused = select(c.correlation_id).where(c.correlation_id.in_(by_case))
    rows = conn.scalars(refused.where(c.type == LETTERS, c.refused.is_not(None)))
    return {by_case[case_] for case_ in rows}


def sheet(conn: Connection, import_id: str) -> Import | None:
    """Return an import with its sheet, if one of them is here."""
    kept = conn.execute(select(sheets).where(sheets.c.import_id == import_id)).one_or_none()
    told = conn.execute(
        select(imports, _here(imports.c.import_id)).where(imports.c.import_id == import_id)
    ).one_or_none()
    uploaded_at = kept.uploaded_at if kept else told.begun_at if told else None
    if uploaded_at is None:
        return None
    return Import(
        import_id=import_id,
        kept=kept is not None and kept.content is not None,
        uploaded_at=uploaded_at,
        uploaded_by=kept.uploaded_by if kept else None,
        counts=checking.counts(kept.counts) if kept and kept.counts else None,
        confirmed_at=kept.confirmed_at if kept else None,
        stopped=bool(stopped(conn, [import_id])),
        rows=told.rows or 0 if told else 0,
        here=told.here if told else 0,
        begun_by=told.begun_by if told else None,
        begun_at=told.begun_at if told else None,
        completed_at=told.completed_at if told else None,
        undone_by=told.undone_by if told else None,
        undone_at=told.undone_at if told else None,
        reason=told.reason or "" if told else "",
    )


def faults(conn: Connection, import_id: str) -> list[Fault]:
    found_ = conn.scalar(select(sheets.c.faults).where(sheets.c.import_id == import_id))
    return [Fault(**one) for one in found_ or []]


def checked(conn: Connection, import_id: str) -> tuple[PastLetter, ...]:
    """Return the letters of a sheet that have no problem."""
    found_ = conn.scalar(select(sheets.c.letters).where(sheets.c.import_id == import_id))
    return checking.opened(found_ or [])


def content(conn: Connection, import_id: str) -> Sealed | None:
    found_: Sealed | None = conn.scalar(
        select(sheets.c.content).where(sheets.c.import_id == import_id)
    )
    return found_


def same(conn: Connection, hash_: str) -> str | None:
    """Return the sheet with this content that is being checked, or was confirmed and not undone."""
    query = (
        select(sheets.c.import_id)
        .outerjoin(imports, imports.c.import_id == sheets.c.import_id)
        .where(sheets.c.hash == hash_, imports.c.undone_at.is_(None))
        .where(or_(sheets.c.counts.is_(None), sheets.c.confirmed_at.is_not(None)))
    )
    found_: str | None = conn.scalar(query.limit(1))
    return found_


def _here(import_id: Any) -> Any:
    one, *others = (
        select(func.count()).select_from(of).where(of.c.import_id == import_id).scalar_subquery()
        for of in (letters, submissions, visits, papers, publications)
    )
    return sum(others, one).label("here")
