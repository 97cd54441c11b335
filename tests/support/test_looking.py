"""Looking at a page once is enough only if it shows the same again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import looking
from tests.support.keyboard import missed
from tests.support.looking import DESK, PHONE, inaccessible, too_wide

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><title>A page</title>
<style>@media (min-width: 600px) { .narrow { display: none; } }
@media (max-width: 599px) { .pale { color: #eee; } }</style>
<main><h1>A page</h1>CONTENT</main></html>"""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def page(window: Page) -> Page:
    window.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return window


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('<img class="narrow" src="data:,">', "image-alt"),
        ('<p class="pale">Hard to read</p>', "color-contrast"),
    ],
)
def test_what_is_wrong_at_one_width_alone_is_found_there(
    page: Page, content: str, rule: str
) -> None:
    page.set_content(PAGE.replace("CONTENT", content))
    assert inaccessible(page) == []
    too_wide(page, PHONE)
    [fault] = inaccessible(page)
    assert fault.startswith(rule)


def test_what_is_wrong_is_found_however_often_it_is_looked_at(page: Page) -> None:
    page.set_content(PAGE.replace("CONTENT", '<img src="data:,">'))
    for _ in range(2):
        [fault] = inaccessible(page)
        assert fault.startswith("image-alt")


SOUND = """<!DOCTYPE html><html lang="en"><head><title>A page</title><style>
.pale { color: #eee; } .link { text-decoration: none; color: #333; } .under { color: #1d70b8; }
</style></head><body>
<a href="#main" class="skip">Skip to the page</a>
<header><p>House</p><nav aria-label="Pages"><ul><li><a class="under" href="/">Home</a></li></ul>
</nav></header>
<main id="main"><h1>A page</h1><h2>Its part</h2>
<p>Words, and <a class="under" href="/there">a link</a> among them.</p>
<form><label for="name">Your name</label><input id="name" autocomplete="name">
<span id="told">Said of it</span><input type="text" aria-labelledby="told">
<select aria-label="State"><option>Kenya</option></select><button type="submit">Send</button></form>
<ul class="list"><li>One</li><li>Two</li></ul>
<table><tr><th scope="col">Who</th></tr><tr><td>She</td></tr></table>
<div role="list"><div role="listitem">An item</div></div>
<svg role="img" width="9" height="9" aria-label="Picture"></svg>
<p lang="fr">Bonjour</p><p class="plain">Plain</p></main>
<footer><p>End</p></footer></body></html>"""


@pytest.mark.parametrize(
    ("whole", "broken", "rule"),
    [
        ('<label for="name">Your name</label>', "", "label"),
        ('<label for="name">Your name', '<label for="name">', "label"),
        ('<label for="name">', '<label for="names">', "label"),
        ('<span id="told">Said of it', '<span id="told">', "label"),
        ('<span id="told">', '<span id="tell">', "label"),
        ('<span id="told">', '<span id="told"></span><span id="told">', "label"),
        ('aria-label="State"', 'aria-label=""', "select-name"),
        (">Send<", "><", "button-name"),
        ('href="/there">a link<', 'href="/there"><', "link-name"),
        ('class="under" href="/there"', 'class="link" href="/there"', "link-in-text-block"),
        ("<h2>Its part", "<h2>", "empty-heading"),
        ("<h2>Its part</h2>", "<h4>Its part</h4>", "heading-order"),
        ("<h1>A page</h1>", "<p>A page</p>", "page-has-heading-one"),
        ('autocomplete="name"', 'autocomplete="my-name"', "autocomplete-valid"),
        ('autocomplete="name"', 'autocomplete="name" tabindex="3"', "tabindex"),
        ('autocomplete="name"', 'autocomplete="name" aria-hidded="true"', "aria-valid-attr"),
        ('autocomplete="name"', 'autocomplete="name" aria-invalid="so"', "aria-valid-attr-value"),
        ("<li>Two</li>", "<p>Two</p>", "list"),
        ("<li>Two</li>", "<li>Two</li><div>Three</div>", "list"),
        ('role="list"', 'role="presentation"', "aria-required-parent"),
        ('role="listitem"', 'role="listitem-of"', "aria-roles"),
        ('scope="col"', 'scope="cols"', "scope-attr-valid"),
        ('aria-label="Picture"', 'aria-label=" "', "svg-img-alt"),
        ('<p lang="fr">', '<p lang="xx-of-none">', "valid-lang"),
        ('class="plain"', 'class="pale"', "color-contrast"),
        ("<footer>", "<p>Outside</p><footer>", "region"),
        ("</main>", "</main><main><p>More</p></main>", "landmark-no-duplicate-main"),
        ('href="#main"', 'href="#men"', "region"),
        ('<html lang="en">', "<html>", "html-has-lang"),
        ("<title>A page", "<title>", "document-title"),
        ("<p>House", '<img src="data:,"><p>House', "image-alt"),
    ],
)
def test_no_fault_is_taken_for_what_was_judged(
    page: Page, monkeypatch: pytest.MonkeyPatch, whole: str, broken: str, rule: str
) -> None:
    """Judged without a fault, and again with one that its parts have to show."""
    monkeypatch.setattr(looking, "_judged", _judged)
    page.set_content(SOUND)
    assert inaccessible(page) == []
    assert SOUND.count(whole) == 1
    page.set_content(SOUND.replace(whole, broken))
    assert rule in {fault.partition(":")[0] for fault in inaccessible(page)}


_judged = looking.Judged()


def test_a_page_with_other_words_is_not_judged_again(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_judged", _judged)
    page.set_content(SOUND)
    assert inaccessible(page) == []
    monkeypatch.setattr(looking, "_JUDGED", "() => ['it was judged']")
    page.set_content(
        SOUND.replace("Words", "Text").replace("/there", "/where").replace("She", "He")
    )
    assert inaccessible(page) == []
    page.set_content(SOUND.replace("<td>She", "<td>"))
    assert inaccessible(page) == ["it was judged"]


def test_what_another_process_judged_is_not_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_TEST_KEPT", str(tmp_path))
    one, other = looking.Judged(), looking.Judged()
    assert other.fresh(["p1", "p2"]) == ["p1", "p2"]
    one.add(["p1"])
    one.add(["p1", "p3"])
    assert other.fresh(["p1", "p2", "p3"]) == ["p2"]
    with (tmp_path / "judged").open("a") as file:
        file.write("p2")  # half a line
    assert other.fresh(["p2"]) == ["p2"]


TRAP = '<button onkeydown="event.preventDefault()">Two</button>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<a href="#a">One</a> <button>Two</button>', []),
        (
            f'<a href="#a">One</a> {TRAP} <a href="#b">Three</a>',
            ['Tab leads past <a href="#b">Three</a>', "Tab does not lead out of the page"],
        ),
    ],
    ids=["through", "a trap"],
)
def test_what_tab_does_not_reach_is_said(page: Page, content: str, said: list[str]) -> None:
    page.set_content(PAGE.replace("CONTENT", content))
    assert missed(page) == said
