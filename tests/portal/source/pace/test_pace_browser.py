"""The page of the gate in a real browser, with and without scripts."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.looking import DESK, sound
from tests.support.pace import built
from tests.support.portal import Pages
from tests.support.served import served

pytestmark = pytest.mark.browser

TEXT = "What happened.\nA second line & <more>."


_FRAMES = """new Promise(go => {
  let n = 0;
  const drawn = () => ++n > 9 ? go(n) : requestAnimationFrame(drawn);
  drawn();
})"""
"""Done once the page was drawn ten times."""
_AS_WITHOUT_SCRIPTS = """() => {
  document.querySelector("[data-pace-works]").hidden = true;
  document.querySelector("[data-pace-waits]").hidden = false;
}"""


@pytest.fixture
def address(portal: Pages) -> Iterator[str]:
    with served(portal.app) as found:
        yield found


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[str]:
    """Where the work takes for ever."""
    with built(tmp_path, pace_work=10**9) as portal, served(portal.app) as found:
        yield found


def send(page: Page, about: str) -> None:
    page.goto(f"/steps/{about}")
    page.get_by_label("Text").fill(TEXT)
    page.get_by_role("button", name="Send").click()


def test_with_scripts_the_page_works_and_goes_on_by_itself(
    browser: Browser, address: str, portal: Pages
) -> None:
    page = browser.new_context(base_url=address).new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    send(page, "first")
    expect(page.get_by_text("done: What happened.")).to_be_visible()
    send(page, "second")
    page.wait_for_url("**/second")
    expect(page.locator("body")).to_have_text(f"done: {TEXT}", timeout=30_000)
    assert not [one for one in wrong if "Content Security Policy" in one or "Error" in one]
    page.context.close()


def test_while_it_works_the_page_is_usable_accessible_and_fits_a_phone_in_both_directions(
    browser: Browser, slow: str
) -> None:
    page = browser.new_context(base_url=slow).new_page()
    send(page, "first")
    send(page, "second")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_hidden()
    assert page.evaluate(_FRAMES)
    for direction in ("ltr", "rtl"):
        page.evaluate("to => { document.documentElement.dir = to; }", direction)
        sound(page, DESK, (390, 844))
    page.evaluate(_AS_WITHOUT_SCRIPTS)
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    sound(page, DESK, (390, 844))
    page.context.close()


def test_without_scripts_the_page_says_how_long_and_a_button_goes_on(
    browser: Browser, address: str, portal: Pages
) -> None:
    page = browser.new_context(base_url=address, java_script_enabled=False).new_page()
    send(page, "first")
    send(page, "second")
    expect(page.get_by_text("Wait 40 seconds, then press “Go on”.")).to_be_visible()
    portal.clock.forward(timedelta(seconds=15))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Wait 25 seconds, then press “Go on”.")).to_be_visible()
    portal.clock.forward(timedelta(seconds=25))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("done: What happened.")).to_be_visible()
    page.context.close()
