"""The record of what was erased, and a vault that came back from a backup; on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine

from portal.forgetting import erasing
from portal.forgetting.erasing import Erasure
from portal.migrate import PORTAL, VAULT, upgrade
from shared.tables import make_engine
from shared.testing import AT
from shared.vault import Vault

KEY = Fernet.generate_key().decode()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    upgrade(made, PORTAL)
    upgrade(made, VAULT)
    yield made
    made.dispose()


def erasure(number: int, subject: str = "submission-1") -> Erasure:
    return Erasure(
        erasure_id=f"e{number}",
        subject=subject,
        erased_at=AT + timedelta(days=number),
        by="account-1",
        basis="safety",
        asked_by="family",
    )


def test_the_record_is_kept_and_the_key_is_gone(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    sealed = vault.seal("submission-1", "text")
    erasing.erase(engine, vault, erasure(1))
    assert vault.reveal(sealed) is None
    with engine.connect() as conn:
        assert erasing.of_subject(conn, "submission-1") == [erasure(1)]
        assert erasing.page_of(conn, 1) == ([erasure(1)], False)


def test_what_cannot_be_recorded_is_not_erased(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    sealed = vault.seal("submission-1", "text")

    def fails(_: Connection) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        erasing.erase(engine, vault, erasure(1), also=fails)
    assert vault.reveal(sealed) == "text"
    with engine.connect() as conn:
        assert erasing.of_subject(conn, "submission-1") == []


def test_a_vault_from_a_backup_forgets_again_as_of_then(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    vault.seal("submission-1", "text")
    erasing.erase(engine, vault, erasure(1))
    erasing.erase(engine, vault, erasure(2, "source-9"))  # the backup never knew this one
    with engine.begin() as conn:
        conn.exec_driver_sql("DELETE FROM subject_keys")
    sealed = vault.seal("submission-1", "text")
    assert erasing.again(engine, vault) == ["submission-1"]
    assert vault.reveal(sealed) is None
    assert vault.forgotten(["submission-1"]) == {"submission-1": erasure(1).erased_at}
    assert erasing.again(engine, vault) == []


def test_what_was_erased_is_listed_by_pages(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    for number in range(erasing.PAGE + 1):
        erasing.erase(engine, vault, erasure(number))
    with engine.connect() as conn:
        first, more = erasing.page_of(conn, 1)
        assert more
        assert first[0] == erasure(erasing.PAGE)
        assert erasing.page_of(conn, 2) == ([erasure(0)], False)
