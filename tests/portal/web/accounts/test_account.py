from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from portal.web.accounts import account as accounts
from portal.web.accounts import opened as with_account
from portal.web.accounts import passwords, session, tables
from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.support.compiled import engine_of
from tests.support.migrated import begin_portal
from tests.support.portal import Clock

ACCOUNT = Account(
    account_id="a1",
    email="Ana@Example.org",
    name="Ana",
    password_hash="$argon2",
    roles=frozenset({Role.DESK_OFFICER, Role.AUDITOR}),
    organisation_id="o1",
    organisation="Office",
    mandates=frozenset({"sr-torture", "sr-hrds"}),
    state_codes=frozenset({"CHE", "NPL"}),
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    begin_portal(database_url)
    made = engine_of(database_url)
    yield made
    made.dispose()


def test_an_account_comes_back_as_it_was_kept(engine: Engine) -> None:
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
    with engine.connect() as conn:
        found = accounts.by_email(conn, "ANA@example.org ")
        assert found == accounts.by_id(conn, "a1")
    assert found
    assert found.email == "ana@example.org"
    assert (found.roles, found.mandates, found.state_codes) == (
        ACCOUNT.roles,
        ACCOUNT.mandates,
        ACCOUNT.state_codes,
    )
    assert found.title == "Desk officer, Auditor"


def test_one_e_mail_is_one_account(engine: Engine) -> None:
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
    with pytest.raises(IntegrityError), engine.begin() as conn:
        accounts.add(conn, ACCOUNT)


def test_names_are_found_for_the_ids_that_have_an_account(engine: Engine) -> None:
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
        assert accounts.names(conn, ["a1", "a2"]) == {"a1": "Ana"}


def test_those_who_hold_a_role_are_found_unless_disabled(engine: Engine) -> None:
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
        assert [one.name for one in accounts.holding(conn, Role.AUDITOR)] == ["Ana"]
        assert accounts.holding(conn, Role.CHIEF) == []
        conn.execute(tables.accounts.update().values(disabled=True))
        assert accounts.holding(conn, Role.AUDITOR) == []


def opened(conn: Connection, clock: Clock, *, passed: bool = True) -> str:
    return session.begin(conn, account_id="a1", at=clock(), device="A browser", passed=passed)


def test_a_session_is_found_by_its_token_until_it_is_over(engine: Engine) -> None:
    clock = Clock()
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
        token = opened(conn, clock)
        found = session.find(conn, token, at=clock())
        assert found
        assert found.account_id == "a1"
        assert with_account.find(conn, token, at=clock()) == (found, accounts.by_id(conn, "a1"))
        assert session.find(conn, "another", at=clock()) is None
        assert with_account.find(conn, "another", at=clock()) is None
        clock.forward(session.IDLE)
        assert session.find(conn, token, at=clock()) is None
        assert with_account.find(conn, token, at=clock()) is None


def test_a_session_that_stays_halfway_is_over_sooner(engine: Engine) -> None:
    clock = Clock()
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
        token = opened(conn, clock, passed=False)
        clock.forward(session.HALFWAY)
        assert session.find(conn, token, at=clock()) is None
        opened(conn, clock)
        assert len(conn.execute(tables.sessions.select()).all()) == 1


def test_a_person_ends_one_session_or_all_others(engine: Engine) -> None:
    clock = Clock()
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
        here, *_ = [opened(conn, clock) for _ in range(4)]
        mine = session.find(conn, here, at=clock())
        assert mine
        other = next(
            one
            for one in session.of_account(conn, "a1", at=clock())
            if one.session_id != mine.session_id
        )
        assert not session.end_one(conn, "a2", other.session_id)
        assert session.end_one(conn, "a1", other.session_id)
        assert session.end_others(conn, mine) == 2
        assert session.of_account(conn, "a1", at=clock()) == [mine]
        assert session.end_all(conn, "a1") == 1


def test_a_challenge_is_answered_once(engine: Engine) -> None:
    clock = Clock()
    with engine.begin() as conn:
        accounts.add(conn, ACCOUNT)
        token = opened(conn, clock)
        found = session.find(conn, token, at=clock())
        assert found
        session.challenge(conn, found, "answer this")
        asked = session.find(conn, token, at=clock())
        assert asked
        assert asked.challenge == "answer this"
        assert session.answered(conn, asked)
        assert not session.answered(conn, asked)


def test_a_password_matches_its_hash_only() -> None:
    kept = passwords.hashed("secret")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(kept, "secret")
    assert not passwords.matches(kept, "Secret")
    assert not passwords.matches("no hash at all", "secret")
    assert not passwords.matches(None, "secret")
