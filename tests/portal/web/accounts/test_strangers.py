"""Failed tries of strangers lock out nobody with a known browser or a second factor."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from portal.web.accounts import attempts, own_factors, passwords, remembered
from portal.web.accounts.account import Account
from portal.web.accounts.tables import known_devices
from portal.web.accounts.turns import Crowded, Turns
from portal.web.pools import DOOR, THREADS
from shared.core.roles import Role
from tests.support.arriving import app_of, code_now, is_in
from tests.support.portal import PASSWORD, Pages, Visitor

TOO_MANY = "There were too many wrong passwords for this account or from this network"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


def was_here(portal: Pages, account: Account, secret: str) -> Visitor:
    """Sign in to the end, and out again; return the browser, a minute later."""
    visitor = portal.visitor()
    visitor.post("/sign-in", {"email": account.email, "password": PASSWORD})
    visitor.post("/sign-in/code", {"factor_code": code_now(portal, secret)})
    assert is_in(visitor)
    visitor.post("/sign-out", {})
    portal.clock.forward(timedelta(minutes=1))
    return visitor


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, code: str = "") -> int:
    sent = visitor.post("/sign-in", {"email": email, "password": password, "factor_code": code})
    return sent.status_code


def strangers_try(portal: Pages, email: str) -> None:
    for _ in range(attempts.PER_ACCOUNT):
        assert sign_in(portal.visitor(), email, "guess") == 422


def test_ten_wrong_passwords_by_a_stranger_keep_no_known_device_out(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    own = was_here(portal, account, app_of(portal, account))
    strangers_try(portal, account.email)
    assert sign_in(portal.visitor(), account.email) == 429
    assert sign_in(own, account.email) == 303
    # A right password here does not give strangers ten more tries.
    assert sign_in(portal.visitor(), account.email) == 429


def test_a_device_knows_its_own_account_only_and_has_to_wait_too(portal: Pages) -> None:
    account, other = portal.person(Role.CHIEF), portal.person(Role.AUDITOR)
    own = was_here(portal, account, app_of(portal, account))
    strangers_try(portal, other.email)
    assert sign_in(own, other.email) == 429
    for _ in range(attempts.PER_ACCOUNT):
        assert sign_in(own, account.email, "guess") == 422
    assert sign_in(own, account.email) == 429


def test_several_people_are_known_in_one_browser(portal: Pages) -> None:
    people = [portal.person(Role.CHIEF), portal.person(Role.AUDITOR)]
    browser = portal.visitor()
    for account in people:
        secret = app_of(portal, account)
        browser.post("/sign-in", {"email": account.email, "password": PASSWORD})
        browser.post("/sign-in/code", {"factor_code": code_now(portal, secret)})
        browser.post("/sign-out", {})
    for account in people:
        strangers_try(portal, account.email)
        assert sign_in(browser, account.email) == 303


def test_fifty_wrong_passwords_from_an_address_keep_no_known_colleague_out(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    own = was_here(portal, account, app_of(portal, account))
    for number in range(attempts.PER_ADDRESS):
        sign_in(portal.visitor(), f"{number}@example.org", "guess")
    assert sign_in(portal.visitor(), account.email) == 429
    assert sign_in(own, account.email) == 303


def test_from_a_new_device_the_second_step_opens_together_with_the_password(
    portal: Pages,
) -> None:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    strangers_try(portal, account.email)
    visitor = portal.visitor()
    refused = visitor.post("/sign-in", {"email": account.email, "password": PASSWORD})
    assert TOO_MANY in refused.text
    assert 'name="factor_code"' in refused.text
    assert sign_in(visitor, account.email, code=code_now(portal, secret)) == 303
    assert is_in(visitor)


def test_who_does_not_know_the_password_cannot_shut_that_way(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    strangers_try(portal, account.email)
    for _ in range(2 * attempts.PER_ACCOUNT):
        assert sign_in(portal.visitor(), account.email, "guess", "000000") == 429
    assert sign_in(portal.visitor(), account.email, code=code_now(portal, secret)) == 303


def test_who_knows_the_password_can_guess_ten_codes_and_a_recovery_code_still_opens(
    portal: Pages,
) -> None:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    with portal.app.test_request_context():
        recovery, *_ = own_factors.new_recovery_codes(account)
    strangers_try(portal, account.email)
    for _ in range(attempts.PER_ACCOUNT):
        assert sign_in(portal.visitor(), account.email, code="000000") == 429
    assert sign_in(portal.visitor(), account.email, code=code_now(portal, secret)) == 429
    assert sign_in(portal.visitor(), account.email, "guess", recovery) == 429
    assert sign_in(portal.visitor(), account.email, code=recovery) == 303


def test_codes_that_a_stranger_tries_keep_no_known_device_out(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    own = was_here(portal, account, secret)
    stranger = portal.visitor()
    sign_in(stranger, account.email)
    for _ in range(attempts.PER_ACCOUNT):
        assert stranger.post("/sign-in/code", {"factor_code": "000000"}).status_code == 422
    assert stranger.post("/sign-in/code", {"factor_code": "000000"}).status_code == 429
    sign_in(own, account.email)
    right = {"factor_code": code_now(portal, secret)}
    assert own.post("/sign-in/code", right).status_code == 303


@pytest.mark.parametrize("code", ["", "000000", "abcd-efgh-jkmn"])
def test_after_too_many_an_account_that_does_not_exist_looks_like_one_that_does(
    portal: Pages, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    account = portal.person(Role.CHIEF)
    app_of(portal, account)
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002  # argon2's own names
            checked.append(password if isinstance(password, str) else "")
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting(1, 8, 1))
    seen = []
    for email in (account.email, "nobody@example.org"):
        strangers_try(portal, email)
        checked.clear()
        sent = portal.visitor().post(
            "/sign-in", {"email": email, "password": "guess", "factor_code": code}
        )
        shape = sent.text.replace(email, "EMAIL")
        page = shape[shape.index("<main") : shape.index('name="csrf_token"')]
        seen.append((sent.status_code, page, list(checked)))
    assert seen[0] == seen[1]
    assert seen[0][0] == 429


def test_a_crowd_of_strangers_holds_no_known_device_up_and_counts_no_password(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = portal.person(Role.CHIEF)
    own = was_here(portal, account, app_of(portal, account))
    crowded = Turns(1, waiting=0, patience=0)
    monkeypatch.setattr(passwords, "STRANGERS", crowded)
    right = {"email": account.email, "password": PASSWORD}
    with crowded.one():
        for _ in range(attempts.PER_ACCOUNT + 1):
            sent = portal.visitor().post("/sign-in", right)
            assert sent.status_code == 503
            assert "try again in a moment" in sent.text
            assert f'value="{account.email}"' in sent.text
        assert sign_in(own, account.email) == 303
    assert sign_in(portal.visitor(), account.email) == 303


def test_a_crowd_of_strangers_leaves_a_thread_at_the_door() -> None:
    with ExitStack() as crowd:
        inside = 0
        with suppress(Crowded):
            for _ in range(THREADS[DOOR]):
                crowd.enter_context(passwords.STRANGERS.one())
                inside += 1
    assert 0 < inside < THREADS[DOOR]


def test_a_device_is_forgotten_after_half_a_year_and_with_a_new_password(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    own, other = (was_here(portal, account, secret) for _ in range(2))
    here = portal.sign_in(account)
    cookie = own.client.get_cookie("device")
    assert cookie
    here.client.set_cookie("device", cookie.value)
    new = "another long password"
    fields = {"password": PASSWORD, "new_password": new, "repeated_password": new}
    assert here.post("/security/password", fields).status_code == 303
    strangers_try(portal, account.email)
    assert sign_in(other, account.email, new) == 429
    assert sign_in(own, account.email, new) == 303
    portal.clock.forward(remembered.KEPT)
    strangers_try(portal, account.email)
    assert sign_in(own, account.email, new) == 429


def test_the_row_of_a_device_goes_after_half_a_year_whoever_signs_in(portal: Pages) -> None:
    people = [portal.person(Role.CHIEF), portal.person(Role.AUDITOR)]
    secrets = [app_of(portal, account) for account in people]

    def kept() -> set[str]:
        with portal.engine.connect() as conn:
            return set(conn.scalars(select(known_devices.c.account_id)))

    was_here(portal, people[0], secrets[0])  # and a minute passes
    portal.clock.forward(remembered.KEPT - timedelta(minutes=1, seconds=1))
    was_here(portal, people[1], secrets[1])
    assert kept() == {account.account_id for account in people}
    was_here(portal, people[1], secrets[1])
    assert kept() == {people[1].account_id}


def test_what_is_kept_of_a_device_is_not_its_cookie(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    own = was_here(portal, account, app_of(portal, account))
    cookie = own.client.get_cookie("device")
    assert cookie
    assert cookie.http_only
    with portal.engine.connect() as conn:
        [kept] = conn.execute(select(known_devices)).all()
    assert cookie.value not in str(kept)


def test_a_cookie_that_somebody_planted_never_becomes_known(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    planted, thief = portal.visitor(), portal.visitor()
    for one in (planted, thief):
        one.client.set_cookie("device", "chosen-by-somebody-else")
    planted.post("/sign-in", {"email": account.email, "password": PASSWORD})
    planted.post("/sign-in/code", {"factor_code": code_now(portal, secret)})
    assert is_in(planted)
    strangers_try(portal, account.email)
    assert sign_in(thief, account.email) == 429
