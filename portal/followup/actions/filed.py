"""The page of the files beside the progress of an action: its owner's, and then the mandate's.

A mandate reads those that were there when the action was published. Nobody else does: the public,
other owners and other mandates find no trace of them.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Connection, Row, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments import beside
from portal.casefile.attachments.beside import Beside, Keeping
from portal.casefile.attachments.forms import ScrubbedForm
from portal.followup.actions import found, queries, shown
from portal.followup.actions.queries import Action
from portal.followup.actions.read_model import CONSUMER, published
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_action_commands import AddActionFile, RemoveActionFile
from shared.core.message import derive_id
from shared.reference.actions import MOST_FILES

bp = Blueprint("actionfiles", __name__, url_prefix="/actions/<uuid:action_id>/files")

_TOO_MANY = lazy("An action takes %(most)s files.", most=MOST_FILES)
_Part: TypeAlias = tuple[About, Sequence[Row[Any]], str | None, bool, bool]
"""What is acted on, its files, its progress, and whether files are added and taken out."""
_ours = require(*queries.OWNERS)
_reads = require(*queries.OWNERS, *queries.OFFICE)


@bp.get("/")
@_reads
def index(action_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return beside.page(_here(action_id), ScrubbedForm(formdata=None), late=late)


@bp.post("/")
@_ours
def add(action_id: UUID) -> Redirect | tuple[str, int]:
    one = found.working(action_id)

    def keep(file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
        return _added(one, file, place, form)

    return beside.add(_here(action_id), keep, lambda: _here(action_id))


@bp.get("/<uuid:attachment_id>")
@_reads
def download(action_id: UUID, attachment_id: UUID) -> Response:
    return beside.download(_here(action_id), attachment_id)


@bp.route("/<uuid:attachment_id>/remove", methods=["GET", "POST"])
@_ours
def remove(action_id: UUID, attachment_id: UUID) -> Answer:
    one, here = found.working(action_id), _here(action_id)
    row = beside.found(here, attachment_id)
    return act(
        About(
            address=here.address("index"),
            case=found.case_of(one.action_id),
            back=here.heading,
            caption=here.about.caption,
        ),
        CommandForm(),
        Page(
            heading=gettext("Take this file out?"),
            lead=gettext("It leaves your page, and that of the mandates where it was published."),
            button=gettext("Take the file out"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: RemoveActionFile(action_id=one.action_id, attachment_id=row.attachment_id),
        said=gettext("The file is taken out."),
        by=found.by(one),
    )


def _added(one: Action, file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
    attachment_id = str(derive_id("file beside an action", one.action_id, form.id, place))
    how = Keeping(
        kind=AddActionFile,
        attachment_id=attachment_id,
        subject=f"followupaction-{attachment_id}",
        there=lambda conn: len(queries.files_of(conn, one.action_id)),
        most=MOST_FILES,
        too_many=_TOO_MANY,
        by=found.by(one),
        case=found.case_of(one.action_id),
    )
    return beside.keep(
        how, file, form, lambda stored: AddActionFile(action_id=one.action_id, **stored)
    )


def _here(action_id: UUID) -> Beside:
    """Return the page for who looks: of the owner, or of a mandate; 404 for everybody else."""
    with engine().connect() as conn:
        one = queries.find(conn, current_actor(), str(action_id))
        part = _of_owner(conn, one) if one else _of_mandate(conn, str(action_id))
    about, files, text, adds, removes = part
    return Beside(
        about=about,
        name=bp.name,
        of={"action_id": action_id},
        heading=gettext("Files beside the progress"),
        texts=[(gettext("What was done, or why it was abandoned"), text)],
        lead=gettext(
            "Once the action is published, those who work for the mandates of its recommendations "
            "read them, and nobody else. They are not public."
        ),
        files=files,
        adds=adds,
        removes=removes,
    )


def _of_owner(conn: Connection, one: Action) -> _Part:
    if one.claim == "planned":
        raise NotFound
    return (
        found.about(one),
        queries.files_of(conn, one.action_id),
        _progress(conn, one.action_id, one.report_id),
        not one.archived,
        not one.archived,
    )


def _of_mandate(conn: Connection, action_id: str) -> _Part:
    by = shown.of_mandate(conn, current_actor(), action_id)
    files = shown.files_with(conn, action_id) if by else []
    if not by or not files:
        raise NotFound
    p = published.c
    row = conn.execute(select(published).where(p.action_id == action_id)).one()
    about = About(
        address=url_for("recommendations.detail", recommendation_id=by),
        case=found.case_of(action_id),
        back=gettext("The recommendation"),
    )
    return about, files, _progress(conn, action_id, row.report_id), False, False


def _progress(conn: Connection, action_id: str, report_id: str | None) -> str | None:
    texts = queries.texts_of(conn, [action_id], [report_id or ""])[action_id]
    return vault().reveal(texts.get((report_id or "", "text")))
