"""The whole story: from a submission to an implemented recommendation, in a real browser.

The people work with and without JavaScript; the Committee keeps its feed open all the while.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.feed import NEW, told
from tests.support.windows import Desk, choose, go, press, reloaded_until, today

pytestmark = [
    pytest.mark.live,
    pytest.mark.browser,
]


STEPS = [
    "Submission received",
    "Submission shared with mandates",
    "Submission found admissible",
    "Communication drafted",
    "Approval asked of the mandate-holders",
    "Mandate-holder approved a text",
    "Approval asked of the mandate-holders",
    "Mandate-holder approved a text",
    "Mandate-holder approved a text",
    "Communication cleared by every signing mandate",
    "Communication transmitted",
    "Reply clock started",
    "Reply overdue",
    "Reply of the recipient logged",
    "Reply graded",
    "Recommendation issued",
    "Implementation information received",
    "Implementation information received",
    "Implementation assessed",
    "Recommendation implemented",
]
VICTIM, STORY = "Philomena Marchbanks", "the ferry never came back"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text).first).to_be_visible()


def test_the_whole_line(sit_down: Desk) -> None:
    committee = sit_down("committee", script=True)
    heading(committee, "Live activity")
    expect(committee.get_by_text("Live", exact=True)).to_be_visible()
    desk = sit_down("qrd", script=True)
    heading(desk, "Triage")
    before = desk.locator("[data-keys-item]").count()

    submission = submit(sit_down("ngo"))
    expect(desk.locator("[data-keys-item]")).to_have_count(before + 1, timeout=2_000)  # no reload
    triage(sit_down("qrd"), sit_down("ngo"), submission)
    officer = sit_down("officer")
    letter = draft(officer)
    holders = sit_down("holder"), sit_down("holder.hrds")
    approve_twice(officer, holders, letter)
    reference = transmit(sit_down("chief"), letter)
    # of the year that the demonstration's clock has, which another test may have moved
    assert re.fullmatch(r"UA NPL \d+/20\d\d", reference)
    reply(sit_down("qrd"), holders[0], letter)
    recommend(holders[0], sit_down("nhri"), sit_down("ngo"), letter)

    # the clock passes the deadline of the demonstration's own letter to Switzerland too
    lines = told(committee.locator(NEW).filter(has_not_text="Switzerland"), STEPS)
    expect(lines).to_have_count(len(STEPS), timeout=15_000)
    arrived = [text.strip() for text in reversed(lines.all_inner_texts())]
    assert arrived == STEPS
    shown = committee.content()
    for secret in (VICTIM, STORY, "Demo Watch", "Nadia"):
        assert secret not in shown


def submit(page: Page) -> str:
    page.goto("/submissions/")
    page.get_by_role("button", name="New submission").or_(
        page.get_by_role("link", name="New submission")
    ).first.click()
    press(page, "Begin")
    task(page, "Who submits")
    page.get_by_label("How can we reach you safely?").fill("Mailbox 7")
    press(page, "Save")
    task(page, "Who is concerned, and their consent")
    follow(page, "Add a person or group")
    page.get_by_label("Full name", exact=True).fill(VICTIM)
    for question, answer in (
        ("consent_act", "yes"),
        ("consent_authorities", "yes"),
        ("consent_public", "no"),
        ("consent_name_form", "initials"),
    ):
        choose(page, question, answer)
    press(page, "Save")
    follow(page, "Go on")
    task(page, "When and where")
    follow(page, "Add an incident")
    page.get_by_label("When did it happen?").fill("November 2026")
    page.get_by_label("In which place?").fill("The harbour")
    press(page, "Save")
    follow(page, "Go on")
    task(page, "What happened")
    page.get_by_label("In which State or area did it happen?").select_option("NPL")
    page.get_by_label("What happened?").fill(STORY)
    press(page, "Save")
    task(page, "Urgency")
    choose(page, "urgent", "yes")
    press(page, "Save")
    task(page, "What you ask for, and of whom")
    for mandate in ("sr-torture", "sr-hrds"):
        page.locator(f"input[name=mandates][value={mandate}]").check(force=True)
    press(page, "Save")
    follow(page, "Read it through and send it")
    press(page, "Send")
    expect(page.locator("[data-return-code] li")).to_have_count(8)
    found = re.search(r"/submissions/([0-9a-f-]{36})/", page.url)
    assert found
    return found[1]


def task(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    """A link that looks like a button."""
    page.get_by_role("button", name=name, exact=True).click()


def triage(desk: Page, source: Page, submission: str) -> None:
    desk.goto("/triage/")
    reloaded_until(desk, desk.locator(f"a[href*='{submission}']"))
    desk.goto(f"/triage/{submission}")
    expect(desk.get_by_text(STORY)).to_be_visible()
    desk.get_by_role("link", name="Ask the source").click()
    desk.get_by_label("Your question").fill("Was anybody else there?")
    press(desk, "Send the question")
    source.goto(f"/submissions/{submission}")
    reloaded_until(source, source.get_by_text("Was anybody else there?"))
    source.locator("textarea[name$=answer]").fill("Her sister was.")
    press(source, "Send the answer")
    desk.goto(f"/triage/{submission}")
    reloaded_until(desk, desk.get_by_text("Her sister was."))
    choose(desk, "urgency", "urgent")
    for mandate in ("sr-torture", "sr-hrds"):
        desk.locator(f"input[name$=mandates][value={mandate}]").check(force=True)
    press(desk, "Share")
    confirm = desk.get_by_role("button", name="Confirm that it is admissible")
    reloaded_until(desk, confirm)
    for box in desk.locator("#admissibility input[type=checkbox]").all():
        box.check(force=True)
    go(confirm)


def draft(officer: Page) -> str:
    officer.goto("/mandate")
    link = officer.locator("a[href*='/communications/new']").first
    reloaded_until(officer, link)
    link.click()
    expect(officer.get_by_text(STORY)).to_be_attached()
    urgent = officer.get_by_role("link", name="Urgent appeal")
    if urgent.count():
        urgent.first.click()
    officer.locator("select[name$=recipient]").select_option("NPL")
    invited = officer.locator("input[name$=mandates][value=sr-hrds]")
    if not invited.is_checked():
        invited.check(force=True)
    officer.locator("textarea[name$=text]").fill("We appeal to your Excellency's Government.")
    press(officer, "Save draft")
    go(officer.get_by_role("button", name=re.compile("Request approval of version 1")))
    expect(officer.get_by_text("Approved by 0 of 2").first).to_be_visible()
    found = re.search(r"/communications/([0-9a-f-]{36})", officer.url)
    assert found
    return found[1]


def approve(holder: Page, letter: str, mandate: str) -> None:
    holder.goto(f"/communications/{letter}")
    reloaded_until(holder, holder.get_by_role("button", name=re.compile("^Approve version")))
    holder.get_by_label(re.compile("I authorise the Chief")).check(force=True)
    go(holder.get_by_role("button", name=re.compile(rf"^Approve version \d+ for {mandate}")))
    expect(holder.get_by_role("button", name=re.compile("^Approve version"))).to_have_count(0)


def approve_twice(officer: Page, holders: tuple[Page, Page], letter: str) -> None:
    """One approves, an edit voids it, both approve the new text."""
    approve(holders[0], letter, "SR torture")
    officer.goto(f"/communications/{letter}")
    officer.get_by_role("link", name="Change the text").click()
    officer.locator("textarea[name$=text]").fill("We urgently appeal to your Government.")
    go(officer.get_by_role("main").locator("form button[type=submit]").first)
    button = officer.get_by_role("button", name=re.compile("Request approval of version 2"))
    reloaded_until(officer, button)
    go(button)
    expect(officer.get_by_text("Approved by 0 of 2").first).to_be_visible()
    approve(holders[0], letter, "SR torture")
    approve(holders[1], letter, "SR HRDs")


def transmit(chief: Page, letter: str) -> str:
    chief.goto("/transmit")
    reloaded_until(chief, chief.locator(f"a[href*='{letter}']"))
    chief.goto(f"/communications/{letter}/transmit")
    press(chief, "Transmit now")
    chief.goto(f"/communications/{letter}")
    reference = chief.get_by_text(re.compile(r"UA NPL \d+/\d{4}"))
    reloaded_until(chief, reference)
    found = re.search(r"UA NPL \d+/\d{4}", chief.content())
    assert found
    return found[0]


def reply(desk: Page, holder: Page, letter: str) -> None:
    """The deadline passes by the demonstration's clock; then the reply comes, and is graded."""
    holder.goto(f"/communications/{letter}")
    reloaded_until(holder, holder.get_by_role("heading", name=re.compile("^Reply")))
    desk.goto("/demo")
    desk.locator("input[name$=days]").fill("62")
    press(desk, "Move the clock forward")
    overdue = holder.get_by_text("Overdue since")
    if holder.evaluate("'htmx' in window"):
        expect(overdue).to_be_visible(timeout=15_000)  # by itself
    else:
        reloaded_until(holder, overdue)
    desk.goto(f"/communications/{letter}")
    go(desk.get_by_role("link", name=re.compile("reply", re.IGNORECASE)).first)
    if not desk.locator("textarea[name$=text]").count():
        desk.goto(f"/replies/{letter}/log")
    choose(desk, "kind", "substantive")
    desk.locator("input[name$=received_on]").fill(today(desk).isoformat())
    desk.locator("select[name$=language]").select_option("en")
    desk.locator("textarea[name$=text]").fill("The Government has opened an inquiry.")
    press(desk, "Continue")
    press(desk, "Log the reply")
    holder.goto(f"/communications/{letter}")
    reloaded_until(holder, holder.get_by_text("The Government has opened an inquiry."))
    holder.get_by_role("link", name=re.compile("^(Assess|Grade)")).first.click()
    choose(holder, "value", "partial")
    holder.locator("textarea[name$=rationale]").fill("It names no result.")
    press(holder, "Keep this assessment")
    expect(holder.get_by_text("Partial cooperation").first).to_be_visible()


def recommend(holder: Page, nhri: Page, ngo: Page, letter: str) -> None:
    holder.goto(f"/communications/{letter}")
    holder.get_by_role("link", name="Issue a recommendation").click()
    holder.locator("select[name$=addressee]").select_option("NPL")
    holder.locator("textarea[name$=text]").fill("Publish the result of the inquiry.")
    press(holder, "Continue")
    press(holder, "Issue the recommendation")
    heading(holder, "Recommendation")
    found = re.search(r"/recommendations/([0-9a-f-]{36})", holder.url)
    assert found
    for organisation in ("demo-nhri", "demo-ngo"):
        holder.goto(f"/recommendations/{found[1]}/share")
        holder.locator("input[name$=organisation_id]").fill(organisation)
        press(holder, "Invite")
        heading(holder, "Recommendation")
    for helper in (nhri, ngo):
        helper.goto(f"/recommendations/{found[1]}")
        reloaded_until(helper, helper.get_by_text("Publish the result of the inquiry."))
        helper.goto(f"/recommendations/{found[1]}/inform")
        helper.locator("textarea[name$=text]").fill("It was published in part.")
        choose(helper, "wish", "unnamed")
        press(helper, "Send the information")
        expect(helper.get_by_text("It was published in part.").first).to_be_visible()
    holder.goto(f"/recommendations/{found[1]}/assess")
    choose(holder, "grade", "fully")
    for information in holder.locator("input[name$=based_on]").all()[:2]:
        information.check()
    holder.locator("textarea[name$=rationale]").fill("All of it is public now.")
    press(holder, "Keep this assessment")
    expect(holder.get_by_text("Implemented").first).to_be_visible()
