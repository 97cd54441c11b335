"""The rows of a workbook's first sheet, XLSX or ODS, read once from front to back.

A small file can unpack to millions of elements, or name one sheet a thousand times. So everything
in it is counted before anything is built from it, each part is read once, and rows or columns that
the file only claims to have are not created.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, iterparse  # after ``_count`` has seen it
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from portal.web import ods_rows
from portal.web.i18n.texts import gettext
from portal.web.zipped import DAMAGED

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

_PARTS = 1_000
_UNPACKED = 30 * 1024 * 1024  # bytes of all parts
_ELEMENTS = 300_000
"""Of cells and texts: a full list has some 190,000."""
_OTHERS = 30_000
"""Of everything else, such as styles: each costs much more."""
_OF_LISTS = frozenset({"row", "c", "v", "f", "is", "si", "r", "t"})
_TEXT = 5_000_000  # characters of all cells
_SHEETS = 20  # among which the first one with cells is
_DAY = len("2026-12-01")
_FORMAT = 255  # characters of a number's format
_CHUNK = 64 * 1024
_STYLES = "xl/styles.xml"
# The last three openpyxl raises of parts that do not fit together: it checks few.
_NOT_OPENED = (*DAMAGED, ExpatError, SyntaxError, TypeError, AttributeError)


class Unopened(Exception):
    """The workbook cannot be read; the sentence says what to do."""


def rows(
    content: bytes, *, columns: int, formula: str | None = None
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the number and the first ``columns`` cells of each row. Raises ``Unopened``.

    ``formula``: what stands for a cell that is one, or an error; None: what it came to.
    """
    left = _TEXT
    try:
        with ZipFile(BytesIO(content)) as parts:
            opened = ods_rows.is_ods(parts)
            if not opened:
                _measure(parts)
        for number, line in (_of_ods if opened else _rows)(content, columns, formula):
            left -= sum(map(len, line))  # one text may stand in any number of cells
            if left < 0:
                raise _too_large()
            yield number, line
    except ods_rows.TooLarge:
        raise _too_large() from None
    except _NOT_OPENED:
        raise Unopened(
            gettext("This workbook cannot be opened. Save it again as XLSX, ODS or CSV.")
        ) from None


def _measure(parts: ZipFile) -> None:
    """Refuse what would take long. ``ZipFile`` reads no more of a part than it is said to have."""
    listed = parts.infolist()
    if len(listed) > _PARTS or sum(part.file_size for part in listed) > _UNPACKED:
        raise _too_large()
    left = {True: _ELEMENTS, False: _OTHERS}
    for part in listed:
        with parts.open(part) as source:
            _count(source, left)


def _count(source: IO[bytes], left: dict[bool, int]) -> None:
    """Count the elements of a part that is XML; of any other there are none."""
    parser = ParserCreate(namespace_separator="}")

    def element(name: str, _attributes: Any) -> None:
        of_list = name.rpartition("}")[2] in _OF_LISTS
        left[of_list] -= 1
        if left[of_list] < 0:
            raise _too_large()

    def declares(*_: Any) -> None:
        raise ValueError  # entities have no place in a workbook

    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = declares
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk)
    except ExpatError:
        return


def _too_large() -> Unopened:
    return Unopened(
        gettext(
            "This workbook is too large. Copy the list alone into a new one, or save it as CSV."
        )
    )


def _rows(content: bytes, columns: int, formula: str | None) -> Iterator[tuple[int, Sequence[str]]]:
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415  # heavy, and seldom needed
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser  # noqa: PLC0415  # likewise

    class Sheet(WorkSheetParser):
        """Notes where a formula stands, and reads none: one may be long, and of many cells."""

        def parse_cell(self, element: Any) -> Any:
            cell: Any = super().parse_cell(element)
            return cell if element.find(FORMULA_TAG) is None else {**cell, "data_type": "f"}

    book = ExcelReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with closing(book.archive):
        book.read_manifest()
        book.read_workbook()
        texts, dates = list(_texts(book)), set(_dates(book.archive))
        with book.archive.open(_first_sheet(book)) as source:
            parser = Sheet(source, texts, data_only=True, epoch=book.wb.epoch, date_formats=dates)
            for number, cells in parser.parse():
                yield number, _line(cells, columns, formula)


def _of_ods(
    content: bytes, columns: int, formula: str | None
) -> Iterator[tuple[int, Sequence[str]]]:
    most = ods_rows.Most(unpacked=_UNPACKED, text=_TEXT, columns=columns)
    with ZipFile(BytesIO(content)) as parts:
        for number, cells in ods_rows.rows(parts, most):
            yield number, [_of_cell(one, formula) for one in cells]


def _of_cell(cell: ods_rows.Cell, formula: str | None) -> str:
    if formula is not None and (cell.formula or cell.kind == "error"):
        return formula
    return cell.text[:_DAY] if cell.kind == "date" else cell.text.strip()


def _line(cells: Sequence[dict[str, Any]], columns: int, formula: str | None) -> Sequence[str]:
    line = [""] * min(columns, max((one["column"] for one in cells), default=0))
    for one in cells:
        if one["column"] <= columns:
            is_text = formula is None or one["data_type"] not in {"f", "e"}
            line[one["column"] - 1] = _cell(one["value"] if is_text else formula)
    return line


def _first_sheet(book: "ExcelReader") -> str:
    for _, relation in islice(book.parser.find_sheets(), _SHEETS):
        if "chartsheet" not in relation.Type:
            return str(relation.target)
    raise KeyError


def _texts(book: "ExcelReader") -> Iterator[str]:
    """Texts that stand once for many cells, without their marks of pronunciation."""
    from openpyxl.xml.constants import SHARED_STRINGS  # noqa: PLC0415  # heavy, and seldom needed

    part: Any = book.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # its stubs
    if part is None:
        return
    with book.archive.open(part.PartName[1:]) as source:
        for _, element in iterparse(source):  # noqa: S314  # declares no entities, see ``_count``
            if _name(element) == "si":
                yield "".join(one.text or "" for one in element.iter() if _name(one) == "t")
            if _name(element) in {"si", "rPh"}:
                element.clear()


def _dates(archive: ZipFile) -> Iterator[int]:
    """Yield the styles that make a number a date."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # noqa: PLC0415  # likewise

    if _STYLES not in archive.namelist():
        return
    with archive.open(_STYLES) as source:
        root = [element for _, element in iterparse(source, ["end"])][-1]  # noqa: S314  # likewise
    formats = dict(BUILTIN_FORMATS) | {
        int(one.get("numFmtId", "")): one.get("formatCode", "")[:_FORMAT]
        for one in root.iter()
        if _name(one) == "numFmt" and one.get("numFmtId")
    }
    for styles in root:
        if _name(styles) == "cellXfs":
            for number, style in enumerate(styles):
                if is_date_format(formats.get(int(style.get("numFmtId", "0")), "")):
                    yield number


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _cell(value: Any) -> str:
    """Return the cell's content as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
