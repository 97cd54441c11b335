"""Loading the world into an empty demonstration, once; interrupted, it goes on where it was.

A note beside the demonstration's file says on which day the world ends and whether it is told. The
same deeds of the same day have the same ids, and the store takes an event once, so telling again
what was told in part changes nothing. A store with a life of its own is left alone.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from deploy.local.world import deeds, telling
from deploy.local.world.deeds import Deed
from deploy.local.world.here import Here
from deploy.local.world.history import services
from portal.casefile.attachments.objects import StoreAway
from shared.core.message import Recorded
from shared.core.store import EsdbStore
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault

_LIVELY = timedelta(days=30)
"""What is younger is told in order, so that live activity shows it so."""
_AT_ONCE = 32  # streams; and facts that are told in any order
_FIRST = "recognition-demo-nhri"
"""Every demonstration begins with this stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``first_day``: midnight of the day on which the world was first told."""

    first_day: str
    told: bool = False


def main() -> int:
    settings = Settings()
    note = Path(settings.demo_file).with_name("world.json")
    if settings.demo:
        asyncio.run(load(settings, note, now=datetime.now(UTC)))
    return 0


async def load(settings: Settings, file: Path, *, now: datetime) -> None:
    """Tell the world unless that was done. ``file``: of the note."""
    note = _read(file)
    if note is not None and note.told:
        return
    async with AsyncExitStack() as stack:
        stores = {
            name: EsdbStore(settings.eventstore, service.catalogue)
            for name, service in services(settings).items()
        }
        for store in stores.values():
            await store.connect()
            stack.push_async_callback(store.close)
        if note is None:
            midnight = datetime.combine(now.date(), time.min, UTC).isoformat()
            lived_in = bool(await stores["stakeholders"].load(_FIRST))
            note = Note(first_day=midnight, told=lived_in)
            _write(file, note)
        if not note.told:
            records = await _records(settings, datetime.fromisoformat(note.first_day))
            await append(stores, records, settings)
            _write(file, Note(first_day=note.first_day, told=True))


async def _records(settings: Settings, first_day: datetime) -> Sequence[Recorded[Any]]:
    """Return all that happened, with the rows beside it kept."""
    engine = make_engine(settings.database, durable=True, pool=settings.pool)
    vault = Vault(
        make_engine(settings.vault_database, durable=True, pool=settings.pool),
        settings.vault_key_list,
    )
    told: Sequence[Deed] = list(deeds.read())
    here = Here(first_day=first_day, keys=settings.vault_key_list, vault=vault)
    filed = list(telling.filings(told, here))
    try:
        files = telling.keep_sheets(told, vault, settings.attachments)
    except StoreAway:  # the rest is told all the same
        told, files = telling.without_sheets(told), {}
    here = replace(here, seals=telling.seals_for(vault, told, filed), files=files)
    telling.keep(engine, vault, filed, here, settings.secret_key_list)
    telling.keep_sealed(engine, vault, told, here)
    history = await telling.happen(told, filed, here, settings=settings, vault=vault, now=first_day)
    return history.ledger.log


async def append(
    stores: Mapping[str, EsdbStore], records: Sequence[Recorded[Any]], settings: Settings
) -> None:
    """Append what is old stream by stream, many at once, then the last weeks in order."""
    store_of = {
        category: stores[name]
        for name, service in services(settings).items()
        for category in service.categories
    }
    since = records[-1].recorded_at - _LIVELY
    old = [record for record in records if record.recorded_at < since]
    lively = [record for record in records if record.recorded_at >= since]
    limit = asyncio.Semaphore(_AT_ONCE)

    async def tell(stream: str, some: Sequence[Recorded[Any]]) -> None:
        async with limit:
            await store_of[stream.partition("-")[0]].tell(stream, some)

    for part in (old, *(lively[at : at + _AT_ONCE] for at in range(0, len(lively), _AT_ONCE))):
        await asyncio.gather(*(tell(stream, some) for stream, some in _by_stream(part).items()))


def _by_stream(records: Iterable[Recorded[Any]]) -> dict[str, list[Recorded[Any]]]:
    found: dict[str, list[Recorded[Any]]] = {}
    for record in records:
        found.setdefault(record.stream, []).append(record)
    return found


def _read(file: Path) -> Note | None:
    try:
        return Note(**json.loads(file.read_text()))
    except FileNotFoundError:
        return None


def _write(file: Path, note: Note) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(asdict(note)) + "\n")
    new.replace(file)
