"""Redaction and the register in a real browser: accessible, at phone width, without scripts."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.app.read_models import READ_MODELS
from portal.followup.publication.read_model import PUBLICATION
from portal.public.register.read_model import REGISTER
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.followup import LETTER, REPLY, sent
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import (
    ANSWER,
    ORIGINAL,
    SOURCE,
    allegation,
    approved,
    arriving,
    awaits,
    drafted,
    embargo,
    ended,
    grade_published,
    logged,
    published,
    recommended,
    redacted,
    reply_published,
    revised,
    transmitted,
)
from tests.support.ready import ready
from tests.support.served import served

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 900), "phone": (375, 812)}
ARABIC = "نعرب عن قلقنا إزاء احتجاز المدافعين عن حقوق الإنسان في المستشفى العسكري. " * 6
PUBLIC = (
    "/register",
    "/register?q=nothing+matches",
    "/register/AL-FRA-3-2026",
    "/register/recommendations",
    "/register/states",
    "/register/states/FRA",
    "/register/states/FRA/briefing",
    "/register/themes",
    "/register/themes/detention",
    "/register/mandates",
    "/register/mandates/wgad",
    "/register/statistics",
    "/register/bulletin",
    "/register/bulletin/2026-11",
)


@dataclass(slots=True)
class Site:
    """The portal on a port of its own."""

    pages: Pages
    open: Callable[..., Page]

    def tell(self, *facts: object) -> None:
        """Tell of a letter and its reply, then of these facts."""
        seal = self.pages.vault.seal
        applier = Applier(self.pages.engine, PUBLICATION)
        people = seal("submission-1", json.dumps({"name": "Ana Pérez"}))
        self.pages.vault.keep_identity(SOURCE, {"name": "Rosa Lima", "contact": "+41 22 555 0101"})
        applier.apply(arriving(allegation(people), topic="intake.events"))
        text = seal(f"communication-{LETTER}", f"{ORIGINAL} {ARABIC}")
        applier.apply(arriving(drafted(), revised(text), transmitted(), topic="approvals.events"))
        reply = logged(seal(f"reply-{REPLY}", ANSWER))
        applier.apply(arriving(embargo(), reply, awaits(), *facts))


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built:
        ready(built.engine, READ_MODELS)
        with served(built.app) as address:
            contexts = []

            def opened(role: Role | None, size: str = "desk", **options: Any) -> Page:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    base_url=address,
                    **options,
                )
                contexts.append(context)
                if role is not None:
                    person = built.person(role, mandates=frozenset({"wgad"}))
                    token = built.session_of(person)
                    context.add_cookies([{"name": "session", "value": token, "url": address}])
                page = context.new_page()
                page.set_default_timeout(30_000)
                return page

            yield Site(built, opened)
            for context in contexts:
                context.close()


def fits(page: Page, path: str) -> None:
    page.goto(path)
    assert page.get_by_role("heading", level=1).count() == 1, path
    sound(page)


def test_the_pages_of_publication_are_accessible_and_fit(site: Site) -> None:
    here = f"/publication/{LETTER}"
    site.tell(redacted())
    officer = site.open(Role.PUBLICATION_OFFICER)
    tool, preview = f"{here}/letter/redact", f"{here}/letter/approve"
    for path in ("/publication", here, tool, preview):
        fits(officer, path)
    officer.goto(tool)
    officer.get_by_role("button", name="Redact", exact=True).click()
    expect(officer.locator(".govuk-error-summary")).to_be_visible()
    sound(officer)
    holder = site.open(Role.MANDATE_HOLDER)
    for path in (f"{here}/embargo", f"{here}/letter/names"):
        fits(holder, path)
    site.tell(redacted(), approved(), ended(), published())
    fits(officer, f"{here}/withdraw")


def test_the_register_is_accessible_and_fits_empty_and_full(site: Site) -> None:
    page = site.open(None)
    for path in ("/", *(one for one in PUBLIC if "2026" not in one)):
        fits(page, path)
    Applier(site.pages.engine, REGISTER).apply(
        arriving(
            published(f"{ARABIC}\nWe are concerned about [redacted]. {'Long' * 100}"),
            reply_published(ARABIC),
            grade_published(),
            recommended("Close the secret cells. " * 20),
        )
    )
    for path in PUBLIC:
        fits(page, path)


@pytest.mark.parametrize("scripts", [True, False])
def test_everybody_searches_in_arabic_with_and_without_scripts(
    site: Site, *, scripts: bool
) -> None:
    Applier(site.pages.engine, REGISTER).apply(
        arriving(published(ARABIC), published("Something else.", 4))
    )
    page = site.open(None, "phone", java_script_enabled=scripts)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/")
    page.get_by_role("link", name="Read communications").click()
    page.get_by_label("Search the letters and replies").fill("الاحتجاز")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="1 letter", exact=True)).to_be_visible()
    page.get_by_role("link", name="AL FRA 3/2026").click()
    expect(page.locator(".register__text").first).to_contain_text("المستشفى")
    assert page.evaluate("document.cookie") == "" if scripts else True
    assert page.context.cookies() == []
    assert all(url.startswith(("http://127.0.0.1", "data:")) for url in requests)


def test_what_is_selected_with_the_mouse_is_redacted(site: Site) -> None:
    site.tell()
    page = site.open(Role.PUBLICATION_OFFICER)
    page.goto(f"/publication/{LETTER}/letter/redact")
    page.evaluate(
        """() => {
          const text = document.querySelector("[data-redactable]").firstChild;
          const at = text.data.indexOf("Ana Pérez");
          document.getSelection().setBaseAndExtent(text, at, text, at + 9);
        }"""
    )
    expect(page.locator("[data-selection]")).to_have_text("Selected: Ana Pérez")
    page.get_by_label("Reason").select_option("A third person: family, witness, lawyer")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Redact", exact=True).click()
    [made] = sent(site.pages.asked[0])["data"]["redactions"]
    assert (made["start"], made["end"], made["reason"]) == (23, 32, "third_person")


def test_without_scripts_sentences_and_words_are_marked(site: Site) -> None:
    site.tell()
    page = site.open(Role.PUBLICATION_OFFICER, "phone", java_script_enabled=False)
    page.goto(f"/publication/{LETTER}/letter/redact")
    page.get_by_label("Words to redact wherever they stand").fill("ana pérez")
    page.locator("summary", has_text="Mark whole sentences").click()
    page.get_by_label("She was taken in March.", exact=True).check()
    page.get_by_label("Reason").select_option("A minor")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Redact", exact=True).click()
    made = sent(site.pages.asked[0])["data"]["redactions"]
    assert [(one["start"], one["end"]) for one in made] == [(23, 32), (34, 57)]
