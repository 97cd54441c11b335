"""The machine's browser fits Playwright; if not, this test fails first and clearly."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_the_browser_of_the_machine_works(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>Здравствуйте</title><button onclick=\"document.title='x'\">b</button>")
    assert page.title() == "Здравствуйте"
    page.click("button")
    assert page.title() == "x"
    page.close()
