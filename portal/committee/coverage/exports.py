"""The table of coverage for other programs: every answer with its source and the day of it.

CSV has a row for each answer. A workbook has the table as the page has it, and a second sheet with
the sources.
"""

from collections.abc import Iterator, Sequence

from flask import Response

from portal.committee.coverage import words
from portal.committee.coverage.cells import Cell
from portal.committee.coverage.table import Table, in_order
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.sheet import CSV, Sheet, as_asked, line
from portal.web.workbooks import answered
from shared.reference.coverage import covered, month_of

_COLUMNS = ("code", "group", "standard", "value", "unit", "source", "dated_on", "month", "set")
_COUNTED = "counted"


def as_csv(table: Table) -> Response:
    """Return codes and values as they are kept: nothing is translated, so that they compare."""
    answer = Response("".join(as_asked(map(line, rows(table)))), content_type=CSV)
    return _named(answer, table, "csv")


def as_workbook(table: Table, book: str) -> Response:
    states = in_order(table, list(covered()), "")
    answers: list[Sequence[object]] = [_head(table), *([*_row(table, one)] for one in states)]
    sheets = [
        Sheet(name=gettext("Coverage of States"), rows=answers),
        Sheet(name=gettext("Sources"), rows=rows(table)),
    ]
    return _named(answered(book, sheets), table, book)


def rows(table: Table) -> Iterator[tuple[object, ...]]:
    """Yield the head, then a row for each answer: what has no data has an empty value."""
    yield _COLUMNS
    month = table.month or ""
    for state, group in covered().items():
        for column in table.columns:
            value, source, on = _told(table.cell(state, column.key))
            key = column.key
            yield (state, group, key, value, column.unit, source, on, month, str(table.version))


def _told(cell: Cell | None) -> tuple[str, str, str]:
    if cell is None:
        return "", "", ""
    return cell.value, cell.source or _COUNTED, cell.dated_on.isoformat()


def _head(table: Table) -> list[str]:
    return [gettext("State"), gettext("Code"), *(words.called(one.key) for one in table.columns)]


def _row(table: Table, state: str) -> Iterator[str | int]:
    yield names.recipient(state)
    yield state
    for column in table.columns:
        cell = table.cell(state, column.key)
        if cell is not None and column.kind == "number" and cell.value.isdecimal():
            yield int(cell.value)
        else:
            yield words.answer(column.kind, cell.value if cell else None)


def _named(answer: Response, table: Table, ending: str) -> Response:
    of = table.month or f"{month_of(table.at.date())}-{table.at.day:02}"
    called = f'attachment; filename="coverage-{of}.{ending}"'
    answer.headers["Content-Disposition"] = called
    return answer
