"""The rows of an OpenDocument workbook's first sheet, read from front to back in bounded memory.

A row or a cell may say that it stands there a million times. So the limits count what is handed
on, and empty rows and cells at the end are not created. The parser expands no entity.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final, NamedTuple
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

_CONTENT: Final = "content.xml"
_CHUNK: Final = 64 * 1024
_ROWS: Final = 1_048_576  # that any program has
_LONGEST: Final = 200_000  # characters of one cell
_BLANK: Final = re.compile("[ \t\r\n]+")
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_VALUES: Final = {"date": "date-value", "time": "time-value", "string": "string-value"}
_TYPE: Final = "value-type"
_ERROR: Final = "error"


class Cell(NamedTuple):
    """``kind``: as the file says; "error" of a formula that came to nothing."""

    text: str
    kind: str = ""
    formula: bool = False


class TooLarge(Exception):
    """There is more in it than is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """``unpacked``: bytes of the content. ``text``: characters of all cells that are handed on."""

    unpacked: int
    text: int
    columns: int


def is_ods(parts: ZipFile) -> bool:
    return _CONTENT in parts.namelist()


def rows(parts: ZipFile, most: Most) -> Iterator[tuple[int, list[Cell]]]:
    """Yield each row with its number. Raises ``TooLarge``, and what ``zipped.DAMAGED`` names."""
    if parts.getinfo(_CONTENT).file_size > most.unpacked:
        raise TooLarge
    left, written = most.text, _ROWS
    with parts.open(_CONTENT) as source:
        for number, times, cells in _Sheet(most.columns).of(source):
            length = sum(len(one.text) for one in cells)
            for again in range(times if length else 1):
                left -= length
                written -= 1
                if left < 0 or written < 0:
                    raise TooLarge
                yield number + again, cells


class _Sheet:
    """What has been read up to now. ``_open``: names of the elements around, from the cell on."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._done: list[tuple[int, int, list[Cell]]] = []
        self._tables, self._over = 0, False
        self._next, self._times = 1, 1
        self._cells: list[Cell] = []
        self._column, self._wide = 0, 1
        self._open: list[str] = []
        self._told: Mapping[str, str] = {}
        self._text: list[str] = []
        self._length = 0

    def of(self, source: IO[bytes]) -> Iterator[tuple[int, int, list[Cell]]]:
        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = _declares
        while not self._over and (chunk := source.read(_CHUNK)):
            parser.Parse(chunk)
            yield from self._done
            self._done.clear()
        if not self._over:
            parser.Parse(b"", True)  # noqa: FBT003  # the last
            raise ValueError  # it has no sheet

    def _begin(self, long: str, given: Mapping[str, str]) -> None:
        name = _bare(long)
        if name == "table":
            self._tables += 1
        elif self._over or self._tables != 1:  # a table in a cell is none of its rows
            return
        elif self._open:
            self._open.append(name)
            self._mark(name, given)
        elif name == "table-row":
            self._cells, self._column = [], 0
            self._times = _number(given, "number-rows-repeated")
        elif name in _CELLS:
            self._open, self._text, self._length = [name], [], 0
            self._told = {_bare(one): value for one, value in given.items()}
            if _ERROR in (value for one, value in given.items() if _bare(one) == _TYPE):
                self._told = {**self._told, _TYPE: _ERROR}  # LibreOffice says it beside "string"
            self._wide = _number(given, "number-columns-repeated")

    def _mark(self, name: str, given: Mapping[str, str]) -> None:
        """Note what stands for letters: the lines of a cell, its breaks, and runs of spaces."""
        if not self._is_text():
            return
        match name:
            case "p" if self._text:
                self._add("\n")
            case "p":
                self._text.append("")  # the next one is another line
            case "s":
                self._add(" " * min(_LONGEST, _number(given, "c")))
            case "tab":
                self._add("\t")
            case "line-break":
                self._add("\n")
            case _:
                pass

    def _end(self, long: str) -> None:
        name = _bare(long)
        if name == "table":
            self._over = self._over or self._tables == 1
            self._tables -= 1
        elif self._over or self._tables != 1:
            return
        elif self._open:
            self._open.pop()
            if not self._open:
                self._ended(name)
        elif name == "table-row":
            self._done.append((self._next, self._times, self._cells))
            self._next += self._times

    def _ended(self, name: str) -> None:
        cell = self._cell() if name == "table-cell" else Cell("")
        if cell.text or cell.formula:
            self._cells += [Cell("")] * (min(self._column, self._columns) - len(self._cells))
            self._cells += [cell] * min(self._wide, self._columns - len(self._cells))
        self._column += self._wide

    def _data(self, some: str) -> None:
        if self._open and not self._over and self._tables == 1 and self._is_text():
            self._add(_BLANK.sub(" ", some))

    def _is_text(self) -> bool:
        """Whether it is a line of the cell itself, and no note, drawing or pronunciation."""
        return self._open[1:2] == ["p"] and not {"ruby-text", "note"}.intersection(self._open)

    def _add(self, some: str) -> None:
        self._length += len(some)
        if self._length > _LONGEST:
            raise TooLarge
        self._text.append(some)

    def _cell(self) -> Cell:
        told, text = self._told, "".join(self._text)
        kind = told.get(_TYPE, "")
        match kind:
            case "float" | "percentage" | "currency":
                value = float(told["value"])
                text = str(int(value)) if value.is_integer() else f"{value:.15g}"
            case "boolean":
                text = "yes" if told.get("boolean-value") == "true" else "no"
            case "date" | "time":
                text = told.get(_VALUES[kind], text)
            case "string":
                text = text or told.get(_VALUES[kind], "")
            case _:
                pass
        if len(text) > _LONGEST:
            raise TooLarge
        return Cell(text, kind, "formula" in told)


def _declares(*_: Any) -> None:
    raise ValueError  # entities have no place in a workbook


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _number(given: Mapping[str, str], name: str) -> int:
    """Return how often something stands there."""
    return max(1, next((int(value) for one, value in given.items() if _bare(one) == name), 1))
