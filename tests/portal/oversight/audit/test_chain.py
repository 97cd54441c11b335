"""The chain: a wrong entry is found, and concurrent entries leave no gap."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Engine, delete, insert, select, update

from portal.app.operate import verify_audit
from portal.web.audit.chain import BEGINNING, Read, append, audit, tables, verify
from shared.platform.settings import Settings
from shared.platform.tables import make_engine

AT = datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    tables.create_all(made)
    yield made
    made.dispose()


def read(subject: str = "submission-1") -> Read:
    return Read(
        actor_id="account-1",
        roles=frozenset({"chief", "auditor"}),
        what="submission",
        subject=subject,
        purpose="triage.show",
    )


def written(engine: Engine, count: int = 5) -> None:
    for n in range(1, count + 1):
        append(engine, [read(f"submission-{n}")], at=AT)


def rows(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as conn:
        return [dict(row._mapping) for row in conn.execute(select(audit).order_by("number"))]


def broken(engine: Engine) -> int | None:
    with engine.connect() as conn:
        return verify(conn).broken


def test_an_empty_log_is_whole(engine: Engine) -> None:
    append(engine, [], at=AT)
    with engine.connect() as conn:
        verdict = verify(conn)
    assert (verdict.entries, verdict.last, verdict.whole) == (0, BEGINNING, True)


def test_entries_are_numbered_from_one_and_chained(engine: Engine) -> None:
    append(engine, [read("submission-1"), read("submission-2")], at=AT)
    append(engine, [read("submission-3")], at=AT)
    first, second, third = rows(engine)
    assert [first["number"], second["number"], third["number"]] == [1, 2, 3]
    assert first["previous"] == BEGINNING
    assert second["previous"] == first["hash"]
    assert third["previous"] == second["hash"]
    assert first["roles"] == "auditor,chief"
    with engine.connect() as conn:
        verdict = verify(conn)
    assert (verdict.entries, verdict.last, verdict.whole) == (3, third["hash"], True)


@pytest.mark.parametrize(
    "change",
    [
        {"actor_id": "account-2"},
        {"roles": ""},
        {"what": "letter"},
        {"subject": "submission-9"},
        {"purpose": "triage.index"},
        {"at": AT.replace(microsecond=123457)},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_does_not_fit(engine: Engine, change: dict[str, Any]) -> None:
    written(engine)
    with engine.begin() as conn:
        conn.execute(update(audit).where(audit.c.number == 3).values(change))
    assert broken(engine) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_missing_entry_does_not_fit(engine: Engine, number: int) -> None:
    written(engine)
    with engine.begin() as conn:
        conn.execute(delete(audit).where(audit.c.number == number))
    assert broken(engine) == number


def test_a_missing_entry_does_not_fit_though_the_rest_move_up(engine: Engine) -> None:
    written(engine)
    with engine.begin() as conn:
        conn.execute(delete(audit).where(audit.c.number == 3))
        for number in (4, 5):
            moved = update(audit).where(audit.c.number == number)
            conn.execute(moved.values(number=number - 1))
    assert broken(engine) == 3


def test_an_inserted_entry_does_not_fit(engine: Engine) -> None:
    written(engine)
    third = rows(engine)[2]
    with engine.begin() as conn:
        for number in (5, 4, 3):
            moved = update(audit).where(audit.c.number == number)
            conn.execute(moved.values(number=number + 1))
        conn.execute(insert(audit).values({**third, "subject": "submission-9"}))
    assert broken(engine) == 3


def test_an_entry_before_the_first_or_after_the_last_does_not_fit(engine: Engine) -> None:
    written(engine)
    last = rows(engine)[4]
    with engine.begin() as conn:
        conn.execute(insert(audit).values({**last, "number": 6, "previous": last["hash"]}))
    assert broken(engine) == 6
    with engine.begin() as conn:
        conn.execute(insert(audit).values({**last, "number": 0}))
    assert broken(engine) == 0


def test_entries_in_another_order_do_not_fit(engine: Engine) -> None:
    written(engine)
    with engine.begin() as conn:
        for was, becomes in ((2, 99), (3, 2), (99, 3)):
            conn.execute(update(audit).where(audit.c.number == was).values(number=becomes))
    assert broken(engine) == 2


def test_an_end_that_was_cut_off_is_seen_by_the_hash_that_was_noted(engine: Engine) -> None:
    written(engine)
    noted = rows(engine)[3]["hash"]
    with engine.connect() as conn:
        assert verify(conn, noted).whole
    with engine.begin() as conn:
        conn.execute(delete(audit).where(audit.c.number >= 4))
    with engine.connect() as conn:
        assert verify(conn).whole
        assert not verify(conn, noted).whole


def test_many_at_once_leave_no_gap(engine: Engine) -> None:
    def one(n: int) -> None:
        append(engine, [read(f"submission-{n}"), read(f"reply-{n}")], at=AT)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(40)))
    with engine.connect() as conn:
        verdict = verify(conn)
    assert (verdict.entries, verdict.whole) == (80, True)
    assert {row["subject"] for row in rows(engine)} == {
        f"{kind}-{n}" for kind in ("submission", "reply") for n in range(40)
    }


def test_an_operator_verifies_by_a_command(
    database_url: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database=database_url, vault_keys=SecretStr(Fernet.generate_key().decode()))
    written(engine)
    last = rows(engine)[4]["hash"]
    assert verify_audit(settings, []) == 0
    said = capsys.readouterr().out
    assert "5 entries verified" in said
    assert last in said
    assert verify_audit(settings, [last]) == 0
    assert verify_audit(settings, ["0" * 64]) == 1
    assert "not in the chain" in capsys.readouterr().out
    with engine.begin() as conn:
        conn.execute(update(audit).where(audit.c.number == 2).values(subject="submission-9"))
    assert verify_audit(settings, []) == 1
    assert "Entry 2 does not fit" in capsys.readouterr().out
