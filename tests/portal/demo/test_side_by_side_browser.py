"""Two people of a demonstration in two windows of one browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from shared.core.roles import Role
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.windows import press

pytestmark = pytest.mark.browser
CHIEF, HOLDER = "Chiara Demo", "Marta Demo"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        built.person(Role.CHIEF, demo=True, name=CHIEF, email="the.chief@demo.example")
        built.person(Role.MANDATE_HOLDER, demo=True, name=HOLDER, email="holder@demo.example")
        yield built


def test_each_of_two_windows_keeps_its_person(demo: Pages, browser: Browser) -> None:
    with served(demo.app) as address:
        context = browser.new_context(base_url=address)
        first = context.new_page()
        first.goto("/demo")
        with context.expect_page() as opened:
            first.get_by_role("link", name=f"In a window of its own ({HOLDER})").click()
        second = opened.value
        press(first, f"Be {CHIEF}")
        own = second.url.partition("/demo")[0]
        assert own == address.replace("127.0.0.1", "holder.localhost")
        press(second.locator(".govuk-inset-text"), f"Be {HOLDER}")
        for window, text in ((first, "a letter"), (second, "a reply"), (first, "a case")):
            sent(window, text)
            expect(who(first)).to_contain_text(CHIEF)
            expect(who(second)).to_contain_text(HOLDER)
        press(second, "Sign out")
        first.reload()
        expect(who(first)).to_contain_text(CHIEF)
        second.goto(f"{own}/work")
        expect(who(second)).to_have_count(0)
        context.close()


def sent(window: Page, text: str) -> None:
    """Send a form that a person has on every page."""
    window.locator("#look-for").fill(text)
    press(window, "Find")
    expect(window.get_by_role("main").locator("[name=text]")).to_have_value(text)
    window.go_back()


def who(window: Page) -> Locator:
    return window.locator(".masthead__name")
