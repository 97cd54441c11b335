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
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from portal.public.corpus import cells
from portal.public.corpus.columns import COLUMNS, Column, Kind, Row
from portal.web import ods as opendocument
from portal.web.sheet import Sheet
from portal.web.zipped import PIECE, Sink, entry

More: TypeAlias = Sequence[str]
"""The cells of the columns that are ours."""
Lines: TypeAlias = Iterable[tuple[Row, More]]
_FORMULA = re.compile(r"'*[=+\-@\t\r]|'")
# Words alone, with no bracket, no sign but a hyphen, and no place of a cell such as A1.
_LINES = re.compile(r"(?!.*[a-z]\d)(?:- [\w ,&'/.:-]+(?:\n|\Z))+", re.IGNORECASE | re.DOTALL)
_ROOM: Final = 32_000  # characters of a cell; more is a damaged file to some programs
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_DAY, _MOMENT = 1, 2  # of the styles below
_NAMESPACE: Final = "http://schemas.openxmlformats.org/"
_SHEET: Final = f"{_NAMESPACE}spreadsheetml/2006/main"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TITLES_STAY: Final = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


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
    return _book(_cells(map(_text, one)) for one in lines)


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
    return _book(_rows(rows, titles), [_cells(map(_text, one)) for one in about])


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
    yield _cells(map(_text, [*(one.title for one in COLUMNS), *titles]))
    for row, more in rows:
        told = [_cell(getattr(row, one.name), written(row, one)) for one in COLUMNS]
        yield _cells([*told, *map(_text, more)])


def _book(lines: Iterable[bytes], about: Sequence[bytes] = ()) -> Iterator[bytes]:
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as parts:
        for name, part in _parts(*_TABS[: 2 if about else 1]).items():
            parts.writestr(entry(name), _HEAD + part)
        if about:
            body = f"<sheetData>{b''.join(about).decode()}</sheetData>"
            part = f'{_HEAD}<worksheet xmlns="{_SHEET}">{body}</worksheet>'
            parts.writestr(entry("xl/worksheets/sheet2.xml"), part)
        with parts.open(entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_SHEET}">{_TITLES_STAY}<sheetData>'.encode())
            for line in lines:
                sheet.write(line)
                if sink.waiting > PIECE:
                    yield sink.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.taken()


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


def _cell(told: Any, text: str) -> str:
    if isinstance(told, datetime) and (number := cells.serial(told)):
        style = _DAY if told.time() == datetime.min.time() else _MOMENT
        return f'<c s="{style}"><v>{number}</v></c>'
    return _text(text)


def _text(text: str) -> str:
    if not text:
        return "<c/>"
    cut = text if len(text) <= _ROOM else f"{text[:_ROOM]}…"
    told = escape(_ESCAPE.sub("_x005F_x", cut))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _cells(told: Iterable[str]) -> bytes:
    return f"<row>{''.join(told)}</row>".encode()


_RELATION: Final = f"{_NAMESPACE}officeDocument/2006/relationships"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TABS: Final = ("Recommendations", "About")
_STYLES: Final = (
    f'<styleSheet xmlns="{_SHEET}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


def _parts(*tabs: str) -> dict[str, str]:
    """Return what a workbook has beside its sheets."""
    there = range(1, len(tabs) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}worksheet+xml"/>'
        for n in there
    )
    sheets = "".join(
        f'<sheet name="{tab}" sheetId="{n}" r:id="r{n}"/>' for n, tab in enumerate(tabs, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in there
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_NAMESPACE}package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}styles+xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_NAMESPACE}package/2006/relationships"><Relationship Id="r1" '
            f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATION}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_NAMESPACE}package/2006/relationships">{relations}'
            f'<Relationship Id="styles" Type="{_RELATION}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": _STYLES,
    }
