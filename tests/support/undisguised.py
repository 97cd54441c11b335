"""What a page in disguise says that no translator can reach."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

from portal.web.i18n.formats import city
from portal.web.i18n.languages import LANGUAGES
from shared.reference import mandate_acronym, mandates, states
from shared.reference.sessions import ZONES

ENGLISH_PART: Final = '<span lang="en" dir="ltr">'
"""What a text is put into that has no translation."""
_READ: Final = ("alt", "aria-label", "data-label", "placeholder", "title")
_EMPTY: Final = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_OF_OTHERS: Final = frozenset({"bdi", "code", "script", "style", "svg", "textarea", "time"})
"""Elements with what somebody wrote, with codes, or with times, which are written like numbers."""
_SAID: Final = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_CODE: Final = re.compile(
    r"\S+@\S+|https?://\S+|\b[AE]/[A-Z\d][\w./]*"  # a symbol of the United Nations: A/HRC/61/54
    rf"|\b(?:\d{{1,2}} )?(?:{'|'.join((*month_abbr[1:], *month_name[1:]))}) \d{{4}}\b"
    r"|\b[A-Z0-9]{2,}(?:[-/ ][A-Z0-9]+)*\b|\b[\w-]+\.(?:csv|pdf|png|xlsx)\b"
)
_NAMES: Final = re.compile(
    "|".join(
        re.escape(name)
        for name in sorted(
            {one.name for one in states().values()}
            | {one.name for one in mandates().values()}
            | {mandate_acronym(code) for code in mandates()}
            | {city(zone) for zone in ZONES}
            | {one.name for one in LANGUAGES.values()}
            | {"Atom", "Rapporteur"},
            key=len,
            reverse=True,
        )
    )
)


_PARTS: Final = re.compile(r"(?=<body|<main|<footer)")
_SILENT: Final = re.compile(r'\s(?:nonce|value|href|action|id|aria-current)="[^"]*"')
"""What nobody reads and what differs from page to page; the value of a button is no name of it."""


def root_of(language: str) -> str:
    """Return how a page in this language begins."""
    spoken = LANGUAGES[language]
    return f'<html lang="{spoken.tag}" dir="{spoken.dir}"'


def parts_of(page: str) -> list[str]:
    """Cut a page into its head, what stands above and below its content, and that.

    What is the same on many pages is the same text here, and has to be judged once.
    """
    return [_SILENT.sub("", part) for part in _PARTS.split(page)]


def own_words_on(page: str) -> re.Pattern[str]:
    """Return what finds the words of others that this page shows as such: titles have them too."""
    said = {" ".join(one.split()) for one in _read(page).own}
    long = sorted((one for one in said if _WORD.search(one)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long)) or "$^")


def _read(page: str) -> "_Reader":
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def undisguised(page: str) -> list[str]:
    """Return the words of the page that are neither in disguise nor anybody's own."""
    reader = _read(page)
    left = "".join(reader.said)
    while _SAID.search(left):
        left = _SAID.sub(" ", left)
    return [line for line in map(_without_names, left.splitlines()) if _WORD.search(line)]


def _without_names(line: str) -> str:
    return _CODE.sub(" ", _NAMES.sub(" ", line)).strip()


class _Reader(HTMLParser):
    """Collects what is read, or read aloud; an element of somebody's own words is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.own: list[str] = []
        """What is left out, as words of others."""
        self._open: list[tuple[str, bool]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        left_out = bool(self._open and self._open[-1][1]) or _is_of_others(tag, own)
        if not left_out:
            self.said.extend(_read_aloud(own))
        if tag not in _EMPTY:
            self._open.append((tag, left_out))

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                break
        if tag not in {"a", "b", "em", "span", "strong", "bdi", "code", "time"}:
            self.said.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        left_out = bool(self._open and self._open[-1][1])
        (self.own if left_out else self.said).append(data.replace("\n", " "))


def _is_of_others(tag: str, own: dict[str, str | None]) -> bool:
    if tag in _OF_OTHERS or own.get("translate") == "no" or own.get("hreflang"):
        return True
    return tag != "html" and ("lang" in own or own.get("dir") == "auto") and tag != "input"


def _read_aloud(own: dict[str, str | None]) -> Iterator[str]:
    for name in _READ:
        if said := own.get(name):
            yield f"\n{said}\n"
