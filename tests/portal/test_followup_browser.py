"""Replies and recommendations in a real browser: live, accessible, at phone width, scriptless."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support import cases
from tests.support.followup import (
    LETTER,
    RECOMMENDATION,
    REPLY,
    assessed,
    due,
    graded,
    informed,
    issued,
    logged,
    overdue,
    sent,
    shared,
    tell,
)
from tests.support.looking import sound
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.served import served

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
WAITING = str(derive_id("reminder", "that waits"))
DUE = due(submission_ids=(cases.SUBMISSION,))
LATE = due(str(derive_id("late")), reference="UA NPL 7/2026", recipient="NPL", in_days=-2)
PAGES = {
    Role.QUICK_RESPONSE_DESK: [
        "/replies",
        "/replies?show=translation",
        "/replies?show=closed",
        "/replies?state=KEN&mandate=wgad",
        f"/replies/{LETTER}/case",
        f"/replies/{LETTER}/log",
        f"/replies/{LETTER}/acknowledge",
        f"/replies/{LETTER}/{REPLY}/translate",
        f"/replies/{LETTER}/{REPLY}/translated/ar",
        "/demo",
    ],
    Role.HUMAN_RIGHTS_OFFICER: [
        f"/replies/{LETTER}/case",
        f"/replies/{LETTER}/dialogue",
        f"/replies/{LETTER}/dialogue/{derive_id('correction', 1)}/correct",
        f"/replies/{LETTER}/extend",
        f"/replies/{LETTER}/remind",
        f"/replies/{LETTER}/reminders/{WAITING}/send",
    ],
    Role.GOVERNMENT: [
        "/replies",
        f"/replies/{LETTER}/case",
        f"/replies/{LETTER}/log",
        f"/replies/{LETTER}/more-time",
    ],
    Role.MANDATE_HOLDER: [
        f"/replies/{LETTER}/case",
        f"/replies/{LETTER}/{REPLY}/assess",
        f"/replies/{LETTER}/{REPLY}/forward",
        f"/replies/{LETTER}/close",
        f"/replies/{LETTER}/reopen",
        f"/replies/{LETTER}/reminders/{WAITING}/approve",
        "/recommendations",
        "/recommendations/new",
        f"/recommendations/{RECOMMENDATION}",
        f"/recommendations/{RECOMMENDATION}/assess",
        f"/recommendations/{RECOMMENDATION}/share",
        f"/recommendations/{RECOMMENDATION}/unshare",
    ],
    Role.NGO_MEMBER: [
        f"/recommendations/{RECOMMENDATION}",
        f"/recommendations/{RECOMMENDATION}/inform",
    ],
}


@dataclass(slots=True)
class Site:
    """The portal on a port of its own."""

    pages: Pages
    address: str
    open: Callable[..., Page]


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal")), demo=True) as built:
        ready(built.engine, READ_MODELS)
        with served(built.app) as address:
            contexts = []

            def signed_in(role: Role, size: str = "desk", **options: Any) -> Page:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height}, base_url=address, **options
                )
                contexts.append(context)
                person = built.person(
                    role,
                    mandates=frozenset({"sr-torture"}),
                    state_codes=frozenset({"CHE"}),
                    organisation_id="org-1",
                    name="Demo",
                    demo=True,
                )
                page = context.new_page()
                page.set_default_timeout(10_000)
                token = built.session_of(person)
                context.add_cookies([{"name": "session", "value": token, "url": address}])
                page.goto("/sign-in")  # which leads on to where the person lands
                return page

            yield Site(built, address, signed_in)
            for context in contexts:
                context.close()


def told(site: Site) -> None:
    text = site.pages.vault.seal(f"reply-{REPLY}", "We reject it. " * 20)
    tell(
        site.pages.engine,
        REPLIES,
        [
            DUE,
            LATE,
            overdue(LATE),
            logged(DUE, text=text, confidential=True),
            graded(DUE, rationale=text),
            *cases.whole(DUE),
            cases.translation_asked(DUE, language="ar"),
            cases.drafted(DUE, text=text, reminder_id=WAITING),
            cases.approved(DUE, reminder_id=WAITING),
        ],
    )
    words = site.pages.vault.seal(f"recommendation-{RECOMMENDATION}", "Close the cells. " * 20)
    tell(
        site.pages.engine,
        RECOMMENDATIONS,
        [
            issued(text=words),
            shared("org-1"),
            informed(text=words),
            assessed("partially", rationale=words),
        ],
    )


@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible_and_fit(site: Site, role: Role) -> None:
    told(site)
    page = site.open(role)
    for path in PAGES[role]:
        page.goto(path)
        assert page.get_by_role("heading", level=1).count() == 1, path
        sound(page)


def test_overdue_arrives_without_a_reload(site: Site) -> None:
    tell(site.pages.engine, REPLIES, [DUE])
    case, listed = site.open(Role.QUICK_RESPONSE_DESK), site.open(Role.CHIEF)
    case.goto(f"/replies/{LETTER}/case")
    listed.goto("/replies")
    for page in (case, listed):
        expect(page.locator(".govuk-tag.status")).to_have_text("Awaiting reply")
        page.evaluate("window.notReloaded = true")
    tell(site.pages.engine, REPLIES, [DUE, overdue(DUE)])
    for page in (case, listed):
        expect(page.locator(".govuk-tag.status")).to_have_text("Overdue")
        assert page.evaluate("window.notReloaded")
    # and once more: what was swapped in goes on asking
    tell(site.pages.engine, REPLIES, [DUE, overdue(DUE), logged(DUE)])
    expect(case.locator(".govuk-tag.status")).to_have_text("Replied late")
    expect(listed.locator(".empty")).to_be_visible()  # it is awaited no more
    assert case.evaluate("window.notReloaded")
    assert listed.evaluate("window.notReloaded")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reply_is_logged_with_and_without_scripts(site: Site, *, scripts: bool) -> None:
    tell(site.pages.engine, REPLIES, [DUE])
    page = site.open(Role.QUICK_RESPONSE_DESK, "phone", java_script_enabled=scripts)
    page.goto(f"/replies/{LETTER}/case")
    page.get_by_role("link", name="Log a reply").click()
    page.get_by_label("Text of the reply").fill("The person was released.")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what kind of reply it is")
    expect(page.get_by_label("Text of the reply")).to_have_value("The person was released.")
    page.get_by_label("Substantive reply").check()
    page.get_by_label("Day on which it came").fill("2026-11-20")
    page.get_by_label("Language").select_option("French")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check ").wait_for()
    if scripts:
        sound(page)
    page.get_by_role("button", name="Log the reply").click()
    page.wait_for_url("**/case")
    assert sent(site.pages.asked[0])["data"]["kind"] == "substantive"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_contact_is_noted_with_and_without_scripts(site: Site, *, scripts: bool) -> None:
    tell(site.pages.engine, REPLIES, [DUE])
    page = site.open(Role.MANDATE_HOLDER, "phone", java_script_enabled=scripts)
    page.goto(f"/replies/{LETTER}/case")
    page.get_by_role("link", name="Note a contact with the Government").click()
    page.get_by_label("What was said").fill("They will look into it.")
    page.get_by_role("button", name="Note the contact").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the office")
    expect(page.get_by_label("What was said")).to_have_value("They will look into it.")
    page.get_by_label("Day of the contact").fill("2026-11-20")
    page.get_by_label("Note verbale").check()
    page.get_by_label("With which office?").fill("Permanent Mission, Geneva")
    page.get_by_role("button", name="Note the contact").click()
    page.wait_for_url("**/case")
    assert sent(site.pages.asked[0])["data"]["kind"] == "note_verbale"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_government_finds_its_letter_and_files_its_reply(site: Site, *, scripts: bool) -> None:
    tell(site.pages.engine, REPLIES, [DUE])
    page = site.open(Role.GOVERNMENT, "phone", java_script_enabled=scripts)
    page.goto("/replies")
    page.get_by_role("link", name="UA CHE 1/2026").click()
    page.get_by_role("link", name="File a reply").click()
    page.get_by_label("Text of the reply").fill("The person was released.")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose the language")
    page.get_by_label("Substantive reply").check()
    page.get_by_label("Language").select_option("French")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check ").wait_for()
    if scripts:
        sound(page)
    page.get_by_role("button", name="File the reply").click()
    page.wait_for_url("**/case")
    assert sent(site.pages.asked[0])["type"] == "log-reply"
