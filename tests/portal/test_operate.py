from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from portal.__main__ import main
from portal.activity.read_model import ACTIVITY
from portal.forgetting.tables import erasures
from portal.operate import forget, forget_again, rebuild
from shared import vault
from shared.read_model import Applier
from shared.settings import Settings
from shared.tables import make_engine
from shared.vault import Vault


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
    erasures.create(main)
    main.dispose()
    engine = make_engine(settings.vault_database, durable=True)
    vault.tables.create_all(engine)
    keys = Vault(engine, settings.vault_key_list)
    sealed = keys.seal("submission-1", "Ann Lee")

    assert forget(settings, ["submission-1"]) == 0
    assert keys.reveal(sealed) is None
    assert forget(settings, ["submission-2"]) == 1
    assert forget(settings, []) == 2
    assert "submission-2" in capsys.readouterr().err

    # A vault from a backup can read it again, until it is told.
    backup = make_engine(f"{settings.vault_database}.backup", durable=True)
    restored = settings.model_copy(update={"vault_database": f"{settings.vault_database}.backup"})
    vault.tables.create_all(backup)
    keys = Vault(backup, settings.vault_key_list)
    sealed = keys.seal("submission-1", "Ann Lee")
    keys.seal("submission-9", "Bea Lee")
    assert forget_again(restored, []) == 0
    assert "Forgotten again: submission-1." in capsys.readouterr().out
    assert keys.reveal(sealed) is None
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


def test_a_process_that_is_none_is_refused_with_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nonsense"]) == 2
    assert "consume" in capsys.readouterr().err
