"""The invented world is told once, whatever happens while it is told."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import func, select

from deploy.local.eventstore import node
from deploy.local.world import deeds, load
from deploy.local.world.history import services
from portal.casefile.submissions.receipts import receipts
from shared.core.message import Recorded
from shared.core.store import EsdbStore
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from tests.deploy.world.happening import TODAY
from tests.support import migrated


@pytest.mark.live
async def test_a_kill_in_the_middle_and_a_second_start_tell_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list(deeds.read())[:150]
    monkeypatch.setattr(deeds, "read", lambda: iter(told))
    monkeypatch.setattr(load, "_LIVELY", timedelta(days=90))
    migrated.begin(f"sqlite:///{tmp_path}/portal.db", f"sqlite:///{tmp_path}/vault.db")
    note = tmp_path / "world.json"
    async with node.running(node.Settings(data=tmp_path / "events.db", port=0)) as port:
        settings = Settings(
            demo=True,
            eventstore=f"esdb://127.0.0.1:{port}?Tls=false",
            database=f"sqlite:///{tmp_path}/portal.db",
            vault_database=f"sqlite:///{tmp_path}/vault.db",
            vault_keys=SecretStr(Fernet.generate_key().decode()),
            secret_key=SecretStr("k" * 40),
        )
        tell, left = EsdbStore.tell, iter(range(20))

        class KilledError(Exception):
            pass

        async def killed(store: EsdbStore, stream: str, records: list[Recorded[Any]]) -> None:
            if next(left, None) is None:
                raise KilledError
            await tell(store, stream, records)

        monkeypatch.setattr(EsdbStore, "tell", killed)
        with suppress(KilledError):
            await load.load(settings, note, now=TODAY + timedelta(hours=9))
        assert not json.loads(note.read_text())["told"]
        monkeypatch.setattr(EsdbStore, "tell", tell)
        await load.load(settings, note, now=TODAY + timedelta(days=1))
        assert json.loads(note.read_text()) == {"first_day": TODAY.isoformat(), "told": True}
        records = await load._records(settings, TODAY)
        stores = {name: await _store(settings, name) for name in services(settings)}
        try:
            await _compare(records, stores, settings)
            again = json.loads(note.read_text())
            note.unlink()
            await load.load(settings, note, now=TODAY + timedelta(days=5))
            assert json.loads(note.read_text())["told"]
            assert json.loads(note.read_text()) != again
            await _compare(records, stores, settings)
        finally:
            for store in stores.values():
                await store.close()
    engine = make_engine(settings.database, durable=False)
    with engine.connect() as conn:
        filed = sum(deed.asks == deeds.FILES for deed in told)
        assert conn.scalar(select(func.count()).select_from(receipts)) == filed
    engine.dispose()


async def _store(settings: Settings, name: str) -> EsdbStore:
    store = EsdbStore(settings.eventstore, services(settings)[name].catalogue)
    await store.connect()
    return store


async def _compare(records: Any, stores: dict[str, EsdbStore], settings: Settings) -> None:
    """The store has these facts, with their ids and times, and no others of their streams."""
    of = {
        category: stores[name]
        for name, service in services(settings).items()
        for category in service.categories
    }
    expected: dict[str, list[Any]] = {}
    for record in records:
        expected.setdefault(record.stream, []).append(record)
    for stream, some in expected.items():
        there = await of[stream.partition("-")[0]].load(stream)
        assert [(one.id, one.recorded_at) for one in there] == [
            (one.id, one.recorded_at) for one in some
        ]
