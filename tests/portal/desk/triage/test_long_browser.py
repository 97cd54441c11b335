"""A long story at the desk in a real browser: short at first, all there, nothing hidden."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.support.looking import sound
from tests.support.submissions import ID, asked, received
from tests.support.triage import noted
from tests.support.triage_site import Site, site_of

pytestmark = pytest.mark.browser

STORY = "They came at dawn, and nobody has seen him since. He is a teacher.\n\n" * 600
UNDER_THE_BAR = """() => {
  const here = document.activeElement, bar = document.querySelector(".actions");
  if (bar.contains(here) || here === document.body) return null;
  if (getComputedStyle(bar).position !== "sticky") return null;
  const one = here.getBoundingClientRect(), other = bar.getBoundingClientRect();
  const over = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return over > 1 ? `${here.outerHTML.slice(0, 200)}: ${over} of ${one.height}` : null;
}"""


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    with site_of(tmp_path_factory.mktemp("portal"), browser) as one:
        yield one


def tell_long_story(site: Site) -> None:
    seal = site.pages.vault.seal
    site.told.tell(
        received(seal=seal, mandates=(), narrative=seal(f"submission-{ID}", STORY)),
        noted(seal=seal),
    )


@pytest.mark.parametrize(
    ("width", "height", "most"), [(390, 844, 7_000), (1280, 900, 4_200)], ids=["phone", "desk"]
)
def test_a_story_of_40_kb_leaves_the_page_short_and_is_all_there(
    site: Site, width: int, height: int, most: int
) -> None:
    tell_long_story(site)
    page = site.open()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/triage/{ID}")
    assert page.evaluate("document.documentElement.scrollHeight") < most  # of 42,600 and 21,100
    rest = page.locator(".rest > .long-text").first
    expect(rest).to_be_hidden()
    page.emulate_media(media="print")
    expect(rest).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_text("Show the whole story (about 8,400 words)").click()
    expect(rest).to_be_visible()
    site.told.tell(asked(seal=site.pages.vault.seal))
    expect(page.locator("#standing")).to_contain_text("Planted question")
    expect(rest).to_be_visible()


@pytest.mark.parametrize(
    ("width", "height", "language"),
    [(390, 844, "xb"), (1280, 900, "en"), (320, 225, "en")],
    ids=["phone", "desk", "400 %"],
)
def test_the_bar_of_actions_hides_nothing_that_has_the_focus(
    site: Site, width: int, height: int, language: str
) -> None:
    tell_long_story(site)
    page = site.open()
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/triage/{ID}")
    bar = page.locator(".actions")
    tall = height > 500
    assert bar.evaluate("it => getComputedStyle(it).position") == ("sticky" if tall else "static")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    hidden = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        hidden.add(page.evaluate(UNDER_THE_BAR))
    for _ in range(150):
        page.keyboard.press("Shift+Tab")
        hidden.add(page.evaluate(UNDER_THE_BAR))
    assert hidden == {None}
    page.evaluate("scrollTo(0, 1500)")
    if tall:
        expect(bar).to_be_in_viewport(ratio=1)
    sound(page, (width, height))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_link_opens_the_part_that_it_leads_to(site: Site, *, scripts: bool) -> None:
    tell_long_story(site)
    page = site.open(size="phone", java_script_enabled=scripts)
    page.goto(f"/triage/{ID}")
    question = page.get_by_label("Your question")
    expect(question).to_be_hidden()
    page.get_by_role("link", name="Ask the source").click()
    expect(question).to_be_visible()
    expect(question).to_be_in_viewport()
