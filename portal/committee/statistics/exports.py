"""Internal statistics for other programs: each figure as CSV, and all of them as one workbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from flask import Response

from portal.committee.gaps.bands import Signal
from portal.committee.gaps.views import band_said
from portal.committee.statistics.readers import inside
from portal.committee.statistics.rows import Asked
from portal.web.figures import Figure
from portal.web.i18n import names
from portal.web.i18n.formats import listed, short_day
from portal.web.i18n.texts import gettext, pgettext
from portal.web.sheet import CSV, Sheet, as_asked, line
from portal.web.workbooks import answered
from shared.core.actor import Actor
from shared.core.roles import LABELS
from shared.reference import REGIONS

BANDS: Final = "bands"


def as_csv(name: str, rows: Iterable[Sequence[object]], on: date) -> Response:
    answer = Response("".join(as_asked(map(line, rows))), content_type=CSV)
    return _named(answer, f"{name}-{on.isoformat()}.csv")


def as_workbook(
    figures: Iterable[tuple[str, Figure]],
    bands: Sequence[Signal],
    told: Sequence[Sequence[object]],
    on: date,
    book: str,
) -> Response:
    """Return a sheet for each figure, whose first row says what it is; ``told``: what all is of."""
    sheets = [_sheet(name, figure.caption, of_figure(figure)) for name, figure in figures]
    if bands or not sheets:
        sheets.append(_sheet(BANDS, said_of_bands(), of_bands(bands)))
    whole = [Sheet(name=gettext("About"), rows=told, head=0), *sheets]
    return _named(answered(book, whole), f"{on.isoformat()}.{book}")


def about(actor: Actor, asked: Asked, on: date) -> list[list[str]]:
    """Return of which day the numbers are, for whom they are counted, and what is chosen."""
    every = gettext("Every year")
    return [
        [gettext("Internal statistics")],
        [
            gettext(
                "Counted from what you may see, as of %(on)s. Others may read other numbers. "
                "What is published is under Statistics.",
                on=short_day(on),
            )
        ],
        [gettext("Roles"), listed(sorted(gettext(LABELS[role]) for role in inside(actor).roles))],
        [gettext("From the year"), str(asked.since) if asked.since else every],
        [gettext("To the year"), str(asked.until) if asked.until else every],
        [
            gettext("Regional group"),
            gettext(REGIONS[asked.region]) if asked.region else gettext("Every group"),
        ],
        [
            gettext("State"),
            names.recipient(asked.state) if asked.state else gettext("Every State"),
        ],
        [
            gettext("Mandate"),
            names.mandate(asked.mandate) if asked.mandate else gettext("Every mandate"),
        ],
    ]


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
