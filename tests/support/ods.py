"""The sheets of an OpenDocument workbook, as text."""

import io
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

from portal.web.ods import ODS

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def tables_of(data: bytes) -> list[list[list[str]]]:
    with ZipFile(io.BytesIO(data)) as parts:
        first = parts.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert parts.read("mimetype") == ODS.encode()
        for name in ("META-INF/manifest.xml", "settings.xml"):
            ET.fromstring(parts.read(name))  # noqa: S314  # our own
        content = ET.fromstring(parts.read("content.xml"))  # noqa: S314  # our own
    return [
        [[_text(cell) for cell in row.iter(f"{_TABLE}table-cell")] for row in _rows(table)]
        for table in content.iter(f"{_TABLE}table")
    ]


def _rows(table: ET.Element) -> list[ET.Element]:
    assert table[0].tag == f"{_TABLE}table-column"
    return list(table.iter(f"{_TABLE}table-row"))


def _text(cell: ET.Element) -> str:
    return "\n".join(map(_line, cell.findall(f"{_TEXT}p")))


def _line(line: ET.Element) -> str:
    told = line.text or ""
    for one in line:
        spaces = int(one.get(f"{_TEXT}c", "1"))
        told += ("\t" if one.tag == f"{_TEXT}tab" else " " * spaces) + (one.tail or "")
    return told
