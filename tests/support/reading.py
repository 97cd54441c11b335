"""How long it takes to read pages: the words that somebody sees on them, each text once."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

ARABIC: Final = 138
"""Words a minute: what readers of Arabic read aloud, the slowest of the seventeen languages of
Trauzettel-Klosinski and Dietz, Investigative Ophthalmology & Visual Science 53 (2012), 5452."""

_UNREAD: Final = frozenset({"head", "noscript", "option", "script", "svg", "template"})
"""What nobody reads: choices of a list are looked for, as a State is."""
_EMPTY: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "use", "wbr"})
_TEXTS: Final = frozenset({"a", "b", "bdi", "code", "em", "i", "span", "strong", "time"})
"""What stands inside a sentence."""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self._open: list[tuple[str, bool]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TEXTS:
            self.texts.append("")
        if tag not in _EMPTY:
            within, unread = self._open[-1] if self._open else ("", False)
            folded = within == "details" and tag != "summary"
            named = "details open" if tag == "details" and "open" in dict(attrs) else tag
            unread = unread or folded or tag in _UNREAD or "hidden" in dict(attrs)
            self._open.append((named, unread))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in _TEXTS:
            self.texts.append("")
        while self._open and self._open.pop()[0].partition(" ")[0] != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.texts[-1] += data


def texts(page: str) -> list[str]:
    """Return what stands on the page, sentence by sentence; what is folded is not read."""
    reader = _Page()
    reader.feed(page)
    return [text for one in reader.texts if (text := re.sub(r"\s+", " ", one).strip())]


def words(pages: Iterable[str]) -> int:
    """Count the words of all pages. A text that stood on an earlier page is not read again."""
    known = dict.fromkeys(text for page in pages for text in texts(page))
    return sum(bool(re.search(r"\w", word)) for text in known for word in text.split())
