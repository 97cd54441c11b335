"""A sheet of recommendations, row by row: CSV, XLSX, ODS or JSON, whatever the file is called."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import TextIOWrapper
from itertools import islice
from types import MappingProxyType
from typing import IO, Any, Final

from pydantic import TypeAdapter

from portal.public.corpus import cells, named, objects, workbook
from portal.public.corpus.checking import (
    ANYBODYS,
    LONGEST,
    LONGEST_LIST,
    MOST_PROBLEMS,
    Problem,
    Whose,
    Wrong,
)
from portal.public.corpus.columns import Column, Kind, Reason, Row, Unreadable
from portal.public.corpus.formats import OURS, Format, aside, likely, mapped, own, sniffed
from shared.contracts.followup_reference import ReferenceColumns
from shared.reference.corpus import WIDEST

_ZIP: Final = b"PK\x03\x04"
_ENDS: Final = (",", ";", "\t")
_CHUNK: Final = 256 * 1024
_ASCII: Final = "\x7f"
_SOME: Final = 4  # letters that say nothing
_TITLES, _LOOKED_AT, _SHOWN = 20, 40, 5  # rows
_LONGEST: Final = 300  # characters of what is told of a cell
_ROOM: Final = MappingProxyType(
    {**dict.fromkeys((Kind.LIST, Kind.STATES, Kind.WORDS), LONGEST_LIST), Kind.OWN: LONGEST}
)
_ACTIONS: Final = ("1", "2", "3", "4", "5")
_THEMES: Final = re.compile(r"[;\n]")
# In no word, unless letters of an old Mac or of DOS are read as Western ones; those of Eastern
# Europe and Turkey; or UTF-8. Icelandic, which has some of them, is refused too: XLSX has it.
_IN_NO_WORD: Final = re.compile(
    "[a-z][\u0192\u201a\u201e\u2020\u2021\u02c6\u2030\u2039\u203a\u02dc\u2122\u0178\u20ac"
    "\xa1-\xa9\xae\xb1\xb6\xb8\xbf\xd0\xd2\xd5\u0160\u017d](?=[a-z])"
    "|[A-Za-z][\xa3\xa5\xb2\xb3\xb9\xdd\xde\xf0\xfd\xfe](?=[A-Za-z])"
    "|[A-MO-Za-mo-z]\xba(?=[A-Za-z])"  # not that of several numbers
    "|(?<![A-Z])[\xc2\xc3][\xa0-\xbf\u20ac\u0192\u201a\u201e\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u201c"
    "\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178](?![A-Z])"
)


class Encoding(StrEnum):
    """``WESTERN``: what offices of Western Europe save; Latin-1 is part of it."""

    WORKBOOK = "XLSX"
    JSON = "JSON"
    UTF_8 = "UTF-8"
    UTF_16 = "UTF-16"
    WESTERN = "Windows-1252"


_CODECS: Final = MappingProxyType(
    {Encoding.UTF_8: "utf-8-sig", Encoding.UTF_16: "utf-16", Encoding.WESTERN: "cp1252"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``cells``: as they stand there. ``problems``: those of single cells.

    ``aside``: cells that are not imported, of a row that is. ``assessment``: what its provider says
    was done.
    """

    number: int
    cells: Sequence[str]
    row: Row
    problems: list[Problem]
    aside: list[Problem]
    assessment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What somebody sees who says what the columns are. ``titles``: the row in which they stand."""

    encoding: Encoding
    titles: int
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


BEGINNING: Final = TypeAdapter(Beginning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """``columns``: under each title. ``aside``: titles of what is not imported.

    ``lines``: those that have anything.
    """

    encoding: Encoding
    format: Format
    head: Sequence[str]
    columns: Sequence[Column | None]
    lines: Iterator[Line]

    @property
    def aside(self) -> tuple[str, ...]:
        return aside(self.head, self.columns)


@contextmanager
def opened(
    file: IO[bytes], told: ReferenceColumns | None = None, whose: Whose = ANYBODYS
) -> Iterator[Sheet]:
    """Open a sheet to read its lines once. It, and they, raise ``Unreadable``.

    ``told``: what its columns are, if its titles do not say it. The file is read twice, and stays
    open.
    """
    encoding = _encoding(file)
    with closing(_rows(file, encoding)) as rows:
        first = told.titles if told else 1
        head = next((line for number, line in rows if number >= first), [])
        found, columns = mapped(told, head) if told else sniffed(head)
        if whose.provider:
            found, columns = own(found, columns, whose.provider)
        lines = _lines(rows, found, columns)
        yield Sheet(encoding=encoding, format=found, head=head, columns=columns, lines=lines)


def read(file: IO[bytes]) -> Iterator[tuple[int, Row, list[Problem]]]:
    """Yield each row that has anything, with its number and what is wrong with single cells."""
    with opened(file) as sheet:
        for line in sheet.lines:
            yield line.number, line.row, line.problems


def beginning(file: IO[bytes]) -> Beginning:
    """Return the titles of a sheet that nobody knows, and its first rows. Raises ``Unreadable``.

    Titles are the row of which most is known, and otherwise the first with more than one cell.
    """
    encoding = _encoding(file)
    with closing(_rows(file, encoding)) as rows:
        looked = islice(rows, _LOOKED_AT)
        some = [(number, [cells.clean(one) for one in line[:WIDEST]]) for number, line in looked]
    first = max(some[:_TITLES], key=lambda one: _speaks(one[1]), default=(1, []))
    after = [line for number, line in some if number > first[0] and any(line)]
    rows_ = [[one[:_LONGEST] for one in line] for line in after[:_SHOWN]]
    return Beginning(encoding=encoding, titles=first[0], head=first[1], rows=rows_)


def _speaks(line: Sequence[str]) -> tuple[int, bool]:
    return sum(map(bool, likely(line))), sum(map(bool, line)) > 1


def _lines(
    rows: Iterator[tuple[int, list[str]]], of: Format, columns: Sequence[Column | None]
) -> Iterator[Line]:
    for number, line in rows:
        if any(line):
            row, assessment, problems = _row(line, of, columns)
            aside = [one for one in problems if one.wrong is Wrong.ASIDE]
            wrong = [one for one in problems if one.wrong is not Wrong.ASIDE]
            yield Line(
                number=number,
                cells=line,
                row=row,
                problems=wrong,
                aside=aside,
                assessment=assessment,
            )


def _rows(file: IO[bytes], encoding: Encoding) -> Generator[tuple[int, list[str]]]:
    if encoding is Encoding.WORKBOOK:
        yield from workbook.rows(file)
        return
    if encoding is Encoding.JSON:
        yield from objects.rows(file)
        return
    file.seek(0)
    text = TextIOWrapper(file, _CODECS[encoding], newline="", errors="strict")
    try:
        some = [text.readline() for _ in range(_TITLES)]
        text.seek(0)
        lines = csv.reader(text, delimiter=max(_ENDS, key=lambda end: _divided(some, end)))
        for number, row in enumerate(lines, 1):
            if encoding is Encoding.WESTERN and not all(map(_readable, row)):
                raise Unreadable(Reason.ENCODING)
            yield number, [_bare(cell) for cell in row]
    except csv.Error:
        raise Unreadable(Reason.DAMAGED) from None
    except UnicodeError:
        raise Unreadable(Reason.ENCODING) from None
    finally:
        text.detach()


def _divided(lines: Sequence[str], end: str) -> tuple[int, int, int]:
    """Return how many titles of a row are known, and how many rows have how many cells.

    Titles are first: lines of one text may have more of another sign than there are rows here.
    """
    try:
        rows = [row for row in csv.reader(lines, delimiter=end) if len(row) > 1]
    except csv.Error:
        return 0, 0, 0
    known = max((_speaks(row[:WIDEST])[0] for row in rows), default=0)
    several = Counter(map(len, rows))
    most, each = max(((number, each) for each, number in several.items()), default=(0, 0))
    return known, most, each


def _encoding(file: IO[bytes]) -> Encoding:
    """Return UTF-8 if the whole file is that; otherwise what offices save."""
    file.seek(0)
    begins = file.read(len(_ZIP))
    if begins == _ZIP:
        return Encoding.WORKBOOK
    if begins[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return Encoding.UTF_16
    if objects.is_json(file):
        return Encoding.JSON
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding.WESTERN
    return Encoding.UTF_8


def _readable(cell: str) -> bool:
    """Whether it looks like a language of Western Europe, and not another one read as such."""
    if cell.isascii():
        return True
    beyond = sum(letter > _ASCII for letter in cell)
    return 2 * beyond <= len(cell) + _SOME and not _IN_NO_WORD.search(cell)


def _bare(cell: str) -> str:
    """Take off the mark that keeps a program from counting with the cell."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in tuple("=+-@'\t\r") else cell


def _row(
    line: Sequence[str], of: Format, columns: Sequence[Column | None]
) -> tuple[Row, str, list[Problem]]:
    found: dict[str, Any] = {"text": "", **dict(of.given)}
    problems: list[Problem] = []
    for cell, column in zip(line, columns, strict=False):
        if column is None or not (plain := cells.clean(cell)):
            continue
        if len(plain) > _ROOM.get(column.kind, len(plain)):
            problems.append(Problem(column.title, Wrong.TOO_LONG))
            continue
        match column.kind:
            case Kind.TEXT | Kind.KNOWN | Kind.OWN:
                found[column.name] = plain
            case Kind.MARKED:
                found[column.name] = cells.value(plain)
            case Kind.LIST:
                found[column.name] = cells.values(plain)
            case Kind.DAY:
                found[column.name] = cells.moment(plain)
                if found[column.name] is None:
                    problems.append(Problem(column.title, Wrong.DAY, plain))
            case Kind.ONE:
                found[column.name] = (plain,)
            case Kind.STATES:
                found[column.name] = names = named.several(plain)
                problems += _no_states(column, names)
            case Kind.WORDS:
                found[column.name] = _themes(plain)
            case Kind.ASIDE:
                problems.append(Problem(column.title, Wrong.ASIDE))
            case Kind.ACTION:
                found[column.name] = plain
                if plain not in _ACTIONS:
                    problems.append(Problem(column.title, Wrong.ACTION, plain[:_LONGEST]))
    found.pop("key", None)
    assessment = found.pop("assessment", "")
    source = found.pop("source", "" if of is OURS else of.source)
    if source != of.source:
        problems.append(Problem(of.title("source"), Wrong.SOURCE, source[:_LONGEST]))
    return Row(**found), assessment, problems


def _no_states(column: Column, names: Sequence[str]) -> Iterator[Problem]:
    none = (name for name in names if named.state(name, None) is None)
    return (
        Problem(column.title, Wrong.STATE, name[:_LONGEST]) for name in islice(none, MOST_PROBLEMS)
    )


def _themes(cell: str) -> tuple[str, ...]:
    """Return the words of a cell, each once. A comma divides them where nothing else does."""
    parts = _THEMES.split(cell) if _THEMES.search(cell) else cell.split(",")
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in parts))))
