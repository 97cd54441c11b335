"""Filing without an account in a real browser: by phone, in two languages, without scripts too.

And coming back with the code of the receipt.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect
from sqlalchemy import select

from portal.source.drafts.sections import SECTIONS
from portal.web.delivery.outbox import outbox
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.texts import gettext, speaking
from shared.contracts.intake import Consent
from tests.support import windows
from tests.support.files import PDF
from tests.support.looking import sound
from tests.support.organisations import asked_for
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import Told, asked, received, victim

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
    file: str
    question: str
    answer: str
    new: str
    other: str
    """The language in which they want to be written to later."""


TELLERS = {
    "fr": Teller(
        language="fr",
        name="Awa B. (inventée)",
        contact="Par lettre (inventé)",
        victim="M. B. (inventé)",
        date="mars 2026",
        place="Une ville (inventée)",
        story="Deux policiers ont emmené M. B. au marché (récit inventé).",
        file="attestation médicale.pdf",
        question="Qui a vu M. B. depuis ce jour ? (question inventée)",
        answer="Des voisins ont vu M. B. au commissariat (réponse inventée).",
        new="M. B. a été libéré hier (fait inventé).",
        other="ar",
    ),
    "ar": Teller(
        language="ar",
        name="هدى ب. (اسم مختلق)",
        contact="بالبريد (مختلق)",
        victim="م. ب. (اسم مختلق)",
        date="آذار/مارس 2026",
        place="مدينة (مختلقة)",
        story="اقتاد شرطيان السيد م. ب. من السوق (قصة مختلقة).",
        file="شهادة طبية.pdf",
        question="من رأى السيد م. ب. منذ ذلك اليوم؟ (سؤال مختلق)",
        answer="رأته أخته في مركز الشرطة (جواب مختلق).",
        new="أُفرج عن السيد م. ب. أمس (واقعة مختلقة).",
        other="fr",
    ),
}


@dataclass(slots=True)
class Site:
    """The portal on a port of its own; ``open`` opens a window in which nobody signed in."""

    pages: Pages
    told: Told
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    directory = tmp_path_factory.mktemp("portal")
    files = str(directory / "files")
    with pages(*sqlite_urls(directory), exit_url=HARMLESS, attachments=files) as built:
        told = Told(built.engine)
        with served(built.app) as address:
            contexts = []

            def opened(**options: Any) -> Page:
                context = browser.new_context(viewport=PHONE, base_url=address, **options)
                contexts.append(context)
                page = context.new_page()
                page.set_default_timeout(30_000)
                return page

            yield Site(built, told, opened)
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
    windows.follow(page, page.get_by_role("link", name=said("Files", who.language), exact=True))
    add_file(page, who)
    expect(page.get_by_text(who.file).first).to_be_visible()
    others = said("Go on with the other tasks", who.language)
    windows.follow(page, page.get_by_role("link", name=others))


def add_file(page: Page, who: Teller) -> None:
    file: FilePayload = {"name": who.file, "mimeType": "application/pdf", "buffer": PDF}
    page.locator("#files").set_input_files([file])
    press(page, "Add files", who.language)


def on_another_device(page: Page, draft: str, code: str, who: Teller) -> None:
    page.goto("/submit/return")
    page.locator("[name=draft_code]").fill(code)
    press(page, "Continue", who.language)
    expect(page).to_have_url(draft)
    task(page, "story", who.language)
    expect(page.locator("[name=narrative]")).to_have_value(who.story)


def kept(site: Site, type_: str = "submit-allegation") -> list[str]:
    """Return the submissions of which such a command is kept."""
    this = select(outbox.c.correlation_id).where(outbox.c.type == type_)
    with site.pages.engine.connect() as conn:
        return [str(one) for one in conn.scalars(this)]


def shown(page: Page, which: str) -> str:
    """The code on the page that a press leads to, which may not be there yet."""
    groups = page.locator(f"[data-{which}-code] li")
    expect(groups.last).to_be_visible()
    return " ".join(groups.all_inner_texts())


def take_along(page: Page, code: str, language: str, *, scripts: bool) -> None:
    """Look at the picture of the code, save the receipt and print it."""
    picture = page.locator("figure.set-up svg")
    expect(picture).to_be_hidden()
    page.get_by_text(said("Take it to another device of yours", language)).click()
    expect(picture).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name=said("Save it as a file", language)).click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert said("Your return code", language) in text
    assert all(f"{place}: {group}" in text for place, group in enumerate(code.split(), 1))
    button = page.locator("[data-print]")
    expect(button).to_be_visible(visible=scripts)  # without, it does nothing
    if scripts:
        page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
        button.click()
        expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    page.emulate_media(media="print")
    assert shown(page, "return") == code
    put_away = said("I have it: put the code away", language)
    expect(page.get_by_role("button", name=put_away)).to_be_hidden()
    page.emulate_media(media="screen")


def ask(site: Site, submission_id: str, who: Teller) -> None:
    """Let it arrive, and the desk ask a question."""
    seal, subject = site.pages.vault.seal, f"submission-{submission_id}"
    consent = Consent(act="yes", authorities="yes", public="yes", name_form="initials")
    victims = (victim(submission_id, seal=seal, consent=consent),)
    question, language = seal(subject, who.question), seal(subject, who.language)
    site.told.tell(
        received(submission_id, seal=seal, victims=victims, organisation_id=None),
        asked(submission_id, seal=seal, question=question, language=language),
    )


def come_back(page: Page, code: str, language: str, *, scripts: bool) -> None:
    """With scripts by the address that the picture has: it fills the code in."""
    digits = code.replace(" ", "")
    page.goto(f"/return/#{digits}" if scripts else "/return/")
    typed = page.locator("[name=return_code]")
    if scripts:
        expect(typed).to_have_value(code)
        assert "#" not in page.url
    else:
        typed.fill(code)
    press(page, "Continue", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said("Your submission", language))


def answer_and_add(page: Page, who: Teller) -> None:
    """Answer the question of the desk; add what is new, an incident and a file."""

    def see(sentence: str) -> None:
        expect(page.get_by_text(said(sentence, who.language)).first).to_be_visible()

    expect(page.get_by_text(who.question)).to_be_visible()
    page.locator("[name=answer]").fill(who.answer)
    press(page, "Send the answer", who.language)
    see("Your answer was sent")
    page.locator("[name=text]").fill(who.new)
    press(page, "Add this", who.language)
    see("What is new was added")
    windows.follow(page, page.locator("a[href$='/return/add/incident']"))
    page.locator("[name=date]").fill(who.date)
    page.locator("[name=place]").fill(who.place)
    press(page, "Add this", who.language)
    see("The incident was added")
    windows.follow(page, page.locator("a[href$='/return/files/']"))
    add_file(page, who)
    see("Your file was kept")
    expect(page.get_by_text(who.file)).to_be_hidden()  # nor is it read over a shoulder
    windows.follow(page, page.get_by_role("link", name=said("Your submission", who.language)))


def change_consent_and_language(page: Page, who: Teller) -> None:
    windows.follow(page, page.locator("a[href$='/return/consent/public/withdraw']"))
    press(page, "Withdraw consent", who.language)
    expect(page.get_by_text(said("You withdrew consent", who.language))).to_be_visible()
    page.locator("[name=contact_language]").select_option(who.other)
    press(page, "Change the language", who.language)
    expect(page.get_by_role("heading", level=1)).to_have_text(said("Your submission", who.other))
    expect(page.locator("html")).to_have_attribute("dir", LANGUAGES[who.other].dir)


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
@pytest.mark.parametrize("language", ["fr", "ar"])
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

    on_another_device(site.open(**options), draft, draft_code, who)

    page.goto(draft)
    press(page, "Read it through and send it", language)
    expect(page.get_by_text(who.story)).to_be_visible()
    expect(page.get_by_text(who.file)).to_be_visible()
    press(page, "Send", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        said("Your submission is kept", language)
    )
    [submission_id] = kept(site)
    assert kept(site, "add-attachment") == [submission_id]
    return_code = shown(page, "return")
    take_along(page, return_code, language, scripts=scripts)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.go_back()
    page.goto(draft)
    assert shown(page, "return") == return_code
    press(page, "I have it: put the code away", language)
    press(page, "Leave and forget this page", language)
    page.goto(draft)
    expect(page).to_have_url(f"{draft.partition('/submissions')[0]}/submit/return")

    ask(site, submission_id, who)
    come_back(page, return_code, language, scripts=scripts)
    answer_and_add(page, who)
    change_consent_and_language(page, who)
    commands = {asked_for(one)[0] for one in site.pages.asked}
    assert commands == {
        *("provide-information", "add-development", "add-incident", "withdraw-consent"),
    }
    assert kept(site, "add-attachment") == [submission_id] * 2
    press(page, "Leave and forget this page", who.other)
    page.goto("/return/submission")
    expect(page.locator("[name=return_code]")).to_be_visible()
    assert kept(site) == [submission_id]


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
