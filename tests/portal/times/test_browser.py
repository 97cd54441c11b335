"""What only a browser can tell of the page of times: it fits, reads well and needs no script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal.communications.conftest import Desk
from tests.portal.communications.test_browser import SIZES, address, elsewhere, visit
from tests.portal.times.test_views import gone

__all__ = ["address", "visit"]
pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_the_page_reads_well_and_fits(desk: Desk, visit: Visit, size: tuple[int, int]) -> None:
    elsewhere(lambda: gone(desk))
    window: Any = {"width": size[0], "height": size[1]}
    for who in ("chief", "officer", "strange officer"):
        opened = visit(who, "/times", viewport=window)
        found = Axe().run(opened)
        assert found.violations_count == 0, (who, found.generate_report())
        assert opened.evaluate("document.documentElement.scrollWidth") <= size[0], who


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
