"""UHRI's spreadsheet, read row by row: CSV or XLSX, whatever the file is called."""

import codecs
import csv
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from io import TextIOWrapper
from typing import IO, Any, Final

from portal.public.corpus import cells, workbook
from portal.public.corpus.checking import Problem, Wrong
from portal.public.corpus.columns import Column, Kind, Reason, Row, Unreadable, titled

_ENDS: Final = (",", ";", "\t")
_CHUNK: Final = 256 * 1024
_OFFICES: Final = "cp1252"  # what offices of Western Europe save
_ASCII: Final = "\x7f"
_SOME: Final = 4  # letters that say nothing


def read(file: IO[bytes]) -> Iterator[tuple[int, Row, list[Problem]]]:
    """Yield each row that has anything, with its number and what is no day. Raises ``Unreadable``.

    The file is read twice, and stays open.
    """
    with closing(_rows(file)) as rows:
        _, head = next(rows, (1, []))
        columns = titled(head)
        for number, line in rows:
            if any(line):
                yield number, *_row(line, columns)


def _rows(file: IO[bytes]) -> Generator[tuple[int, list[str]]]:
    file.seek(0)
    if file.read(2) == b"PK":
        yield from workbook.rows(file)
        return
    encoding = _encoding(file)
    file.seek(0)
    text = TextIOWrapper(file, encoding, newline="", errors="strict")
    try:
        first = text.readline()
        text.seek(0)
        lines = csv.reader(text, delimiter=max(_ENDS, key=first.count))
        for number, row in enumerate(lines, 1):
            if encoding == _OFFICES and not all(map(_readable, row)):
                raise Unreadable(Reason.ENCODING)
            yield number, [_bare(cell) for cell in row]
    except csv.Error:
        raise Unreadable(Reason.DAMAGED) from None
    except UnicodeError:
        raise Unreadable(Reason.ENCODING) from None
    finally:
        text.detach()


def _encoding(file: IO[bytes]) -> str:
    """Return UTF-8 if the whole file is that; otherwise what offices save."""
    file.seek(0)
    if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _OFFICES
    return "utf-8-sig"


def _readable(cell: str) -> bool:
    """Whether it looks like a language of Western Europe, and not another one read as such."""
    beyond = sum(letter > _ASCII for letter in cell)
    return 2 * beyond <= len(cell) + _SOME


def _bare(cell: str) -> str:
    """Take off the mark that keeps a program from counting with the cell."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in tuple("=+-@'\t\r") else cell


def _row(line: Sequence[str], columns: Sequence[Column | None]) -> tuple[Row, list[Problem]]:
    found: dict[str, Any] = {"text": ""}
    problems: list[Problem] = []
    for cell, column in zip(line, columns, strict=False):
        if column is None or not (plain := cells.clean(cell)):
            continue
        match column.kind:
            case Kind.TEXT:
                found[column.name] = plain
            case Kind.MARKED:
                found[column.name] = cells.value(plain)
            case Kind.LIST:
                found[column.name] = cells.values(plain)
            case Kind.DAY:
                found[column.name] = cells.moment(plain)
                if found[column.name] is None:
                    problems.append(Problem(column.title, Wrong.DAY, plain))
    return Row(**found), problems
