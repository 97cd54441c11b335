"""A published report, for everybody: as a page, and as a PDF in the reader's language."""

from hashlib import sha256
from uuid import UUID

from flask import Blueprint, Response, abort, render_template
from pydantic_core import to_json

from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, direction, heading, text
from portal.letters.documents.typesetting import NotSet
from portal.letters.documents.words import WORDS
from portal.selection import page, reading, vacancies
from portal.selection.reading import Readable
from portal.selection.stage import Vacancy
from portal.web.accounts.access import public
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.names import mandate, recipient
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import language, ngettext
from shared.core.geneva import day_of
from shared.reference.panels import SEATS

bp = Blueprint("published", __name__, url_prefix="/vacancies")
_kept = anybody.Kept(most=64)  # each report is set once in a language


@bp.get("/<uuid:vacancy_id>/reports/<int(min=1, max=999):number>")
@public
@in_every_language
def show(vacancy_id: UUID, number: int) -> str:
    one, report = _found(vacancy_id, number)
    return render_template("selection/public_report.html", vacancy=one, report=report)


@bp.get("/<uuid:vacancy_id>/reports/<int(min=1, max=999):number>/report.pdf")
@public
@in_every_language
def pdf(vacancy_id: UUID, number: int) -> Response:
    one, report = _found(vacancy_id, number)
    laid = laid_out(one, report)
    key = sha256(to_json(laid)).digest()
    try:
        made = _kept.pressed(key, lambda: laid, settings().font_directories)
    except NotSet as no:
        return anybody.later(
            render_template(
                "selection/public_report.html", vacancy=one, report=report, not_set=no.sentence
            )
        )
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="report-{number}.pdf"'},
    )


def laid_out(one: Vacancy, report: Readable) -> dict[str, object]:
    """Return the report for the press, with its frame in the reader's language."""
    spoken = language().code
    words = WORDS.get(spoken, WORDS["en"])
    at = report.published_at or report.submitted_at
    return {
        "title": _("Report of the panel: %(vacancy)s", vacancy=page.title(one)),
        "language": spoken,
        "direction": direction(spoken),
        "organisation": words.organisation,
        "draft": None,
        "date": words.day(day_of(at)),
        "mandates_label": words.mandates,
        "signed": [{"mandate": mandate(one.mandate), "holder": None}],
        "blocks": [
            *text(report.text, spoken),
            heading(_("Recommended candidates"), spoken),
            *(block for place in report.places for block in _place(place, spoken)),
            heading(_("Numbers"), spoken),
            block(numbers(report), spoken),
            *_recusals(report, spoken),
        ],
        "at": int(at.timestamp()),
    }


def numbers(report: Readable) -> list[str]:
    """Return what the report counts, a line each."""
    count = report.numbers
    return [
        ngettext("%(count)s application", "%(count)s applications", count["applications"]),
        ngettext(
            "%(count)s eligible candidate", "%(count)s eligible candidates", count["eligible"]
        ),
        ngettext("%(count)s withdrew", "%(count)s withdrew", count["withdrawn"]),
        ngettext(
            "%(count)s member of the panel took part",
            "%(count)s members of the panel took part",
            count["members"],
        ),
    ]


def recusals(report: Readable) -> list[str]:
    """Return the regional groups and constituencies whose members stood back."""
    return [_(SEATS[one]) for one in report.recused]


def _place(place: page.Place, spoken: str) -> list[Block]:
    who = _(
        "%(rank)s. %(name)s (%(state)s)",
        rank=place.rank,
        name=place.name,
        state=recipient(place.listed.nationality),
    )
    return [block([who], spoken), *text(place.reason, spoken)]


def _recusals(report: Readable, spoken: str) -> list[Block]:
    stood_back = recusals(report)
    if not stood_back:
        return []
    return [heading(_("Members who stood back"), spoken), block(stood_back, spoken)]


def _found(vacancy_id: UUID, number: int) -> tuple[Vacancy, Readable]:
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
        report = reading.one(conn, None, one.vacancy_id, number) or abort(404)
    return one, report
