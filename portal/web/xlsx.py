"""A workbook as XLSX, written row by row: it takes the memory of a few rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from portal.web.i18n.texts import language
from portal.web.sheet import Sheet, safe
from portal.web.zipped import PIECE, Sink, entry

DAY, MOMENT = 1, 2
"""Styles of a cell."""
_ROOM: Final = 32_000  # characters of a cell; more is a damaged file to some programs
_LONGEST: Final = 31  # characters of the name of a sheet
_ESCAPE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
# What XML cannot have, and what the name of a sheet cannot have.
_STRANGE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_NAMESPACE: Final = "http://schemas.openxmlformats.org/"
_SHEET: Final = f"{_NAMESPACE}spreadsheetml/2006/main"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION: Final = f"{_NAMESPACE}officeDocument/2006/relationships"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_STYLES: Final = (
    f'<styleSheet xmlns="{_SHEET}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A sheet whose rows are written already. ``head``: how many of them stay in sight."""

    name: str
    lines: Iterable[bytes]
    head: int = 1


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets, laid out for the language of the page; numbers stay numbers.

    What stands in many cells of it is written once: names, codes, days, sources.
    """
    cell = lru_cache(maxsize=None, typed=True)(_cell)
    tabs = [
        Tab(name=one.name, lines=(line(map(cell, row)) for row in one.rows), head=one.head)
        for one in sheets
    ]
    return b"".join(pieces(tabs, right_to_left=language().right_to_left))


def pieces(tabs: Sequence[Tab], *, right_to_left: bool = False) -> Iterator[bytes]:
    """Yield the pieces of a file. The rows of a sheet are taken when it is written."""
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as parts:
        for name, part in _parts(_names(one.name for one in tabs)).items():
            parts.writestr(entry(name), _HEAD + part)
        for number, tab in enumerate(tabs, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            with parts.open(entry(name), "w", force_zip64=True) as sheet:
                view = _view(tab.head, right_to_left=right_to_left)
                sheet.write(f'{_HEAD}<worksheet xmlns="{_SHEET}">{view}<sheetData>'.encode())
                for row in tab.lines:
                    sheet.write(row)
                    if sink.waiting > PIECE:
                        yield sink.taken()
                sheet.write(b"</sheetData></worksheet>")
    yield sink.taken()


def line(told: Iterable[str]) -> bytes:
    """Return a row of cells."""
    return f"<row>{''.join(told)}</row>".encode()


def text(told: str) -> str:
    """Return a cell that no program takes for a formula: its type says so."""
    if not told:
        return "<c/>"
    cut = told if len(told) <= _ROOM else f"{told[:_ROOM]}…"
    kept = escape(_STRANGE.sub("", _ESCAPE.sub("_x005F_x", cut)))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'


def _cell(value: object) -> str:
    match value:
        case None:
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{value:d}</v></c>'
        case int():
            return f"<c><v>{value}</v></c>"
        case _:
            return text(safe(value))


def _view(head: int, *, right_to_left: bool) -> str:
    runs = ' rightToLeft="1"' if right_to_left else ""
    stays = (
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
        if head
        else ""
    )
    return f'<sheetViews><sheetView{runs} workbookViewId="0">{stays}</sheetView></sheetViews>'


def _names(some: Iterable[str]) -> list[str]:
    """Return names that every program takes: short, and no two alike."""
    found: dict[str, str] = {}
    for one in some:
        whole = name = _NO_NAME.sub(" ", _STRANGE.sub("", one))[:_LONGEST]
        number = 1
        while name.casefold() in found:
            number += 1
            name = f"{whole[: _LONGEST - 4]} {number}"
        found[name.casefold()] = name
    return list(found.values())


def _parts(names: Sequence[str]) -> dict[str, str]:
    """Return what a workbook has beside its sheets."""
    there = range(1, len(names) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}worksheet+xml"/>'
        for n in there
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(names, 1)
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
