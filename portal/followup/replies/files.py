"""The files of a reply: read with the reply, added by the people who file or log it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments.adding import each, known, tell
from portal.casefile.attachments.carrying import Carried
from portal.casefile.attachments.forms import FilesForm, rules
from portal.casefile.attachments.handing import download as handed
from portal.casefile.attachments.keep import Kept, details_of
from portal.casefile.attachments.taking import take
from portal.casefile.replies.cases import Case
from portal.casefile.replies.sight import LISTED
from portal.followup.replies.file import Reply, replies_of
from portal.followup.replies.page import found
from portal.followup.replies.read_model import REPLIES
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.waiting import waited
from shared.contracts.commands import address
from shared.contracts.followup_reply_commands import AddReplyAttachment
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("files", __name__, url_prefix="/<uuid:communication_id>/<uuid:reply_id>/files")

_, _ADD = address(AddReplyAttachment)


@bp.get("/")
@require(*LISTED)
def index(communication_id: UUID, reply_id: UUID) -> str:
    late = not waited(engine(), REPLIES.consumer, request.args.get("after"))
    return _page(communication_id, reply_id, FilesForm(formdata=None), late=late)


@bp.post("/")
@require(Role.QUICK_RESPONSE_DESK, Role.GOVERNMENT)
def add(communication_id: UUID, reply_id: UUID) -> Redirect | tuple[str, int]:
    about, reply = _reply(communication_id, reply_id)
    if not _adds(about):
        raise NotFound
    form = FilesForm()
    if not form.validate():
        return _page(communication_id, reply_id, form), 422

    def one(file: FileStorage, place: int) -> str | None:
        kept = _kept(file, reply.reply_id, derive_id("attachment", form.id, place))
        return kept and tell_of(about, reply.reply_id, [kept])

    done = each(form.sent, one)
    if done.refused:
        form.refuse(done.refused)
        return _page(communication_id, reply_id, form.again(), added=done.number), 422
    page = url_for(
        "replies.files.index",
        communication_id=communication_id,
        reply_id=reply_id,
        after=done.after,
    )
    return redirect(page, 303)


@bp.get("/<uuid:attachment_id>")
@require(*LISTED)
def download(communication_id: UUID, reply_id: UUID, attachment_id: UUID) -> Response:
    _, reply = _reply(communication_id, reply_id)
    row = next((one for one in reply.files if one.attachment_id == str(attachment_id)), None)
    if row is None:
        raise NotFound
    return handed(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


def tell_of(about: Case, reply_id: str, files: Sequence[tuple[UUID, Kept]]) -> str | None:
    """Tell of kept files; return what a page waits for. Raises ``Refused``."""
    after = None
    for attachment_id, kept in files:
        command = AddReplyAttachment(
            communication_id=about.communication_id,
            reply_id=reply_id,
            attachment_id=str(attachment_id),
            object_name=kept.object_name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            scanned=kept.scanned,
            details=kept.details,
        )
        after = tell(command, by=current_actor(), correlation_id=about.correlation_id)
    return after


def untold(files: Sequence[Carried]) -> list[Carried]:
    """Return those that the same form did not bring before. Raises ``Refused``."""
    return [one for one in files if not known(_ADD, one.attachment_id)]


def _kept(file: FileStorage, reply_id: str, attachment_id: UUID) -> tuple[UUID, Kept] | None:
    if known(_ADD, attachment_id):  # the same form again
        return None
    return attachment_id, take(file, subject=f"reply-{reply_id}")


def _reply(communication_id: UUID, reply_id: UUID) -> tuple[Case, Reply]:
    """Return a reply that this person reads; 404 for everybody else."""
    with engine().connect() as conn:
        about = found(conn, communication_id)
        received = replies_of(conn, about)
    reply = next((one for one in received if one.reply_id == str(reply_id)), None)
    if reply is None or not about.sight.replies:
        raise NotFound
    return about, reply


def _adds(about: Case) -> bool:
    return current_actor().has(Role.QUICK_RESPONSE_DESK) or about.sight.government


def _page(
    communication_id: UUID, reply_id: UUID, form: FilesForm, *, added: int = 0, late: bool = False
) -> str:
    about, reply = _reply(communication_id, reply_id)
    return htmx.render(
        "replies/files.html",
        block="content",
        case=about,
        reply=reply,
        files=[_listed(row) for row in reply.files],
        adds=_adds(about),
        form=form,
        added=added,
        late=late,
        rules=rules(),
    )


def _listed(row: Any) -> dict[str, Any]:
    """``name``: None once it was erased."""
    details = details_of(row.details, vault())
    return {
        "attachment_id": row.attachment_id,
        "name": details and details.name,
        "size": row.size,
        "scanned": row.scanned,
        "added_at": row.added_at,
    }
