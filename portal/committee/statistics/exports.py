"""Internal statistics for other programs: each figure as CSV, and all of them as one workbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from flask import Response

from portal.committee.gaps.bands import Signal
from portal.committee.gaps.views import band_said
from portal.web.figures import Figure
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, pgettext
from portal.web.sheet import XLSX, Sheet, line, workbook

BANDS: Final = "bands"


def as_csv(name: str, rows: Iterable[Sequence[object]], on: date) -> Response:
    answer = Response("".join(map(line, rows)), content_type="text/csv; charset=utf-8")
    return _named(answer, f"{name}-{on.isoformat()}.csv")


def as_xlsx(figures: Iterable[tuple[str, Figure]], bands: Sequence[Signal], on: date) -> Response:
    """Return a sheet for each figure; the first row says what it is."""
    sheets = [_sheet(name, figure.caption, of_figure(figure)) for name, figure in figures]
    if bands or not sheets:
        sheets.append(_sheet(BANDS, said_of_bands(), of_bands(bands)))
    answer = Response(workbook(sheets), mimetype=XLSX)
    return _named(answer, f"{on.isoformat()}.xlsx")


def of_figure(figure: Figure) -> Iterator[Sequence[object]]:
    """Yield the table as it is on the page, with codes beside the names where there are any."""
    codes = any(row.short for row in figure.rows)
    code = [pgettext("statistics", "Code")] if codes else []
    yield [figure.about, *code, *figure.columns]
    for row in figure.rows:
        yield [row.label, *([row.short] if codes else []), *row.values]


def of_bands(some: Iterable[Signal]) -> Iterator[Sequence[object]]:
    code = pgettext("statistics", "Code")
    yield [
        gettext("State"),
        code,
        gettext("First day"),
        gettext("Last day"),
        gettext("Submissions"),
    ]
    for one in some:
        first, last = one.first.isoformat(), one.last.isoformat()
        yield [names.recipient(one.state), one.state, first, last, band_said(one)]


def said_of_bands() -> str:
    return gettext("Submissions by State and whole periods of 28 days, in bands")


def _sheet(name: str, caption: str, rows: Iterable[Sequence[object]]) -> Sheet:
    return Sheet(name=name, rows=[[caption], *rows], head=2)


def _named(answer: Response, ending: str) -> Response:
    called = f'attachment; filename="internal-statistics-{ending}"'
    answer.headers["Content-Disposition"] = called
    return answer
