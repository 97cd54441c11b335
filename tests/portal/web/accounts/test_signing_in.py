from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from portal.web.accounts import attempts, passwords, session
from portal.web.accounts.tables import accounts, sessions
from shared.core.roles import Role
from tests.support.portal import PASSWORD, Pages, pages, sqlite_urls

WRONG = "The e-mail address or the password is not right"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


def test_the_right_password_opens_a_session(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF, name="Chiara Demo")
    page = visitor.get("/")
    assert "Chiara Demo" in page.text
    assert "Sign out" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_e_mail_may_be_written_in_any_case(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    sent = portal.visitor().post(
        "/sign-in", {"email": f" {account.email.upper()} ", "password": PASSWORD}
    )
    assert sent.status_code == 303


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(portal: Pages) -> None:
    known = portal.person(Role.CHIEF).email
    answers = []
    for email in (known, "nobody@example.org"):
        sent = portal.visitor().post("/sign-in", {"email": email, "password": "guess"})
        assert sent.status_code == 422
        assert WRONG in sent.text
        shape = sent.text.replace(email, "EMAIL")
        answers.append(shape[shape.index("<main") : shape.index('name="csrf_token"')])
    assert answers[0] == answers[1]


def test_an_unknown_account_and_one_without_a_start_password_cost_the_same_checks(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = portal.clock() + timedelta(days=1)
    started = {"start_hash": passwords.hashed("start", unguessable=True), "start_until": until}
    known = [portal.person(Role.CHIEF), portal.person(Role.CHIEF, **started)]
    passwords.nobodys()
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002  # argon2's own names
            checked.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting(1, 8, 1))
    found = []
    for email in ("nobody@example.org", *(one.email for one in known)):
        checked.clear()
        portal.visitor().post("/sign-in", {"email": email, "password": "guess"})
        found.append([one.split("$")[3] for one in checked[1:]])  # the parameters
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 1


def test_what_was_typed_is_kept_but_never_the_password(portal: Pages) -> None:
    sent = portal.visitor().post("/sign-in", {"email": "who@example.org", "password": "guess me"})
    assert 'value="who@example.org"' in sent.text
    assert "guess me" not in sent.text


def test_empty_fields_are_named(portal: Pages) -> None:
    sent = portal.visitor().post("/sign-in", {})
    assert sent.status_code == 422
    assert 'href="#email">Enter your e-mail address' in sent.text
    assert 'href="#password">Enter your password' in sent.text
    assert "<title>Error: Sign in" in sent.text


def test_too_many_wrong_passwords_have_to_wait_and_then_may_try_again(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    visitor = portal.visitor()
    for _ in range(attempts.PER_ACCOUNT):
        visitor.post("/sign-in", {"email": account.email, "password": "guess"})
    right = {"email": account.email, "password": PASSWORD}
    refused = visitor.post("/sign-in", right)
    assert refused.status_code == 429
    assert "wait 15 minutes" in refused.text
    portal.clock.forward(attempts.WINDOW)
    assert visitor.post("/sign-in", right).status_code == 303


def test_a_right_password_forgets_the_wrong_ones(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    wrong = {"email": account.email, "password": "guess"}
    right = {"email": account.email, "password": PASSWORD}
    for _ in range(attempts.PER_ACCOUNT - 1):
        portal.visitor().post("/sign-in", wrong)
    assert portal.visitor().post("/sign-in", right).status_code == 303
    portal.visitor().post("/sign-in", wrong)
    assert portal.visitor().post("/sign-in", right).status_code == 303


def test_an_address_cannot_try_all_accounts(portal: Pages) -> None:
    for number in range(attempts.PER_ADDRESS):
        portal.visitor().post("/sign-in", {"email": f"{number}@example.org", "password": "guess"})
    refused = portal.visitor().post("/sign-in", {"email": "x@example.org", "password": "guess"})
    assert refused.status_code == 429


def test_a_disabled_account_does_not_sign_in(portal: Pages) -> None:
    account = portal.person(Role.CHIEF, disabled=True)
    sent = portal.visitor().post("/sign-in", {"email": account.email, "password": PASSWORD})
    assert sent.status_code == 422
    assert WRONG in sent.text


def test_disabling_an_account_ends_what_it_has_open(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    with portal.engine.begin() as conn:
        conn.execute(accounts.update().values(disabled=True))
    assert "Sign out" not in visitor.get("/").text


def test_a_demo_account_opens_nothing_outside_a_demonstration(portal: Pages) -> None:
    account = portal.person(Role.CHIEF, demo=True)
    sent = portal.visitor().post("/sign-in", {"email": account.email, "password": PASSWORD})
    assert sent.status_code == 422


def test_the_cookie_is_kept_from_scripts_and_other_sites(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    sent = portal.visitor().post("/sign-in", {"email": account.email, "password": PASSWORD})
    cookie = next(one for one in sent.headers.getlist("Set-Cookie") if one.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), secure_cookies=True) as portal:
        portal.app.config["PREFERRED_URL_SCHEME"] = "https"
        account = portal.person(Role.CHIEF)
        client = portal.app.test_client()
        address = "https://rapporteur.example"
        page = client.get("/sign-in", base_url=address)
        token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        sent = client.post(
            "/sign-in",
            base_url=address,
            data={"email": account.email, "password": PASSWORD, "csrf_token": token},
        )
        cookies = page.headers.getlist("Set-Cookie") + sent.headers.getlist("Set-Cookie")
        assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-form", "__Host-session"}
        assert all("Secure" in cookie for cookie in cookies)
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")


def test_the_database_does_not_hold_the_cookies_token(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    cookie = visitor.client.get_cookie("session")
    assert cookie
    with portal.engine.connect() as conn:
        kept = conn.execute(sessions.select()).one()
    assert cookie.value not in kept


def test_half_an_hour_without_a_request_ends_the_session(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    portal.clock.forward(session.IDLE - timedelta(seconds=1))
    assert "Sign out" in visitor.get("/").text
    portal.clock.forward(session.IDLE - timedelta(seconds=1))
    assert "Sign out" in visitor.get("/").text  # the request before counted
    portal.clock.forward(session.IDLE)
    assert "Sign out" not in visitor.get("/").text


def test_typing_keeps_the_session_open(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    for _ in range(4):
        portal.clock.forward(timedelta(minutes=20))
        assert visitor.fragment("/session").status_code == 204
    assert "Sign out" in visitor.get("/").text


def test_twelve_hours_end_the_session_however_busy_it_was(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    for _ in range(35):
        portal.clock.forward(timedelta(minutes=20))
        assert "Sign out" in visitor.get("/").text
    portal.clock.forward(timedelta(minutes=20))
    assert "Sign out" not in visitor.get("/").text


def test_signing_in_again_ends_the_session_before(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    visitor = portal.sign_in(account)
    before = visitor.client.get_cookie("session")
    visitor.post("/sign-in", {"email": account.email, "password": PASSWORD})
    after = visitor.client.get_cookie("session")
    assert before
    assert after
    assert before.value != after.value
    thief = portal.visitor()
    thief.client.set_cookie("session", before.value)
    assert "Sign out" not in thief.get("/").text


@pytest.mark.parametrize(
    ("role", "cleared"),
    [
        (Role.NGO_MEMBER, '"cache", "cookies", "storage"'),
        (Role.CHIEF, '"cache", "storage"'),  # the device stays known
    ],
)
def test_signing_out_ends_the_session_and_clears_the_browser(
    portal: Pages, role: Role, cleared: str
) -> None:
    visitor = portal.signed_in(role)
    cookie = visitor.client.get_cookie("session")
    sent = visitor.post("/sign-out", {})
    assert sent.status_code == 303
    assert sent.headers["Clear-Site-Data"] == cleared
    assert visitor.client.get_cookie("session") is None
    assert cookie
    visitor.client.set_cookie("session", cookie.value)
    assert "Sign out" not in visitor.get("/").text


def test_signing_out_everywhere_ends_every_session(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    here, there = portal.sign_in(account), portal.sign_in(account)
    with portal.engine.begin() as conn:
        session.end_all(conn, account.account_id)
    assert "Sign out" not in here.get("/").text
    assert "Sign out" not in there.get("/").text


def test_sessions_that_are_over_are_dropped(portal: Pages) -> None:
    portal.signed_in(Role.CHIEF)
    portal.clock.forward(session.IDLE)
    portal.signed_in(Role.CHIEF)
    with portal.engine.connect() as conn:
        assert len(conn.execute(sessions.select()).all()) == 1


@pytest.mark.parametrize(
    ("then", "lands_on"),
    [
        ("/activity/?kind=reply", "/activity/?kind=reply"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("/\t\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_on_within_this_site_only(portal: Pages, then: str, lands_on: str) -> None:
    account = portal.person()
    sent = portal.visitor().post(
        "/sign-in", {"email": account.email, "password": PASSWORD, "then": then}
    )
    assert sent.headers["Location"] == lands_on


def test_who_is_signed_in_is_not_asked_again(portal: Pages) -> None:
    assert portal.signed_in().get("/sign-in").status_code == 303
