"""The work on sheets in the background: checks them, lays batches, and takes up what was undone.

It runs in the ``consume`` process. A step is a short transaction that also says how far it came,
so after a kill it goes on there; where another process did the step meanwhile, it begins anew.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, Any, Final

import structlog
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from portal.casefile.attachments.keep import Damaged, Details, fetch, read_details
from portal.casefile.attachments.objects import Objects, StoreAway
from portal.public.corpus import laying
from portal.public.corpus.checking import Item, checked
from portal.public.corpus.columns import Unreadable
from portal.public.corpus.laying import CHUNK, Seen
from portal.public.corpus.read_model import checks, laid, sheets
from portal.public.corpus.reading import read
from shared.platform.settings import Settings
from shared.platform.vault import Vault

log = structlog.get_logger(__name__)

_EVERY: Final = 1.0  # seconds
_ERASED: Final = "erased"


class Overtaken(Exception):
    """Another process did this step, or the tables were made anew."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The sound items of some rows, which end at ``row``; ``wrong``: how many are not sound."""

    row: int
    items: list[Item]
    wrong: int


@dataclass(slots=True)
class Importer:
    engine: Engine
    vault: Vault
    objects: Objects

    def once(self) -> bool:
        """Do the next whole thing; return whether there was any. Raises ``StoreAway``."""
        with self.engine.connect() as conn:
            undone, sheet, waiting = _undone(conn), _to_lay(conn), _to_check(conn)
        try:
            if undone is not None:
                self._take_up(undone)
            elif sheet is not None:
                self._lay(sheet)
            elif waiting is not None:
                self._check(*waiting)
            else:
                return False
        except Overtaken:
            log.info("another process works on the sheets")
        return True

    def _take_up(self, sheet: Row[Any]) -> None:
        more = True
        while more:
            with self.engine.begin() as conn:
                more = laying.take_up(conn, sheet.number)
                if not more:
                    conn.execute(delete(laid).where(laid.c.batch_id == sheet.batch_id))

    def _lay(self, sheet: Row[Any]) -> None:
        """What cannot be read any more, such as what was erased, changes nothing."""
        at = self._begun(sheet.batch_id)
        seen, complete = Seen(), self._details(sheet) is not None
        try:
            for chunk in self._chunks(sheet, seen):
                if chunk.row <= at:
                    continue
                with self.engine.begin() as conn:
                    _step(conn, sheet.batch_id, at, chunk.row)
                    laying.lay(conn, sheet.number, chunk.items)
                at = chunk.row
        except Unreadable as no:
            complete = False
            log.warning("a sheet cannot be read", batch=sheet.batch_id, reason=no.reason.value)
        if sheet.whole and complete:
            self._withdraw(sheet, at, seen)
        with self.engine.begin() as conn:
            _step(conn, sheet.batch_id, at, at, done=True)

    def _withdraw(self, sheet: Row[Any], at: int, seen: Seen) -> None:
        key: int | None = 0
        while key is not None:
            with self.engine.begin() as conn:
                _step(conn, sheet.batch_id, at, at)
                gone, key = laying.missing(conn, key, frozenset(sheet.states.split()), seen)
                laying.withdraw(conn, sheet.number, gone)

    def _begun(self, batch_id: str) -> int:
        """Return up to which row the batch is laid."""
        with self.engine.begin() as conn:
            found = conn.scalar(select(laid.c.rows).where(laid.c.batch_id == batch_id))
            if found is None:
                conn.execute(insert(laid).values(batch_id=batch_id, rows=0, done=False))
        return found or 0

    def _check(self, sheet: Row[Any], after: int) -> None:
        """Sort every row without laying any."""
        batch_id, going = sheet.batch_id, {"after": after, "done": False}
        self._note(batch_id, {**going, "rows": 0}, anew=True)
        found = dict.fromkeys(("new", "changed", "same", "withdrawn", "problems"), 0)
        seen, states, since = Seen(), set[str](), time.monotonic()
        try:
            for chunk in self._chunks(sheet, seen):
                with self.engine.connect() as conn:
                    some = laying.sort(conn, chunk.items)
                found["new"] += len(some.new)
                found["changed"] += len(some.changed)
                found["same"] += some.same
                found["problems"] += chunk.wrong
                states.update(code for one in chunk.items for code in one.states)
                if time.monotonic() - since > _EVERY:
                    self._note(batch_id, {**going, "rows": chunk.row})
                    since = time.monotonic()
        except Unreadable as no:
            reason = {"unreadable": no.reason.value, "column": no.column}
            self._note(batch_id, {**reason, "done": True})
            return
        if sheet.whole:
            found["withdrawn"] = self._lacking(frozenset(states), seen)
        opened = self._details(sheet)
        told = {
            **found,
            "rows": sum(found.values()) - found["withdrawn"],
            "done": True,
            "content": opened.sha256 if opened else None,
            "unreadable": None if opened else _ERASED,
            "states": " ".join(sorted(states)),
        }
        self._note(batch_id, told)

    def _lacking(self, states: frozenset[str], seen: Seen) -> int:
        number = 0
        key: int | None = 0
        with self.engine.connect() as conn:
            while key is not None:
                gone, key = laying.missing(conn, key, states, seen)
                number += len(gone)
        return number

    def _note(self, batch_id: str, values: Mapping[str, object], *, anew: bool = False) -> None:
        with self.engine.begin() as conn:
            if anew:
                conn.execute(delete(checks).where(checks.c.batch_id == batch_id))
                conn.execute(insert(checks).values({"batch_id": batch_id, **values}))
                return
            done = conn.execute(
                update(checks).where(checks.c.batch_id == batch_id).values(dict(values))
            )
            if not done.rowcount:
                raise Overtaken

    def _chunks(self, sheet: Row[Any], seen: Seen) -> Iterator[Chunk]:
        details = self._details(sheet)
        if details is None:
            return
        with closing(fetch(sheet.object_name, sheet.sha256, details, self.objects)) as file:
            yield from chunks(BufferedReader(file), seen)

    def _details(self, sheet: Row[Any]) -> Details | None:
        text = self.vault.reveal(sheet.details)
        return None if text is None else read_details(text)


def chunks(file: IO[bytes], seen: Seen) -> Iterator[Chunk]:
    """Yield the rows of a sheet. What stands there twice counts once. Raises ``Unreadable``."""
    items: list[Item] = []
    wrong, number = 0, 0
    for number, row, problems in read(file):
        item = problems or checked(row)
        if isinstance(item, Item) and seen.first(item.key):
            items.append(item)
        else:
            wrong += 1
        if len(items) + wrong >= CHUNK:
            yield Chunk(number, items, wrong)
            items, wrong = [], 0
    if items or wrong:
        yield Chunk(number, items, wrong)


def changes(conn: Connection) -> int:
    """Return how many batches and undoings there were."""
    c = sheets.c
    return sum(
        conn.scalar(select(func.count()).where(column.is_not(None))) or 0
        for column in (c.number, c.undone_at)
    )


def _step(conn: Connection, batch_id: str, was: int, now: int, *, done: bool = False) -> None:
    """Say how far it is, if it is as far as this process left it and the batch stands."""
    c = laid.c
    undone = select(sheets.c.batch_id).where(sheets.c.undone_at.is_not(None))
    changed = conn.execute(
        update(laid)
        .where(c.batch_id == batch_id, c.rows == was, c.batch_id.not_in(undone))
        .values(rows=now, done=done)
    )
    if changed.rowcount != 1:
        raise Overtaken


def _undone(conn: Connection) -> Row[Any] | None:
    query = select(sheets).join(laid, laid.c.batch_id == sheets.c.batch_id)
    return conn.execute(
        query.where(sheets.c.undone_at.is_not(None)).order_by(sheets.c.number.desc()).limit(1)
    ).first()


def _to_lay(conn: Connection) -> Row[Any] | None:
    finished = select(laid.c.batch_id).where(laid.c.done)
    c = sheets.c
    query = select(sheets).where(
        c.number.is_not(None), c.undone_at.is_(None), c.batch_id.not_in(finished)
    )
    return conn.execute(query.order_by(c.number).limit(1)).first()


def _to_check(conn: Connection) -> tuple[Row[Any], int] | None:
    """Return the newest sheet whose check is missing or old, and up to which batch it looks."""
    after, c = changes(conn), sheets.c
    good = select(checks.c.batch_id).where(checks.c.done, checks.c.after == after)
    query = select(sheets).where(c.number.is_(None), c.batch_id.not_in(good))
    found = conn.execute(query.order_by(c.uploaded_at.desc(), c.batch_id).limit(1)).first()
    return (found, after) if found is not None else None


async def run(engine: Engine, vault: Vault, settings: Settings) -> None:
    """Work until cancelled. ``engine`` must be durable."""
    importer = Importer(engine, vault, Objects(settings.attachments))
    once: Callable[[], bool] = importer.once
    while True:
        try:
            busy = await asyncio.to_thread(once)
        except (StoreAway, SQLAlchemyError, Damaged, KeyError) as error:
            busy = False
            log.warning("sheets wait", error=type(error).__name__)
        if not busy:
            await asyncio.sleep(_EVERY)
