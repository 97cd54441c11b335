"""Work on sheets in the background: the dry run, and the letters of an import that was confirmed.

It runs in the ``consume`` process. All letters of an import are put into the outbox in one commit,
each command with an id made of its place. So a process that is killed does nothing twice, and
nothing by halves: the outbox goes on where it was.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import IntegrityError

from portal.public.history import checking
from portal.public.history.tables import imports, sheets
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from portal.web.delivery import outbox
from shared.contracts.approvals_history_commands import ImportPastLetters
from shared.contracts.commands import stored
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.reference.history import AT_ONCE, HISTORY_CLOCK

KEPT_DAYS = 30
"""A sheet that nobody confirmed is deleted then."""
_EVERY = 2.0  # seconds
_c = sheets.c


def due(engine: Engine, *, at: datetime) -> int:
    """Check what is new, send what was confirmed, forget what nobody did; return how many."""
    return _checked(engine, at) + _sent(engine, at) + _forgotten(engine, at)


async def run(
    engine: Engine, settings: Settings, *, real: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    await rounds(lambda: due(engine, at=clock()), every=_EVERY, waits="history waits")


def _checked(engine: Engine, at: datetime) -> int:
    new = select(_c.import_id, _c.content).where(_c.report.is_(None))
    with engine.connect() as conn:
        found = conn.execute(new.order_by(_c.uploaded_at).limit(1)).one_or_none()
        if found is None:
            return 0
        made = checking.report(conn, found.content, found.import_id, today=day_of(at))
    this = update(sheets).where(_c.import_id == found.import_id)
    with engine.begin() as conn:
        conn.execute(this.values(report=checking.written(made)))
    return 1


def _sent(engine: Engine, at: datetime) -> int:
    begun = (
        select(_c.import_id, _c.report)
        .join(imports, imports.c.import_id == _c.import_id)
        .where(_c.sent_at.is_(None), imports.c.begun_at.is_not(None), imports.c.undone_at.is_(None))
    )
    with engine.connect() as conn:
        found = conn.execute(begun.limit(1)).one_or_none()
    if found is None:
        return 0
    try:
        _put(engine, found.import_id, checking.opened(found.report), at)
    except IntegrityError:
        return 0  # another process was faster
    return 1


def _put(engine: Engine, import_id: str, of: checking.Report, at: datetime) -> None:
    with engine.begin() as conn:
        for place in range(0, len(of.letters), AT_ONCE):
            command = ImportPastLetters(
                import_id=import_id, before=place, letters=of.letters[place : place + AT_ONCE]
            )
            outbox.add(
                conn,
                *stored(command),
                by=HISTORY_CLOCK,
                command_id=derive_id("history", import_id, place),
                correlation_id=derive_id("history import", import_id),
                at=at + timedelta(microseconds=place),
            )
        conn.execute(update(sheets).where(_c.import_id == import_id).values(sent_at=at))


def _forgotten(engine: Engine, at: datetime) -> int:
    begun = select(imports.c.import_id)
    old = _c.uploaded_at < at - timedelta(days=KEPT_DAYS)
    with engine.begin() as conn:
        return conn.execute(delete(sheets).where(old, _c.import_id.not_in(begun))).rowcount
