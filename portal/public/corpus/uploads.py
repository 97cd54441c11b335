"""Sheets with their stage, as whoever asks may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from portal.public.corpus.checking import Whose
from portal.public.corpus.read_model import COLUMNS, beginnings, checks, laid, sheets
from portal.web import followup_policy as policy
from portal.web.followup_policy import Kind, Scope
from shared.contracts.followup_reference import ReferenceColumns
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.reference.corpus import DESKS, provider_of, theirs

_COUNTED: Final = ("new", "changed", "same", "withdrawn", "problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """``rows``: how many were looked at. ``reason``, ``column``: why it cannot be read.

    ``left``: titles of columns that are not imported. ``of_source``: with which it was imported.

    ``mapping``: how often its columns had been said when it was checked; ``mapped``: what they are.
    ``provider``, ``mandates``, ``only``: as whose own it stays apart, and rows of what it has.
    ``offered``: its provider handed it to the desk as it is.
    """

    batch_id: str
    uploaded_by: str
    stage: str
    at: datetime
    whole: bool
    provider: str | None
    mandates: tuple[str, ...]
    only: tuple[str, ...]
    offered: bool
    rows: int
    counts: dict[str, int]
    states: tuple[str, ...]
    content: str
    after: int
    mapping: int
    mapped: ReferenceColumns | None
    joined: int
    aside: int
    left: tuple[str, ...]
    source: str | None
    of_source: str | None
    encoding: str | None
    reason: str
    column: str | None
    object_name: str
    sha256: str
    details: Sealed

    @property
    def assessed(self) -> bool:
        """Whether a column of it says what was done, as somebody said."""
        return self.mapped is not None and "assessment" in self.mapped.columns

    @property
    def whose(self) -> Whose:
        return Whose(
            provider=self.provider, mandates=frozenset(self.mandates), states=frozenset(self.only)
        )


def every(actor: Actor) -> Select[Any]:
    """Return the sheets that somebody may see, the last first."""
    return _every().where(_seen(actor))


def _seen(actor: Actor) -> ColumnElement[bool]:
    """Whether somebody may see a sheet, as the table has it (F.8).

    Who discards a sheet sees it no more; a provider sees that somebody else discarded theirs.
    """
    c, provider = sheets.c, provider_of(actor)
    kept, of_nobody = c.discarded_at.is_(None), c.provider.is_(None)
    mine = and_(of_nobody, c.uploaded_by == actor.actor_id, kept)
    own = and_(c.provider == provider, or_(kept, c.discarded_by != c.uploaded_by))
    means = {
        Scope.ANY: kept,
        Scope.DESKS: and_(of_nobody, c.mandates == "", c.only == "", kept),
        Scope.MANDATE: and_(mine, c.mandates != ""),
        Scope.STATE: and_(mine, c.only != ""),
        Scope.SENT: own if provider is not None else and_(mine, c.only != ""),
    }
    return policy.rows(actor, Kind.IMPORT, means)


def _every() -> Select[Any]:
    return (
        select(
            sheets,
            laid.c.rows.label("laid_rows"),
            laid.c.shown,
            laid.c.stuck,
            func.coalesce(laid.c.source, checks.c.source).label("source"),
            func.coalesce(laid.c.encoding, checks.c.encoding).label("encoding"),
            checks.c.after,
            checks.c.mapping.label("checked_mapping"),
            checks.c.joined,
            checks.c.aside,
            checks.c.left,
            checks.c.rows.label("checked_rows"),
            checks.c.done.label("checked"),
            checks.c.unreadable,
            checks.c.column,
            checks.c.content,
            checks.c.states.label("checked_states"),
            *(checks.c[name].label(f"checked_{name}") for name in _COUNTED),
        )
        .outerjoin(laid, laid.c.batch_id == sheets.c.batch_id)
        .outerjoin(checks, checks.c.batch_id == sheets.c.batch_id)
        .order_by(sheets.c.uploaded_at.desc(), sheets.c.batch_id)
    )


def one(conn: Connection, batch_id: str, actor: Actor) -> Sheet | None:
    """Return a sheet, to whom may see it and still has the mandates or States that limit it."""
    row = conn.execute(every(actor).where(sheets.c.batch_id == batch_id)).first()
    told = sheet(row) if row is not None else None
    return told if told is not None and theirs(told, actor) else None


def last(conn: Connection, source: str | None) -> str | None:
    """Return the batch of a source that can be undone."""
    c = sheets.c
    stands = c.number.is_not(None), c.undone_at.is_(None), c.of_source == source
    return conn.scalar(select(c.batch_id).where(*stands).order_by(c.number.desc()).limit(1))


def begins(conn: Connection, batch_id: str) -> Sealed | None:
    """Return the titles and first rows of a sheet that was looked at."""
    return conn.scalar(select(beginnings.c.begins).where(beginnings.c.batch_id == batch_id))


def remembered(conn: Connection, head: str, actor: Actor) -> ReferenceColumns | None:
    """Return what was said last of the columns under these titles, and stands.

    The desks remember what either said, and others what they said themselves.
    """
    c = sheets.c
    stands = c.head == head, c.discarded_at.is_(None), c.undone_at.is_(None)
    desks = and_(c.provider.is_(None), c.mandates == "", c.only == "")
    whose = desks if actor.has(*DESKS) else c.uploaded_by == actor.actor_id
    query_ = select(c.mapped).where(*stands, whose).order_by(c.mapped_at.desc(), c.batch_id)
    told = conn.scalar(query_.limit(1))
    return COLUMNS.validate_json(told) if told else None


def sheet(row: Row[Any]) -> Sheet:
    imported = row.number is not None
    told, prefix = row._asdict(), "" if imported else "checked_"
    return Sheet(
        batch_id=row.batch_id,
        uploaded_by=row.uploaded_by,
        stage=_stage(row),
        at=row.undone_at or row.imported_at or row.uploaded_at,
        whole=row.whole,
        provider=row.provider,
        mandates=tuple((row.mandates or "").split()),
        only=tuple((row.only or "").split()),
        offered=row.offered is not None and row.offered == (row.mapping or 0),
        rows=(row.laid_rows if imported else row.checked_rows) or 0,
        counts={name: told[prefix + name] or 0 for name in _COUNTED},
        states=tuple((told[prefix + "states"] or "").split()),
        content=row.content or "",
        after=row.after or 0,
        mapping=row.checked_mapping or 0,
        mapped=COLUMNS.validate_json(row.mapped) if row.mapped else None,
        joined=row.joined or 0,
        aside=row.aside or 0,
        left=tuple((row.left or "").splitlines()),
        source=row.source,
        of_source=row.of_source,
        encoding=row.encoding,
        reason=row.stuck or row.unreadable or "",
        column=row.column,
        object_name=row.object_name,
        sha256=row.sha256,
        details=row.details,
    )


def _stage(row: Row[Any]) -> str:
    if row.discarded_at:
        return "discarded"
    if row.undone_at:
        return "undone" if row.laid_rows is None else "undoing"
    if row.stuck:
        return "stuck"
    if row.number is not None:
        return "imported" if row.shown else "importing"
    if not row.checked or row.checked_mapping != (row.mapping or 0):
        return "checking"
    if row.unreadable:
        return "unreadable"
    return "offered" if row.offered is not None and row.offered == (row.mapping or 0) else "checked"
