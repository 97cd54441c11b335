"""Signing in, one's own security, accounts and forgetting in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.support.arriving import app_of, code_now
from tests.support.looking import sound
from tests.support.portal import PASSWORD, Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.windows import go, press

pytestmark = pytest.mark.browser

CASE = f"submission-{UUID(int=7)}"
PATHS = {
    Role.SYSTEM_ADMIN: [
        "/security",
        "/language",
        "/security/app",
        "/security/passkeys/new",
        "/security/password",
        "/security/confirm",
        "/accounts",
        "/accounts/new",
        "/accounts/somebody",
        "/accounts/somebody/disable",
        "/accounts?words=nobody+at+all",
    ],
    Role.DATA_PROTECTION: [
        "/audit",
        "/forgetting",
        f"/forgetting?of={CASE}",
        f"/forgetting/{CASE}",
    ],
}


@dataclass(slots=True)
class Site:
    """The portal under a name, as passkeys want it."""

    pages: Pages
    address: str
    window: Callable[..., BrowserContext]

    def signed_in(self, account: Account, **options: Any) -> Page:
        window = self.window(**options)
        token = self.pages.session_of(account)
        window.add_cookies([{"name": "session", "value": token, "url": self.address}])
        return window.new_page()

    def password_given(self, account: Account, **options: Any) -> Page:
        page = self.window(**options).new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(account.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with (
        pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built,
        served(built.app, "localhost") as address,
    ):
        windows = []

        def window(**options: Any) -> BrowserContext:
            made = browser.new_context(base_url=address, **options)
            made.set_default_timeout(30_000)
            windows.append(made)
            return made

        yield Site(built, address, window)
        for one in windows:
            one.close()


@pytest.mark.parametrize("role", PATHS)
def test_every_page_is_accessible_and_fits(site: Site, role: Role) -> None:
    site.pages.vault.seal(CASE, "text")
    site.pages.person(
        Role.CHIEF,
        account_id="somebody",
        name="Чиара " + "very long " * 8,
        email=f"{'a-very-long-address.' * 5}@example.org",
    )
    page = site.signed_in(site.pages.person(role))
    for path in PATHS[role]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        sound(page)
    go(page.get_by_role("button").last)  # sent empty: the errors are shown
    sound(page)


def test_the_steps_of_signing_in_are_accessible_and_fit(site: Site) -> None:
    page = site.password_given(site.pages.person(Role.CHIEF))
    expect(page.get_by_role("heading", name="Set up a second step")).to_be_visible()
    sound(page)
    person = site.pages.person(Role.CHIEF)
    app_of(site.pages, person)
    page = site.password_given(person)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    sound(page)


def test_a_passkey_is_made_and_shown_by_the_browser(site: Site) -> None:
    person = site.pages.person(Role.AUDITOR)
    page = site.password_given(person)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_label("Name of the passkey").fill("my phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()

    press(page, "Sign out")
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()


def test_without_scripts_a_code_confirms_and_what_was_entered_is_sent(site: Site) -> None:
    person = site.pages.person(Role.DATA_PROTECTION)
    secret = app_of(site.pages, person)
    site.pages.vault.seal(CASE, "text")
    page = site.signed_in(person, java_script_enabled=False)
    page.goto(f"/forgetting/{CASE}")
    page.get_by_label("Keeping it endangers somebody").check()
    page.get_by_label("The source").check()
    page.get_by_label("Reference or note").fill("request 7\nof today")
    page.get_by_label("I have checked").check()
    site.pages.clock.forward(timedelta(minutes=16))
    page.get_by_role("button", name="Erase it for ever").click()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    page.get_by_label("Code").fill(code_now(site.pages, secret))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Erased")).to_be_visible()
    expect(page.get_by_text("request 7")).to_be_visible()
