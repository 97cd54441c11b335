"""People with their own browser windows."""

import contextlib
import re
import time
from datetime import date, datetime, timedelta
from typing import Protocol

from playwright.sync_api import Error, Locator, Page

from shared.core.geneva import GENEVA


class Desk(Protocol):
    """Somebody's window; ``script``: with JavaScript, whatever the others have."""

    def __call__(self, who: str, *, script: bool = ...) -> Page: ...


def press(page: Page | Locator, name: str) -> None:
    """Press a button; of a form that is sent, wait for the page that answers."""
    button = page.get_by_role("button", name=name, exact=True)
    if button.evaluate("one => one.form?.method === 'post'"):
        go(button)
    else:
        button.click()


def go(button: Locator) -> None:
    """Click what leads to another page, and wait for that.

    The browser begins to send after the click has returned: whoever reloads or leaves the page
    until then takes the form back, and whoever reads the page reads the one before.
    """
    with button.page.expect_navigation():
        button.click()


def choose(page: Page, field: str, value: str) -> None:
    page.locator(f"input[name='{field}'][value='{value}']").check(force=True)


def follow(page: Page, link: Locator) -> None:
    """Click the first of these links; say it if that leads nowhere, or to no page."""
    with page.expect_navigation() as going:
        link.first.click()
    answer = going.value
    assert answer.ok, f"{page.url}: {answer.status}"


def reloaded_until(page: Page, locator: Locator, *, seconds: float = 15) -> None:
    """Without JavaScript a page does not change by itself."""
    deadline = time.monotonic() + seconds
    while not locator.first.is_visible():
        assert time.monotonic() < deadline, f"{locator} did not appear"
        with contextlib.suppress(Error):  # it is on its way to another page already
            page.reload()
        time.sleep(0.2)


def today(page: Page) -> date:
    """Return the day of the demonstration's clock, as every page says how far it was moved."""
    moved = re.search(r"moved (\d+) days? ahead", page.locator("header").first.inner_text())
    return datetime.now(GENEVA).date() + timedelta(days=int(moved[1]) if moved else 0)
