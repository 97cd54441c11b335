"""The files of a submission: list, add, download. Never shown in the browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments import adding, queries
from portal.casefile.attachments.forms import IN_LANGUAGES, EvidenceForm, rules
from portal.casefile.attachments.handing import download as handed
from portal.casefile.attachments.handing import without_hidden_details
from portal.casefile.attachments.hidden import may_be_scrubbed
from portal.casefile.attachments.keep import ToGovernment, details_of
from portal.casefile.attachments.queries import Right
from portal.casefile.attachments.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import settings, vault
from portal.web.db import engine
from portal.web.sizes import FORM_BYTES, with_files
from portal.web.waiting import waited
from shared.core.roles import Role
from shared.platform.settings import Settings

bp = Blueprint("attachments", __name__, url_prefix="/submissions/<uuid:submission_id>/files")

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)
_READERS = (
    *_SOURCES,
    Role.QUICK_RESPONSE_DESK,
    Role.HUMAN_RIGHTS_OFFICER,
    Role.MANDATE_HOLDER,
)
_TAKE_FILES = {
    "api.files.add",
    "attachments.add",
    "channel.files.add",
    "owninput.add_files",
    "corpusdesk.upload",
    "drafts.files.add",
    "historydesk.upload",
    "historyfiles.add",
    "libraryversions.upload",
    "replies.files.add",
    "replies.parties.log",
    "selection.adding.add",
}


def init_app(app: Flask) -> None:
    """Allow larger requests for forms with files. Call it before anything reads forms."""

    def raise_limit() -> None:
        request.max_content_length = largest(request.endpoint, settings())

    app.before_request(raise_limit)


def largest(endpoint: str | None, of: Settings) -> int:
    """Return how many bytes a view takes at once."""
    return with_files(of) if endpoint in _TAKE_FILES else FORM_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``name``: None once it was erased. ``hides``: it is a picture as it was taken."""

    attachment_id: str
    name: str | None
    language: str | None
    to_government: ToGovernment | None
    scrubbed: bool
    hides: bool
    size: int
    scanned: str
    added_at: datetime


@bp.get("/")
@require(*_READERS)
def index(submission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page(submission_id, EvidenceForm(formdata=None), late=late)


@bp.post("/")
@require(*_SOURCES, Role.QUICK_RESPONSE_DESK)
def add(submission_id: UUID) -> Redirect | tuple[str, int]:
    if not _right(submission_id).add:
        raise NotFound
    form = EvidenceForm()
    if not form.validate():
        return _page(submission_id, form), 422
    done = adding.add(
        form.sent, submission_id, by=current_actor(), form_id=form.id, about=form.about
    )
    if done.refused:
        form.refuse(done.refused)
        return _page(submission_id, form.again(), added=done.number), 422
    page = url_for("attachments.index", submission_id=submission_id, after=done.after)
    return redirect(page, 303)


@bp.get("/<uuid:attachment_id>")
@require(*_READERS)
def download(submission_id: UUID, attachment_id: UUID) -> Response:
    row = _row(submission_id, attachment_id)
    return handed(
        object_name=row["object_name"],
        sha256=row["sha256"],
        size=row["size"],
        details=row["details"],
    )


@bp.get("/<uuid:attachment_id>/without-hidden-details")
@require(*_READERS)
def without(submission_id: UUID, attachment_id: UUID) -> Response:
    row = _row(submission_id, attachment_id)
    return without_hidden_details(
        object_name=row["object_name"],
        sha256=row["sha256"],
        media_type=row["media_type"],
        details=row["details"],
    )


def _row(submission_id: UUID, attachment_id: UUID) -> Mapping[str, Any]:
    _right(submission_id)
    with engine().connect() as conn:
        row = queries.one(conn, str(submission_id), str(attachment_id))
    if row is None:
        raise NotFound
    return row


def _right(submission_id: UUID) -> Right:
    with engine().connect() as conn:
        right = queries.right(conn, current_actor(), str(submission_id))
    if right is None:
        raise NotFound
    return right


def _page(
    submission_id: UUID,
    form: EvidenceForm,
    *,
    added: int = 0,
    late: bool = False,
) -> str:
    right, case = _right(submission_id), str(submission_id)
    with engine().connect() as conn:
        rows = queries.of_submission(conn, case)
        coming = queries.on_their_way(conn, case)
    return htmx.render(
        "attachments/index.html",
        block="content",
        submission_id=case,
        files=[_file(row) for row in rows],
        coming=[details_of(sealed, vault()) for sealed in coming],
        right=right,
        form=form,
        added=added,
        late=late,
        rules=rules(),
        languages=IN_LANGUAGES,
    )


def _file(row: Any) -> File:
    details = details_of(row["details"], vault())
    scrubbed = details is not None and details.sent is not None
    return File(
        attachment_id=row["attachment_id"],
        name=None if details is None else details.name,
        language=None if details is None else details.language,
        to_government=None if details is None else details.to_government,
        scrubbed=scrubbed,
        hides=may_be_scrubbed(row["media_type"]) and not scrubbed,
        size=row["size"],
        scanned=row["scanned"],
        added_at=row["added_at"],
    )
