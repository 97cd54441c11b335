"""Return channel, identity and contact points in a real browser, with and without scripts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from shared.core.roles import Role
from tests.support import channel
from tests.support.channel import Kept, Told
from tests.support.contact_points import Recognitions, recognised, suspended
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import ID, asked, received

pytestmark = pytest.mark.browser


@dataclass(slots=True)
class Site:
    """The portal on a port of its own, with a submission that somebody can return to."""

    pages: Pages
    kept: Kept
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built:
        told = Told(built.engine)
        kept = channel.kept(built)
        seal = built.vault.seal
        told.tell(
            received(seal=seal, on_behalf=True, submitter_id="cp-1", organisation_id="nhri"),
            asked(seal=seal),
        )
        Recognitions(built.engine).tell(recognised(), suspended())
        with served(built.app) as address:
            contexts = []

            def opened(role: Role | None = None, **options: Any) -> Page:
                context = browser.new_context(base_url=address, **options)
                contexts.append(context)
                if role is not None:
                    token = built.session_of(built.person(role, organisation_id="nhri"))
                    context.add_cookies([{"name": "session", "value": token, "url": address}])
                page = context.new_page()
                page.set_default_timeout(30_000)
                return page

            yield Site(built, kept, opened)
            for context in contexts:
                context.close()


def enter(page: Page, kept: Kept) -> None:
    page.goto("/return/")
    page.get_by_label("Return code").fill(kept.return_code)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/return/submission")


def test_the_code_of_a_picture_is_filled_in_and_leaves_the_address(site: Site) -> None:
    page = site.open()
    page.goto(f"/return/#{site.kept.return_code.replace(' ', '')}")
    expect(page.get_by_label("Return code")).to_have_value(site.kept.return_code)
    assert "#" not in page.url
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/return/submission")


def test_the_pages_are_accessible_and_as_wide_as_the_screen(site: Site) -> None:
    page = site.open()
    page.goto("/return/")
    sound(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    enter(page, site.kept)
    sound(page)
    for change in ("act/withdraw", "public/give", "all/withdraw"):
        page.goto(f"/return/consent/{change}")
        sound(page)
    for role, paths in {
        Role.QUICK_RESPONSE_DESK: [f"/identity/{ID}"],
        Role.CONTACT_POINT: ["/submissions/"],
        Role.CHIEF: ["/contact-points/", "/contact-points/nhri/suspend"],
    }.items():
        page = site.open(role)
        for path in paths:
            page.goto(path)
            sound(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_source_returns_answers_and_leaves(site: Site, *, scripts: bool) -> None:
    page = site.open(java_script_enabled=scripts)
    enter(page, site.kept)
    expect(page.get_by_text("You need it no longer")).to_be_visible()
    site.pages.answer = httpx.Response(200, json={"stream": "x-1", "position": None})
    page.get_by_label("Your answer").fill("An answer")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer was sent")).to_be_visible()
    page.get_by_label("What is new").fill("Something new")
    page.get_by_role("button", name="Add this").click()
    expect(page.get_by_text("What is new was added")).to_be_visible()
    assert len(site.pages.asked) == 2
    page.get_by_role("button", name="Leave and forget this page").click()
    page.wait_for_url(lambda url: url.endswith("/"))
    page.goto("/return/submission")
    expect(page.get_by_role("heading", name="Return to your submission")).to_be_visible()
