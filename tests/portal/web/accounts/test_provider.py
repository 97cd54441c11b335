"""Signing in with another organisation's account, against a provider on this machine."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from werkzeug.test import TestResponse

from shared.core.roles import Role
from tests.support.arriving import app_of, is_in
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.provider import CLIENT, SECRET, OpenProvider, running_provider

EMAIL = "chiara@example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[OpenProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def provider(server: OpenProvider) -> OpenProvider:
    server.says, server.told, server.signs_with = {}, {}, None
    server.auth_methods = ["client_secret_basic"]
    return server


@pytest.fixture
def portal(tmp_path: Path, provider: OpenProvider) -> Iterator[Pages]:
    with pages(
        *sqlite_urls(tmp_path),
        oidc_issuer=provider.issuer,
        oidc_name="the Office's account",
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
        oidc_second_factor="mfa, urn:strong",
    ) as built:
        provider.at = built.clock()
        yield built


def sent_there(visitor: Visitor, then: str = "") -> str:
    """Begin, and let the provider say yes; return where it sends the browser back to."""
    out = visitor.get(f"/sign-in/with?then={then}").headers["Location"]
    back: str = httpx.get(out).headers["Location"]
    assert back.startswith("http://localhost/sign-in/with/return?")
    return back.removeprefix("http://localhost")


def came_back(visitor: Visitor, then: str = "") -> TestResponse:
    return visitor.get(sent_there(visitor, then), Sec_Fetch_Site="cross-site")


def test_it_is_offered_where_it_is_configured(portal: Pages) -> None:
    page = portal.visitor().get("/sign-in?then=/audit").text
    assert "Sign in with <bdi>the Office" in page
    assert 'href="/sign-in/with?then=/audit"' in page


def test_a_person_with_an_account_comes_in_and_still_shows_our_second_factor(
    portal: Pages,
) -> None:
    account = portal.person(Role.CHIEF, email=EMAIL)
    app_of(portal, account)
    visitor = portal.visitor()
    back = came_back(visitor, "/audit")
    assert back.headers["Location"] == "/sign-in/code?then=%2Faudit"
    assert not is_in(visitor)


@pytest.mark.parametrize("says", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:strong"}])
def test_where_the_provider_asked_for_a_second_factor_ours_is_not(
    portal: Pages, provider: OpenProvider, says: dict[str, Any]
) -> None:
    provider.says = says
    app_of(portal, portal.person(Role.CHIEF, email=EMAIL))
    visitor = portal.visitor()
    assert came_back(visitor, "/audit").headers["Location"] == "/audit"
    assert is_in(visitor)


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody else"},
        {"aud": None},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"iss": "https://elsewhere.example"},
        {"exp": 0},
        {"exp": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
        {"email": 5},
    ],
    ids=str,
)
def test_a_token_that_is_not_right_lets_nobody_in(
    portal: Pages, provider: OpenProvider, says: dict[str, Any]
) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    provider.says, provider.told = says, {"sub": "person-1"}
    visitor = portal.visitor()
    back = came_back(visitor)
    assert back.status_code == 422
    assert "nobody was signed in" in back.text
    assert not is_in(visitor)


def test_a_token_that_is_too_old_lets_nobody_in(portal: Pages) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    visitor = portal.visitor()
    back = sent_there(visitor)
    portal.clock.forward(timedelta(minutes=7))
    assert visitor.get(back).status_code == 422


def test_a_token_signed_with_another_key_lets_nobody_in(
    portal: Pages, provider: OpenProvider
) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "1"})
    assert came_back(portal.visitor()).status_code == 422


@pytest.mark.parametrize("known", ["nobody", "disabled", "demo"])
def test_an_address_without_an_account_makes_none(portal: Pages, known: str) -> None:
    if known != "nobody":
        portal.person(Role.NGO_MEMBER, email=EMAIL, **{known: True})
    before = portal.everybody()
    visitor = portal.visitor()
    back = came_back(visitor)
    assert back.status_code == 422
    assert "There is no account here" in back.text
    assert EMAIL not in back.text
    assert portal.everybody() == before
    assert not is_in(visitor)


def test_an_answer_serves_once(portal: Pages) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    visitor = portal.visitor()
    back = sent_there(visitor)
    cookie = visitor.client.get_cookie("form")
    assert cookie
    assert visitor.get(back).status_code == 303
    visitor.post("/sign-out", {})
    assert visitor.get(back).status_code == 422  # what the cookie kept is used up
    visitor.client.set_cookie("form", cookie.value)
    assert visitor.get(back).status_code == 422  # and so is the provider's code
    assert not is_in(visitor)


def test_an_answer_belongs_to_the_browser_that_asked(portal: Pages) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    back = sent_there(portal.visitor())
    other = portal.visitor()
    assert other.get(back).status_code == 422
    sent_there(other)
    assert other.get(back).status_code == 422
    assert not is_in(other)


@pytest.mark.parametrize(
    "bent", ["?error=access_denied&state={state}", "?code=x&state={state}&iss=https://e.example"]
)
def test_a_refusal_or_the_answer_of_another_provider_lets_nobody_in(
    portal: Pages, bent: str
) -> None:
    visitor = portal.visitor()
    back = sent_there(visitor)
    state = back.partition("state=")[2]
    assert visitor.get(f"/sign-in/with/return{bent.format(state=state)}").status_code == 422


def test_a_state_in_letters_that_are_not_ascii_is_a_refusal_and_no_failure(portal: Pages) -> None:
    visitor = portal.visitor()
    sent_there(visitor)
    back = visitor.get("/sign-in/with/return?code=x&state=%C3%A9%F0%9F%94%91")
    assert back.status_code == 422


def test_an_address_may_be_told_at_the_userinfo_endpoint(
    portal: Pages, provider: OpenProvider
) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    provider.says = {"email": None, "email_verified": None}
    provider.told = {"sub": "person-1", "email": EMAIL, "email_verified": True}
    assert came_back(portal.visitor()).status_code == 303
    provider.told["sub"] = "person-2"
    assert came_back(portal.visitor()).status_code == 422


def test_a_provider_may_want_its_secret_in_the_form(portal: Pages, provider: OpenProvider) -> None:
    portal.person(Role.NGO_MEMBER, email=EMAIL)
    provider.auth_methods = ["client_secret_post"]
    assert came_back(portal.visitor()).status_code == 303


def test_a_provider_that_is_away_leaves_the_password(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), oidc_issuer="http://127.0.0.1:9") as portal:
        page = portal.visitor().get("/sign-in/with")
        assert page.status_code == 503
        assert "Use your password" in page.text
        assert 'name="password"' in page.text


def test_where_none_is_configured_there_is_no_such_page(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as portal:
        assert portal.visitor().get("/sign-in/with").status_code == 404
        assert portal.visitor().get("/sign-in/with/return?code=x").status_code == 404
        assert "Sign in with" not in portal.visitor().get("/sign-in").text
