"""Who publishes adds, replaces and takes back the files of a report; and its preliminary note."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.upload import upload
from portal.followup.visit_reports import files as files_of
from portal.followup.visit_reports import queries, words
from portal.followup.visit_reports.files import File
from portal.followup.visit_reports.forms import FileForm, NoteForm, SeenForm
from portal.followup.visit_reports.found import about, found, of, showing
from portal.followup.visit_reports.queries import Report
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_visit_report_commands import (
    AddVisitReportFile,
    NamePreliminaryNote,
    TakeBackVisitReportFile,
)
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("visitdocuments", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_SUBMITTED: Final = ("submitted", "published")
_publisher = require(Role.PUBLICATION_OFFICER)


@bp.route("/files/add", methods=["GET", "POST"])
@_publisher
@fresh(lazy("add a file to the report on a visit"), takes_files=True)
def add(mission_id: UUID) -> Answer:
    one, form = _published(mission_id), FileForm()
    form.offer(one)
    showing(form, one)
    key = derive_id("file of a visit report", form.command_id.data)

    def command(files: Sequence[LibraryFile]) -> AddVisitReportFile:
        [file] = files
        return AddVisitReportFile(
            **of(one, form), kind=form.kind.data, language=form.language.data, file=file
        )

    return upload(
        about(one),
        form,
        lambda: Page(
            heading=gettext("Add a file"),
            lead=gettext(
                "The document as it was issued, in one language. It takes the place of the file "
                "that is there of it. A file of the official document says that it is out in that "
                "language."
            ),
            button=gettext("Continue"),
            fields=["kind", "language"],
        ),
        command,
        lambda: Check(
            title=gettext("Check before everybody reads this file"),
            lead=gettext("It is not searched for names. Whoever has saved it keeps it."),
            button=gettext("Add the file"),
            answers=answers(form.kind, form.language),
        ),
        subject=f"visitreport-{key}",
        needed=gettext("Choose a file"),
        alone=gettext("Choose one file. Add each other one on its own."),
        said=gettext("The file is on the public page."),
    )


@bp.route("/files/<uuid:file_id>/take-back", methods=["GET", "POST"])
@_publisher
@fresh(lazy("take back a file of the report on a visit"))
def take_back(mission_id: UUID, file_id: UUID) -> Answer:
    one, form = _published(mission_id), SeenForm()
    file = _file(one, str(file_id))
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Take this file back?"),
            lead=[
                words.filed(file.kind, file.language),
                gettext(
                    "Nobody reads it here any more. Whoever has saved it keeps it. In which "
                    "languages the official document is out stays as it is."
                ),
            ],
            button=gettext("Take the file back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: TakeBackVisitReportFile(**of(one, form), file_id=file.file_id),
        said=gettext("The file is taken back."),
    )


@bp.route("/note", methods=["GET", "POST"])
@require(*queries.WRITERS, Role.PUBLICATION_OFFICER)
def note(mission_id: UUID) -> Answer:
    one, form = found(mission_id), NoteForm()
    publishes = current_actor().has(Role.PUBLICATION_OFFICER) and one.stage in _SUBMITTED
    if one.stage == "withdrawn" or not (one.works or publishes):
        raise NotFound
    showing(form, one)
    if request.method == "GET" and one.preliminary:
        form.symbol.data, form.issued_on.data = one.preliminary, one.preliminary_on
        form.languages.data = list(one.preliminary_languages)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Name the preliminary note"),
            lead=gettext(
                "An addendum of its own that the United Nations issued before the report. "
                "Everybody reads its symbol and its day, also while the report is not public, and "
                "gets to it at the Official Document System. Empty fields: there is none."
            ),
            button=gettext("Keep"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: NamePreliminaryNote(
            **of(one, form),
            symbol=form.symbol.data or None,
            issued_on=form.issued_on.data,
            languages=tuple(form.languages.data or ()),
        ),
        said=gettext("The preliminary note is kept."),
    )


def _published(mission_id: UUID) -> Report:
    one = found(mission_id)
    if one.stage != "published":
        raise NotFound
    return one


def _file(one: Report, file_id: str) -> File:
    with engine().connect() as conn:
        some = files_of.listed(conn, one.mission_id)
    these = [each for each in some if each.file_id == file_id]
    if not these:
        raise NotFound
    return these[0]
