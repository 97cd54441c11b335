"""A day at the desk in a real browser: by keys alone, live, accessible, by phone, scriptless."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.support.looking import sound
from tests.support.mandate_settings import SettingsTold, changed
from tests.support.submissions import (
    ID,
    answered,
    asked,
    confirmed,
    not_actioned,
    received,
    triaged,
)
from tests.support.triage import assigned, case, joined, noted, referred, tagged
from tests.support.triage_site import DESK, HOLDER, OFFICER, Site, site_of

pytestmark = pytest.mark.browser

OTHER, THIRD, FOURTH, FIFTH = case(2), case(3), case(4), case(5)
TOKENS = ("v:one", "d:ken", *(f"t:{n}" for n in range(4)))
LONG = "Ein außergewöhnlichlangeswortohnejedeleerstelle" * 4
ARABIC = "ملاحظة داخلية مختلقة"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with site_of(tmp_path_factory.mktemp("portal"), browser) as one:
        yield one


def tell_story(site: Site) -> None:
    seal = site.pages.vault.seal
    SettingsTold(site.pages.engine).tell(changed("sr-torture", admissibility_points=(LONG, ARABIC)))
    site.told.tell(
        received(seal=seal, urgent=True, reprisal=True, matching=TOKENS),
        asked(seal=seal),
        answered(seal=seal),
        noted(seal=seal),
        tagged(),
        tagged(tag="translation"),
        assigned(),
        received(OTHER, seal=seal, matching=TOKENS, channel="letter"),
        triaged(OTHER),
        received(FIFTH, seal=seal),
        triaged(FIFTH),
        confirmed(FIFTH, seal=seal),
        received(THIRD, seal=seal, matching=TOKENS),
        not_actioned(THIRD),
        joined(ID, THIRD),
        received(FOURTH, seal=seal),
        referred(FOURTH),
    )


OPEN = {
    DESK: [
        "/triage/?status=all",
        "/triage/?status=all&state=KEN&tag=detention",
        "/triage/?status=waiting&channel=letter",
        "/triage/?status=not-actioned",
        f"/triage/{ID}",
        f"/triage/{THIRD}",
        f"/triage/{FOURTH}",
        f"/triage/{OTHER}",
        f"/triage/{FIFTH}",
        f"/triage/{ID}/refer",
        f"/triage/{ID}/not-actioned",
        f"/triage/{ID}/with/{OTHER}",
        f"/triage/{ID}/with/{THIRD}/texts",
    ],
    OFFICER: ["/triage/", "/triage/?status=waiting", f"/triage/{OTHER}", f"/triage/{FIFTH}"],
    HOLDER: ["/triage/", f"/triage/{OTHER}", f"/triage/{FIFTH}"],
}


@pytest.mark.parametrize("role", OPEN)
def test_the_pages_are_accessible_and_as_wide_as_the_screen(site: Site, role: Role) -> None:
    page = site.open(role)
    sound(page)  # empty
    tell_story(site)
    for path in OPEN[role]:
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        sound(page)


def test_the_pages_are_accessible_with_mistakes_in_them_long_and_right_to_left(site: Site) -> None:
    tell_story(site)
    page = site.open(DESK)
    for text in (LONG, ARABIC):
        page.goto(f"/triage/{ID}#notes")
        page.get_by_label("Internal note").fill(text)
        site.pages.answer = _refusal()
        page.get_by_role("button", name="Keep the note").click()
        expect(page.get_by_role("alert")).to_contain_text("Somebody else was faster")
        expect(page.get_by_label("Internal note")).to_have_value(text)
        sound(page)
    for path, button in (
        (f"/triage/{OTHER}", "Confirm that it is admissible"),
        (f"/triage/{ID}/refer", "Record the referral"),
        (f"/triage/{ID}/not-actioned", "Record that it is not acted on"),
        (f"/triage/{ID}/with/{OTHER}", "Record it"),
    ):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        sound(page)
    page.context.add_cookies([{"name": "language", "value": "xb", "url": page.url}])
    for path in ("/triage/?status=all", f"/triage/{ID}", f"/triage/{OTHER}", f"/triage/{FIFTH}"):
        page.goto(path)
        sound(page)


def _refusal() -> httpx.Response:
    return httpx.Response(409, json={"title": "Somebody else was faster."})


# --- keys -----------------------------------------------------------------------------------------


def test_the_queue_shows_what_arrives_and_obeys_the_keys_meanwhile(site: Site) -> None:
    seal = site.pages.vault.seal
    site.told.tell(received(seal=seal))
    page = site.open()
    rows = page.locator("[data-keys-item]")
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    expect(rows.first).to_be_focused()
    site.told.tell(received(OTHER, seal=seal, urgent=True))
    expect(rows).to_have_count(2)
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
    page.keyboard.press("b")
    page.wait_for_url(re.compile(r"/triage/$"))


def test_the_next_row_is_chosen_when_the_chosen_one_leaves_the_queue(site: Site) -> None:
    seal = site.pages.vault.seal
    site.told.tell(*(received(one, seal=seal) for one in (ID, OTHER, THIRD)))
    page = site.open()
    rows = page.locator("[data-keys-item]")
    expect(rows).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = rows.nth(1).get_attribute("id") or ""
    third = rows.nth(2).get_attribute("id") or ""
    expect(page.locator(f"#{second}")).to_be_focused()
    site.told.tell(triaged(second.removeprefix("s")))
    expect(rows).to_have_count(2)
    expect(page.locator(f"#{third}")).to_be_focused()


def test_a_submission_is_worked_from_the_queue_to_the_end_without_a_mouse(site: Site) -> None:
    site.told.tell(received(seal=site.pages.vault.seal, mandates=()))
    page = site.open()
    keys = page.keyboard
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(re.compile(rf"/triage/{ID}$"))
    keys.press("n")
    expect(page.get_by_label("Internal note")).to_be_focused()
    keys.type("mqx?")  # typing is typing
    expect(page.get_by_label("Internal note")).to_have_value("mqx?")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("The note is kept")).to_be_visible()
    keys.press("a")
    keys.press("Escape")
    expect(page.locator("#assign")).to_be_focused()
    keys.press("t")
    expect(page.locator(".find:focus")).to_be_visible()
    keys.type("Detention")
    keys.press("Tab")
    expect(page.get_by_label("Detention", exact=True)).to_be_focused()
    keys.press("Space")
    page.get_by_role("button", name="Keep the tags").focus()
    keys.press("Enter")
    expect(page.get_by_text("The tags are kept")).to_be_visible()
    keys.press("m")
    expect(page.locator("#urgency-0")).to_be_focused()
    keys.press("Space")
    page.get_by_label("SR torture", exact=True).focus()
    keys.press("Space")
    page.get_by_role("button", name="Share").focus()
    keys.press("Enter")
    expect(page.get_by_text("Shared with SR torture")).to_be_visible()
    keys.press("x")
    page.wait_for_url(re.compile("not-actioned$"))
    assert [one["type"] for one in site.sent] == [
        "add-note",
        "tag-submission",
        "triage-submission",
    ]


def test_the_keys_are_listed_and_can_be_turned_off_on_this_device(site: Site) -> None:
    site.told.tell(received(seal=site.pages.vault.seal))
    page = site.open()
    row, dialog = page.locator("[data-keys-item]"), page.get_by_role("dialog")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Next row")
    sound(page, (1280, 900))
    page.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row).to_be_focused()
    page.reload()
    expect(row).to_have_count(1)
    for key in ("j", "?"):
        page.keyboard.press(key)
    expect(row).not_to_be_focused()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Single keys do this").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(row).to_be_focused()


def test_a_question_that_is_being_typed_survives_what_arrives(site: Site) -> None:
    site.told.tell(received(seal=site.pages.vault.seal))
    page = site.open()
    page.goto(f"/triage/{ID}#ask")
    page.get_by_label("Your question").fill("Half a question")
    site.told.tell(asked(seal=site.pages.vault.seal))
    expect(page.locator("#standing")).to_contain_text("Planted question")
    expect(page.get_by_label("Your question")).to_have_value("Half a question")


def test_an_open_filter_stays_open_while_the_queue_changes(site: Site) -> None:
    site.told.tell(received(seal=site.pages.vault.seal))
    page = site.open()
    page.keyboard.press("f")
    expect(page.get_by_label("Urgency")).to_be_focused()
    site.told.tell(received(OTHER, seal=site.pages.vault.seal))
    expect(page.locator("[data-keys-item]")).to_have_count(2)
    expect(page.get_by_label("Urgency")).to_be_focused()
    page.get_by_label("State or area").select_option("KEN")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile("state=KEN"))
    expect(page.locator("[data-keys-item]")).to_have_count(2)


def test_everything_works_without_scripts(site: Site) -> None:
    tell_story(site)
    page = site.open(java_script_enabled=False)
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_have_count(0)
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Tag").select_option("detention")
    page.get_by_role("button", name="Apply").click()
    page.locator(f"#s{ID}").get_by_role("link").first.click()
    page.get_by_role("link", name="Assign").click()
    page.get_by_role("button", name="Take it yourself").click()
    expect(page.get_by_text("You work on it now")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"^{case_number(OTHER)}, Kenya")).last.click()
    page.get_by_role("button", name="Read both").click()
    expect(page.get_by_text("Planted narrative")).to_have_count(2)
    page.get_by_label("The same case").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Recorded: the same case")).to_be_visible()
    assert [one["type"] for one in site.sent] == ["assign-submission", "link-submissions"]


def test_a_submission_is_found_admissible_by_keys_and_without_scripts(site: Site) -> None:
    tell_story(site)
    page = site.open()
    page.goto(f"/triage/{OTHER}")
    page.keyboard.press("c")
    boxes = page.locator("#admissibility input[type=checkbox]")
    expect(boxes.first).to_be_focused()
    page = site.open(size="phone", java_script_enabled=False)
    page.goto(f"/triage/{OTHER}")
    boxes = page.locator("#admissibility input[type=checkbox]")
    points = boxes.count()
    boxes.first.focus()
    for _ in range(points - 1):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(ARABIC)
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is found admissible")).to_be_visible()
    [sent] = site.sent
    answers = sent["data"]["answers"]
    assert [one["met"] for one in answers] == [True] * (points - 1) + [False]
    assert [one["point"] for one in answers[-2:]] == [LONG, ARABIC]
