"""Work on sheets in the background: the dry run, and the letters of an import that was confirmed.

It runs in the ``consume`` process. All letters of an import are put into the outbox in one commit,
each command with an id made of its place. So a process that is killed does nothing twice, and
nothing by halves: the outbox goes on where it was. They are put there once every series that goes
on has noted its number, so that no new letter gets one of theirs.
"""

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from pydantic_core import to_jsonable_python
from sqlalchemy import ColumnElement, Engine, Row, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from portal.casefile.history import imports, notes, sheets
from portal.public.history import checking
from portal.public.history.checking import ERASED, Counts
from portal.public.history.sheet import subject_of
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from portal.web.delivery import outbox
from shared.contracts.approvals_history_commands import ImportPastLetters
from shared.contracts.commands import stored
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.platform.settings import Settings
from shared.reference.history import AT_ONCE, HISTORY_CLOCK

log = structlog.get_logger(__name__)

KEPT_DAYS = 30
"""A sheet that nobody confirmed is deleted then; of another one what it said, after its import."""
_EVERY = 2.0  # seconds
_c = sheets.c


class Keys(Protocol):
    """The vault, as far as sheets need it."""

    def reveal(self, sealed: Sealed | None) -> str | None: ...
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten(self, subjects: Iterable[str]) -> Mapping[str, datetime]: ...


def due(engine: Engine, vault: Keys, *, at: datetime) -> int:
    """Check what is new, send what was confirmed, forget what is over; return how many.

    What fails in one step does not keep the others waiting.
    """
    done = 0
    for step in (_checked, _sent, _ended, _erased, _forgotten, _emptied):
        try:
            done += step(engine, vault, at)
        except Exception:
            log.exception("history step failed", step=step.__name__)
    return done


async def run(
    engine: Engine,
    vault: Keys,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    await rounds(lambda: due(engine, vault, at=clock()), every=_EVERY, waits="history waits")


def _checked(engine: Engine, vault: Keys, at: datetime) -> int:
    new = select(_c.import_id, _c.content).where(_c.counts.is_(None))
    with engine.connect() as conn:
        found = conn.execute(new.order_by(_c.uploaded_at).limit(1)).one_or_none()
    if found is None:
        return 0
    try:
        _write(engine, found.import_id, _report(engine, vault, found, at))
    except (OperationalError, InterfaceError):
        raise  # the database is away
    except Exception:  # no sheet keeps others waiting
        log.exception("history sheet unreadable", import_id=found.import_id)
        _write(engine, found.import_id, checking.unusable("unreadable"))
    return 1


def _report(engine: Engine, vault: Keys, of: Row[Any], at: datetime) -> checking.Report:
    content = b64decode(vault.reveal(of.content) or "")
    with engine.connect() as conn:
        return checking.report(conn, content, of.import_id, today=day_of(at))


def _write(engine: Engine, import_id: str, made: checking.Report) -> None:
    this = update(sheets).where(_c.import_id == import_id)
    with engine.begin() as conn:
        conn.execute(this.values(checking.written(made)))


def _sent(engine: Engine, _vault: Keys, at: datetime) -> int:
    noted = (
        select(func.count())
        .select_from(notes)
        .where(notes.c.import_id == imports.c.import_id)
        .scalar_subquery()
    )
    begun = (
        select(_c.import_id, _c.letters)
        .join(imports, imports.c.import_id == _c.import_id)
        .where(_c.sent_at.is_(None), imports.c.begun_at.is_not(None), imports.c.undone_at.is_(None))
        .where(_c.letters.is_not(None), noted >= imports.c.series)
    )
    with engine.connect() as conn:
        found = conn.execute(begun.limit(1)).one_or_none()
    if found is None:
        return 0
    try:
        _put(engine, found, at)
    except IntegrityError:
        return 0  # another process was faster
    return 1


def _put(engine: Engine, of: Row[Any], at: datetime) -> None:
    letters = checking.opened(of.letters)
    with engine.begin() as conn:
        for place in range(0, len(letters), AT_ONCE):
            command = ImportPastLetters(
                import_id=of.import_id, before=place, letters=letters[place : place + AT_ONCE]
            )
            outbox.add(
                conn,
                *stored(command),
                by=HISTORY_CLOCK,
                command_id=derive_id("history", of.import_id, place),
                correlation_id=derive_id("history import", of.import_id),
                at=at + timedelta(microseconds=place),
            )
        conn.execute(update(sheets).where(_c.import_id == of.import_id).values(sent_at=at))


def _ended(engine: Engine, _vault: Keys, at: datetime) -> int:
    """Let the next import run once this one is complete or undone."""
    over = select(imports.c.import_id).where(
        or_(imports.c.completed_at.is_not(None), imports.c.undone_at.is_not(None))
    )
    this = update(sheets).where(_c.ended_at.is_(None), _c.import_id.in_(over))
    with engine.begin() as conn:
        return conn.execute(this.values(running=None, ended_at=at)).rowcount


def _forgotten(engine: Engine, vault: Keys, at: datetime) -> int:
    """Delete what nobody confirmed; a confirmed one whose beginning is not here yet stays."""
    old = func.coalesce(_c.confirmed_at, _c.uploaded_at) < at - timedelta(days=KEPT_DAYS)
    these = (old, _c.import_id.not_in(select(imports.c.import_id)))
    with engine.connect() as conn:
        gone = conn.scalars(select(_c.import_id).where(*these)).all()
    for import_id in gone:
        with engine.begin() as conn:  # unless somebody confirmed it at this moment
            this = delete(sheets).where(_c.import_id == import_id, *these)
            removed = conn.execute(this).rowcount
        if removed:
            vault.forget(subject_of(import_id), at=at)
    return len(gone)


def _emptied(engine: Engine, vault: Keys, at: datetime) -> int:
    """Keep nothing but figures of a sheet whose import ended long ago, or stopped."""
    old = func.coalesce(_c.ended_at, _c.confirmed_at) < at - timedelta(days=KEPT_DAYS)
    with engine.connect() as conn:
        kept = select(_c.import_id, _c.counts).where(old, _c.content.is_not(None))
        found = conn.execute(kept).all()
    for one in found:
        _empty(engine, one.import_id, _figures(one.counts))
        vault.forget(subject_of(one.import_id), at=at)
    return len(found)


def _erased(engine: Engine, vault: Keys, _at: datetime) -> int:
    """Empty what data protection erased, also what was read from it; what is imported stays.

    What was confirmed goes into the outbox first.
    """
    ready = or_(_c.confirmed_at.is_(None), _c.sent_at.is_not(None))
    kept = select(_c.import_id, _c.counts, _c.sent_at).where(_c.content.is_not(None), ready)
    with engine.connect() as conn:
        rows = conn.execute(kept).all()
    gone = vault.forgotten(subject_of(one.import_id) for one in rows)
    found = [one for one in rows if subject_of(one.import_id) in gone]
    for one in found:
        sent = one.sent_at and one.counts
        _empty(engine, one.import_id, _figures(one.counts) if sent else ERASED, ready)
    return len(found)


def _figures(of: Any) -> Counts:
    return replace(checking.counts(of), gaps=(), doubles=(), odd=(), numbers=())


def _empty(engine: Engine, import_id: str, figures: Counts, *also: ColumnElement[bool]) -> None:
    bare = {"content": None, "letters": None, "faults": None}
    this = update(sheets).where(_c.import_id == import_id, *also)
    with engine.begin() as conn:
        conn.execute(this.values(**bare, counts=to_jsonable_python(figures)))
