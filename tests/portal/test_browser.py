"""Pages in a browser: accessibility, width, scripts under the policy, keys."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.context import now
from portal.web.forms import CommandForm
from portal.web.static_files import manifest
from portal.web.timeline import Fact, Kind, Timeline, by_time, everybody, shown
from tests.support.looking import sound
from tests.support.portal import PASSWORD, Pages, pages, sqlite_urls
from tests.support.served import served

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 900), "phone": (390, 844)}


class KitForm(CommandForm):
    name = StringField("Name", [InputRequired("Enter the name")])
    story = TextAreaField("What happened", [InputRequired("Say what happened")])
    state = SelectField("State", choices={"": "", "CHE": "Switzerland"})
    consent = RadioField(
        "May the Government learn the name?",
        [InputRequired("Say whether the Government may learn the name")],
        choices={"yes": "Yes", "no": "No"},
    )
    asked = SelectMultipleField(
        "Mandates", choices={"sr-torture": "SR torture", "sr-hrds": "SR HRDs"}
    )
    sure = BooleanField("The person agreed", [InputRequired("Confirm that the person agreed")])
    day = DateField("Date")


def _happened() -> Timeline:
    """Two steps, of which one says more."""
    kinds = {
        "received": Kind[None]("Received", everybody),
        "approved": Kind[None](
            title="Approved",
            sees=everybody,
            by=lambda _sight, _row: "SR torture",
            detail=lambda _sight, _row: "Version 2",
        ),
    }
    rows = [Fact(kind, now()) for kind in kinds]
    return Timeline(shown(rows, kinds, None, order=by_time, newest_first=False))


def _add_kit(app: Flask) -> None:
    source = (Path(__file__).parent / "kit.html").read_text()
    template = app.jinja_env.from_string(source)
    load = app.jinja_env.get_template

    def get_template(name: Any, *args: Any, **kwargs: Any) -> Any:
        return template if name == "kit.html" else load(name, *args, **kwargs)

    app.jinja_env.get_template = get_template  # type: ignore[method-assign]  # one more template
    shown = iter(range(1, 1000))

    @app.route("/kit", methods=["GET", "POST"])
    @public
    def kit() -> tuple[str, int]:
        form = KitForm()
        form.validate_on_submit()
        page = htmx.render(
            "kit.html",
            block="rows",
            form=form,
            today=date(2026, 11, 27),
            count=next(shown),
            happened=_happened(),
        )
        return page, 422 if form.errors else 200


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The demonstration, served on a port of its own, with a page that shows everything."""
    assert manifest(Path("portal/static")), "The assets are not built: make setup."
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal")), demo=True) as built:
        _add_kit(built.app)
        yield built


@pytest.fixture(scope="module")
def address(portal: Pages) -> Iterator[str]:
    with served(portal.app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    """Return a function that opens a page at a size; the test fails on any script error."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def visit(path: str, size: str = "desk", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=address, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if _bad(line) else None)
        page.on(
            "request",
            lambda it: None if it.url.startswith((address, "data:")) else said.append(it.url),
        )
        page.goto(path)
        return _opened(page)

    yield visit
    for context in contexts:
        context.close()
    assert said == []


def _opened(page: Page) -> Page:
    """(A page of refusal would pass many a test.)"""
    assert page.get_by_role("heading", name="Something went wrong").count() == 0
    return page


def _bad(line: Any) -> bool:
    # A refusal of ours is loaded with its status, which the console calls an error.
    return line.type in {"error", "warning"} and "the server responded with" not in line.text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/kit"])
def test_a_page_is_accessible_and_fits(visit: Any, path: str) -> None:
    sound(visit(path))


def test_a_page_is_accessible_mirrored(visit: Any, address: str) -> None:
    page = visit("/")
    page.context.add_cookies([{"name": "language", "value": "xb", "url": address}])
    page.goto("/kit")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    sound(page)


def test_mistakes_are_summed_up_and_lead_to_their_fields(visit: Any) -> None:
    page = visit("/kit", "phone")
    page.get_by_label("What happened", exact=True).last.fill("one\n  two")
    page.get_by_role("button", name="Send").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    sound(page)
    summary.get_by_role("link", name="Say whether the Government may learn the name").click()
    expect(page.locator("#consent-0")).to_be_focused()
    expect(page.locator("#story")).to_have_value("one\n  two")


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_in_and_out_works_with_and_without_scripts(
    visit: Any, portal: Pages, *, scripts: bool
) -> None:
    account = portal.person(name="Karim Demo")
    page = visit("/sign-in", java_script_enabled=scripts)
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Karim Demo")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_the_first_tab_leads_past_the_header(visit: Any) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_focus_is_visible_on_every_control(visit: Any) -> None:
    page = visit("/kit")
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element.type === "date") return ["drawn by the browser"];
                const style = getComputedStyle(element);
                const label = getComputedStyle(element.nextElementSibling ?? element, "::before");
                return [style.outlineStyle, style.boxShadow, label.boxShadow];
            }"""
        )
        if page.evaluate("document.activeElement === document.body"):
            break
        assert seen[0] != "none" or seen[1] != "none" or seen[2] != "none", page.evaluate(
            "document.activeElement.outerHTML"
        )


def test_htmx_swaps_the_fragment_under_the_policy(visit: Any) -> None:
    page = visit("/kit")
    before = page.locator("#count").inner_text()
    page.get_by_role("button", name="Refresh").click()
    expect(page.locator("#count")).not_to_have_text(before)
    again = page.locator("#count").inner_text()
    page.get_by_role("button", name="Refresh").click()  # what was swapped in works too
    expect(page.locator("#count")).not_to_have_text(again)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_htmx_ignores_what_was_put_into_the_page_by_others(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.goto("/kit")
    page.evaluate(
        """() => {
            const element = document.createElement("button");
            element.id = "planted";
            element.setAttribute("hx-post", "/sign-out");
            document.querySelector("main").append(element);
            htmx.process(element);
        }"""
    )
    assert page.locator("#planted").get_attribute("hx-post") is None
    assert any("blocked <button#planted>" in line for line in said)
    context.close()


def test_typing_tells_the_server_that_somebody_is_there(visit: Any, portal: Pages) -> None:
    account = portal.person()
    page = visit("/sign-in")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    page.goto("/kit")
    with page.expect_response("**/session") as told:
        page.get_by_label("Name", exact=True).press_sequentially("Ada")
    assert told.value.status == 204
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")


def test_a_queue_is_worked_by_keys(visit: Any) -> None:
    page = visit("/kit")
    rows = page.locator("[data-keys-item]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("u")
    page.wait_for_url("**/kit#urgent1")
    rows.nth(0).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kit#s1")
    name = page.get_by_label("Name", exact=True)
    name.press_sequentially("juk")  # letters typed into a field are letters
    expect(name).to_have_value("juk")


def test_the_count_of_characters_is_told_while_typing(visit: Any) -> None:
    page = visit("/kit")
    page.locator("#story").fill("x" * 150)
    expect(page.get_by_text("You have 50 characters remaining").first).to_be_visible()


def test_the_feed_says_in_words_of_its_page_how_it_stands(visit: Any) -> None:
    page = visit("/kit")
    state, missed = page.locator("[data-feed-state]"), page.locator("[data-feed-missed]")
    tell = """([name, count]) => {
      const lines = document.querySelector("[data-feed] ol");
      scrollTo(0, document.body.scrollHeight);
      for (let at = 0; at < count; at += 1)
        lines.dispatchEvent(new CustomEvent(`htmx:sse:${name}`, {bubbles: true, detail: {}}));
    }"""
    page.evaluate(tell, ["error", 1])
    expect(state).to_have_text("Connecting again")
    page.evaluate(tell, ["after:connection", 1])
    expect(state).to_have_text("Live")
    page.evaluate(tell, ["after:message", 1])
    expect(missed).to_have_text("1 new line above")
    page.evaluate(tell, ["after:message", 1_233])
    expect(missed).to_have_text("1,234 new lines above")
    page.evaluate(tell, ["close", 1])
    # By the server's clock, in Geneva, whatever the reader's says.
    expect(state).to_have_text(re.compile(r"Reconnecting, last heard at 00:0[5-9]"))


def test_a_row_becomes_a_card_on_a_phone(visit: Any) -> None:
    desk, phone = visit("/kit"), visit("/kit", "phone")
    cell = ".table--work td[data-label=State]"
    assert desk.locator(cell).first.evaluate("it => getComputedStyle(it).display") == "table-cell"
    assert phone.locator(cell).first.evaluate("it => getComputedStyle(it).display") == "block"
    label = "it => getComputedStyle(it, '::before').content"
    assert phone.locator(cell).first.evaluate(label) == '"State"'


def test_a_receipt_is_printed_without_navigation(visit: Any) -> None:
    page = visit("/kit")
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()
    expect(page.locator(".receipt__code")).to_be_visible()
    expect(page.locator(".masthead__sign-in")).to_be_hidden()


def test_a_form_that_went_stale_can_be_sent_again(visit: Any, portal: Pages) -> None:
    page = visit("/kit")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.locator("#story").fill("one\n  two")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="This page was open for too long")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
    expect(page.locator("#story")).to_have_value("one\n  two")
