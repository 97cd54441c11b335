"""UHRI's spreadsheet, written row by row, with columns of ours at the end; and cells as they were.

It comes in pieces, so that a sheet of any length takes the memory of a few rows. What UHRI begins
with "- " begins so here too, also in CSV; any other cell that a program would count with gets an
apostrophe there, which ``reading`` takes off again.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from portal.public.corpus import cells
from portal.public.corpus.columns import COLUMNS, Column, Kind, Row
from portal.web import ods as opendocument
from portal.web import xlsx as spreadsheet
from portal.web.sheet import Sheet
from portal.web.xlsx import DAY, MOMENT, Tab, line, text

More: TypeAlias = Sequence[str]
"""The cells of the columns that are ours."""
Lines: TypeAlias = Iterable[tuple[Row, More]]
_FORMULA = re.compile(r"'*[=+\-@\t\r]|'")
# Words alone, with no bracket, no sign but a hyphen, and no place of a cell such as A1.
_LINES = re.compile(r"(?!.*[a-z]\d)(?:- [\w ,&'/.:-]+(?:\n|\Z))+", re.IGNORECASE | re.DOTALL)
_TABS: Final = ("Recommendations", "About")


def of_kind(
    kind: str, rows: Lines, titles: More = (), about: Sequence[More] = ()
) -> Iterator[str] | Iterator[bytes]:
    """Return the pieces of a file: csv, xlsx, ods or ndjson."""
    match kind:
        case "csv":
            return csv_lines(rows, titles)
        case "xlsx":
            return xlsx(rows, titles, about)
        case "ods":
            return ods(rows, titles, about)
        case _:
            return ndjson(rows, titles)


def csv_lines(rows: Lines, titles: More = ()) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    yield "\ufeff" + _line([*(one.title for one in COLUMNS), *titles])
    for row, more in rows:
        yield _line([*(_safe(one, written(row, one)) for one in COLUMNS), *map(_quoted, more)])


def csv_cells(lines: Iterable[More]) -> Iterator[str]:
    """Yield the lines of a CSV file of cells as they stood in a sheet."""
    yield "\ufeff"
    for cells_ in lines:
        yield _line([one if _LINES.fullmatch(one) else _quoted(one) for one in cells_])


def xlsx_cells(lines: Iterable[More]) -> Iterator[bytes]:
    """Yield the pieces of a workbook of cells as they stood in a sheet."""
    return _book(line(map(text, one)) for one in lines)


def ndjson(rows: Lines, titles: More = ()) -> Iterator[str]:
    """Yield a line of JSON for each row, under the titles of the columns."""
    for row, more in rows:
        told = plain(row)
        yield json.dumps({**told, **dict(zip(titles, more, strict=True))}, ensure_ascii=False)
        yield "\n"


def plain(row: Row) -> dict[str, Any]:
    """Return what a row has, under the titles of the columns."""
    return {one.title: _plain(getattr(row, one.name)) for one in COLUMNS}


def xlsx(rows: Lines, titles: More = (), about: Sequence[More] = ()) -> Iterator[bytes]:
    """Yield the pieces of a workbook; a second sheet says what it is, if there is something."""
    return _book(_rows(rows, titles), [line(map(text, one)) for one in about])


def ods(rows: Lines, titles: More = (), about: Sequence[More] = ()) -> Iterator[bytes]:
    """Yield the pieces of the same workbook as OpenDocument."""
    sheets = [Sheet(name=_TABS[0], rows=_values(rows, titles))]
    if about:
        sheets.append(Sheet(name=_TABS[1], rows=about, head=0))
    return opendocument.pieces(sheets)


def ods_cells(lines: Iterable[More]) -> Iterator[bytes]:
    """Yield the pieces of the same workbook of cells as OpenDocument."""
    return opendocument.pieces([Sheet(name=_TABS[0], rows=lines)])


def _values(rows: Lines, titles: More) -> Iterator[Sequence[object]]:
    yield [*(one.title for one in COLUMNS), *titles]
    for row, more in rows:
        told = [_value(getattr(row, one.name), written(row, one)) for one in COLUMNS]
        yield [*told, *more]


def _value(told: object, text: str) -> object:
    return told if isinstance(told, datetime) and cells.serial(told) else text


def _rows(rows: Lines, titles: More) -> Iterator[bytes]:
    yield line(map(text, [*(one.title for one in COLUMNS), *titles]))
    for row, more in rows:
        told = [_cell(getattr(row, one.name), written(row, one)) for one in COLUMNS]
        yield line([*told, *map(text, more)])


def _book(lines: Iterable[bytes], about: Sequence[bytes] = ()) -> Iterator[bytes]:
    tabs = [Tab(name=_TABS[0], lines=lines)]
    if about:
        tabs.append(Tab(name=_TABS[1], lines=about, head=0))
    return spreadsheet.pieces(tabs)


def written(row: Row, column: Column) -> str:
    """Return the cell as text, as UHRI writes it."""
    told: Any = getattr(row, column.name)
    match column.kind:
        case Kind.LIST:
            return cells.listed(told)
        case Kind.MARKED:
            return cells.listed(told.split("\n")) if told else ""
        case Kind.DAY:
            return cells.iso(told)
        case _:
            return str(told)


def _safe(column: Column, cell: str) -> str:
    if column.kind in {Kind.LIST, Kind.MARKED} and _LINES.fullmatch(cell):
        return cell
    return _quoted(cell)


def _quoted(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _line(line: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(line)
    return out.getvalue()


def _plain(told: Any) -> Any:
    return cells.iso(told) or None if isinstance(told, datetime) else told


def _cell(told: Any, said: str) -> str:
    if isinstance(told, datetime) and (number := cells.serial(told)):
        style = DAY if told.time() == datetime.min.time() else MOMENT
        return f'<c s="{style}"><v>{number}</v></c>'
    return text(said)
