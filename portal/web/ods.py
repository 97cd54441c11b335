"""A workbook as OpenDocument (ODS), written row by row: it takes the memory of a few rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from html import escape
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from portal.web.sheet import Sheet
from portal.web.zipped import PIECE, Sink, entry

ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES: Final = " ".join(
    f'xmlns:{short}="{_NAMESPACE}:{name}:1.0"'
    for short, name in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        *(("number", "datastyle"), ("config", "config"), ("manifest", "manifest")),
    )
)
_MANIFEST: Final = (
    f'{_HEAD}<manifest:manifest {_SPACES} manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_DATE: Final = '<number:{0} number:style="long"/>'
_DAY: Final = "<number:text>-</number:text>".join(map(_DATE.format, ("year", "month", "day")))
_TIME: Final = "<number:text>:</number:text>".join(map(_DATE.format, ("hours", "minutes")))
_BEGINS: Final = (
    f'{_HEAD}<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>'
    '<style:style style:name="t" style:family="table">'
    '<style:table-properties style:writing-mode="{mode}"/></style:style>'
    f'<number:date-style style:name="nd">{_DAY}</number:date-style>'
    f'<number:date-style style:name="nm">{_DAY}<number:text> </number:text>{_TIME}'
    "</number:date-style>"
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="nd"/>'
    '<style:style style:name="m" style:family="table-cell" style:data-style-name="nm"/>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_ENDS: Final = "</office:spreadsheet></office:body></office:document-content>"
_FIRST: Final = datetime(1900, 1, 1)  # noqa: DTZ001  # a day before is written as text
# What XML cannot have.
_STRANGE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINES: Final = re.compile("\r\n?|\n")
_RUN: Final = re.compile("^ +|  +| +$|\t")
_LONGEST: Final = 32_000  # characters of a cell


def pieces(sheets: Sequence[Sheet], *, right_to_left: bool = False) -> Iterator[bytes]:
    """Yield the pieces of a file. The rows of a sheet are taken when it is written."""
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as parts:
        parts.writestr(entry("mimetype", ZIP_STORED), ODS)  # first, and not packed
        parts.writestr(entry("META-INF/manifest.xml"), _MANIFEST)
        parts.writestr(entry("settings.xml"), _settings(sheets))
        with parts.open(entry("content.xml"), "w", force_zip64=True) as content:
            mode = "rl-tb" if right_to_left else "lr-tb"
            content.write(_BEGINS.replace("{mode}", mode).encode())
            for sheet in sheets:
                name = _attribute(sheet.name)
                content.write(f'<table:table table:name="{name}" table:style-name="t">'.encode())
                for number, row in enumerate(sheet.rows):
                    content.write(_row(row) if number else _columns(row) + _row(row))
                    if sink.waiting > PIECE:
                        yield sink.taken()
                content.write(b"</table:table>")
            content.write(_ENDS.encode())
    yield sink.taken()


def _columns(row: Sequence[object]) -> bytes:
    """Say how many columns there are, by the first row."""
    return f'<table:table-column table:number-columns-repeated="{len(row) or 1}"/>'.encode()


def _row(row: Iterable[object]) -> bytes:
    return f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>".encode()


def _cell(value: object) -> str:
    """A text is never a formula here: its type says so."""
    begin = "<table:table-cell"
    match value:
        case None | "":
            return f"{begin}/>"
        case bool():
            pass
        case int() | float():
            told = f'office:value-type="float" office:value="{value}"'
            return f"{begin} {told}>{_texts(str(value))}</table:table-cell>"
        case datetime() if value.replace(tzinfo=None) >= _FIRST:
            at = value.replace(tzinfo=None)
            plain = at.time() == datetime.min.time()
            told = at.date().isoformat() if plain else at.isoformat(timespec="seconds")
            return _day(told, "d" if plain else "m")
        case date() if not isinstance(value, datetime) and value >= _FIRST.date():
            return _day(value.isoformat(), "d")
        case _:
            pass
    return f'{begin} office:value-type="string">{_texts(str(value))}</table:table-cell>'


def _day(told: str, style: str) -> str:
    cell = f'table:style-name="{style}" office:value-type="date" office:date-value="{told}"'
    return f"<table:table-cell {cell}>{_texts(told.replace('T', ' '))}</table:table-cell>"


def _texts(text: str) -> str:
    """Return a paragraph for each line; spaces that would be lost are written out."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    lines = _LINES.split(_STRANGE.sub("", cut))
    return "".join(f"<text:p>{_RUN.sub(_kept, escape(one, quote=False))}</text:p>" for one in lines)


def _kept(run: re.Match[str]) -> str:
    return "<text:tab/>" if run[0] == "\t" else f'<text:s text:c="{len(run[0])}"/>'


def _attribute(text: str) -> str:
    return escape(_STRANGE.sub("", text))


def _settings(sheets: Sequence[Sheet]) -> str:
    """Say which rows stay in sight."""
    short = "short"
    tables = "".join(
        f'<config:config-item-map-entry config:name="{_attribute(one.name)}">'
        f"{_item('VerticalSplitMode', short, 2)}{_item('VerticalSplitPosition', 'int', one.head)}"
        f"{_item('PositionBottom', 'int', one.head)}</config:config-item-map-entry>"
        for one in sheets
        if one.head
    )
    return (
        f'{_HEAD}<office:document-settings {_SPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{tables}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>"
    )


def _item(name: str, kind: str, value: int) -> str:
    told = f'config:name="{name}" config:type="{kind}"'
    return f"<config:config-item {told}>{value}</config:config-item>"
