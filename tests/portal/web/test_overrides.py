"""The style sheet has each override of GOV.UK's that a page uses: _overrides.scss names them."""

import re
from pathlib import Path

from portal.web.static_files import manifest

PORTAL = Path("portal")
USED = re.compile(r"govuk-!-[a-z0-9-]+")


def test_each_override_that_a_page_uses_is_in_the_style_sheet() -> None:
    style = PORTAL / "static/build" / manifest(PORTAL / "static")["portal.css"]
    has = set(USED.findall(style.read_text().replace("\\", "")))
    pages = [*PORTAL.rglob("templates/**/*.html"), *PORTAL.rglob("*.py")]
    used = {name for page in pages for name in USED.findall(page.read_text())}
    assert used - has == set()
    assert {"govuk-!-margin-bottom-0", "govuk-!-width-one-third"} <= used


def test_nothing_moves_by_itself_so_nobody_has_to_ask_for_less_of_it() -> None:
    """What would move stands below ``prefers-reduced-motion: no-preference`` or not at all."""
    moves = re.compile(r"(?:transition|animation|scroll-behavior)(?:-[a-z]+)?\s*:|@keyframes")
    assert moves.search("a{transition:color .3s}")
    for name in ("portal.css", "portal.rtl.css"):
        style = (PORTAL / "static/build" / manifest(PORTAL / "static")[name]).read_text()
        assert moves.findall(style) == [], name
