"""What was filed, and triage, in a real browser: live, by keys, accessible, at phone width."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from shared.message import derive_id
from shared.roles import Role
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.submissions import ID, Told, asked, not_actioned, received, triaged

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
OTHER, THIRD = (str(derive_id("submission", n)) for n in (2, 3))
OPEN = {
    Role.NGO_MEMBER: [
        "/submissions/",
        "/submissions/new",
        f"/submissions/{ID}",
        f"/submissions/{OTHER}",
        "/return/",
    ],
    Role.CONTACT_POINT: ["/submissions/", "/submissions/new"],
    Role.QUICK_RESPONSE_DESK: [
        "/triage/",
        "/triage/?state=not-actioned",
        f"/triage/{ID}",
        f"/triage/{ID}/not-actioned",
        f"/triage/{OTHER}",
    ],
}


@dataclass(slots=True)
class Site:
    """The portal on a port of its own."""

    pages: Pages
    told: Told
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built:
        server = make_server("127.0.0.1", 0, built.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        contexts = []

        def signed_in(role: Role, size: str = "desk", **options: Any) -> Page:
            width, height = SIZES[size]
            context = browser.new_context(
                viewport={"width": width, "height": height}, base_url=address, **options
            )
            contexts.append(context)
            person = built.person(role, organisation_id="org-1")
            page = context.new_page()
            page.set_default_timeout(10_000)
            token = built.session_of(person)
            context.add_cookies([{"name": "session", "value": token, "url": address}])
            page.goto("/sign-in")  # which leads on to where the person lands
            return page

        yield Site(built, Told(built.engine), signed_in)
        for context in contexts:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()


def tell_story(site: Site) -> None:
    seal = site.pages.vault.seal
    site.told.tell(
        received(seal=seal, urgent=True),
        asked(seal=seal),
        received(OTHER, seal=seal),
        triaged(OTHER),
        received(THIRD, seal=seal),
        not_actioned(THIRD),
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("role", OPEN)
def test_the_pages_are_accessible_and_as_wide_as_the_screen(
    site: Site, role: Role, size: str
) -> None:
    tell_story(site)
    page = site.open(role, size)
    for path in OPEN[role]:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size][0], path


def test_the_queue_shows_what_arrives_and_obeys_the_keys_meanwhile(site: Site) -> None:
    site.told.tell(received(seal=site.pages.vault.seal))
    page = site.open(Role.QUICK_RESPONSE_DESK)
    rows = page.locator("[data-keys-item]")
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    expect(rows.first).to_be_focused()
    site.told.tell(received(OTHER, seal=site.pages.vault.seal, urgent=True))
    expect(rows).to_have_count(2, timeout=2_000)
    expect(page.locator(f"#s{OTHER}")).to_have_text(re.compile("Urgent"))
    expect(page.locator(f"#s{ID}")).to_be_focused()  # it is still the row that was chosen
    page.keyboard.press("k")
    expect(page.locator(f"#s{OTHER}")).to_be_focused()
    page.keyboard.press("u")
    page.wait_for_url(re.compile(rf"{OTHER}\?urgency=urgent#share$"))
    expect(page.get_by_label("Urgent", exact=True)).to_be_checked()
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/triage/{OTHER}$"))


def test_a_question_that_is_being_typed_survives_what_arrives(site: Site) -> None:
    site.told.tell(received(seal=site.pages.vault.seal))
    page = site.open(Role.QUICK_RESPONSE_DESK)
    page.goto(f"/triage/{ID}")
    page.get_by_label("Your question").fill("Half a question")
    site.told.tell(asked(seal=site.pages.vault.seal))
    expect(page.locator("#standing")).to_contain_text("Planted question")
    expect(page.get_by_label("Your question")).to_have_value("Half a question")
