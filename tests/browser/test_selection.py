"""The selection of a mandate-holder, in a real browser, the Committee watching."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shared.reference import CRITERIA
from tests.portal.selection.world import SECTIONS
from tests.support.drawing import some_of
from tests.support.feed import NEW, told
from tests.support.windows import Desk, choose, follow, press, reloaded_until, today

pytestmark = [
    pytest.mark.live,
    pytest.mark.browser,
    pytest.mark.pages,
]

CANDIDATES = {
    "candidate": ("Karim Demo", "JOR", "male"),
    "candidate.two": ("Liana Demo", "ARM", "female"),
    "candidate.three": ("Noor Demo", "MAR", "female"),
}
PANEL = {
    "afr": "Wanjiru Demo",
    "apg": "Anjali Demo",
    "eeg": "Eero Demo",
    "grulac": "Gabriela Demo",
}
"""Three still decide when one of them is recused."""
SCRIPTS = [
    pytest.param(name == "with JavaScript", id=name)
    for name in some_of(["with JavaScript", "without JavaScript"], 2)
]
"""The story of a letter is told with and without in each gate (test_story.py)."""
STEPS = [
    "Vacancy declared",
    "Call for candidatures issued",
    "Advisory panel established",
    "Call for candidatures closed",
    "Panel review closed",
]


@pytest.mark.parametrize("sit_down", SCRIPTS, indirect=True)
def test_a_mandate_holder_is_selected(sit_down: Desk) -> None:
    committee = sit_down("committee", script=True)
    officer = sit_down("selection")
    vacancy = declare(officer)
    for who in CANDIDATES:
        apply(sit_down(who), who, vacancy)
    close_call_and_screen(officer, vacancy)
    declare_conflict(sit_down("panel.apg"), vacancy, "Karim Demo")
    chair = sit_down("chair")
    for member in (chair, sit_down("panel.eeg"), sit_down("panel.grulac")):
        declare_no_conflict(member, vacancy)
        score(member, {name for name, _, _ in CANDIDATES.values()})
    adopt(chair, vacancy)

    public = sit_down("committee", script=False)
    public.goto(f"/vacancies/{vacancy}")
    for name, _, _ in CANDIDATES.values():
        expect(public.get_by_text(name).first).to_be_visible()
    assert public.goto(f"/panel/{vacancy}").status == 403  # type: ignore[union-attr]  # it answers
    lines = told(committee.locator(NEW), STEPS)
    expect(lines).to_have_count(len(STEPS), timeout=15_000)
    assert [text.strip() for text in reversed(lines.all_inner_texts())] == STEPS
    for name, _, _ in CANDIDATES.values():
        assert name not in committee.content()


def declare(officer: Page) -> str:
    officer.goto("/selection/declare")
    officer.locator("select[name$=mandate]").select_option("sr-food")
    press(officer, "Declare the vacancy")
    found = re.search(r"/selection/([0-9a-f-]{36})", officer.url)
    assert found
    vacancy = found[1]
    officer.goto(f"/selection/{vacancy}/call")
    last = today(officer) + timedelta(days=20)  # another test may have moved the clock
    officer.locator("input[name$=closes_on]").fill(last.isoformat())
    officer.locator("select[name$=departure]").select_option("resignation")
    press(officer, "Continue")
    press(officer, "Issue the call")
    expect(officer.get_by_text("There is a problem")).to_have_count(0)
    officer.goto(f"/selection/{vacancy}/panel")
    for region, name in PANEL.items():
        seat = officer.locator(f"select[name$=member_{region}]")
        seat.select_option(seat.locator("option", has_text=name).get_attribute("value"))
    choose(officer, "chair", "AFR")
    officer.locator("input[name$=ends_on]").fill((last + timedelta(days=300)).isoformat())
    press(officer, "Continue")
    press(officer, "Establish the panel")
    expect(officer.get_by_text("Wanjiru Demo").first).to_be_visible()
    return vacancy


def apply(candidate: Page, who: str, vacancy: str) -> None:
    name, nationality, gender = CANDIDATES[who]
    typed = {"name": name, "nationality": nationality, "gender": gender, "certified": name}
    for section, fields in SECTIONS.items():
        candidate.goto(f"/candidate/apply/{vacancy}/sections/{section}")
        # The call is known to the portal in a moment.
        reloaded_until(candidate, candidate.locator(f"main [name={next(iter(fields))}]").first)
        for field, value in fields.items():
            fill(candidate, field, typed.get(field, value))
        press(candidate, "Save")
        candidate.wait_for_url(f"**/candidate/apply/{vacancy}*")
    candidate.goto(f"/candidate/apply/{vacancy}/review")
    press(candidate, "Send the application")
    expect(candidate.get_by_role("button", name="Send the application")).to_have_count(0)


def fill(page: Page, name: str, value: str) -> None:
    """Fill in a field of whatever kind."""
    field = page.locator(f"main [name={name}]").first
    kind = field.evaluate("one => one.type")
    if kind in {"radio", "checkbox"}:
        choose(page, name, value)
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


def close_call_and_screen(officer: Page, vacancy: str) -> None:
    officer.goto(f"/selection/{vacancy}/call/close")
    press(officer, "Close the call")
    for name, _, _ in CANDIDATES.values():
        officer.goto(f"/selection/{vacancy}")
        link = officer.get_by_role("link", name=name)
        reloaded_until(officer, link)
        follow(officer, link)
        choose(officer, "eligible", "yes")
        press(officer, "Record the eligibility")
        expect(officer.get_by_role("button", name="Sign out")).to_be_visible()


def declare_conflict(member: Page, vacancy: str, name: str) -> None:
    """Before any file opens: whoever has a conflict with one candidate reads no file at all."""
    disclosing(member, vacancy)
    choose(member, "answer", "conflict")
    member.locator("select[name=candidate]").select_option(label=name)
    press(member, "Disclose")
    member.goto("/panel/")
    reloaded_until(member, member.get_by_text("Recused", exact=True))
    for other, _, _ in CANDIDATES.values():
        expect(member.get_by_text(other)).to_have_count(0)


def declare_no_conflict(member: Page, vacancy: str) -> None:
    disclosing(member, vacancy)
    choose(member, "answer", "none")
    member.locator("select[name=nationality]").select_option("CHE")
    press(member, "Disclose")


def disclosing(member: Page, vacancy: str) -> None:
    """Open the page on which a member discloses once all candidates are on it."""
    member.goto(f"/panel/{vacancy}/disclose")
    for name, _, _ in CANDIDATES.values():
        reloaded_until(member, member.get_by_role("rowheader", name=name))


def score(member: Page, names: set[str]) -> None:
    for name in sorted(names):
        member.goto("/panel/")
        link = member.get_by_role("link", name=name)
        reloaded_until(member, link)
        follow(member, link)
        for criterion in CRITERIA:
            choose(member, criterion, "4")
        press(member, "Keep my score")
        expect(member.get_by_role("button", name="Sign out")).to_be_visible()


def adopt(chair: Page, vacancy: str) -> None:
    chair.goto(f"/panel/{vacancy}/close")
    reloaded_until(chair, chair.get_by_role("button", name="Close the review"))
    press(chair, "Close the review")
    chair.goto(f"/panel/{vacancy}/shortlist")
    reloaded_until(chair, chair.locator("select[name*=rank_]"))
    ranks = chair.locator("select[name*=rank_]")
    for number in range(ranks.count()):
        ranks.nth(number).select_option(str(number + 1))
        chair.locator("textarea[name*=reason_]").nth(number).fill("Outstanding. (Invented.)")
    press(chair, "Check the list")
    expect(chair.get_by_role("heading", name=re.compile("Balance")).first).to_be_visible()
    press(chair, "Adopt the short list")
    expect(chair.get_by_text("Short list, in order of preference").first).to_be_visible()
