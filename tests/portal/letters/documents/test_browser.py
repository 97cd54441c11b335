"""A letter's document, its proof and its notices, in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_browser import address, elsewhere, visit
from tests.support.looking import sound
from tests.support.submissions import ID

__all__ = ["address", "visit"]
pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def gone(desk: Desk) -> str:
    """Return the page of a letter that was transmitted and proved."""
    page = desk.cleared(text="Excellency,\n\nthe wording.")
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    assert desk.press("chief", f"{page}/proof", "/proof", channel="email").status_code == 303
    return page


def test_the_pages_read_well_and_fit(desk: Desk, visit: Visit) -> None:
    page = elsewhere(lambda: gone(desk))
    shown = {
        "officer": (page,),
        "holder": (f"{page}/sources/{ID}/share", "/notices"),
        "chief": (f"{page}/proof", "/transmit", page),
    }
    for who, addresses in shown.items():
        opened = visit(who, addresses[0])
        sound(opened)
        for one in addresses[1:]:
            opened.goto(one)
            sound(opened)


def test_the_document_is_saved_under_a_name_that_says_nothing(
    desk: Desk, visit: Visit, tmp_path: Path
) -> None:
    page = elsewhere(lambda: gone(desk))
    opened = visit("desk officer", page)
    with opened.expect_download() as saved:
        opened.get_by_role("link", name="Download the letter (PDF)").click()
    assert saved.value.suggested_filename == "letter.pdf"
    saved.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes().startswith(b"%PDF")


def test_how_it_was_sent_is_recorded_with_the_keyboard_alone(desk: Desk, visit: Visit) -> None:
    page = elsewhere(lambda: _transmitted(desk))
    opened = visit("chief", f"{page}/proof")
    opened.get_by_label("Post").focus()
    opened.keyboard.press("Space")
    opened.get_by_role("button", name="Record the proof").focus()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**#transmission", timeout=60_000)
    assert "Fingerprint of the PDF" in opened.inner_text("main")


def _transmitted(desk: Desk) -> str:
    page = desk.cleared(text="Excellency,\n\nthe wording.")
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    return page
