"""The rows of a large workbook's first sheet (XLSX, ODS), front to back in bounded memory.

Only the texts that stand once for many cells are held at once, and both they and all that is
unpacked are counted. The parser expands no entity: a part that declares any is refused.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import IO, Any, Final
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType
from zipfile import ZipFile

from portal.public.corpus.columns import Reason, Unreadable
from portal.web import ods_rows
from portal.web.zipped import DAMAGED

_UNPACKED: Final = 1_000_000_000  # bytes of the parts that are read
_TEXTS: Final = 100_000_000  # bytes of what stands once for many cells, in memory
_EACH: Final = 60  # bytes of any text, even of an empty one
_WIDE: Final = "\u0100"  # from this letter on each takes two bytes
_LONGEST: Final = 200_000  # characters of one cell
_WIDEST: Final = 200  # columns
_CHUNK: Final = 256 * 1024
_LISTED: Final = 1_000_000  # bytes of a list of tabs
_BOOK: Final = "xl/workbook.xml"
_TARGETS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_OPENED = (*DAMAGED, ExpatError)
_OF_ODS: Final = ods_rows.Most(unpacked=_UNPACKED, text=_UNPACKED, columns=_WIDEST)


def rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its place among those that are there. Raises ``Unreadable``."""
    try:
        with closing(ZipFile(file)) as parts:
            if ods_rows.is_ods(parts):
                for number, cells in ods_rows.rows(parts, _OF_ODS):
                    yield number, ["" if one.kind == "error" else one.text for one in cells]
                return
            sheet = _first_sheet(parts)
            if sum(one.file_size for one in parts.infolist()) > _UNPACKED:
                raise Unreadable(Reason.TOO_LARGE)
            texts = list(_texts(parts)) if _STRINGS in parts.namelist() else []
            with parts.open(sheet) as source:
                yield from _Rows(texts).of(source)
    except ods_rows.TooLarge:
        raise Unreadable(Reason.TOO_LARGE) from None
    except _NOT_OPENED:
        raise Unreadable(Reason.DAMAGED) from None


def _first_sheet(parts: ZipFile) -> str:
    """Return the part of the first tab; where no list of tabs leads to one, the lowest number."""
    there = set(filter(_SHEET.fullmatch, parts.namelist()))
    tabs: list[str] = []
    targets: dict[str, str] = {}

    def begin(name: str, told: dict[str, str]) -> None:
        match name:
            case "workbookPr" if told.get("date1904", "0").lower() in {"1", "true", "on"}:
                raise Unreadable(Reason.EPOCH)
            case "sheet":
                tabs.append(next((told[key] for key in told if key.endswith("}id")), ""))
            case "Relationship":
                targets[told.get("Id", "")] = told.get("Target", "").removeprefix("/xl/")
            case _:
                pass

    for name in {_BOOK, _TARGETS}.intersection(parts.namelist()):
        if parts.getinfo(name).file_size > _LISTED:
            raise Unreadable(Reason.TOO_LARGE)
        with parts.open(name) as source:
            for _ in _parsed(source, begin, lambda _: None, lambda _: None):
                pass
    first = f"xl/{targets.get(tabs[0], '')}" if tabs else ""
    return first if first in there else min(there, key=lambda name: (len(name), name))


def _texts(parts: ZipFile) -> Iterator[str]:
    found: list[str] = []
    text: list[str] = []
    inside, aside, left, length = False, False, _TEXTS, 0

    def begin(name: str, _: Any) -> None:
        nonlocal inside, aside, length
        inside = name == "t"
        aside = aside or name == "rPh"  # how a text is pronounced
        if name == "si":
            text.clear()
            length = 0

    def end(name: str) -> None:
        nonlocal inside, aside, left
        inside = False
        aside = aside and name != "rPh"
        if name == "si":
            found.append(_unescaped("".join(text)))
            left -= _EACH + len(found[-1]) * (2 if max(found[-1], default="") >= _WIDE else 1)
            if left < 0:
                raise Unreadable(Reason.TOO_LARGE)

    def data(some: str) -> None:
        nonlocal length
        if inside and not aside:
            length += len(some)
            if length > _LONGEST:
                raise Unreadable(Reason.TOO_LARGE)
            text.append(some)

    with parts.open(_STRINGS) as source:
        for _ in _parsed(source, begin, end, data):
            yield from found
            found.clear()


class _Rows:
    """What has been read of a sheet up to now."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._done: list[tuple[int, list[str]]] = []
        self._number, self._column, self._length = 0, 0, 0
        self._cells: list[str] = []
        self._kind, self._value = "", list[str]()
        self._inside = False

    def of(self, source: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
        for _ in _parsed(source, self._begin, self._end, self._data):
            yield from self._done
            self._done.clear()

    def _begin(self, name: str, told: dict[str, str]) -> None:
        if name == "row":
            self._number += 1  # what the file says may be anything
            self._cells, self._column = [], 0
        elif name == "c":
            place = told.get("r", "").rstrip("0123456789")
            self._column = _place(place) if place else self._column + 1
            self._kind, self._value, self._length = told.get("t", "n"), [], 0
        self._inside = name in {"v", "t"}

    def _end(self, name: str) -> None:
        self._inside = False
        if name == "c" and self._column <= _WIDEST:
            self._cells += [""] * (self._column - len(self._cells))
            self._cells[self._column - 1] = self._cell("".join(self._value))
        elif name == "row":
            self._done.append((self._number, self._cells))

    def _data(self, some: str) -> None:
        if self._inside:
            self._length += len(some)
            if self._length > _LONGEST:
                raise Unreadable(Reason.TOO_LARGE)
            self._value.append(some)

    def _cell(self, told: str) -> str:
        match self._kind:
            case "s":
                return self._texts[int(told)]
            case "n" if told:
                return f"{float(told):.15g}"
            case "e":
                return ""
            case _:
                return _unescaped(told)


def _parsed(
    source: IO[bytes],
    begin: Callable[[str, Any], None],
    end: Callable[[str], None],
    data: Callable[[str], None],
) -> Iterator[None]:
    """Parse a part, and stop after each chunk."""
    parser: XMLParserType = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, told: begin(name.rpartition("}")[2], told)
    parser.EndElementHandler = lambda name: end(name.rpartition("}")[2])
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _declares
    while chunk := source.read(_CHUNK):
        parser.Parse(chunk)
        yield
    parser.Parse(b"", True)  # noqa: FBT003  # the last
    yield


def _declares(*_: Any) -> None:
    raise ValueError  # entities have no place in a workbook


def _place(letters: str) -> int:
    """Return the number of a column by its letters."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(1, number)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
