"""Filing without an account in a real browser: by phone, in two languages, without scripts too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import func, select

from portal.source.drafts.sections import SECTIONS
from portal.web.delivery.outbox import outbox
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.texts import gettext, speaking
from tests.support import windows
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import Told

pytestmark = pytest.mark.browser

HARMLESS = "/en/privacy"
"""Where the way out leads here: no other site answers in a test."""
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What somebody writes, in their language; all of it is invented."""

    language: str
    name: str
    contact: str
    victim: str
    date: str
    place: str
    story: str


TELLERS = {
    "fr": Teller(
        language="fr",
        name="Awa B. (inventée)",
        contact="Par lettre (inventé)",
        victim="M. B. (inventé)",
        date="mars 2026",
        place="Une ville (inventée)",
        story="Deux policiers ont emmené M. B. au marché (récit inventé).",
    ),
    "ar": Teller(
        language="ar",
        name="هدى ب. (اسم مختلق)",
        contact="بالبريد (مختلق)",
        victim="م. ب. (اسم مختلق)",
        date="آذار/مارس 2026",
        place="مدينة (مختلقة)",
        story="اقتاد شرطيان السيد م. ب. من السوق (قصة مختلقة).",
    ),
}


@dataclass(slots=True)
class Site:
    """The portal on a port of its own; ``open`` opens a window in which nobody signed in."""

    pages: Pages
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal")), exit_url=HARMLESS) as built:
        Told(built.engine)
        with served(built.app) as address:
            contexts = []

            def opened(**options: Any) -> Page:
                context = browser.new_context(viewport=PHONE, base_url=address, **options)
                contexts.append(context)
                page = context.new_page()
                page.set_default_timeout(30_000)
                return page

            yield Site(built, opened)
            for context in contexts:
                context.close()


def said(text: str, language: str) -> str:
    with speaking(language):
        return gettext(text)


def press(page: Page, name: str, language: str = "en") -> None:
    windows.press(page, said(name, language))


def task(page: Page, name: str, language: str) -> None:
    with speaking(language):
        title = str(SECTIONS[name].title)
    page.get_by_role("link", name=title, exact=True).first.click()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check(force=True)


def fill(page: Page, who: Teller) -> None:
    def save() -> None:
        press(page, "Save", who.language)

    task(page, "submitter", who.language)
    page.locator("[name=submitter_name]").fill(who.name)
    page.locator("[name=submitter_contact]").fill(who.contact)
    save()
    task(page, "victims", who.language)
    press(page, "Add a person or group", who.language)
    page.locator("[name=name]").fill(who.victim)
    for name in ("act", "authorities", "public"):
        choose(page, f"consent_{name}", "yes")
    choose(page, "consent_name_form", "initials")
    save()
    press(page, "Go on", who.language)
    task(page, "incidents", who.language)
    press(page, "Add an incident", who.language)
    page.locator("[name=date]").fill(who.date)
    page.locator("[name=place]").fill(who.place)
    save()
    press(page, "Go on", who.language)
    task(page, "story", who.language)
    page.locator("[name=state]").select_option("KEN")
    page.locator("[name=narrative]").fill(who.story)
    save()
    task(page, "urgency", who.language)
    choose(page, "urgent", "yes")
    form = page.url
    save()
    expect(page).not_to_have_url(form)


def kept(site: Site) -> int:
    with site.pages.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(outbox)) or 0


def shown(page: Page, which: str) -> str:
    """The code on the page that a press leads to, which may not be there yet."""
    groups = page.locator(f"[data-{which}-code] li")
    expect(groups.last).to_be_visible()
    return " ".join(groups.all_inner_texts())


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", False), ("ar", False), ("ar", True)], ids=str
)
def test_the_whole_way_by_phone(site: Site, language: str, *, scripts: bool) -> None:
    who = TELLERS[language]
    options: dict[str, Any] = {"java_script_enabled": scripts, "locale": language}
    page = site.open(**options)
    page.goto(f"/{language}/")
    direction = LANGUAGES[language].dir
    press(page, "Submit information", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said("Submit information", language))
    press(page, "Begin", language)
    draft_code = shown(page, "draft")
    press(page, "I have it: go on to the form", language)
    fill(page, who)
    page.reload()
    draft = page.url

    second = site.open(**options)  # another device
    second.goto("/submit/return")
    second.locator("[name=draft_code]").fill(draft_code)
    press(second, "Continue", language)
    expect(second).to_have_url(draft)
    task(second, "story", language)
    expect(second.locator("[name=narrative]")).to_have_value(who.story)

    page.goto(draft)
    press(page, "Read it through and send it", language)
    expect(page.get_by_text(who.story)).to_be_visible()
    press(page, "Send", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        said("Your submission is kept", language)
    )
    assert kept(site) == 1
    return_code = shown(page, "return")
    expect(page.locator("[data-print]")).to_be_visible(visible=scripts)  # without, it does nothing
    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.go_back()
    page.goto(draft)
    assert shown(page, "return") == return_code
    press(page, "I have it: put the code away", language)
    press(page, "Leave and forget this page", language)
    page.goto(draft)
    expect(page).to_have_url(f"{draft.partition('/submissions')[0]}/submit/return")

    page.goto("/return/")
    page.locator("[name=return_code]").fill(return_code)
    press(page, "Continue", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said("Your submission", language))
    assert kept(site) == 1


def test_the_way_out_forgets_the_draft(site: Site) -> None:
    page = site.open()
    page.goto("/submit/")
    press(page, "Begin")
    draft = page.url.removesuffix("code")
    page.goto(f"{draft}story/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"**{HARMLESS}")
    page.goto(f"{draft}story/")
    assert page.url.endswith("/submit/return")


def test_every_page_fits_a_phone_and_is_accessible(site: Site) -> None:
    page = site.open()
    for path in ("/submit/", "/submit/return"):
        page.goto(path)
        sound(page)
    page.locator("[name=draft_code]").fill("1")
    press(page, "Continue")
    sound(page)
    page.goto("/submit/")
    press(page, "Begin")
    sound(page)
    draft = page.url.removesuffix("code")
    page.goto(draft)
    sound(page)
    page.goto("/submit/")
    expect(page.get_by_text("This browser holds a draft")).to_be_visible()
    sound(page)
