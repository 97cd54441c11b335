from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from portal.__main__ import BY_HAND, main
from portal.app.beside import telling
from portal.app.migrate import PORTAL, upgrade
from portal.app.operate import (
    COMMANDS,
    deliver_again,
    first_administrator,
    forget,
    forget_again,
    rebuild,
    rewrap,
    start_password,
)
from portal.committee.activity.read_model import ACTIVITY
from portal.web.accounts import account as accounts
from portal.web.accounts import passwords, starting
from portal.web.audit import chain
from shared.core.roles import Role
from shared.hosting.building import Progress
from shared.platform import vault
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from shared.read_models.model import Applier

CASE = "submission-6f1f6a2e-6f0e-4d7e-9b6a-0d9b6f1f6a2e"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database=f"sqlite:///{tmp_path}/portal.db",
        vault_database=f"sqlite:///{tmp_path}/vault.db",
        vault_keys=SecretStr(Fernet.generate_key().decode()),
    )


def test_forgetting_destroys_the_key(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main = make_engine(settings.database, durable=True)
    upgrade(main, PORTAL)
    main.dispose()
    engine = make_engine(settings.vault_database, durable=True)
    vault.tables.create_all(engine)
    keys = Vault(engine, settings.vault_key_list)
    sealed = keys.seal(CASE, "Ann Lee")

    keys.seal("reprisal-1", "Ann Lee")
    assert forget(settings, [CASE, "reprisal-1"]) == 0
    assert keys.reveal(sealed) is None
    assert forget(settings, ["submission-2"]) == 1
    assert forget(settings, []) == 2
    assert "submission-2" in capsys.readouterr().err

    # A vault from a backup can read it again, until it is told.
    backup = make_engine(f"{settings.vault_database}.backup", durable=True)
    restored = settings.model_copy(update={"vault_database": f"{settings.vault_database}.backup"})
    vault.tables.create_all(backup)
    keys = Vault(backup, settings.vault_key_list)
    sealed = keys.seal(CASE, "Ann Lee")
    keys.seal("submission-9", "Bea Lee")
    reprisal = keys.seal("reprisal-1", "Ann Lee")
    assert forget_again(restored, []) == 0
    assert f"Forgotten again, as far as it is told: {CASE}.\n" in capsys.readouterr().out
    assert keys.reveal(sealed) is None
    assert keys.reveal(reprisal) is None, "and nothing is said of it"
    assert forget_again(restored, []) == 0
    assert "nothing" in capsys.readouterr().out
    engine.dispose()
    backup.dispose()


def test_rebuilding_drops_what_is_named_and_no_more(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = make_engine(settings.database, durable=False)
    applier = Applier(engine, ACTIVITY)
    applier.prepare()
    assert rebuild(settings, ["portal.nothing"]) == 2
    assert "portal.activity" in capsys.readouterr().err
    assert rebuild(settings, ["portal.activity"]) == 0
    assert rebuild(settings, []) == 0
    assert applier.remembered() == {}
    engine.dispose()


def test_building_beside_needs_a_name_and_tables_that_are_there(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rebuild(settings, ["--beside"]) == 2
    assert "portal.activity" in capsys.readouterr().err
    assert rebuild(settings, ["--beside", "portal.nothing"]) == 2
    engine = make_engine(settings.database, durable=False)
    Applier(engine, ACTIVITY).drop()
    capsys.readouterr()
    assert rebuild(settings, ["--beside", "portal.activity"]) == 1
    assert "Start consume" in capsys.readouterr().err
    engine.dispose()


def test_progress_is_told_once_a_second_and_when_it_is_there() -> None:
    said: list[str] = []
    tell = telling("portal.activity", said.append)
    for applied, seconds in ((0, 0.0), (500, 0.5), (3_000, 1.5), (4_000, 1.6)):
        tell(Progress(applied=applied, of=4_000, seconds=seconds, failing=None))
    tell(Progress(applied=10, of=4_000, seconds=9.0, failing="OSError"))
    assert said == [
        "portal.activity: 0 of 4,000 facts, 0 a second\n",
        "portal.activity: 3,000 of 4,000 facts, 2,000 a second\n",
        "portal.activity: 4,000 of 4,000 facts, 2,500 a second\n",
        "portal.activity: 10 of 4,000 facts, 1 a second; stuck: OSError\n",
    ]


def test_the_first_two_administrators_are_made_by_hand_and_on_record(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = make_engine(settings.database, durable=True)
    upgrade(engine, PORTAL)
    assert first_administrator(settings, ["ada@example.org"]) == 2
    assert first_administrator(settings, ["ada@example.org", "Ada", "Invented"]) == 0
    password = capsys.readouterr().out.split()[-1]
    with engine.connect() as conn:
        made = accounts.by_email(conn, "ada@example.org")
        entry = conn.execute(chain.audit.select()).one()
    assert made
    assert made.name == "Ada Invented"
    assert made.roles == {Role.SYSTEM_ADMIN}
    assert made.start_until
    assert not made.begun
    assert passwords.matches(made.start_hash, password)
    assert (entry.actor_id, entry.what, entry.purpose) == (
        "operator",
        "grant",
        "role:system_admin",
    )
    assert first_administrator(settings, ["abel@example.org", "Abel"]) == 0
    assert first_administrator(settings, ["eve@example.org", "Eve"]) == 1
    with engine.begin() as conn:
        accounts.set_disabled(conn, made.account_id, disabled=True)
    assert first_administrator(settings, ["ada@example.org", "Ada"]) == 1
    assert first_administrator(settings, ["eve@example.org", "Eve"]) == 0
    engine.dispose()


def test_a_start_password_that_was_asked_for_is_made_by_hand_once_and_on_record(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = make_engine(settings.database, durable=True)
    upgrade(engine, PORTAL)
    assert start_password(settings, ["hana@example.org"]) == 2
    first_administrator(settings, ["hana@example.org", "Hana"])
    with engine.begin() as conn:
        account = accounts.by_email(conn, "hana@example.org")
        assert account
        starting.sent(conn, account.account_id)
    assert start_password(settings, ["hana@example.org"]) == 1
    with engine.begin() as conn:
        starting.ask(conn, account.account_id, due_at=None)
    assert start_password(settings, ["hana@example.org"]) == 1
    with engine.begin() as conn:
        starting.release(conn, account.account_id, at=datetime.now(UTC))
    assert start_password(settings, ["hana@example.org"]) == 0
    password = capsys.readouterr().out.split()[-1]
    with engine.connect() as conn:
        made = accounts.by_email(conn, "hana@example.org")
        last = conn.execute(chain.audit.select().order_by(chain.audit.c.number.desc())).first()
    assert made
    assert passwords.matches(made.start_hash, password)
    assert last
    assert (last.actor_id, last.what) == ("operator", "password-reset")
    assert start_password(settings, ["hana@example.org"]) == 1
    engine.dispose()


def test_wrapping_keys_anew_is_on_record_and_lets_the_old_key_go(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main = make_engine(settings.database, durable=True)
    upgrade(main, PORTAL)
    engine = make_engine(settings.vault_database, durable=True)
    vault.tables.create_all(engine)
    old = settings.vault_keys.get_secret_value()
    sealed = Vault(engine, settings.vault_key_list).seal(CASE, "Ann Lee")
    new = Fernet.generate_key().decode()

    def with_keys(*keys: str) -> Settings:
        return Settings(
            database=settings.database,
            vault_database=settings.vault_database,
            vault_keys=SecretStr(",".join(keys)),
        )

    assert rewrap(with_keys(new), []) == 1  # the old one is still needed
    assert rewrap(with_keys(new, old), []) == 0
    assert rewrap(with_keys(new), []) == 0
    said = capsys.readouterr()
    assert "Wrapped anew: 1." in said.out
    assert "Wrapped anew: 0." in said.out
    assert "add that one" in said.err
    assert Vault(engine, [new]).reveal(sealed) == "Ann Lee"
    with main.connect() as conn:
        entries = conn.execute(chain.audit.select()).all()
    assert {(one.actor_id, one.what) for one in entries} == {("operator", "keys-wrapped")}
    assert len(entries) == 3
    main.dispose()
    engine.dispose()


def test_what_is_done_by_hand_is_what_there_is() -> None:
    assert sorted(BY_HAND) == sorted(COMMANDS)


def test_a_process_that_is_none_is_refused_with_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nonsense"]) == 2
    assert "consume" in capsys.readouterr().err


def test_a_moment_that_cannot_be_read_delivers_nothing_again(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    main = make_engine(settings.database, durable=True)
    upgrade(main, PORTAL)
    main.dispose()
    assert deliver_again(settings, ["yesterday"]) == 2
    assert "Say since when" in capsys.readouterr().err
    assert deliver_again(settings, ["2026-11-24T14:00"]) == 0
    assert deliver_again(settings, []) == 0
    assert "To be delivered again: 0." in capsys.readouterr().out


def test_no_process_starts_that_would_send_mail_by_an_unknown_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORTEUR_SMTP_URL", "smtp+startls://user:secret@mail.example")
    assert main(["consume"]) == 2
    said = capsys.readouterr().err
    assert "RAPPORTEUR_SMTP_URL" in said
    assert "secret" not in said
