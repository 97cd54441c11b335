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
