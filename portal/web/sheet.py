"""Sheets for programs that open CSV or workbooks."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from flask import request

from portal.web.i18n.texts import language

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_EXCEL: Final = "excel"
_MARK: Final = "\ufeff"
"""By which Excel reads UTF-8; other programs would take it for a part of the first title."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook. ``head``: how many of its first rows stay in sight."""

    name: str
    rows: Iterable[Sequence[object]]
    head: int = 1


def safe(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number stays one."""
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()


def as_asked(lines: Iterable[str]) -> Iterator[str]:
    """Return the lines of a CSV file, with the mark that Excel needs if they are asked for it."""
    parts = iter(lines)
    mark = _MARK if request.args.get("for") == _EXCEL else ""
    return chain([mark + next(parts, "")], parts)


def laid_out(sheet: Any, head: int = 1) -> None:
    """Keep the first rows in sight, and let the columns run as the language of the page does."""
    sheet.sheet_view.rightToLeft = language().right_to_left
    if head:
        sheet.freeze_panes = f"A{head + 1}"
