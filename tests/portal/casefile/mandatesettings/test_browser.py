"""A mandate's settings in a browser: they fit, read well and need no script."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from shared.core.roles import Role
from tests.support.looking import sound
from tests.support.mandate_settings import SettingsTold, changed
from tests.support.portal import Pages
from tests.support.served import served

pytestmark = pytest.mark.browser

ONE = "sr-torture"
PAGE = f"/mandate-settings/{ONE}"
SET: dict[str, Any] = {
    "reply_days": {"UA": 30},
    "reminder_days": (60, 90),
    "admissibility_points": ("الأسرة موافقة على تقديم هذه المعلومات", "x" * 200),
}


@pytest.fixture
def address(portal: Pages) -> Iterator[str]:
    SettingsTold(portal.engine).tell(changed(ONE, **SET))
    with served(portal.app) as address:
        yield address


def opened(browser: Browser, portal: Pages, address: str, role: Role, **how: Any) -> BrowserContext:
    visitor = portal.signed_in(role, mandates=frozenset({ONE}))
    token = visitor.client.get_cookie("session")
    assert token is not None
    context = browser.new_context(base_url=address, **how)
    context.add_cookies([{"name": "session", "value": token.value, "url": address}])
    return context


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.CHIEF])
def test_the_page_fits_and_everybody_can_read_it(
    browser: Browser, portal: Pages, address: str, role: Role
) -> None:
    with opened(browser, portal, address, role) as context:
        page = context.new_page()
        for path in (PAGE, "/mandate-settings/"):
            page.goto(path)
            sound(page)


def test_it_works_by_keyboard_and_without_scripts(
    browser: Browser, portal: Pages, address: str
) -> None:
    with opened(
        browser, portal, address, Role.MANDATE_HOLDER, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(PAGE)
        page.get_by_label("Days to reply to an urgent appeal").fill("300")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("from 1 to 180")
        typed = page.get_by_label("Days to reply to an urgent appeal")
        expect(typed).to_have_value("300")
        typed.fill("20")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The settings are kept")).to_be_visible()
