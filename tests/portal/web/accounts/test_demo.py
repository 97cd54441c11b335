import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from portal.app.migrate import PORTAL, VAULT, upgrade
from portal.web.accounts import account as accounts
from portal.web.accounts import demo, factors, passwords, programs
from shared.core.roles import HELD, Role
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from shared.reference import REGIONS, mandates, states


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path}/portal.db", durable=True)
    upgrade(made, PORTAL)
    yield made
    made.dispose()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = make_engine(f"sqlite:///{tmp_path}/vault.db", durable=True)
    upgrade(made, VAULT)
    yield Vault(made, [Fernet.generate_key().decode()])
    made.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "demo.json"


def test_there_is_somebody_for_every_role() -> None:
    assert {person.roles[0] for person in demo.PEOPLE} == HELD


def test_the_panel_has_a_seat_for_each_regional_group() -> None:
    seats = [person for person in demo.PEOPLE if Role.PANEL_MEMBER in person.roles]
    assert {seat.organisation_id for seat in seats} == set(REGIONS)
    assert len(seats) == 5
    assert sum(Role.PANEL_CHAIR in seat.roles for seat in seats) == 1


def test_demo_people_serve_mandates_and_states_that_exist() -> None:
    for person in demo.PEOPLE:
        assert person.mandates <= set(mandates())
        assert person.state_codes <= set(states())


def test_everybody_can_sign_in_with_what_the_file_says(
    engine: Engine, file: Path, vault: Vault
) -> None:
    demo.provide(engine, file, vault)
    told = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(told["accounts"]) == len(demo.PEOPLE)
    with engine.connect() as conn:
        for one in told["accounts"]:
            account = accounts.by_email(conn, one["email"])
            assert account
            assert account.demo
            assert Role(one["role"]) in account.roles
            assert passwords.matches(account.password_hash, one["password"])
            app = factors.of_account(conn, account.account_id).app
            assert vault.reveal(app) == one["totp_secret"]
            assert (app is not None) == factors.needed_by(account)
        program = programs.by_token(conn, told["api_token"])
        account = accounts.by_id(conn, program.account_id) if program else None
    assert program
    assert account
    assert Role.NGO_MEMBER in account.roles
    assert programs.lives(program, account, datetime.now(UTC))


def test_a_second_start_changes_nothing(engine: Engine, file: Path, vault: Vault) -> None:
    demo.provide(engine, file, vault)
    before = file.read_bytes()
    demo.provide(engine, file, vault)
    assert file.read_bytes() == before


def test_a_lost_file_gives_new_passwords_that_work(
    engine: Engine, file: Path, vault: Vault
) -> None:
    demo.provide(engine, file, vault)
    before = json.loads(file.read_text())
    file.unlink()
    demo.provide(engine, file, vault)
    told = json.loads(file.read_text())
    assert told["api_token"] != before["api_token"]
    with engine.connect() as conn:
        account = accounts.by_email(conn, "chief@demo.example")
        assert programs.by_token(conn, before["api_token"]) is None
    passwords_told = {one["email"]: one["password"] for one in told["accounts"]}
    assert account
    assert passwords.matches(account.password_hash, passwords_told["chief@demo.example"])


def test_a_lost_database_keeps_the_passwords_of_the_file(
    engine: Engine, file: Path, vault: Vault, tmp_path: Path
) -> None:
    demo.provide(engine, file, vault)
    before = file.read_bytes()
    other = make_engine(f"sqlite:///{tmp_path}/other.db", durable=True)
    upgrade(other, PORTAL)
    demo.provide(other, file, vault)
    assert file.read_bytes() == before
    with other.connect() as conn:
        told = json.loads(before)
        assert programs.by_token(conn, told["api_token"])
    other.dispose()
