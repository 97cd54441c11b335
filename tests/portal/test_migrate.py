from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from pydantic import TypeAdapter
from sqlalchemy import Engine, MetaData, inspect, select, text

from portal import migrate, outbox
from portal.migrate import PORTAL, VAULT, Kept, config, upgrade
from services.intake.commands import SubmitAllegation
from shared.message import Sealed, derive_id
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


def test_a_password_that_was_handed_over_becomes_a_start_password(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    with engine.begin() as conn:
        command.upgrade(config(conn, PORTAL), "0014")
        for account_id, until in (("1", datetime(2026, 11, 24, tzinfo=UTC)), ("2", None)):
            conn.execute(
                text(
                    "INSERT INTO accounts (account_id, email, name, password_hash, roles,"
                    " mandates, state_codes, demo, disabled, start_until)"
                    " VALUES (:id, :id, 'A', 'hash', '[]', '[]', '[]', false, false, :until)"
                ),
                {"id": account_id, "until": until},
            )

    upgrade(engine, PORTAL)

    with engine.connect() as conn:
        query = text("SELECT password_hash, start_hash FROM accounts ORDER BY account_id")
        assert [tuple(row) for row in conn.execute(query)] == [("", "hash"), ("hash", None)]
    engine.dispose()


def test_what_was_filed_before_each_victim_had_a_consent_is_lifted(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    with engine.begin() as conn:
        command.upgrade(config(conn, PORTAL), "0007")
    sealed = {"subject": "submission-1", "cipher": "x"}
    consent = {"act": "yes", "authorities": "yes", "public": "no", "name_form": "initials"}
    texts = dict.fromkeys(("victims", "perpetrators", "incident", "narrative"), sealed)
    filed = {
        "submission_id": "1",
        "channel": "portal",
        "language": "en",
        "state": "KEN",
        "urgent": True,
        "mandates": [],
        "on_behalf": False,
        "source_subject": "source-1",
        "consent": {**consent, "reason": None},
        **texts,
    }
    row = {
        "command_id": derive_id("filed"),
        "service": "intake",
        "type": "submit-allegation",
        "data": filed,
        "actor": {},
        "correlation_id": derive_id("filed"),
        "created_at": datetime(2026, 11, 24, tzinfo=UTC),
    }
    with engine.begin() as conn:
        conn.execute(outbox.outbox.insert().values(row))

    upgrade(engine, PORTAL)

    with engine.connect() as conn:
        lifted = conn.scalar(select(outbox.outbox.c.data))
    asked = TypeAdapter(SubmitAllegation).validate_python(lifted)
    [victim] = asked.victims
    assert victim.victim_id == str(derive_id("victim", "1", 0))
    assert victim.details == Sealed("submission-1", "x")
    assert (victim.consent.act, victim.consent.press) == ("yes", "no")
    engine.dispose()
