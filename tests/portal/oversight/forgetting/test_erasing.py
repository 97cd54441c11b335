"""The record of erasures, and a vault restored from a backup; on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine, delete, select

from portal.app.migrate import PORTAL, VAULT, upgrade
from portal.oversight.forgetting import erasing
from portal.oversight.forgetting.erasing import Erasure
from portal.web.delivery import outbox
from shared.core.testing import AT
from shared.platform.tables import make_engine
from shared.platform.vault import Vault

ITEM = "6f1f6a2e-6f0e-4d7e-9b6a-0d9b6f1f6a2e"
CASE = f"submission-{ITEM}"
KEY = Fernet.generate_key().decode()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    upgrade(made, PORTAL)
    upgrade(made, VAULT)
    yield made
    made.dispose()


def erasure(number: int, subject: str = CASE) -> Erasure:
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
    sealed = vault.seal(CASE, "text")
    erasing.erase(engine, vault, erasure(1))
    assert vault.reveal(sealed) is None
    with engine.connect() as conn:
        assert erasing.of_subject(conn, CASE) == [erasure(1)]
        assert erasing.page_of(conn, 1) == ([erasure(1)], False)


def test_what_cannot_be_recorded_is_not_erased(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    sealed = vault.seal(CASE, "text")

    def fails(_: Connection) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        erasing.erase(engine, vault, erasure(1), also=fails)
    assert vault.reveal(sealed) == "text"
    with engine.connect() as conn:
        assert erasing.of_subject(conn, CASE) == []


def test_a_vault_from_a_backup_forgets_again_as_of_then(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    vault.seal(CASE, "text")
    erasing.erase(engine, vault, erasure(1))
    erasing.erase(engine, vault, erasure(2, f"source-{ITEM}"))  # the backup never knew this one
    with engine.begin() as conn:
        conn.exec_driver_sql("DELETE FROM subject_keys")
    sealed = vault.seal(CASE, "text")
    assert erasing.again(engine, vault) == [CASE]
    assert vault.reveal(sealed) is None
    assert vault.forgotten([CASE]) == {CASE: erasure(1).erased_at}
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


def test_the_store_is_told_once_what_was_erased_and_nothing_of_it(engine: Engine) -> None:
    vault = Vault(engine, [KEY])
    erasing.erase(engine, vault, erasure(1))
    erasing.erase(engine, vault, erasure(2, f"source-{ITEM}"))
    erasing.erase(engine, vault, erasure(3, f"communication-{ITEM}"))
    erasing.erase(engine, vault, erasure(4, f"recommendation-{ITEM}"))
    erasing.erase(engine, vault, erasure(5, f"candidate-{ITEM}"))
    erasing.erase(engine, vault, erasure(6, f"draft-{ITEM}"))  # of no service: nobody is told
    with engine.connect() as conn:
        rows = conn.execute(select(outbox.outbox).order_by(outbox.outbox.c.created_at)).all()
    assert [(row.service, row.data["what"], row.created_at) for row in rows] == [
        ("intake", "submission", erasure(1).erased_at),
        ("intake", "source", erasure(2).erased_at),
        ("approvals", "communication", erasure(3).erased_at),
        ("followup", "recommendation", erasure(4).erased_at),
        ("stakeholders", "candidate", erasure(5).erased_at),
    ]
    assert {row.type for row in rows} == {"record-erasure"}
    assert rows[2].data == {
        "item_id": ITEM,
        "erasure_id": "e3",
        "what": "communication",
        "basis": "safety",
        "asked_by": "family",
    }
    assert rows[0].data == {
        "submission_id": ITEM,
        "erasure_id": "e1",
        "what": "submission",
        "basis": "safety",
        "asked_by": "family",
    }
    assert erasing.again(engine, vault) == []
    with engine.begin() as conn:
        assert len(conn.execute(select(outbox.outbox)).all()) == 5
        conn.execute(delete(outbox.outbox))  # as after an erasure from before it was a fact
    erasing.again(engine, vault)
    with engine.connect() as conn:
        assert len(conn.execute(select(outbox.outbox)).all()) == 5
