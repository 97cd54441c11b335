"""The main flows by keyboard alone, with and without scripts: Tab, Enter, Space and arrows."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from portal.followup.replies.read_model import REPLIES
from portal.web.accounts import factors
from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.portal.followup.publication.test_browser import Site as PublicationSite
from tests.portal.followup.publication.test_browser import site as publication
from tests.portal.letters.communications.conftest import NEW, Desk, desk
from tests.portal.letters.communications.test_browser import TEXT, address, visit
from tests.portal.source.channel.test_browser import Site as ChannelSite
from tests.portal.source.channel.test_browser import site as channel
from tests.portal.source.drafts.test_drafts_browser import STORY, kept
from tests.portal.source.drafts.test_drafts_browser import Site as DraftsSite
from tests.portal.source.drafts.test_drafts_browser import site as drafts
from tests.portal.test_accounts_browser import Site as AccountsSite
from tests.portal.test_accounts_browser import site as accounts
from tests.portal.test_followup_browser import DUE, told
from tests.portal.test_followup_browser import Site as RepliesSite
from tests.portal.test_followup_browser import site as replies
from tests.support.arriving import app_of, code_now
from tests.support.followup import LETTER, logged, sent, tell
from tests.support.keyboard import Hands
from tests.support.portal import PASSWORD
from tests.support.publication import approved, ended, published, redacted

__all__ = ["accounts", "address", "channel", "desk", "drafts", "publication", "replies", "visit"]
pytestmark = pytest.mark.browser
with_and_without = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])

LONG_AGO = timedelta(minutes=16)
"""After that a step that binds asks who one is."""


def password_given(page: Page, person: Account, password: str = PASSWORD) -> Hands:
    page.goto("/sign-in")
    hands = Hands(page)
    hands.write("E-mail address", person.email)
    hands.write("Password", password)
    hands.press("Sign in")
    return hands


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text).first).to_be_visible()


@with_and_without
def test_signing_in_with_a_code(accounts: AccountsSite, *, scripts: bool) -> None:
    person = accounts.pages.person(Role.AUDITOR)
    secret = app_of(accounts.pages, person)
    page = accounts.window(java_script_enabled=scripts).new_page()
    hands = password_given(page, person)
    hands.write("Code", code_now(accounts.pages, secret))
    hands.press("Go on")
    heading(page, "Audit log")
    hands.press("Sign out", within=page.locator("header"))
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


@with_and_without
def test_setting_up_a_second_step_and_keeping_ones_account(
    accounts: AccountsSite, *, scripts: bool
) -> None:
    person = accounts.pages.person(Role.AUDITOR)
    elsewhere = accounts.signed_in(person)
    page = accounts.window(java_script_enabled=scripts).new_page()
    hands = password_given(page, person)
    heading(page, "Set up a second step")
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible(visible=not scripts)
    shown = page.locator(".set-up__secret").inner_text().replace(" ", "")
    hands.write("Code that your app shows", code_now(accounts.pages, shown))
    hands.press("Use this app")
    heading(page, "Your recovery codes")
    hands.press("I have kept them. Go on")
    hands.follow("Security")
    hands.press("End all others")
    expect(page.get_by_text("You are signed out everywhere but here.")).to_be_visible()
    elsewhere.goto("/security")
    expect(elsewhere.get_by_label("E-mail address")).to_be_visible()
    accounts.pages.clock.forward(LONG_AGO)
    hands.press("Make new ones")
    heading(page, "Show that it is you")
    hands.write("Code", code_now(accounts.pages, shown))
    hands.press("Go on")
    heading(page, "Your recovery codes")
    recovery = page.locator(".recovery-codes code").first.inner_text()
    hands.press("I have kept them. Go on")
    hands.follow("Add a passkey")
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible(visible=not scripts)
    hands.follow("Security")
    hands.follow("Change your password")
    hands.write("Your password now", PASSWORD)
    hands.write("New password", f"{PASSWORD} again")
    hands.write("The new password again", f"{PASSWORD} again")
    hands.press("Change the password")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    hands.follow("Remove the app")
    hands.press("Remove it")
    expect(page.get_by_text("Add another one first")).to_be_visible()
    hands.press("Sign out", within=page.locator("header"))
    hands = password_given(page, person, f"{PASSWORD} again")
    hands.write("Code", recovery)
    hands.press("Go on")
    expect(page.get_by_text("You used a recovery code.")).to_be_visible()


def test_who_has_a_passkey_alone_is_told_that_it_needs_scripts(accounts: AccountsSite) -> None:
    person = accounts.pages.person(Role.AUDITOR)
    with accounts.pages.engine.begin() as conn:
        factors.add_passkey(
            conn,
            person.account_id,
            name="phone",
            credential_id="YWFhYWFhYWE",
            public_key=b"a",
            sign_count=0,
            at=accounts.pages.clock(),
        )
    page = accounts.window(java_script_enabled=False).new_page()
    password_given(page, person)
    heading(page, "Second step")
    expect(page.get_by_text("A recovery code serves without them.")).to_be_visible()
    page = accounts.window().new_page()
    password_given(page, person)
    Hands(page).reach(page.get_by_role("button", name="Use a passkey"))
    expect(page.get_by_text("A recovery code serves without them.")).to_be_hidden()


@with_and_without
def test_a_submission_from_the_task_list_to_the_receipt(
    drafts: DraftsSite, *, scripts: bool
) -> None:
    page = drafts.open(Role.NGO_MEMBER, java_script_enabled=scripts)
    hands = Hands(page)
    hands.press("Begin")
    hands.follow("What happened")
    hands.select("In which State or area did it happen?", "Kenya")
    hands.write("What happened?", STORY)
    hands.select("In which language did you write?", "Arabic")
    hands.press("Save")
    hands.follow("When and where")
    hands.press("Add an incident")
    hands.write("When did it happen?", "March 2026")
    hands.write("In which place?", "A town (invented)")
    hands.press("Save")
    hands.press("Go on")
    hands.follow("Who is concerned, and their consent")
    hands.press("Add a person or group")
    hands.write("Full name", "A person (invented)")
    for question in ("act", "authorities", "public"):
        hands.choose(f"consent_{question}", "yes")
    hands.choose("consent_name_form", "initials")
    hands.press("Save")
    hands.press("Go on")
    hands.follow("Who submits")
    hands.write("How can we reach you safely?", "By letter (invented)")
    hands.press("Save")
    hands.follow("What you ask for, and of whom")
    hands.tick("Urgent appeal")
    hands.press("Save")
    hands.follow("Urgency")
    hands.choose("urgent", "yes")
    hands.press("Save")
    hands.press("Read it through and send it")
    expect(page.get_by_text(STORY)).to_be_visible()
    hands.press("Send")
    heading(page, "Your submission is kept")
    expect(page.locator("[data-return-code]")).to_be_visible()
    assert kept(drafts) == 1


def test_mistakes_lead_to_their_fields(drafts: DraftsSite) -> None:
    page = drafts.open(Role.NGO_MEMBER)
    hands = Hands(page)
    hands.press("Begin")
    hands.follow("What happened")
    hands.press("Save")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("In which State or area did it happen?")).to_be_focused()


@with_and_without
def test_a_source_returns_and_answers_a_question(channel: ChannelSite, *, scripts: bool) -> None:
    page = channel.open(java_script_enabled=scripts)
    page.goto("/return/")
    hands = Hands(page)
    hands.write("Return code", channel.kept.return_code)
    hands.press("Continue")
    heading(page, "Your submission")
    expect(page.locator("main .govuk-tag").first).to_be_visible()
    channel.pages.answer = httpx.Response(200, json={"stream": "x-1", "position": None})
    hands.write("Your answer", "An answer")
    hands.press("Send the answer")
    expect(page.get_by_text("Your answer was sent")).to_be_visible()
    with page.expect_navigation():
        hands.press("Leave and forget this page")
    page.goto("/return/submission")
    heading(page, "Return to your submission")


@with_and_without
def test_a_letter_is_drafted_and_approved_with_a_code(
    desk: Desk, visit: Callable[..., Page], *, scripts: bool
) -> None:
    page = visit("officer", NEW, java_script_enabled=scripts)
    officer = Hands(page)
    officer.write("Text of the letter", TEXT)
    officer.press("Save draft")
    officer.press("Request approval of version 1")
    expect(page.get_by_text("Approved by 0 of 2")).to_be_visible()
    page = visit("holder", "/waiting", java_script_enabled=scripts)
    person = desk["holder"].account
    assert person is not None
    secret = app_of(desk.portal, person)
    desk.portal.clock.forward(LONG_AGO)
    holder = Hands(page)
    holder.tick("I authorise the Chief")
    holder.press("Approve version 1 for SR torture")
    heading(page, "Show that it is you")
    holder.write("Code", "000000")
    holder.press("Go on")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    holder.write("Code", code_now(desk.portal, secret))
    holder.press("Go on")
    expect(page.get_by_text("You approved the text.")).to_be_visible()
    assert [one.type for one in desk.service.asked][-1] == "approve-text"


@with_and_without
def test_a_reply_is_graded(replies: RepliesSite, *, scripts: bool) -> None:
    told(replies)
    page = replies.open(Role.MANDATE_HOLDER, java_script_enabled=scripts)
    page.goto(f"/replies/{LETTER}/case")
    hands = Hands(page)
    hands.follow("Assess this reply")
    hands.choose("value", "partial")
    hands.write("Reasons", "It names no result.")
    hands.press("Keep this assessment")
    page.wait_for_url("**/case*")
    asked = sent(replies.pages.asked[-1])
    assert (asked["type"], asked["data"]["value"]) == ("assess-reply", "partial")


@with_and_without
def test_a_text_is_redacted_by_one_and_published_by_another(
    publication: PublicationSite, *, scripts: bool
) -> None:
    publication.tell()
    page = publication.open(Role.PUBLICATION_OFFICER, java_script_enabled=scripts)
    page.goto("/publication")
    hands = Hands(page)
    hands.follow("AL FRA 3/2026")
    hands.follow("Redact : The letter")
    with page.expect_navigation():
        hands.press("Redact the ticked places")
    assert sent(publication.pages.asked[-1])["type"] == "make-redactions"
    hands.write("Words to redact wherever they stand", "March")
    hands.open("Mark whole sentences")
    hands.tick("She was taken in March.", exact=True)
    hands.choose("form", "removed")
    hands.select("Reason", "A third person")
    hands.press("Redact")
    made = sent(publication.pages.asked[-1])["data"]["redactions"]
    assert len(made) == 2
    publication.tell(redacted())
    page = publication.open(Role.PUBLICATION_OFFICER, java_script_enabled=scripts)
    page.goto("/publication")
    hands = Hands(page)
    hands.follow("AL FRA 3/2026")
    hands.follow("Read as it will be public")
    hands.press("Approve for publication")
    page.wait_for_url(f"**/publication/{LETTER}*")
    assert sent(publication.pages.asked[-1])["type"] == "approve-redaction"
    publication.tell(redacted(), approved(), ended(), published())
    if not scripts:
        page.reload()
    hands.reach(page.get_by_role("link", name="See it as everybody does"))


def test_who_has_the_focus_keeps_it_when_the_page_changes_by_itself(replies: RepliesSite) -> None:
    tell(replies.pages.engine, REPLIES, [DUE])
    page = replies.open(Role.QUICK_RESPONSE_DESK)
    page.goto(f"/replies/{LETTER}/case")
    link = page.get_by_role("link", name="Ask for more time")
    Hands(page).reach(link)
    tell(replies.pages.engine, REPLIES, [DUE, logged(DUE, "holding")])
    expect(page.get_by_role("heading", name="Holding")).to_be_visible()
    expect(link).to_be_focused()
