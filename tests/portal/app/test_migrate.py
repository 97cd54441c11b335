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

from portal.app import migrate
from portal.app.migrate import PORTAL, VAULT, Kept, config, upgrade
from portal.casefile.submissions.receipts import receipts
from portal.homes.notices.tables import inbox
from portal.web.delivery import askers, outbox
from shared.contracts.intake_commands import SubmitAllegation
from shared.core.message import Sealed, derive_id
from shared.platform import vault
from shared.platform.tables import make_engine

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


_FILED = {
    "submission_id": "1",
    "contact_point": "watch",
    "on_behalf": True,
    "victims": [],
}


def _asked_by(role: str) -> dict[str, object]:
    nobody: list[str] = []
    return {
        "actor_id": role,
        "roles": [role],
        "organisation_id": "watch",
        "mandates": nobody,
        "states": nobody,
    }


def test_what_was_filed_before_there_were_pseudonyms_names_nobody_any_more(
    database_url: str,
) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, VAULT)
    keys = vault.Vault(engine, [Fernet.generate_key().decode()])
    people = ("ngo_member", "contact_point", "quick_response_desk")
    with engine.begin() as conn:
        command.upgrade(config(conn, PORTAL), "0021")
        for who, reason in (("ngo_member", "source"), ("desk", "desk")):
            conn.execute(
                inbox.insert().values(
                    notice_id=derive_id("notice", who),
                    account_id=who,
                    kind="source-informed",
                    reason=reason,
                    page="submission",
                    item_id="1",
                    at=datetime(2026, 11, 24, tzinfo=UTC),
                    made_at=datetime(2026, 11, 24, tzinfo=UTC),
                )
            )
        for who in people:
            of = {"command_id": derive_id(who), "created_at": datetime(2026, 11, 24, tzinfo=UTC)}
            conn.execute(
                outbox.outbox.insert().values(
                    **of,
                    service="intake",
                    type="submit-allegation",
                    data=_FILED,
                    actor=_asked_by(who),
                    correlation_id=derive_id(who),
                )
            )
            conn.execute(
                receipts.insert().values(
                    **of,
                    submission_id=who,
                    code_hash=who,
                    fingerprint="x",
                    submitter_id=who,
                    organisation_id=None if who == "quick_response_desk" else "watch",
                )
            )

    upgrade(engine, PORTAL, keys)

    under = keys.pseudonym("organisation", "watch")
    with engine.connect() as conn:
        owners = {row.submission_id: row for row in conn.execute(select(receipts))}
        kept = {row.command_id: row for row in conn.execute(select(outbox.outbox))}
        told = {row.account_id: row.notice_id for row in conn.execute(select(inbox))}
    filer = keys.pseudonym("filer", "ngo_member")
    assert told.keys() == {filer, "desk"}
    assert told[filer] != derive_id("notice", "ngo_member")
    for who in people[:2]:
        assert owners[who].submitter_id == keys.pseudonym("filer", who)
        assert owners[who].organisation_id == under
        row = kept[derive_id(who)]
        assert "watch" not in str((row.data, row.actor))
        asks = askers.load(row.actor, keys)
        assert (asks.actor_id, asks.organisation_id, asks.filed_under) == (who, "watch", under)
    assert owners[people[2]].submitter_id == people[2]  # the desk has what it entered
    assert kept[derive_id(people[2])].actor == _asked_by(people[2])
    engine.dispose()
