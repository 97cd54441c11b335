"""Looking at a page once is enough only if it shows the same again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.looking import DESK, PHONE, inaccessible, too_wide

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><title>A page</title>
<style>@media (min-width: 600px) { .narrow { display: none; } }
@media (max-width: 599px) { .pale { color: #eee; } }</style>
<main><h1>A page</h1>CONTENT</main></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
    yield opened
    opened.close()


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
