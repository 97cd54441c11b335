"""The work on sheets in the background: checks them, lays batches, and takes up what was undone.

It runs in the ``consume`` process. A step is a short transaction that also says how far it came,
so after a kill it goes on there; where another process did the step meanwhile, it begins anew.
Readers see all of a batch at once, by one last step. Between two steps it can be told to stop.
"""

import asyncio
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError

from portal.casefile.attachments.keep import Damaged, Details, fetch, read_details
from portal.casefile.attachments.objects import Objects, StoreAway
from portal.public.corpus import assessed, laying, tally, waiting
from portal.public.corpus.checking import Whose
from portal.public.corpus.chunking import Chunk, Watched, chunks
from portal.public.corpus.columns import Reason, Unreadable
from portal.public.corpus.laying import Seen
from portal.public.corpus.read_model import COLUMNS, beginnings, checks, laid, sheets
from portal.public.corpus.reading import BEGINNING, beginning
from portal.web.spool import Spool
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.reference.corpus import WIDEST

log = structlog.get_logger(__name__)

_EVERY: Final = 1.0  # seconds
_ATTEMPTS: Final = 3
_LOCK: Final = 7_340_112  # of PostgreSQL, for the work on sheets
_LIMITS: Final = "54"  # the class of PostgreSQL's errors of what is larger than it can be


class Stopped(Exception):
    """The process ends: the next one goes on."""


class Overtaken(Exception):
    """Another process did this step, or what it rests on is another now."""


_OTHERS: Final = (StoreAway, Stopped, Overtaken, SQLAlchemyError)
"""For these no sheet is to blame: it is done again."""


@dataclass(slots=True)
class Importer:
    engine: Engine
    vault: Vault
    objects: Objects
    stopping: threading.Event = field(default_factory=threading.Event)

    def once(self) -> bool:
        """Do the next whole thing; return whether there may be more. Raises ``StoreAway``.

        One process works at a time. That saves work alone: each step holds without it.
        """
        with self._alone() as alone:
            try:
                return alone and self._next()
            except Overtaken:
                log.info("another process works on the sheets")
            except Stopped:
                log.info("the work on the sheets stops")
        return False

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Keep other processes out as long as this one lives. On SQLite there is only one."""
        if self.engine.dialect.name != "postgresql":
            yield True
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            if not conn.scalar(select(func.pg_try_advisory_lock(_LOCK))):
                yield False
                return
            try:
                yield True
            finally:
                conn.execute(select(func.pg_advisory_unlock(_LOCK)))

    def _next(self) -> bool:
        with self.engine.connect() as conn:
            now = waiting.changes(conn)  # first: a check may know more than it says, never less
            undone, sheet = waiting.undone(conn), waiting.to_lay(conn)
            unchecked, stand = waiting.to_check(conn, now), tally.due(conn)
        if undone is not None:
            self._take_up(undone)
        elif sheet is not None:
            self._lay(sheet)
        elif unchecked is not None:
            self._check(unchecked, now)
        elif stand is not None:
            tally.count(self.engine, stand, self._goes_on)
        else:
            return False
        return True

    def _take_up(self, sheet: Row[Any]) -> None:
        """Make what was before ready, show it instead, and then clear away what is not shown."""
        key: int | None = 0
        while key is not None:
            with self._taking(sheet.batch_id) as conn:
                key = laying.find_again(conn, sheet.number, key)
        more = True
        while more:
            with self._taking(sheet.batch_id, shown=False) as conn:
                more = laying.take_up(conn, sheet.number)
        with self.engine.begin() as conn:
            conn.execute(delete(laid).where(laid.c.batch_id == sheet.batch_id))

    @contextmanager
    def _taking(self, batch_id: str, **values: bool) -> Iterator[Connection]:
        """Who lays the batch at this moment holds its row of ``laid``: wait, and see its rows."""
        self._goes_on()
        with self.engine.begin() as conn:
            own = laid.c.batch_id == batch_id
            if not conn.execute(update(laid).where(own).values(done=True, **values)).rowcount:
                raise Overtaken
            yield conn

    def _goes_on(self) -> None:
        if self.stopping.is_set():
            raise Stopped

    def _lay(self, sheet: Row[Any]) -> None:
        """What cannot be read any more, such as what was erased, withdraws nothing."""
        at, shown = self._begun(sheet.batch_id)
        if not shown:
            at = self._lay_beside(sheet, at)
        self._hide(sheet, at)
        with self.engine.begin() as conn:
            _step(conn, sheet.batch_id, at, at, done=True)

    def _lay_beside(self, sheet: Row[Any], at: int) -> int:
        """Lay all that is still to come, and show it; return up to which row that is."""
        seen, stuck = Seen(), None
        states = frozenset(sheet.states.split())
        try:
            for chunk in self._chunks(sheet, seen):
                if chunk.row > at:
                    self._lay_some(sheet, at, chunk, states)
                    at = chunk.row
            if sheet.whole:
                self._withdraw(sheet, at, states & seen.scope, seen)
        except Unreadable as no:
            stuck = no.reason.value
            log.warning("a sheet cannot be read", batch=sheet.batch_id, reason=stuck)
        except _OTHERS:
            raise
        except Exception as error:  # noqa: BLE001  # whatever is wrong with it, the next ones go on
            stuck = Reason.DAMAGED.value
            log.warning("a sheet fails", batch=sheet.batch_id, error=type(error).__name__)
        with self.engine.begin() as conn:
            read_as = {"source": seen.source, "encoding": seen.encoding}
            _step(conn, sheet.batch_id, at, at, shown=True, stuck=stuck, **read_as)
        return at

    def _hide(self, sheet: Row[Any], at: int) -> None:
        key: int | None = 0
        while key is not None:
            self._goes_on()
            with self.engine.begin() as conn:
                _step(conn, sheet.batch_id, at, at)
                key = laying.hide(conn, sheet.number, key)

    def _lay_some(self, sheet: Row[Any], at: int, chunk: Chunk, states: frozenset[str]) -> None:
        """Nobody else changes rows before this step is done: what was made ready still fits."""
        items = [one for one in chunk.items if states.issuperset(one.states)]
        with self.engine.connect() as conn:
            some = laying.ready(conn, sheet.number, items, states, _whose(sheet))
            said = assessed.ready(conn, self.vault, sheet, items)
        try:
            with self.engine.begin() as conn:
                _step(conn, sheet.batch_id, at, chunk.row)
                laying.lay(conn, sheet.number, some)
                assessed.keep(conn, said)
        except DataError:
            raise Unreadable(Reason.DAMAGED) from None
        except OperationalError as error:  # the database is away, unless a row is too large for it
            if not str(getattr(error.orig, "sqlstate", "")).startswith(_LIMITS):
                raise
            raise Unreadable(Reason.TOO_LARGE) from None

    def _withdraw(self, sheet: Row[Any], at: int, scope: frozenset[str], seen: Seen) -> None:
        key: int | None = 0
        while key is not None:
            self._goes_on()
            with self.engine.begin() as conn:
                _step(conn, sheet.batch_id, at, at)
                gone, key = laying.missing(conn, key, scope, seen)
                laying.withdraw(conn, sheet.number, gone)

    def _begun(self, batch_id: str) -> tuple[int, bool]:
        """Return up to which row the batch is laid, and whether it is shown."""
        c = laid.c
        with self.engine.begin() as conn:
            found = conn.execute(select(c.rows, c.shown).where(c.batch_id == batch_id)).first()
            if found is None:
                begun = {"batch_id": batch_id, "rows": 0, "shown": False, "done": False}
                conn.execute(insert(laid).values(begun))
        return (found.rows, found.shown) if found else (0, False)

    def _check(self, sheet: Row[Any], now: Mapping[str, int]) -> None:
        """Sort every row without laying any."""
        batch_id = sheet.batch_id
        found = dict.fromkeys(("new", "changed", "same", "withdrawn", "problems"), 0)
        more = {"joined": 0, "aside": 0}
        seen, states, since = Seen(), set[str](), 0.0
        try:
            self._attempt(sheet)
            self._begin(sheet)
            for chunk in self._chunks(sheet, seen):
                with self.engine.connect() as conn:
                    some = laying.sort(conn, chunk.items, whose=_whose(sheet), told=True)
                found["new"] += len(some.new)
                found["changed"] += len(some.changed)
                found["same"] += some.same
                found["problems"] += chunk.wrong
                more["joined"] += chunk.joined
                more["aside"] += chunk.aside
                states |= some.states.union(*(one.states for one in chunk.items))
                if time.monotonic() - since > _EVERY:
                    self._note(batch_id, {"attempts": 0, "rows": chunk.row}, now, seen.source)
                    since = time.monotonic()
            if sheet.whole:
                found["withdrawn"] = self._lacking(seen.scope, seen)
            content = _content(self._details(sheet).sha256, sheet.mapped)
        except Unreadable as no:
            reason = {"unreadable": no.reason.value, "column": no.column}
            self._note(batch_id, {**reason, "done": True}, now, seen.source)
            return
        except (StoreAway, Stopped):  # the sheet is not to blame
            self._note(batch_id, {"attempts": 0}, now, seen.source)
            raise
        except _OTHERS:
            raise
        except Exception as error:  # noqa: BLE001  # whatever is wrong with it, the next ones go on
            log.warning("a sheet fails", batch=batch_id, error=type(error).__name__)
            failed = {"unreadable": Reason.DAMAGED.value, "done": True}
            self._note(batch_id, failed, now, seen.source)
            return
        told = {
            **found,
            **more,
            "rows": sum(found.values()) - found["withdrawn"] + more["joined"],
            "done": True,
            "after": now.get(seen.source or "", 0),
            "source": seen.source,
            "encoding": seen.encoding,
            "left": "\n".join(seen.aside[:WIDEST]),
            "content": content,
            "states": " ".join(sorted(states)),
        }
        self._note(batch_id, told, now, seen.source)

    def _lacking(self, scope: frozenset[str], seen: Seen) -> int:
        number = 0
        key: int | None = 0
        with self.engine.connect() as conn:
            while key is not None:
                self._goes_on()
                gone, key = laying.missing(conn, key, scope, seen)
                number += len(gone)
        return number

    def _attempt(self, sheet: Row[Any]) -> None:
        """Begin a check. A sheet with which the process ended again and again is left alone."""
        c, mapping = checks.c, sheet.mapping or 0
        own = c.batch_id == sheet.batch_id
        with self.engine.begin() as conn:
            query = select(c.attempts).where(own, c.done.is_(False), c.mapping == mapping)
            before = conn.scalar(query) or 0
            conn.execute(delete(checks).where(own))
            begun = {"batch_id": sheet.batch_id, "after": 0, "rows": 0, "done": False}
            begun["mapping"] = mapping
            conn.execute(insert(checks).values(**begun, attempts=before + 1))
        if before >= _ATTEMPTS:
            raise Unreadable(Reason.STOPPED)

    def _note(
        self,
        batch_id: str,
        values: Mapping[str, object],
        now: Mapping[str, int],
        source: str | None,
    ) -> None:
        """Say how far a check is, unless its source changed meanwhile."""
        with self.engine.begin() as conn:
            if source and waiting.changes(conn).get(source, 0) != now.get(source, 0):
                raise Overtaken
            done = conn.execute(
                update(checks).where(checks.c.batch_id == batch_id).values(dict(values))
            )
            if not done.rowcount:
                raise Overtaken

    def _begin(self, sheet: Row[Any]) -> None:
        """Keep its titles and first rows, sealed as the file is."""
        own = beginnings.c.batch_id == sheet.batch_id
        with self.engine.connect() as conn:
            if conn.execute(select(beginnings.c.batch_id).where(own)).first() is not None:
                return
        with closing(self._file(sheet)) as file:
            begins = beginning(Watched(file, self._goes_on))
        text = BEGINNING.dump_json(begins).decode()
        values = {"begins": self.vault.seal(sheet.details.subject, text)}
        with self.engine.begin() as conn:
            conn.execute(insert(beginnings).values(batch_id=sheet.batch_id, **values))

    def _file(self, sheet: Row[Any]) -> Spool:
        try:
            return fetch(sheet.object_name, sheet.sha256, self._details(sheet), self.objects)
        except (Damaged, KeyError):
            raise Unreadable(Reason.GONE) from None

    def _chunks(self, sheet: Row[Any], seen: Seen) -> Iterator[Chunk]:
        told = COLUMNS.validate_json(sheet.mapped) if sheet.mapped else None
        with closing(self._file(sheet)) as file:
            for chunk in chunks(Watched(file, self._goes_on), seen, told, _whose(sheet)):
                self._goes_on()
                yield chunk

    def _details(self, sheet: Row[Any]) -> Details:
        text = self.vault.reveal(sheet.details)
        if text is None:
            raise Unreadable(Reason.ERASED)
        return read_details(text)


def _whose(sheet: Row[Any]) -> Whose:
    return Whose(
        provider=sheet.provider,
        mandates=frozenset((sheet.mandates or "").split()),
        states=frozenset((sheet.only or "").split()),
    )


def _content(sha256: str, mapped: str | None) -> str:
    """Return by what the same sheet is known: with other columns it is another one."""
    return hashlib.sha256((sha256 + mapped).encode()).hexdigest() if mapped else sha256


def _step(
    conn: Connection,
    batch_id: str,
    was: int,
    now: int,
    **more: object,
) -> None:
    """Say how far it is, if it is as far as this process left it and the batch stands."""
    c = laid.c
    undone = select(sheets.c.batch_id).where(sheets.c.undone_at.is_not(None))
    changed = conn.execute(
        update(laid)
        .where(c.batch_id == batch_id, c.rows == was, c.done.is_(False), c.batch_id.not_in(undone))
        .values(rows=now, **more)
    )
    if changed.rowcount != 1:
        raise Overtaken


async def run(engine: Engine, vault: Vault, settings: Settings) -> None:
    """Work until cancelled. What is lost of it by a crash is done again."""
    importer = Importer(engine, vault, Objects(settings.attachments))
    once: Callable[[], bool] = importer.once
    try:
        while True:
            try:
                busy = await asyncio.to_thread(once)
            except (StoreAway, SQLAlchemyError) as error:
                busy = False
                log.warning("sheets wait", error=type(error).__name__)
            if not busy:
                await asyncio.sleep(_EVERY)
    finally:
        importer.stopping.set()  # a thread cannot be cancelled: it ends after its step
