"""Storage of second factors, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from portal.web.accounts import account as accounts
from portal.web.accounts import codes, factors
from portal.web.accounts.account import Account
from portal.web.accounts.device import device_of
from shared.core.message import Sealed
from shared.core.roles import HELD, Role
from shared.core.testing import AT
from tests.support.compiled import engine_of
from tests.support.migrated import begin_portal

SECRET = Sealed("account-a1", "Y2lwaGVy")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    begin_portal(database_url)
    made = engine_of(database_url)
    with made.begin() as conn:
        for name in ("a1", "a2"):
            account = Account(
                account_id=name,
                email=f"{name}@example.org",
                name=name,
                password_hash="x",
                roles=frozenset({Role.CHIEF}),
            )
            accounts.add(conn, account)
    yield made
    made.dispose()


def test_an_app_counts_once_a_code_of_it_came(engine: Engine) -> None:
    with engine.begin() as conn:
        for _ in range(2):  # the second takes the place of the first
            factors.propose_app(conn, "a1", SECRET)
        assert factors.of_account(conn, "a1").count == 0
        assert factors.proposed_app(conn, "a1") == SECRET
        factors.confirm_app(conn, "a1", step=7, at=AT)
        assert factors.of_account(conn, "a1").app == SECRET
        assert factors.proposed_app(conn, "a1") is None
        assert factors.of_account(conn, "a2").count == 0
    with pytest.raises(IntegrityError), engine.begin() as conn:
        factors.propose_app(conn, "a1", SECRET)


def test_a_half_minute_is_spent_once_and_never_goes_back(engine: Engine) -> None:
    with engine.begin() as conn:
        factors.propose_app(conn, "a1", SECRET)
        factors.confirm_app(conn, "a1", step=None, at=AT)
        assert factors.spend_step(conn, "a1", 60_000_000)
        assert not factors.spend_step(conn, "a1", 60_000_000)
        assert not factors.spend_step(conn, "a1", 59_999_999)
        assert factors.spend_step(conn, "a1", 60_000_001)
        assert not factors.spend_step(conn, "a2", 1)


def test_a_recovery_code_is_spent_once(engine: Engine) -> None:
    with engine.begin() as conn:
        factors.keep_recovery_codes(conn, "a1", ["old"])
        factors.keep_recovery_codes(conn, "a1", ["one", "two"])
        assert sorted(factors.recovery_hashes(conn, "a1")) == ["one", "two"]
        assert factors.spend_recovery_code(conn, "one")
        assert not factors.spend_recovery_code(conn, "one")
        assert factors.of_account(conn, "a1").codes_left == 1


def test_passkeys_are_one_persons_and_all_is_taken_away_at_once(engine: Engine) -> None:
    with engine.begin() as conn:
        factors.add_passkey(
            conn, "a1", name="key", credential_id="c1", public_key=b"k", sign_count=0, at=AT
        )
        (passkey,) = factors.of_account(conn, "a1").passkeys
        factors.used_passkey(conn, passkey.passkey_id, sign_count=4, at=AT)
        (passkey,) = factors.of_account(conn, "a1").passkeys
        assert (passkey.sign_count, passkey.last_used_at) == (4, AT)
        factors.remove_passkey(conn, "a2", passkey.passkey_id)
        assert factors.of_account(conn, "a1").count == 1
        factors.keep_recovery_codes(conn, "a1", ["one"])
        factors.remove_all(conn, "a1")
        assert factors.of_account(conn, "a1").count == 0
        assert factors.recovery_hashes(conn, "a1") == []


def test_all_but_sources_need_one() -> None:
    assert {role for role in HELD if not factors.needed([role])} == {Role.NGO_MEMBER}
    assert factors.needed([Role.NGO_MEMBER, Role.CHIEF])


def test_codes_of_the_half_minutes_beside_count_too() -> None:
    secret = codes.new_secret()
    now = int(AT.timestamp()) // codes.STEP
    code = codes.code_at(secret, AT)
    assert codes.step_of(secret, code, AT) == now
    for shift, found in ((-2, None), (-1, now), (1, now), (2, None)):
        later = AT.fromtimestamp(AT.timestamp() + shift * codes.STEP, AT.tzinfo)
        assert codes.step_of(secret, code, later) == found
    assert codes.step_of(secret, "", AT) is None


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Safari/605.1",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox on Linux"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_named_by_its_kind(agent: str, device: str) -> None:
    assert device_of(agent) == device
