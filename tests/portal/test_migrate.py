from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import Engine, MetaData, inspect

from portal import migrate
from portal.migrate import PORTAL, VAULT, Kept, config, upgrade
from shared.tables import make_engine

KEPT = pytest.mark.parametrize("kept", [PORTAL, VAULT], ids=lambda kept: kept.name)


def _differences(engine: Engine, kept: Kept) -> Sequence[object]:
    wanted = MetaData()
    for tables in kept.tables:
        for table in tables.sorted_tables:
            table.to_metadata(wanted)
    options = {"version_table": kept.version_table, "compare_type": True}
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts=options)
        return list(compare_metadata(context, wanted))


@KEPT
def test_migrating_gives_the_tables_of_the_code(database_url: str, kept: Kept) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, kept)
    assert _differences(engine, kept) == []
    engine.dispose()


@KEPT
def test_migrating_twice_changes_nothing(database_url: str, kept: Kept) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, kept)
    upgrade(engine, kept)
    assert _differences(engine, kept) == []
    engine.dispose()


@KEPT
def test_a_migration_can_be_taken_back(database_url: str, kept: Kept) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, kept)
    with engine.begin() as conn:
        command.downgrade(config(conn, kept), "base")
    assert inspect(engine).get_table_names() == [kept.version_table]
    engine.dispose()


def test_portal_and_vault_may_share_one_database(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, PORTAL)
    upgrade(engine, VAULT)
    assert {"portal_version", "vault_version"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_two_at_once_do_it_once(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: upgrade(engine, PORTAL), range(2)))
    assert _differences(engine, PORTAL) == []
    engine.dispose()


def test_the_command_migrates_and_sees_to_the_demo_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_DATABASE", f"sqlite:///{tmp_path}/new/portal.db")
    monkeypatch.setenv("RAPPORTEUR_VAULT_DATABASE", f"sqlite:///{tmp_path}/new/vault.db")
    monkeypatch.setenv("RAPPORTEUR_VAULT_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("RAPPORTEUR_DEMO", "1")
    monkeypatch.setenv("RAPPORTEUR_DEMO_FILE", f"{tmp_path}/new/demo.json")
    assert migrate.main() == 0
    assert migrate.main() == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {
        "portal.db",
        "vault.db",
        "demo.json",
    }
