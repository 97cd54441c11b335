"""Queries of history: what everybody reads, what a reader of letters may read, and imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)

from portal.public.history import checking
from portal.public.history.checking import Report
from portal.public.history.tables import imports, letters, sheets
from portal.web import policy
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.reference.former_states import former_states

_c = letters.c
PUBLIC: ColumnElement[bool] = _c.published_on.is_not(None)


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
class Import:
    """A sheet, and what became of it. ``here``: how many of its letters are here."""

    import_id: str
    uploaded_at: datetime
    report: Report | None
    rows: int
    here: int
    begun_at: datetime | None
    completed_at: datetime | None
    undone_at: datetime | None


def visible(actor: Actor) -> ColumnElement[bool]:
    """The letters that this person may read: as the matrix has letters under embargo."""
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: _of(actor.mandates),
        Scope.STATE: _c.recipient.in_(sorted({one for s in actor.states for one in names_of(s)})),
        Scope.CLEARED: false(),
    }
    return policy.rows(actor, Kind.LETTER, means)


def names_of(state: str) -> list[str]:
    """Return the codes of a State: today's one, and those that it had under another name."""
    renamed = [
        one.code for one in former_states().values() if not one.ended and one.successors == (state,)
    ]
    return [state, *renamed]


def found(who: ColumnElement[bool], *, state: str = "", year: int = 0) -> Select[Any]:
    """Return the letters of a State and a year, the newest first."""
    query = select(letters).where(who)
    if state:
        query = query.where(_c.recipient.in_(names_of(state)))
    if year:
        query = query.where(_c.year == year)
    return query.order_by(_c.sent_on.desc(), _c.import_id, _c.row)


def one(conn: Connection, who: ColumnElement[bool], letter_id: str) -> Letter | None:
    row = conn.execute(select(letters).where(who, _c.letter_id == letter_id)).one_or_none()
    return letter(row) if row else None


def letter(row: Row[Any]) -> Letter:
    return Letter(
        letter_id=row.letter_id,
        type=row.type,
        reference=row.reference,
        recipient=row.recipient,
        mandates=row.mandates,
        sent_on=row.sent_on,
        replied_on=[date.fromisoformat(day) for day in row.replied_on],
        published_on=row.published_on,
        document=row.document,
        imported_at=row.imported_at,
    )


def years(conn: Connection, who: ColumnElement[bool], state: str) -> list[tuple[int, int, int]]:
    """Return each year with its letters, and those of them to which a reply came."""
    replied = func.sum(case((_c.replies > 0, 1), else_=0))
    query = select(_c.year, func.count(), replied).where(who)
    if state:
        query = query.where(_c.recipient.in_(names_of(state)))
    rows = conn.execute(query.group_by(_c.year).order_by(_c.year.desc()))
    return [(row[0], row[1], row[2]) for row in rows]


def recipients(conn: Connection, who: ColumnElement[bool]) -> list[str]:
    return list(conn.scalars(select(_c.recipient).where(who).distinct()))


def every() -> Select[Any]:
    """Return the sheets and imports, the newest first. What a dry run found is not with them."""
    s, i = sheets.c, imports.c
    return (
        select(
            s.import_id,
            s.uploaded_at,
            s.report.is_not(None).label("checked"),
            i.rows,
            _here(s.import_id),
            i.begun_at,
            i.completed_at,
            i.undone_at,
        )
        .outerjoin(imports, i.import_id == s.import_id)
        .order_by(s.uploaded_at.desc(), s.import_id)
    )


def sheet(conn: Connection, import_id: str) -> Import | None:
    s, i = sheets.c, imports.c
    query = select(
        s.import_id,
        s.uploaded_at,
        s.report,
        i.rows,
        _here(s.import_id),
        i.begun_at,
        i.completed_at,
        i.undone_at,
    ).outerjoin(imports, i.import_id == s.import_id)
    row = conn.execute(query.where(s.import_id == import_id)).one_or_none()
    if row is None:
        return None
    told = row._asdict()
    found_ = told.pop("report")
    return Import(
        **{**told, "rows": row.rows or 0}, report=checking.opened(found_) if found_ else None
    )


def content(conn: Connection, import_id: str) -> bytes:
    return bytes(
        conn.execute(select(sheets.c.content).where(sheets.c.import_id == import_id)).scalar_one()
    )


def same(conn: Connection, hash_: str) -> str | None:
    """Return the sheet with this content that was not undone."""
    query = (
        select(sheets.c.import_id)
        .outerjoin(imports, imports.c.import_id == sheets.c.import_id)
        .where(sheets.c.hash == hash_, imports.c.undone_at.is_(None))
    )
    found_: str | None = conn.scalar(query.limit(1))
    return found_


def _here(import_id: Any) -> Any:
    mine = select(func.count()).select_from(letters).where(_c.import_id == import_id)
    return mine.scalar_subquery().label("here")


def _of(mandates: Sequence[str] | frozenset[str]) -> ColumnElement[bool]:
    """Whether one of the mandates stands in the list of a letter."""
    written = cast(_c.mandates, String)
    return or_(false(), *(written.contains(f'"{code}"', autoescape=True) for code in mandates))
