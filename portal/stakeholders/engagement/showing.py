"""A report on engagement as it is shown: on a page, in a sheet, and on paper."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from flask import Response
from pydantic_core import to_json

from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, direction, heading, text
from portal.letters.documents.typesetting import pressed
from portal.letters.documents.words import WORDS
from portal.stakeholders.engagement import words
from portal.stakeholders.engagement.queries import Report
from portal.web.context import settings
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.formats import number as as_number
from portal.web.i18n.texts import gettext, language
from portal.web.sheet import CSV, as_asked, line
from shared.core.geneva import day_of
from shared.reference.engagement import KINDS

_COLUMNS = ("mandate", "year", "quarter", "kind", "number", "kept_back", "counted_on")
_kept = anybody.Kept(most=64)  # each published report is set once in a language


def figure(numbers: Mapping[str, int | None]) -> Figure:
    return Figure(
        caption=gettext("What happened, in numbers"),
        about=gettext("What is counted"),
        columns=[gettext("Number")],
        rows=[Row(label=str(words.KINDS[kind]), values=[numbers[kind]]) for kind in KINDS],
    )


def told(numbers: Mapping[str, int | None]) -> list[tuple[str, str]]:
    """Return the numbers as people read them, with what they count."""
    return [(str(words.KINDS[kind]), _number(numbers[kind])) for kind in KINDS]


def sheet(reports: Iterable[Report]) -> Response:
    """Return the numbers for programs: a row for each. What is kept back has no number."""
    response = Response("".join(as_asked(_lines(reports))), content_type=CSV)
    response.headers["Content-Disposition"] = 'attachment; filename="engagement.csv"'
    return response


def paper(report: Report, narrative: str | None, called: list[str]) -> Response:
    """Return the report as PDF in the reader's language. Raises ``NotSet``."""
    laid, fonts = laid_out(report, narrative, called), settings().font_directories
    if report.stage == "published":
        made = _kept.pressed(sha256(to_json(laid)).digest(), lambda: laid, fonts)
    else:
        made = pressed(laid, fonts)
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="engagement.pdf"'},
    )


def laid_out(report: Report, narrative: str | None, called: list[str]) -> dict[str, object]:
    """Return the report for the press. ``narrative``: None once it was erased."""
    spoken = language().code
    frame = WORDS.get(spoken, WORDS["en"])
    public = report.stage == "published"
    at = report.published_at if public and report.published_at else report.stage_at
    return {
        "title": gettext(
            "Report on engagement: %(quarter)s", quarter=words.quarter(report.year, report.quarter)
        ),
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None if public else frame.draft,
        "date": frame.day(day_of(at)),
        "mandates_label": frame.mandates,
        "signed": [{"mandate": names.mandate(report.mandate), "holder": None}],
        "blocks": [
            *text(frame.erased if narrative is None else narrative, spoken),
            heading(gettext("What happened, in numbers"), spoken),
            block([f"{label}: {number}" for label, number in told(report.numbers)], spoken),
            *_called(called, spoken),
        ],
        "at": int(at.timestamp()),
    }


def _called(called: list[str], spoken: str) -> list[Block]:
    if not called:
        return []
    return [
        heading(gettext("Organisations that published a text with their name"), spoken),
        *(each for one in called for each in text(one, spoken)),
    ]


def _lines(reports: Iterable[Report]) -> Iterator[str]:
    yield line(_COLUMNS)
    for one in reports:
        for kind in KINDS:
            number = one.numbers[kind]
            kept = "yes" if number is None else "no"
            on = day_of(one.counted_at).isoformat()
            yield line((one.mandate, one.year, one.quarter, kind, number, kept, on))


def _number(number: int | None) -> str:
    return gettext("fewer than five") if number is None else as_number(number)
