"""The public door and the form of a source in French and mirrored: nothing is cut off."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from shared.core.roles import Role
from tests.support.drafts import filled, sent
from tests.support.lived_in import lived_in
from tests.support.looking import DESK, inaccessible, too_wide
from tests.support.portal import Pages, pages, sqlite_urls

pytestmark = pytest.mark.browser

TELEPHONE = (390, 844)
WRITTEN = ("", "help", "privacy", "accessibility", "problem")
"""Pages that hold nothing but what we wrote."""
OF_FACTS = (
    "register",
    "register?q=zzzz",
    "register/states",
    "register/mandates",
    "register/mandates/wgad",
    "register/statistics",
    "register/recommendations",
    "register/statements",
    "register/bulletin",
    "nowhere",
)
OF_A_DRAFT = ("", "victims/", "victims/new", "victims/import", "story/", "files/", "review")
_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_THE_SAME = {"Rapporteur"}


@dataclass(frozen=True, slots=True)
class Site:
    """The portal on a port of its own."""

    portal: Pages
    address: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    directory = tmp_path_factory.mktemp("languages")
    with pages(*sqlite_urls(directory), demo=True, attachments=str(directory / "files")) as portal:
        lived_in(portal)
        server = make_server("127.0.0.1", 0, portal.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Site(portal, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def window(site: Site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.mark.parametrize("code", ["fr", "xb"])
def test_every_public_page_fits_and_is_accessible(window: Page, code: str) -> None:
    faults = []
    for path in (*WRITTEN, *OF_FACTS):
        answer = window.goto(f"/{code}/{path}")
        assert answer is not None
        assert answer.status == (404 if path == "nowhere" else 200)
        assert window.evaluate("document.documentElement.dir") == ("rtl" if code == "xb" else "ltr")
        for size in (DESK, TELEPHONE):
            faults += [f"{path}: {fault}" for fault in too_wide(window, size)]
        faults += [f"{path}: {fault}" for fault in inaccessible(window)]
    assert faults == []


@pytest.mark.parametrize("code", ["fr", "xb"])
def test_every_page_of_the_form_fits_and_is_accessible(
    site: Site, browser: Browser, code: str
) -> None:
    source = site.portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
    assert source.account is not None
    draft, context = filled(source), browser.new_context(base_url=site.address)
    session = site.portal.session_of(source.account)
    context.add_cookies(
        [
            {"name": "session", "value": session, "url": site.address},
            {"name": "language", "value": code, "url": site.address},
        ]
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    faults = []
    for part in (*OF_A_DRAFT, "receipt"):
        page.goto(sent(source, draft) if part == "receipt" else f"{draft}{part}")
        for size in (DESK, TELEPHONE):
            faults += [f"{part}: {fault}" for fault in too_wide(page, size)]
        faults += [f"{part}: {fault}" for fault in inaccessible(page)]
        if part == "story/":  # a script adds the field that finds a State
            said = page.locator("input.find").first.get_attribute("placeholder") or ""
            assert said.startswith("Saisir" if code == "fr" else "⟦")
    context.close()
    assert faults == []


@pytest.mark.parametrize("path", WRITTEN)
def test_nothing_is_said_that_translators_cannot_reach(window: Page, path: str) -> None:
    window.goto(f"/xb/{path}")
    for part in ("header", "main", "footer"):
        left = window.locator(part).inner_text()
        while _SAID.search(left):
            left = _SAID.sub("", left)
        assert set(re.findall(r"[^\W\d_]{2,}", left)) <= _THE_SAME, left


def test_a_reader_finds_another_language_by_its_own_name(window: Page) -> None:
    window.goto("/en/register?state=FRA")
    window.get_by_role("link", name="français").click()
    assert window.url.endswith("/fr/register?state=FRA")
    assert window.get_by_role("heading", level=1).inner_text() == (
        "Communications des procédures spéciales"
    )
    window.get_by_role("link", name="Se connecter").first.click()
    assert window.get_by_role("heading", level=1).inner_text() == "Se connecter"
