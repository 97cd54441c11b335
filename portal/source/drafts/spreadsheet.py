"""The rows of a list that somebody sends, as CSV, XLSX or ODS, whatever the file is called."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from portal.source.drafts import workbook
from portal.web.i18n.texts import gettext

_CSV_ENDS = (",", ";", "\t")


class Unreadable(Exception):
    """The file as a whole cannot be used; the sentence says what to do."""


def rows(
    content: bytes, *, columns: int, formula: str | None = None
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the number and the cells of each row. Raises ``Unreadable``.

    ``formula``: what stands for a cell that is one; None: what it came to.
    """
    try:
        if content.startswith(b"PK"):
            yield from workbook.rows(content, columns=columns, formula=formula)
        else:
            yield from _csv(content)
    except workbook.Unopened as no:
        raise Unreadable(str(no)) from None


def _csv(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(_CSV_ENDS, key=first.count)
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        for number, row in enumerate(lines, 1):
            yield number, [cell.strip() for cell in row]
    except csv.Error:
        raise Unreadable(
            gettext("This is no list that we can read. Save it as CSV, XLSX or ODS.")
        ) from None


def _decoded(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            gettext("The letters of this file cannot be read. Save it as “CSV UTF-8”, XLSX or ODS.")
        ) from None
