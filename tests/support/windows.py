"""People at browser windows of their own."""

import time
from typing import Protocol

from playwright.sync_api import Locator, Page


class Desk(Protocol):
    """Somebody's window; ``script``: with JavaScript, whatever the others have."""

    def __call__(self, who: str, *, script: bool = ...) -> Page: ...


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, field: str, value: str) -> None:
    page.locator(f"input[name='{field}'][value='{value}']").check(force=True)


def reloaded_until(page: Page, locator: Locator, *, seconds: float = 15) -> None:
    """Without JavaScript a page does not change by itself."""
    deadline = time.monotonic() + seconds
    while not locator.first.is_visible():
        assert time.monotonic() < deadline, f"{locator} did not appear"
        page.reload()
        time.sleep(0.2)
