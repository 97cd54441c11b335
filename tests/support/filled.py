"""A form as somebody fills it in who answers everything: words, days, the first of each choice."""

from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

WORDS: Final = "Words"
_TYPED: Final = {
    "date": "2026-11-20",
    "datetime-local": "2026-11-20T10:00",
    "email": "words@example.org",
    "number": "3",
}
_NOT_FILLED: Final = frozenset({"file", "password", "submit", "button", "image"})


def filled(form: str) -> dict[str, str]:
    """Return what this form sends; what it says already is kept."""
    reader = _Reader()
    reader.feed(form)
    reader.close()
    return reader.sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._area: str | None = None
        self._list: str | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        name, kind, value = own.get("name", ""), own.get("type", "text"), own.get("value", "")
        if tag == "option" and self._list and value:
            self.sent.setdefault(self._list, value)
        elif tag == "select":
            self._list = name
        elif tag == "textarea":
            self._area = name
            self.sent[name] = ""
        elif tag == "input" and name and kind not in _NOT_FILLED:
            self.sent.setdefault(name, value or _TYPED.get(kind, WORDS))

    @override
    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._list = None
        if tag == "textarea" and self._area:
            self.sent[self._area] = self.sent[self._area].strip() or WORDS
            self._area = None
