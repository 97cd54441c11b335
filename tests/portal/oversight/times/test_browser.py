"""The page of times in a browser: it fits, reads well and needs no script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_browser import address, elsewhere, visit
from tests.portal.oversight.times.test_views import gone
from tests.support.looking import sound

__all__ = ["address", "visit"]
pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def test_the_page_reads_well_and_fits(desk: Desk, visit: Visit) -> None:
    elsewhere(lambda: gone(desk))
    for who in ("chief", "officer", "strange officer"):
        sound(visit(who, "/times"))


def test_the_file_is_taken_along_without_scripts(desk: Desk, visit: Visit, tmp_path: Path) -> None:
    elsewhere(lambda: gone(desk))
    opened = visit("desk", "/transmit", java_script_enabled=False)
    opened.get_by_role("link", name="Every step of it").click()
    expect(opened.get_by_role("heading", name="Times in 2026")).to_be_visible()
    with opened.expect_download() as saved:
        opened.get_by_role("link", name="Download 2026").click()
    assert saved.value.suggested_filename == "times-2026.csv"
    saved.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_text().startswith("year,type,step,letters,")
