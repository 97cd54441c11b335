"""Submissions in a real browser: accessible, at phone width."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import ID, Told, asked, not_actioned, received, triaged

pytestmark = pytest.mark.browser

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
}


@dataclass(slots=True)
class Site:
    """The portal on a port of its own."""

    pages: Pages
    told: Told
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with (
        pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built,
        served(built.app) as address,
    ):
        contexts = []

        def signed_in(role: Role, **options: Any) -> Page:
            context = browser.new_context(base_url=address, **options)
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


@pytest.mark.parametrize("role", OPEN)
def test_the_pages_are_accessible_and_as_wide_as_the_screen(site: Site, role: Role) -> None:
    tell_story(site)
    page = site.open(role)
    for path in OPEN[role]:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        sound(page)
