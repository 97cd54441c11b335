"""Internal statistics for other programs: each figure as CSV, and all of them as one workbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Final

from flask import Response

from portal.committee.gaps.bands import Signal
from portal.committee.gaps.views import band_said
from portal.web.figures import Figure
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, pgettext
from portal.web.sheet import line, safe

BANDS: Final = "bands"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST: Final = 31
"""Characters of the name of a sheet."""


def as_csv(name: str, rows: Iterable[Sequence[object]], on: date) -> Response:
    answer = Response("".join(map(line, rows)), content_type="text/csv; charset=utf-8")
    return _named(answer, f"{name}-{on.isoformat()}.csv")


def as_xlsx(figures: Iterable[tuple[str, Figure]], bands: Sequence[Signal], on: date) -> Response:
    """Return a sheet for each figure; the first row says what it is."""
    from openpyxl import Workbook  # noqa: PLC0415  # heavy, and seldom needed

    book = Workbook(write_only=True)
    sheets = [(figure.caption, name, list(of_figure(figure))) for name, figure in figures]
    if bands:
        sheets.append((said_of_bands(), BANDS, list(of_bands(bands))))
    for caption, name, rows in sheets:
        sheet = book.create_sheet(name[:_LONGEST])
        sheet.append([safe(caption)])
        for row in rows:
            sheet.append([one if isinstance(one, int) else safe(one) for one in row])
    if not sheets:
        book.create_sheet(BANDS)
    out = BytesIO()
    book.save(out)
    return _named(Response(out.getvalue(), mimetype=_WORKBOOK), f"{on.isoformat()}.xlsx")


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


def _named(answer: Response, ending: str) -> Response:
    called = f'attachment; filename="internal-statistics-{ending}"'
    answer.headers["Content-Disposition"] = called
    return answer
