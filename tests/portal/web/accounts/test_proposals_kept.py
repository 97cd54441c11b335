"""Stored proposals, on both databases: each takes effect once, despite concurrent requests."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from portal.web.accounts import account as accounts
from portal.web.accounts import proposals
from portal.web.accounts.account import Account
from portal.web.accounts.proposal import Kind, Proposal, State
from portal.web.accounts.rights import Rights
from portal.web.audit.chain import audit
from shared.core.roles import Role
from tests.support.compiled import engine_of
from tests.support.migrated import begin_portal

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ONE = Proposal(
    proposal_id="p1",
    account_id="a1",
    kind=Kind.RIGHTS,
    rights=Rights(roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})),
    organisation="Élan",
    email=None,
    reason="Because",
    urgent="Now",
    proposed_by="a2",
    proposed_at=AT,
    expires_at=AT + timedelta(days=14),
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    begin_portal(database_url)
    made = engine_of(database_url)
    with made.begin() as conn:
        for account_id in ("a1", "a2", "a3"):
            account = Account(
                account_id=account_id,
                email=f"{account_id}@example.org",
                name=account_id,
                password_hash="",
                roles=frozenset({Role.CANDIDATE}),
            )
            accounts.add(conn, account)
        proposals.add(conn, ONE)
    yield made
    made.dispose()


def confirm(engine: Engine, at: datetime = AT) -> bool:
    with engine.begin() as conn:
        return proposals.confirm(conn, ONE, by="a3", at=at, effective_at=at)


def test_it_comes_back_as_it_was_kept(engine: Engine) -> None:
    with engine.connect() as conn:
        assert proposals.by_id(conn, "p1") == ONE
        assert proposals.open_of(conn, "a1", at=AT) == ONE
        assert proposals.open_of(conn, "a2", at=AT) is None
        assert proposals.open_of(conn, "a1", at=ONE.expires_at) is None


def test_it_is_confirmed_once_and_not_when_it_lapsed(engine: Engine) -> None:
    assert not confirm(engine, ONE.expires_at)
    assert confirm(engine)
    assert not confirm(engine)


def test_what_was_ended_is_not_confirmed_and_what_is_in_effect_is_not_ended(
    engine: Engine,
) -> None:
    def end() -> bool:
        with engine.begin() as conn:
            return proposals.end(conn, ONE, State.REFUSED, by="a3", at=AT)

    assert confirm(engine)
    proposals.settle(engine, at=AT)
    assert not end()


def test_it_takes_effect_once_though_several_look_at_once(engine: Engine) -> None:
    confirm(engine)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: proposals.settle(engine, at=AT), range(4)))
    assert sum(done) == 1
    with engine.connect() as conn:
        found = accounts.by_id(conn, "a1")
        entries = conn.execute(select(audit.c.actor_id, audit.c.purpose)).all()
    assert found
    assert found.roles == {Role.CANDIDATE, Role.MANDATE_HOLDER}
    assert found.comes_at is None
    assert [tuple(entry) for entry in entries] == [
        ("a3", "mandate:sr-torture"),
        ("a3", "role:mandate_holder"),
    ]


def test_an_account_says_from_when_something_is_due(engine: Engine) -> None:
    with engine.begin() as conn:
        proposals.confirm(conn, ONE, by="a3", at=AT, effective_at=AT + timedelta(days=1))
    with engine.connect() as conn:
        found = accounts.by_id(conn, "a1")
    assert found
    assert found.comes_at == AT + timedelta(days=1)
    assert proposals.settled(engine, found, at=AT) is found
    later = proposals.settled(engine, found, at=AT + timedelta(days=1))
    assert Role.MANDATE_HOLDER in later.roles


def test_an_account_is_locked_until_the_transaction_is_over(engine: Engine) -> None:
    """What two administrators change at once is decided one after the other."""
    with engine.begin() as conn, ThreadPoolExecutor(1) as pool:
        before = accounts.locked(conn, "a1")
        assert before
        other = pool.submit(_take_all, engine)
        accounts.set_rights(conn, "a1", Rights(roles=frozenset({Role.AUDITOR})), None)
        assert not wait([other], timeout=0.3).done
        conn.commit()
        assert other.result(timeout=5) == {Role.AUDITOR}


def _take_all(engine: Engine) -> frozenset[Role]:
    with engine.begin() as conn:
        found = accounts.locked(conn, "a1")
    assert found
    return found.roles
