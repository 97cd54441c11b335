"""The steps of signing in after the password."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.web.accounts import attempts, codes, passwords, session
from portal.web.accounts.account import Account
from portal.web.accounts.tables import accounts, authenticators, recovery_codes
from shared.core.roles import HELD, Role
from tests.support.arriving import app_of, asked_of_passkey, code_now, is_in, password_given
from tests.support.authenticator import Authenticator
from tests.support.portal import PASSWORD, Pages, Visitor, pages, sqlite_urls

RIGHT_HERE = "/audit"


@pytest.mark.parametrize("role", sorted(HELD))
def test_everybody_but_a_source_sets_up_a_second_step_first(portal: Pages, role: Role) -> None:
    visitor, sent = password_given(portal, portal.person(role))
    asked = role is not Role.NGO_MEMBER
    assert (sent.headers["Location"] == "/sign-in/set-up") == asked
    assert is_in(visitor) != asked


def test_until_it_is_shown_no_page_opens(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    app_of(portal, account)
    visitor, sent = password_given(portal, account, then=RIGHT_HERE)
    assert sent.headers["Location"] == "/sign-in/code?then=%2Faudit"
    assert visitor.get("/audit").headers["Location"] == "/sign-in?then=%2Faudit"
    back = visitor.get("/sign-in?then=%2Faudit")
    assert back.headers["Location"] == "/sign-in/code?then=%2Faudit"
    assert not is_in(visitor)


def test_the_code_of_the_app_leads_on_to_where_one_wanted_to_go(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    secret = app_of(portal, account)
    visitor, _ = password_given(portal, account)
    typed = code_now(portal, secret)
    sent = visitor.post("/sign-in/code", {"factor_code": f"{typed[:3]} {typed[3:]}", "then": "/x"})
    assert sent.headers["Location"] == "/x"
    assert is_in(visitor)


def test_a_code_serves_once(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    secret = app_of(portal, account)
    first, _ = password_given(portal, account)
    code = {"factor_code": code_now(portal, secret)}
    assert first.post("/sign-in/code", code).status_code == 303
    second, _ = password_given(portal, account)
    refused = second.post("/sign-in/code", code)
    assert refused.status_code == 422
    assert "it was used before" in refused.text
    portal.clock.forward(timedelta(seconds=codes.STEP))
    later = {"factor_code": code_now(portal, secret)}
    assert second.post("/sign-in/code", later).status_code == 303


def test_a_code_from_before_the_last_one_serves_no_more(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    secret = app_of(portal, account)
    older = {"factor_code": code_now(portal, secret)}
    portal.clock.forward(timedelta(seconds=codes.STEP))
    first, _ = password_given(portal, account)
    first.post("/sign-in/code", {"factor_code": code_now(portal, secret)})
    second, _ = password_given(portal, account)
    assert second.post("/sign-in/code", older).status_code == 422


@pytest.mark.parametrize("wrong", ["", "000000", "١٢٣٤٥٦", "abcd-efgh-jkmn", "x" * 41])
def test_what_is_no_code_is_refused_and_says_what_to_do(portal: Pages, wrong: str) -> None:
    account = portal.person(Role.AUDITOR)
    app_of(portal, account)
    visitor, _ = password_given(portal, account)
    refused = visitor.post("/sign-in/code", {"factor_code": wrong, "then": "/audit"})
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert 'name="then" value="/audit"' in refused.text
    assert not is_in(visitor)


def test_too_many_wrong_codes_have_to_wait_also_after_the_password_again(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    secret = app_of(portal, account)
    for _ in range(attempts.PER_ACCOUNT):
        visitor, _ = password_given(portal, account)
        visitor.post("/sign-in/code", {"factor_code": "000000"})
    visitor, _ = password_given(portal, account)
    right = {"factor_code": code_now(portal, secret)}
    assert visitor.post("/sign-in/code", right).status_code == 429


def test_the_password_alone_is_good_for_a_quarter_of_an_hour(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    secret = app_of(portal, account)
    visitor, _ = password_given(portal, account)
    portal.clock.forward(session.HALFWAY)
    late = visitor.post("/sign-in/code", {"factor_code": code_now(portal, secret)})
    assert late.headers["Location"].startswith("/sign-in")
    assert not is_in(visitor)


def test_without_the_password_no_step_opens(portal: Pages) -> None:
    for path in ("code", "password", "set-up"):
        assert portal.visitor().get(f"/sign-in/{path}").headers["Location"] == "/sign-in"
    for path in ("code", "password", "set-up/app", "set-up/passkey"):
        sent = portal.visitor().post(f"/sign-in/{path}", {})
        assert sent.headers["Location"] == "/sign-in"


def test_setting_up_an_app_ends_with_recovery_codes_and_one_is_in(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    visitor, _ = password_given(portal, account, then=RIGHT_HERE)
    page = visitor.get("/sign-in/set-up?then=/audit").text
    found = re.search(r'set-up__secret"><bdi dir="ltr">([A-Z2-7 ]+)<', page)
    assert found
    assert found[1] in visitor.get("/sign-in/set-up").text  # it stays the same when read again
    assert "<svg" in page
    secret = found[1].replace(" ", "")
    wrong = visitor.post("/sign-in/set-up/app", {"code": "000000", "then": "/audit"})
    assert wrong.status_code == 422
    assert not is_in(visitor)
    done = visitor.post("/sign-in/set-up/app", {"code": code_now(portal, secret), "then": "/audit"})
    assert done.status_code == 200
    shown = re.findall(r"<li><code>([a-z0-9-]+)</code></li>", done.text)
    assert len(set(shown)) == codes.RECOVERY_CODES
    assert 'href="/audit"' in done.text
    assert is_in(visitor)
    assert visitor.get("/sign-in/set-up").status_code == 303


def test_a_recovery_code_serves_once_and_is_kept_as_a_hash(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    visitor, _ = password_given(portal, account)
    page = visitor.get("/sign-in/set-up").text
    found = re.search(r'set-up__secret"><bdi dir="ltr">([A-Z2-7 ]+)<', page)
    assert found
    code = code_now(portal, found[1].replace(" ", ""))
    done = visitor.post("/sign-in/set-up/app", {"code": code})
    shown = re.findall(r"<li><code>([a-z0-9-]+)</code></li>", done.text)
    with portal.engine.connect() as conn:
        kept = conn.scalars(select(recovery_codes.c.code_hash)).all()
    assert all(one.startswith("$argon2id$") for one in kept)
    for answer in (303, 422):
        other, _ = password_given(portal, account)
        sent = other.post("/sign-in/code", {"factor_code": shown[3].upper().replace("-", " ")})
        assert sent.status_code == answer
        if answer == 303:
            assert "9 are left" in other.get("/").text


def test_the_database_does_not_hold_the_apps_secret(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    secret = app_of(portal, account)
    with portal.engine.connect() as conn:
        kept = conn.execute(select(authenticators)).one()
    assert secret not in str(kept)
    assert portal.vault.reveal(kept.secret) == secret


def test_a_passkey_is_set_up_and_shown_without_any_code(portal: Pages) -> None:
    account, key = portal.person(Role.AUDITOR), Authenticator()
    visitor, _ = password_given(portal, account)
    asked = asked_of_passkey(visitor.get("/sign-in/set-up").text)
    made = {"name": "my phone", "made": key.make(asked)}
    assert "recovery codes" in visitor.post("/sign-in/set-up/passkey", made).text
    assert is_in(visitor)

    other, sent = password_given(portal, account)
    assert sent.headers["Location"] == "/sign-in/code"
    asked = asked_of_passkey(other.get("/sign-in/code").text)
    shown = {"factor_passkey": key.show(asked)}
    assert other.post("/sign-in/code", shown).status_code == 303
    assert is_in(other)

    third, _ = password_given(portal, account)  # what was shown once is no answer again
    third.get("/sign-in/code")
    assert third.post("/sign-in/code", shown).status_code == 422


@pytest.mark.parametrize("wrong", ["another site", "another key", "a copy", "nonsense"])
def test_a_passkey_that_answers_wrongly_is_refused(portal: Pages, wrong: str) -> None:
    key = Authenticator(count=5)
    account = portal.person(Role.AUDITOR)
    visitor, _ = password_given(portal, account)
    asked = asked_of_passkey(visitor.get("/sign-in/set-up").text)
    visitor.post("/sign-in/set-up/passkey", {"name": "key", "made": key.make(asked)})
    other, _ = password_given(portal, account)
    asked = asked_of_passkey(other.get("/sign-in/code").text)
    match wrong:
        case "another site":
            key.origin = "http://localhost.evil.example"
            answer = key.show(asked)
        case "another key":
            answer = Authenticator(credential_id=key.credential_id, count=9).show(asked)
        case "a copy":
            key.count = 1
            answer = key.show(asked)
        case _:
            answer = '{"id": "AA", "rawId": 5}'
    refused = other.post("/sign-in/code", {"factor_passkey": answer})
    assert refused.status_code == 422
    assert "The passkey was not taken" in refused.text
    assert not is_in(other)


@pytest.mark.parametrize("wrong", ["{}", "no json", '{"id": 1}', '{"response": {"x": "AA"}}'])
def test_what_is_no_passkey_is_not_kept(portal: Pages, wrong: str) -> None:
    visitor, _ = password_given(portal, portal.person(Role.AUDITOR))
    visitor.get("/sign-in/set-up")
    refused = visitor.post("/sign-in/set-up/passkey", {"name": "key", "made": wrong})
    assert refused.status_code == 422
    assert 'value="key"' in refused.text
    assert not is_in(visitor)


def test_a_name_is_wanted_for_a_passkey_and_the_passkey_itself(portal: Pages) -> None:
    visitor, _ = password_given(portal, portal.person(Role.AUDITOR))
    refused = visitor.post("/sign-in/set-up/passkey", {})
    assert refused.status_code == 422
    assert "Say which device or key it is" in refused.text


def test_under_a_number_no_passkey_is_offered(tmp_path: Path) -> None:
    address = "http://127.0.0.1:8000"
    with pages(*sqlite_urls(tmp_path), public_url=address) as portal:
        visitor, _ = password_given(portal, portal.person(Role.AUDITOR))
        page = visitor.get("/sign-in/set-up").text
        assert "data-passkey-make" not in page
        assert "http://localhost" in page
        made = {"name": "key", "made": "{}"}
        assert visitor.post("/sign-in/set-up/passkey", made).status_code == 422


def test_a_demonstration_shows_the_code_and_takes_it_again(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), demo=True) as portal:
        account = portal.person(Role.AUDITOR, demo=True)
        code = code_now(portal, app_of(portal, account))
        for _ in range(2):
            visitor, _ = password_given(portal, account)
            assert f"{code[:3]} {code[3:]}" in visitor.get("/sign-in/code").text
            assert visitor.post("/sign-in/code", {"factor_code": code}).status_code == 303
        real = portal.person(Role.AUDITOR)
        app_of(portal, real)
        visitor, _ = password_given(portal, real)
        assert "the code is" not in visitor.get("/sign-in/code").text


def test_outside_a_demonstration_no_code_is_shown(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    app_of(portal, account)
    visitor, _ = password_given(portal, account)
    assert "the code is" not in visitor.get("/sign-in/code").text


def test_a_password_that_was_handed_over_is_replaced_first(portal: Pages) -> None:
    until = portal.clock() + timedelta(days=7)
    account = portal.starting(Role.NGO_MEMBER, until=until)
    visitor, sent = password_given(portal, account)
    assert sent.headers["Location"] == "/sign-in/password"
    assert not is_in(visitor)

    def choose(new: str, again: str) -> int:
        typed = {"new_password": new, "repeated_password": again}
        return visitor.post("/sign-in/password", typed).status_code

    assert choose("short", "short") == 422
    assert choose("a long new password", "another new password") == 422
    assert choose("correct horse battery staple", "correct horse battery staple") == 422
    assert choose("a long new password", "a long new password") == 303
    assert is_in(visitor)
    with portal.engine.connect() as conn:
        assert conn.scalar(select(accounts.c.start_until)) is None


OWN = "an own password of before"
NEW = {"new_password": "a long new password", "repeated_password": "a long new password"}


def _both(portal: Pages, *roles: Role) -> Account:
    """Somebody who has a password and gets a start password."""
    own = passwords.hashed(OWN, unguessable=True)
    return portal.starting(*roles, until=portal.clock() + timedelta(days=7), password_hash=own)


def _sign_in(portal: Pages, account: Account, password: str) -> tuple[Visitor, str | None]:
    visitor = portal.visitor()
    sent = visitor.post("/sign-in", {"email": account.email, "password": password})
    return visitor, sent.headers.get("Location")


def test_the_password_of_before_serves_until_another_one_is_chosen(portal: Pages) -> None:
    account = _both(portal, Role.NGO_MEMBER)
    visitor, _ = _sign_in(portal, account, OWN)
    assert is_in(visitor)
    begun, step = _sign_in(portal, account, PASSWORD)
    assert step == "/sign-in/password"
    assert is_in(_sign_in(portal, account, OWN)[0])
    assert begun.post("/sign-in/password", NEW).status_code == 303
    assert is_in(begun)
    assert not is_in(visitor)
    for password in (OWN, PASSWORD):
        assert _sign_in(portal, account, password)[1] is None
    assert is_in(_sign_in(portal, account, NEW["new_password"])[0])


def test_no_password_is_chosen_before_the_second_step(portal: Pages) -> None:
    account = _both(portal, Role.CHIEF)
    secret = app_of(portal, account)
    visitor, step = _sign_in(portal, account, PASSWORD)
    assert step == "/sign-in/code"
    assert visitor.post("/sign-in/password", NEW).headers["Location"] == "/sign-in"
    assert _sign_in(portal, account, OWN)[1] == "/sign-in/code"
    assert _sign_in(portal, account, NEW["new_password"])[1] is None
    sent = visitor.post("/sign-in/code", {"factor_code": code_now(portal, secret)})
    assert sent.headers["Location"] == "/sign-in/password"
    assert visitor.post("/sign-in/password", NEW).status_code == 303
    assert is_in(visitor)


def test_whoever_signs_in_with_the_own_password_is_not_asked_for_another(portal: Pages) -> None:
    visitor, step = _sign_in(portal, _both(portal, Role.CHIEF), OWN)
    assert step == "/sign-in/set-up"
    assert visitor.get("/sign-in/password").status_code == 303


def test_a_password_that_was_handed_over_is_good_for_some_days_only(portal: Pages) -> None:
    account = portal.starting(Role.NGO_MEMBER, until=portal.clock())
    _, sent = password_given(portal, account)
    assert sent.status_code == 422
    assert "Ask whoever manages your account" in sent.text


def test_a_source_may_have_a_second_step_and_is_asked_then(portal: Pages) -> None:
    account = portal.person(Role.NGO_MEMBER)
    app_of(portal, account)
    visitor, sent = password_given(portal, account)
    assert sent.headers["Location"] == "/sign-in/code"
    assert not is_in(visitor)


def test_one_can_begin_again_as_somebody_else(portal: Pages) -> None:
    account = portal.person(Role.AUDITOR)
    app_of(portal, account)
    visitor, _ = password_given(portal, account)
    assert "E-mail address" in visitor.get("/sign-in?again=1").text
