"""No text of any language has a character that the fonts lack, on a page or in a PDF."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import which
from unicodedata import category

from portal.letters.documents.typesetting import missing_fonts, pdf
from portal.web.i18n.catalogues import DOMAINS, catalogue
from portal.web.i18n.languages import CATALOGUES, ENGLISH, ready
from shared.platform.settings import Settings
from tests.conftest import missing
from tests.portal.letters.documents.test_typesetting import SENT

FONTS = Settings().font_directories
REFERENCE = CATALOGUES.parent / "shared/reference"
PORTAL = CATALOGUES.parent / "portal"
STACK = PORTAL / "assets/src/portal.scss"
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
"""Categories of what is not drawn."""


@cache
def characters() -> frozenset[str]:
    """Return what is drawn of all catalogues and of all reference data."""
    found = set[str]()
    for text in (*_said(), *(one.read_text(encoding="utf-8") for one in _tables())):
        found.update(text)
    return frozenset(filter(seen, found))


def seen(character: str) -> bool:
    return category(character) not in UNSEEN


def _said() -> Iterator[str]:
    for code in (one.code for one in ready() if one.code != ENGLISH):
        for domain in DOMAINS:
            for message in catalogue(CATALOGUES / code / f"{domain}.po"):
                yield repr((message.id, message.string))


def _tables() -> list[Path]:
    return sorted(REFERENCE.glob("*.csv"))


def families() -> list[str]:
    """Return the fonts that the pages name and that anybody may install."""
    found = re.search(r"\$govuk-font-family: \((.*?)\)", STACK.read_text())
    assert found
    return [name for name in re.findall(r'"([^"]+)"', found[1]) if name.startswith("Noto ")]


def drawn_by(family: str) -> set[str]:
    said = subprocess.run(  # noqa: S603  # its name comes from our own sheet
        ["fc-list", f":family={family}:style=Regular", "--format", "%{charset} "],  # noqa: S607
        capture_output=True,
        check=True,
        text=True,
    )
    found = set[str]()
    for one in said.stdout.split():
        first, _, last = one.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return found


def test_the_fonts_of_the_pages_have_every_character() -> None:
    if which("fc-list") is None or not all(map(drawn_by, families())):
        missing("fonts for pages (Debian: fontconfig, fonts-noto-core, fonts-noto-cjk)")
    drawn = set[str]().union(*map(drawn_by, families()))
    assert sorted(characters() - drawn) == []
    pages = (one.read_text(encoding="utf-8") for one in PORTAL.rglob("templates/**/*.html"))
    assert sorted({one for page in pages for one in page if seen(one)} - drawn) == []


def test_the_fonts_of_the_letters_have_every_character() -> None:
    if missing_fonts(FONTS):
        missing("fonts for letters (Debian: fonts-noto-core, fonts-noto-cjk)")
    every = sorted(characters())
    lines = ["".join(every[at : at + 60]) for at in range(0, len(every), 60)]
    assert len(every) > 1_000
    pdf(replace(SENT, text="\n\n".join(lines)), FONTS)
