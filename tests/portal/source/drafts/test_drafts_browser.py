"""The whole form in a real browser: with and without scripts, by phone, in Arabic, accessible."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from portal.source.drafts import sheet
from portal.source.drafts.sections import ENTRY, SECTIONS
from portal.web.delivery.outbox import outbox
from shared.core.roles import Role
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import Told
from tests.support.windows import go, press

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 900), "phone": (375, 812)}
STORY = "في سوق المدينة أخذ شرطيان بضاعة السيدة ب. (قصة مختلقة)"


@dataclass(slots=True)
class Site:
    """The portal on a port of its own."""

    pages: Pages
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built:
        Told(built.engine)
        with served(built.app) as address:
            contexts = []

            def signed_in(role: Role, size: str = "desk", **options: Any) -> Page:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height}, base_url=address, **options
                )
                contexts.append(context)
                token = built.session_of(built.person(role, organisation_id="org-1"))
                context.add_cookies([{"name": "session", "value": token, "url": address}])
                page = context.new_page()
                page.set_default_timeout(30_000)
                page.goto("/submissions/new")
                return page

            yield Site(built, signed_in)
            for context in contexts:
                context.close()


def kept(site: Site) -> int:
    with site.pages.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(outbox)) or 0


def task(page: Page, name: str) -> None:
    page.get_by_role("link", name=str(SECTIONS[name].title), exact=True).first.click()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check(force=True)


def fill(page: Page, *, victims: bool = True) -> None:
    """Every task that is needed, and some that are not, out of their order."""
    task(page, "story")
    page.get_by_label("In which State or area did it happen?").select_option("KEN")
    page.get_by_label("What happened?").fill(STORY)
    page.get_by_label("In which language did you write?").select_option("ar")
    press(page, "Save")
    task(page, "incidents")
    press(page, "Add an incident")
    page.get_by_label("When did it happen?").fill("March 2026")
    page.get_by_label("In which place?").fill("A town (invented)")
    press(page, "Save")
    press(page, "Go on")
    if victims:
        task(page, "victims")
        press(page, "Add a person or group")
        page.get_by_label("Full name", exact=True).fill("أمينة ب. (مختلقة)")
        for name in ("act", "authorities", "public"):
            choose(page, f"consent_{name}", "yes")
        choose(page, "consent_name_form", "initials")
        press(page, "Save")
        press(page, "Go on")
    task(page, "submitter")
    page.get_by_label("How can we reach you safely?").fill("By letter (invented)")
    press(page, "Save")
    task(page, "action")
    choose(page, "requested", "UA")
    choose(page, "mandates", "sr-torture")
    press(page, "Save")
    task(page, "urgency")
    choose(page, "urgent", "yes")
    press(page, "Save")


@pytest.mark.parametrize(("size", "scripts"), [("desk", True), ("phone", False)])
def test_a_submission_is_filed_task_by_task_with_and_without_scripts(
    site: Site, size: str, *, scripts: bool
) -> None:
    page = site.open(Role.NGO_MEMBER, size, java_script_enabled=scripts)
    press(page, "Begin")
    fill(page)
    expect(page.get_by_text("Before it can be sent")).to_have_count(0)
    press(page, "Read it through and send it")
    expect(page.get_by_text("the letter names this person")).to_be_visible()
    expect(page.get_by_text(STORY)).to_be_visible()
    press(page, "Send")
    expect(page.get_by_role("heading", name="Your submission is kept")).to_be_visible()
    assert kept(site) == 1
    page.go_back()  # to the review, from memory or anew
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Your submission is kept")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_question_appears_with_the_answer_that_asks_it(site: Site, *, scripts: bool) -> None:
    page = site.open(Role.NGO_MEMBER, "phone", java_script_enabled=scripts)
    press(page, "Begin")
    page.goto(f"{page.url}victims/new")
    number, born = page.get_by_label("How many persons?"), page.get_by_label("Date of birth")
    expect(born).to_be_visible()
    expect(number).to_be_hidden()
    choose(page, "kind", "group")
    expect(born).to_be_hidden()
    number.fill("40")
    choose(page, "kind", "person")
    expect(number).to_be_hidden()
    press(page, "Save and finish it later")
    page.get_by_role("link", name="Change person or group 1").click()
    expect(number).to_be_hidden()
    expect(number).to_have_value("40")
    page.get_by_text("More about this person").click()
    expect(page.get_by_label("Occupation")).to_be_visible()
    if scripts:
        sound(page)
        page.goto(f"{page.url.rpartition('/')[0]}/new")
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height < 5_600  # of 6,700 before


def test_a_question_with_something_wrong_in_it_stands_whatever_the_answer_is(site: Site) -> None:
    page = site.open(Role.NGO_MEMBER, "phone")
    press(page, "Begin")
    page.goto(f"{page.url}victims/new")
    number = page.get_by_label("How many persons?")
    choose(page, "kind", "group")
    number.fill("40\u202e")
    choose(page, "kind", "person")
    press(page, "Save")
    expect(page.get_by_text("RIGHT-TO-LEFT OVERRIDE").first).to_be_visible()
    expect(number).to_be_visible()
    number.fill("40")
    press(page, "Save")
    expect(page.get_by_text("RIGHT-TO-LEFT OVERRIDE")).to_have_count(0)
    expect(number).to_be_hidden()


def test_a_double_click_sends_once(site: Site) -> None:
    page = site.open(Role.NGO_MEMBER)
    press(page, "Begin")
    fill(page)
    press(page, "Read it through and send it")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.locator("[data-return-code]")).to_be_visible()
    assert kept(site) == 1


def test_a_list_from_a_spreadsheet_is_corrected_and_added(site: Site, tmp_path: Path) -> None:
    page = site.open(Role.NGO_MEMBER)
    press(page, "Begin")
    task(page, "victims")
    page.get_by_role("link", name="Take them from a spreadsheet").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="as CSV").click()
    template = Path(download.value.path()).read_bytes()
    assert template == sheet.template_csv()
    own = template.replace(b"Name Example (delete this row)", b"Ana Invented")
    wrong = own.replace(b"Only the initials", b"perhaps")
    (tmp_path / "wrong.csv").write_bytes(wrong)
    page.get_by_label("Your list, as XLSX, ODS or CSV").set_input_files(tmp_path / "wrong.csv")
    press(page, "Check and add")
    expect(page.get_by_role("row", name="2 Name in public")).to_be_visible()
    (tmp_path / "list.csv").write_bytes(own)
    page.get_by_label("Your list, as XLSX, ODS or CSV").set_input_files(tmp_path / "list.csv")
    press(page, "Check and add")
    expect(page.get_by_text("1 added from your list")).to_be_visible()


def test_the_way_out_leaves_at_once(site: Site) -> None:
    page = site.open(Role.NGO_MEMBER)
    page.route(f"{site.pages.settings.exit_url}**", lambda route: route.fulfill(body="Sunny"))
    press(page, "Begin")
    task(page, "story")
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(f"{site.pages.settings.exit_url}**")
    page.go_back()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{site.pages.settings.exit_url}**")


def test_every_page_of_the_form_is_accessible_and_as_wide_as_the_screen(site: Site) -> None:
    page = site.open(Role.NGO_MEMBER)
    sound(page)
    press(page, "Begin")
    draft = page.url
    sound(page)
    for name, section in SECTIONS.items():
        if name == ENTRY:
            continue
        page.goto(f"{draft}{name}/")
        sound(page)
        if section.each is not None:
            page.goto(f"{draft}{name}/new")
            sound(page)
        press(page, "Save")  # with nothing in it
        sound(page)
    for name in ("victims/import", "review", "delete"):
        page.goto(f"{draft}{name}")
        sound(page)
    page.goto(f"{draft}victims/import")
    press(page, "Check and add")
    sound(page)


def test_a_long_draft_is_accessible_and_as_wide_as_the_screen(site: Site) -> None:
    page = site.open(Role.NGO_MEMBER)
    press(page, "Begin")
    draft = page.url
    fill(page)
    page.goto(f"{draft}victims/new")
    page.get_by_label("Full name", exact=True).fill("X" * 200)
    press(page, "Save and finish it later")
    sound(page)
    go(page.get_by_role("link", name="Remove person or group 2"))
    sound(page)
    for name in ("", "review"):
        page.goto(f"{draft}{name}")
        sound(page)
    page.goto("/submissions/")
    sound(page)


def test_a_state_is_found_by_another_name_and_by_keyboard_alone(site: Site) -> None:
    page = site.open(Role.NGO_MEMBER)
    press(page, "Begin")
    task(page, "story")
    states = page.get_by_label("In which State or area did it happen?")
    find = page.get_by_label("Type to find one of the choices").first
    find.press_sequentially("ivory")
    expect(states).to_have_value("CIV")
    expect(states.locator("option")).to_have_count(1)
    find.press("Enter")
    expect(states).to_be_focused()
    find.fill("cote")
    expect(states).to_have_value("CIV")
    find.fill("no such place")
    expect(states).to_have_value("CIV")
    find.fill("")
    expect(states).to_have_value("CIV")
    assert states.locator("option").count() > 200
    sound(page)
    page.get_by_label("What happened?").fill(STORY)
    page.get_by_label("In which language did you write?").select_option("ar")
    press(page, "Save")
    task(page, "action")
    boxes = page.get_by_label("Type to find one of the boxes")
    page.locator("input[name=mandates][value=wgad]").check(force=True)
    boxes.fill("torture")
    shown = page.locator("input[name=mandates]:visible")
    expect(shown).to_have_count(2)
    assert {one.get_attribute("value") for one in shown.all()} == {"sr-torture", "wgad"}
