"""Every page that takes files in a real browser: at a desk and by phone, without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from portal.followup.replies.read_model import REPLIES
from shared.core.roles import Role
from tests.support import channel
from tests.support.cases import attached
from tests.support.channel import Told
from tests.support.files import PDF
from tests.support.followup import LETTER, REPLY, due, logged, tell
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import received
from tests.support.windows import go

pytestmark = pytest.mark.browser

GOOD: FilePayload = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF}
BAD: FilePayload = {"name": "bad.exe", "mimeType": "application/pdf", "buffer": b"MZ"}

Open = Callable[..., Page]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    with pages(*urls, attachments=str(tmp_path / "files"), attachment_bytes=1024**2) as built:
        Told(built.engine).tell(received(seal=built.vault.seal))
        letter = due(mandates=("sr-torture",))
        file = built.vault.seal(f"reply-{REPLY}", '{"name": "annexe.pdf", "sha256": "", "key": ""}')
        text = built.vault.seal(f"reply-{REPLY}", "The reply.")
        facts = [letter, logged(letter, text=text), attached(letter, details=file)]
        tell(built.engine, REPLIES, facts)
        yield built


@pytest.fixture
def opened(portal: Pages, browser: Browser) -> Iterator[Open]:
    """Open a page as somebody of this role, or as a stranger."""
    with served(portal.app) as url:
        contexts = []

        def open_(address: str, role: Role | None = None, *, scripts: bool = True) -> Page:
            context = browser.new_context(base_url=url, java_script_enabled=scripts)
            contexts.append(context)
            if role:
                token = portal.session_of(portal.person(role))
                context.add_cookies([{"name": "session", "value": token, "url": url}])
            page = context.new_page()
            page.goto(address)
            return page

        yield open_
        for context in contexts:
            context.close()


def add(page: Page, *files: FilePayload) -> None:
    page.locator("#files").set_input_files(list(files))
    page.get_by_role("button", name="Add files").click()


def test_a_draft_takes_files(opened: Open) -> None:
    page = opened("/submissions/new", Role.NGO_MEMBER)
    go(page.locator("main form button"))
    sound(page)
    go(page.get_by_role("link", name="Files", exact=True))
    sound(page)
    add(page, GOOD, BAD)
    page.get_by_text("bad.exe: Send documents").first.wait_for()
    sound(page)
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("heading", name="Remove this file?").wait_for()
    sound(page)
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("will be listed here").wait_for()


def test_a_source_that_came_back_adds_files(opened: Open, portal: Pages) -> None:
    kept = channel.kept(portal)
    page = opened("/return/")
    page.locator("#return_code").fill(kept.return_code)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("link", name="Add files").click()
    page.get_by_text("No file has come").wait_for()
    sound(page)
    add(page, GOOD)
    page.get_by_text("Your file was kept").wait_for()
    page.get_by_text("On its way").wait_for()
    sound(page)


def test_the_desk_sees_and_adds_the_files_of_a_reply(opened: Open) -> None:
    page = opened(f"/replies/{LETTER}/log", Role.QUICK_RESPONSE_DESK)
    sound(page)
    page.goto(f"/replies/{LETTER}/case")
    sound(page)
    page.get_by_role("link", name="1 file").click()
    page.get_by_text("annexe.pdf").wait_for()
    sound(page)
    add(page, BAD)
    page.get_by_text("bad.exe: Send documents").first.wait_for()
    sound(page)


def test_without_scripts_it_is_the_same(opened: Open) -> None:
    page = opened("/submissions/new", Role.NGO_MEMBER, scripts=False)
    go(page.locator("main form button"))
    go(page.get_by_role("link", name="Files", exact=True))
    add(page, GOOD)
    page.get_by_text("report.pdf").first.wait_for()
