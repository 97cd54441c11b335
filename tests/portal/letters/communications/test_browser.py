"""A letter's pages in a browser: they stay up to date, fit, and read well."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.letters.communications.conftest import NEW, Desk
from tests.support.looking import sound
from tests.support.served import served
from tests.support.windows import press

pytestmark = pytest.mark.browser

TEXT = "Excellency,\n\nthe first wording.\n\nPlease reply."
WITHIN = 3_000  # milliseconds; pages ask every second


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with served(desk.portal.app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str, desk: Desk) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as somebody; scripts may not fail."""
    contexts = []
    said: list[str] = []

    def visit(who: str, path: str, **options: Any) -> Page:
        token = elsewhere(lambda: desk[who].client.get_cookie("session"))
        assert token is not None
        context = browser.new_context(base_url=address, **options)
        context.add_cookies([{"name": "session", "value": token.value, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []


def elsewhere(act: Callable[[], Any]) -> Any:
    """Do what needs an event loop of its own; Playwright has one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()


def test_an_open_letter_shows_an_approval_without_a_reload(
    visit: Callable[..., Page], desk: Desk
) -> None:
    letter = elsewhere(lambda: desk.awaiting(text=TEXT))
    page = visit("officer", letter)
    page.evaluate("window.same = true")
    expect(page.get_by_text("Approved by 0 of 2")).to_be_visible()
    elsewhere(lambda: desk.press("holder", letter, "/approve"))
    expect(page.get_by_text("Approved by 1 of 2")).to_be_visible(timeout=WITHIN)
    expect(page.locator("#timeline")).to_contain_text("SR torture approved version 1")
    expect(page.locator("#timeline ol")).to_have_count(1)
    elsewhere(lambda: desk.press("other holder", letter, "/approve"))
    expect(page.locator("#state")).to_contain_text("This changed since", timeout=WITHIN)
    assert page.evaluate("window.same")


def test_what_a_holder_types_is_left_alone_while_the_page_keeps_up(
    visit: Callable[..., Page], desk: Desk
) -> None:
    letter = elsewhere(lambda: desk.awaiting(text=TEXT))
    page = visit("holder", "/waiting")
    page.get_by_text("Ask for changes").first.click()
    page.get_by_label("What should change?").fill("Softer, please.")
    elsewhere(lambda: desk.press("officer", f"{letter}/revise", "/revise", text="Another"))
    expect(page.get_by_text("Something changed since you opened this page")).to_be_visible(
        timeout=WITHIN
    )
    expect(page.get_by_label("What should change?")).to_have_value("Softer, please.")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("alert")).to_contain_text("here is the difference")


def test_a_text_appears_on_an_empty_waiting_page_by_itself(
    visit: Callable[..., Page], desk: Desk
) -> None:
    page = visit("holder", "/waiting")
    expect(page.get_by_text("A text that needs your approval will appear here")).to_be_visible()
    elsewhere(lambda: desk.awaiting(text=TEXT))
    expect(page.get_by_role("button", name="Approve version 1")).to_be_visible(timeout=WITHIN)


def test_a_letter_goes_from_draft_to_transmission_without_scripts(
    visit: Callable[..., Page],
) -> None:
    off = {"java_script_enabled": False}
    officer = visit("officer", NEW, **off)
    officer.get_by_label("Text of the letter").fill(TEXT)
    officer.get_by_role("button", name="Save draft").click()
    press(officer, "Request approval of version 1")
    for who in ("holder", "other holder"):
        holder = visit(who, "/waiting", **off)
        holder.get_by_label("I authorise the Chief").check()
        holder.get_by_role("button", name="Approve version 1").click()
        expect(holder.get_by_text("You approved the text.")).to_be_visible()
    chief = visit("chief", "/transmit", **off)
    chief.get_by_role("link", name="Read and transmit").click()
    chief.get_by_role("button", name="Transmit now").click()
    expect(chief.get_by_text("UA KEN 1/2026").first).to_be_visible()


def test_every_page_is_accessible_and_fits(visit: Callable[..., Page], desk: Desk) -> None:
    gone = elsewhere(lambda: _a_letter_that_went(desk))
    ready = elsewhere(lambda: desk.cleared(text=TEXT))
    waiting = elsewhere(lambda: _a_letter_that_changed(desk))
    for who, paths in {
        "officer": [
            "/mandate",
            NEW,
            waiting,
            f"{waiting}/revise",
            f"{waiting}/check",
            f"{waiting}/compare",
            f"{waiting}/invite",
            gone,
        ],
        "holder": [
            "/waiting",
            waiting,
            f"{waiting}/withdraw?mandate=sr-torture",
            f"{waiting}/check",
            "/authority",
            gone,
        ],
        "chair": ["/authority"],
        "chief": ["/transmit", f"{ready}/transmit", gone],
        "desk officer": ["/countries", gone],
    }.items():
        page = visit(who, paths[0])
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            sound(page)


def _a_letter_that_went(desk: Desk) -> str:
    page = desk.cleared(text=TEXT)
    desk.press("chief", f"{page}/transmit", "/transmit")
    return page


def _a_letter_that_changed(desk: Desk) -> str:
    page = desk.awaiting(text=TEXT)
    desk.press("holder", page, "/changes", note="A note with averylongwordthatnobodybreaks" * 4)
    desk.press("officer", f"{page}/revise", "/revise", text=TEXT.replace("first", "second"))
    desk.press("officer", page, "/request-approval")
    return page
