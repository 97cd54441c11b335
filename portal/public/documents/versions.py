"""Versions of a document: uploaded, submitted, approved by a second person, withdrawn."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.carrying import Carried
from portal.casefile.attachments.keep import read_details
from portal.casefile.attachments.upload import upload as upload_files
from portal.public.documents import found, queries, words
from portal.public.documents.forms import ApproveForm, ReasonForm, UploadForm
from portal.public.documents.found import Opened
from portal.public.documents.queries import KEEPERS, PREPARED, READABLE, Document, Version
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given, shown_number
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_library_commands import (
    ApproveLibraryVersion,
    SubmitLibraryVersion,
    UploadLibraryVersion,
    WithdrawLibraryVersion,
)
from shared.core.roles import Role
from shared.reference.documents import WRITERS

bp = Blueprint("libraryversions", __name__, url_prefix="/documents/<uuid:document_id>/<language>")

_writer = require(*WRITERS.values())


@bp.route("/new", methods=["GET", "POST"])
@_writer
def upload(document_id: UUID, language: str) -> Answer:
    one, form = found.to_write(document_id), UploadForm()
    if language not in words.OFFICIAL:
        raise NotFound
    document = one.document
    original = language == document.language
    _offer(form, one, language, original=original)
    subject = found.subject_of(document.document_id)
    number = shown_number(form.version.data)
    asked = [form.summary, form.valid_from]

    def command(files: tuple[LibraryFile, ...]) -> UploadLibraryVersion:
        return UploadLibraryVersion(
            document_id=document.document_id,
            language=language,
            version=number,
            translates=None if original else int(form.translates.data),
            files=files,
            summary=vault().seal(subject, form.summary.data or ""),
            valid_from=given(form.valid_from),
        )

    return upload_files(
        found.about(document),
        form,
        lambda: Page(
            heading=gettext("Upload a version: %(language)s", language=words.language(language)),
            button=gettext("Continue"),
            lead=gettext("It is a draft until you submit it, and a second person approves it."),
            fields=[*([] if original else ["translates"]), "summary", "valid_from"],
        ),
        command,
        lambda: Check(
            title=gettext("Check this version"),
            lead=gettext("Its files cannot be changed afterwards: another version replaces them."),
            button=gettext("Keep it as a draft"),
            answers=answers(*(asked if original else [form.translates, *asked])),
        ),
        subject=subject,
        needed=gettext("Choose at least one file"),
        told=lambda file: _brought(file, one.version(language, number)),
        said=gettext("The draft is kept. Submit it for review when it is ready."),
    )


@bp.route("/<int:number>/submit", methods=["GET", "POST"])
@_writer
def submit(document_id: UUID, language: str, number: int) -> Answer:
    one = found.to_write(document_id)
    version = found.version(one, language, number, "draft", "review")
    return act(
        found.about(one.document),
        CommandForm(),
        lambda: Page(
            heading=gettext("Submit this version for review?"),
            button=gettext("Submit it"),
            lead=gettext("The Chief approves it, or withdraws it with a reason."),
            texts=_to_read(one, version),
            leave=gettext("Not yet"),
        ),
        lambda: SubmitLibraryVersion(
            document_id=one.document.document_id, language=language, version=number
        ),
        said=gettext("The version is in review."),
    )


@bp.route("/<int:number>/approve", methods=["GET", "POST"])
@require(Role.CHIEF)
@fresh(lazy("approve a version of a document"))
def approve(document_id: UUID, language: str, number: int) -> Answer:
    one = found.to_keep(document_id)
    version = found.version(one, language, number, "review", "approved", "current")
    day, form = version.valid_from, ApproveForm()
    if request.method == "GET":
        form.show(one.document)
    return act(
        found.about(one.document),
        form,
        lambda: Page(
            heading=gettext("Approve this version?"),
            button=gettext("Approve it"),
            lead=[
                gettext(
                    "These people can see it: %(audience)s.",
                    audience=words.audiences(one.document.audience),
                ),
                gettext("It becomes current at once.")
                if day <= today()
                else gettext("It becomes current on the day from which it is valid."),
            ],
            texts=[*words_of(one.document), *_to_read(one, version)],
            leave=gettext("Not yet"),
        ),
        lambda: ApproveLibraryVersion(
            document_id=one.document.document_id,
            language=language,
            version=number,
            audience=tuple((form.audience.data or "").split()),
            description=shown_number(form.description.data),
        ),
        said=gettext("The version is approved."),
    )


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@require(*KEEPERS)
def withdraw(document_id: UUID, language: str, number: int) -> Answer:
    one, form = found.to_keep(document_id), ReasonForm()
    if found.erased([one.document]):
        del form.reason
    stages = (*PREPARED, *READABLE, *(["withdrawn"] if request.method == "POST" else []))
    version = found.version(one, language, number, *stages)
    with_it = [
        f"{words.language(each.language)} {each.version}"
        for each in one.versions
        if language == one.document.language
        and each.translates == version.version
        and each.stage != "withdrawn"
    ]
    return act(
        found.about(one.document),
        form,
        Page(
            heading=gettext("Withdraw this version"),
            button=gettext("Continue"),
            lead=gettext("No version becomes current in its place: approve another one."),
        ),
        lambda: WithdrawLibraryVersion(
            document_id=one.document.document_id,
            language=language,
            version=number,
            reason=form.sealed(one.document.document_id),
        ),
        checks=lambda: Check(
            title=gettext("Withdraw this version?"),
            lead=gettext("It cannot be taken back. What translates it is withdrawn with it."),
            button=gettext("Withdraw the version"),
            answers=[
                (gettext("Version"), f"{words.language(language)} {version.version}"),
                *answers(*form.asked),
                (gettext("Withdrawn with it"), listed(with_it) or pgettext("versions", "None")),
            ],
        ),
        said=gettext("The version is withdrawn."),
    )


def _offer(form: UploadForm, one: Opened, language: str, *, original: bool) -> None:
    """Offer what it can translate, and remember which number it will have."""
    of = [each for each in one.versions if each.language == one.document.language]
    readable = [str(each.version) for each in of if each.stage in READABLE]
    form.translates.choices = {number: number for number in readable}
    if original:
        form.translates.validators = []
        form.translates.validate_choice = False
    elif not readable and request.method == "GET":
        raise NotFound
    if not form.is_submitted():
        form.version.data = str(one.last(language) + 1)
        form.valid_from.data = today()


def _brought(file: Carried, version: Version | None) -> bool:
    """Whether the same form, sent before, brought this file to this version."""
    if version is None:
        return False
    with engine().connect() as conn:
        return file.kept.object_name in {
            each.object_name for each in queries.files_of(conn, version)
        }


def words_of(one: Document) -> Sequence[tuple[str | None, str | None]]:
    """Return its titles in every language, its keywords, and the title of what it replaces."""
    labels = [gettext("Title: %(language)s", language=words.language(code)) for code in one.titles]
    sealed = [*one.titles.values()]
    if one.keywords:
        labels.append(gettext("Keywords"))
        sealed.append(one.keywords)
    shown = list(zip(labels, found.read(one, sealed), strict=True))
    before = found.replaced_by(one)
    return [*shown, *([(gettext("Replaces"), found.title_of(before))] if before else [])]


def _to_read(one: Opened, version: Version) -> Sequence[tuple[str | None, str | None]]:
    """Return what is approved: what changed, and the names of the files."""
    with engine().connect() as conn:
        files = queries.files_of(conn, version)
    texts = found.read_of(
        one.document, version, [version.summary, *(each.details for each in files)]
    )
    listed = "\n".join(read_details(text).name if text else "" for text in texts[1:])
    return [(gettext("What changed?"), texts[0]), (gettext("Files"), listed)]
