"""Settings from the environment and from files, as a platform mounts its secrets."""

from pathlib import Path

import pytest
from pydantic_settings.exceptions import SettingsError

from shared.platform.limits import Limits
from shared.platform.settings import Settings

PASSWORD = "not-for-any-log"


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("RAPPORTEUR_VAULT_KEYS", "RAPPORTEUR_DATABASE", "RAPPORTEUR_KAFKA_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RAPPORTEUR_SECRETS_DIR", str(tmp_path))
    return tmp_path


def test_a_secret_is_read_from_a_file_without_its_last_line_break(secrets: Path) -> None:
    (secrets / "RAPPORTEUR_VAULT_KEYS").write_text("new,old\n")
    (secrets / "RAPPORTEUR_DATABASE").write_text("postgresql://somebody@somewhere/portal\n")

    settings = Settings()

    assert settings.vault_key_list == ("new", "old")
    assert settings.database == "postgresql://somebody@somewhere/portal"


def test_a_secret_from_a_file_is_never_printed(secrets: Path) -> None:
    (secrets / "RAPPORTEUR_KAFKA_PASSWORD").write_text(PASSWORD)

    settings = Settings()

    assert settings.kafka_password.get_secret_value() == PASSWORD
    shown = (repr(settings), str(settings), settings.model_dump_json(), repr(settings.cluster))
    assert not [text for text in shown if PASSWORD in text]


def test_the_environment_wins_over_a_file(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (secrets / "RAPPORTEUR_VAULT_KEYS").write_text("file")
    monkeypatch.setenv("RAPPORTEUR_VAULT_KEYS", "environment")

    assert Settings().vault_key_list == ("environment",)


def test_a_file_that_was_exchanged_is_read_at_the_next_start(secrets: Path) -> None:
    (secrets / "RAPPORTEUR_VAULT_KEYS").write_text("old")
    before = Settings()
    (secrets / "RAPPORTEUR_VAULT_KEYS").write_text("new,old")

    assert before.vault_key_list == ("old",)
    assert Settings().vault_key_list == ("new", "old")


def test_a_file_where_the_directory_should_be_ends_the_start(
    secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = secrets / "RAPPORTEUR_VAULT_KEYS"
    file.write_text(PASSWORD)
    monkeypatch.setenv("RAPPORTEUR_SECRETS_DIR", str(file))

    with pytest.raises(SettingsError) as refused:
        Settings()

    assert PASSWORD not in str(refused.value)


def test_a_directory_that_is_missing_is_said(
    secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_SECRETS_DIR", str(secrets / "nowhere"))

    with pytest.warns(UserWarning, match="does not exist"):
        Settings()


def test_how_long_slow_clients_are_waited_for_is_set_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {
        "CONNECTIONS": 10, "HEAD_SECONDS": 1.5, "BODY_SECONDS": 2.5, "BODY_RATE": 3,
        "IDLE_SECONDS": 4.5, "READER_SECONDS": 5.5, "HELD_BYTES": 6,
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"RAPPORTEUR_HTTP_{name}", str(value))
    assert Settings().limits == Limits(
        connections=10, head=1.5, body=2.5, rate=3, idle=4.5, reader=5.5, held=6
    )
