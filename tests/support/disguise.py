"""What a page in disguise says that translators never get to see.

The page is asked for in ``xa``: whatever stands outside of ⟦ and ⟧ went by no catalogue. Names of
States and mandates are data with columns of their own, times have formats, and codes are the same
everywhere: they are left out, and so is what people wrote.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from typing_extensions import override

from shared import reference

_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"\b(?:[0-9A-Z]{2,}-)+[0-9A-Z]{2,}\b")
_READ_ALOUD = re.compile(r"aria-label|alt|data-label|placeholder|title|data-i18n\..*")
_LEFT_OUT = {"script", "style", "time", "textarea", "svg"}
_THE_SAME = {"Rapporteur", "CSV", "XLSX", "PDF"}


def undisguised(page: str, *written: str) -> list[str]:
    """Return the texts of the page that are in English alone; ``written``: by people.

    Its head and foot, which all pages have, are looked at in a browser.
    """
    reader = _Reader()
    [title] = re.findall(r"<title>.*?</title>", page, re.DOTALL)
    _, mark, own = page.partition("</header>")[2].partition('<div class="govuk-width-container')
    reader.feed(f"{title}\n{mark}{own.partition('</main>')[0]}")
    texts = [*_apart("".join(reader.said)), *reader.read_aloud]
    known = _THE_SAME | _names() | {word for one in written for word in _WORD.findall(one)}
    return [text for text in texts if set(_WORD.findall(_bare(text))) - known]


@cache
def _names() -> frozenset[str]:
    names = [one.name for one in reference.states().values()]
    names += [one.name for one in reference.mandates().values()]
    return frozenset(word for name in names for word in _WORD.findall(name))


def _apart(said: str) -> Iterator[str]:
    yield from (line.strip() for line in _bare(said).splitlines() if line.strip())


def _bare(text: str) -> str:
    while _SAID.search(text):
        text = _SAID.sub(" ", text)
    return _CODE.sub(" ", text)


class _Reader(HTMLParser):
    """Gather what is shown, without its tags, and what is read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.read_aloud: list[str] = []
        self._hidden = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _LEFT_OUT
        self.read_aloud += [text for name, text in attrs if text and _READ_ALOUD.fullmatch(name)]

    @override
    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _LEFT_OUT

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)
