"""Statements in a browser: the whole path without scripts, and their look."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shared.reference import mandates
from tests.portal.letters.communications.test_browser import elsewhere
from tests.portal.letters.statements.conftest import TEXT, TITLE, Press
from tests.support.letters import OTHER
from tests.support.looking import sound
from tests.support.served import served
from tests.support.windows import go

pytestmark = pytest.mark.browser

ARABIC = {"language": "ar", "title": "كينيا: دعوة إلى الإفراج", "text": "ندعو إلى الإفراج عنهم."}


@pytest.fixture
def address(press: Press) -> Iterator[str]:
    with served(press.desk.portal.app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str, press: Press) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as somebody, or as nobody; scripts may not fail."""
    contexts = []
    said: list[str] = []

    def visit(who: str | None, path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=address, **options)
        if who is not None:
            token = elsewhere(lambda: press.desk[who].client.get_cookie("session"))
            assert token is not None
            context.add_cookies([{"name": "session", "value": token.value, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_statement_goes_from_draft_to_everybody(
    visit: Callable[..., Page], *, scripts: bool
) -> None:
    how = {"java_script_enabled": scripts}
    officer = visit("officer", "/statements", **how)
    officer.get_by_role("link", name="Draft a statement").or_(
        officer.get_by_role("button", name="Draft a statement")
    ).click()
    officer.get_by_label("Press release").check()
    officer.get_by_text("In the name of other mandates too").first.click()
    officer.get_by_label(mandates()[OTHER].name).check()
    officer.get_by_label("State concerned").select_option("KEN")
    officer.get_by_label("Title").fill(TITLE)
    officer.get_by_label("Text", exact=True).fill(TEXT)
    officer.get_by_role("button", name="Save draft").click()
    expect(officer.get_by_role("alert")).to_contain_text("Say what the Government's view is")
    expect(officer.get_by_label("Text", exact=True)).to_have_value(TEXT)
    officer.get_by_label("No view of the Government was received").check()
    officer.get_by_role("button", name="Save draft").click()
    go(officer.get_by_role("button", name="Request approval of version 1"))
    for who in ("holder", "other holder"):
        holder = visit(who, "/waiting", **how)
        holder.get_by_role("link", name="Press release of SR torture").click()
        holder.get_by_role("button", name="Approve version 1").click()
        expect(holder.get_by_text("You approved the text.")).to_be_visible()
    everybody = visit(None, "/register/statements", **how)
    expect(everybody.get_by_text("Statements will appear here")).to_be_visible()
    holder.get_by_role("button", name="Issue version 1").click()
    expect(holder.get_by_text("Everybody can read it now")).to_be_visible()
    everybody.reload()
    everybody.get_by_role("link", name=TITLE).click()
    expect(everybody.get_by_text(TEXT)).to_be_visible()


def test_every_page_is_accessible_and_fits(visit: Callable[..., Page], press: Press) -> None:
    issued = elsewhere(press.issued)
    arabic = elsewhere(lambda: press.issued(**ARABIC))
    ready = elsewhere(lambda: press.approved(letters=[press.letter]))
    waiting = elsewhere(press.awaiting)
    paths: dict[str | None, list[str]] = {
        "officer": ["/statements", "/statements/new", f"{issued}/revise", f"{waiting}/check"],
        "holder": ["/waiting", ready, waiting, issued, f"{issued}/withdraw?mandate=sr-torture"],
        None: [
            "/register/statements",
            f"/register{issued}",
            f"/register{arabic}",
            "/register/states/KEN",
            "/register/bulletin/2026-11",
        ],
    }
    for who, some in paths.items():
        page = visit(who, some[0])
        for path in some:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            sound(page)
    page = visit(None, f"/register{arabic}")
    text = page.get_by_text(ARABIC["text"])
    assert text.evaluate("one => getComputedStyle(one).direction") == "rtl"
