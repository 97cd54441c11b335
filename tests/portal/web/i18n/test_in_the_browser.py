"""The public door in French and mirrored: nothing in English alone, nothing cut off."""

import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.support.lived_in import lived_in
from tests.support.looking import DESK, inaccessible, too_wide
from tests.support.portal import pages, sqlite_urls

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
_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_THE_SAME = {"Rapporteur"}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    directory = tmp_path_factory.mktemp("languages")
    with pages(*sqlite_urls(directory), demo=True, attachments=str(directory / "files")) as portal:
        lived_in(portal)
        server = make_server("127.0.0.1", 0, portal.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
        page = context.new_page()
        page.set_default_timeout(60_000)
        yield page
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()


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
