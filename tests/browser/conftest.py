from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.local.testing import Platform
from tests.support.windows import Desk


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def sit_down(
    request: pytest.FixtureRequest, platform: Platform, browser: Browser
) -> Iterator[Desk]:
    """Sign a person in, in a separate window."""
    windows: list[BrowserContext] = []

    def sit(who: str, *, script: bool = request.param) -> Page:
        window = browser.new_context(base_url=platform.url, java_script_enabled=script)
        window.set_default_timeout(15_000)
        windows.append(window)
        page = window.new_page()
        known = {one["email"]: one for one in platform.demo["accounts"]}
        me = known[f"{who}@demo.example"]
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(me["email"])
        page.get_by_label("Password", exact=True).fill(me["password"])
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        if me["totp_secret"]:
            page.get_by_label("Code").fill(pyotp.TOTP(me["totp_secret"]).now())
            page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    yield sit
    for window in windows:
        for page in window.pages:  # shown when the test failed
            seen = f"{page.url}\n{page.locator('body').inner_text()[:2000]}\n"
            request.node.add_report_section("teardown", "window", seen)
        window.close()
