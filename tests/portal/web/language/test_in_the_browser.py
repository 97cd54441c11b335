"""The line of languages above a page on which somebody typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shared.core.roles import Role
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served

pytestmark = pytest.mark.browser

WARNING = "What you typed on this page is not kept"
BEFORE = ".languages__told--before"  # no text of a noscript is found by its words


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pages, str]]:
    with (
        pages(*sqlite_urls(tmp_path_factory.mktemp("language"))) as portal,
        served(portal.app) as address,
    ):
        yield portal, address


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


def test_who_typed_is_asked_before_it_is_lost(site: tuple[Pages, str], browser: Browser) -> None:
    context = browser.new_context(base_url=site[1])
    page = opened(context)
    page.goto("/en/problem")
    page.locator("main textarea").first.fill("The page of the register stays empty.")
    page.get_by_role("link", name="français").click()
    expect(page.get_by_role("alert").filter(has_text=WARNING)).to_be_visible()
    assert page.url.endswith("/en/problem")
    expect(page.locator("main textarea").first).to_have_value(
        "The page of the register stays empty."
    )
    page.get_by_role("link", name="français").click()
    page.wait_for_url("**/fr/problem")
    context.close()


def test_who_typed_nothing_is_not_asked(site: tuple[Pages, str], browser: Browser) -> None:
    context = browser.new_context(base_url=site[1])
    page = opened(context)
    page.goto("/en/problem")
    expect(page.locator(BEFORE)).to_be_hidden()
    page.get_by_role("link", name="français").click()
    page.wait_for_url("**/fr/problem")
    context.close()


def test_without_scripts_a_sentence_says_it_before_on_pages_with_a_form(
    site: tuple[Pages, str], browser: Browser
) -> None:
    context = browser.new_context(base_url=site[1], java_script_enabled=False)
    page = opened(context)
    page.goto("/en/problem")
    expect(page.locator(BEFORE)).to_be_visible()
    page.locator("main textarea").first.fill("The page of the register stays empty.")
    page.get_by_role("link", name="français").click()
    page.wait_for_url("**/fr/problem")  # a page, and nothing that was sent
    page.goto("/en/privacy")
    expect(page.locator(BEFORE)).to_be_hidden()
    context.close()


def test_who_signed_in_changes_the_language_of_the_account(
    site: tuple[Pages, str], browser: Browser
) -> None:
    portal, address = site
    account = portal.person(Role.MANDATE_HOLDER)
    context = browser.new_context(base_url=address)
    token = portal.session_of(account)
    context.add_cookies([{"name": "session", "value": token, "url": address}])
    page = opened(context)
    page.goto("/notices/settings")
    page.get_by_label("No e-mail").check()
    page.get_by_role("button", name="français").click()
    expect(page.get_by_role("alert").filter(has_text=WARNING)).to_be_visible()
    page.get_by_role("button", name="français").click()
    page.wait_for_url("**/notices/settings")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    context.close()
