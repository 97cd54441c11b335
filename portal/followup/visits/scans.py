"""Files of a letter about a visit, such as a scan: for whoever reads the letter in the office.

A Government has those of what it answered here, which it adds itself, and no others: a scan that
the office added may have the office's marks on it (VR6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import Connection, Row, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments.adding import each, known, tell
from portal.casefile.attachments.forms import ScrubbedForm, rules
from portal.casefile.attachments.handing import download as handed
from portal.casefile.attachments.keep import details_of
from portal.casefile.attachments.taking import Refused, take
from portal.followup.visits import found, of_state, queries, words
from portal.followup.visits.offered import offered
from portal.followup.visits.read_model import CONSUMER, documents
from portal.followup.visits.read_model import scans as table
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
from portal.web.policy import Sight
from portal.web.waiting import waited
from shared.contracts.commands import address
from shared.contracts.followup_visit_files import AddVisitDocumentFile
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.visits import HERE, MOST_FILES, visit_file_id

bp = Blueprint(
    "visitscans",
    __name__,
    url_prefix="/visits/<mandate>/<state>/documents/<uuid:document_id>/files",
)

_, _ADD = address(AddVisitDocumentFile)
_TOO_MANY: Final = lazy("A letter takes %(most)s files.", most=MOST_FILES)
_reads = require(*queries.READERS, Role.GOVERNMENT)
_adds = require(*queries.WRITERS, Role.GOVERNMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``adds``: whether this person adds files to it; ``back``: the page that it is on."""

    mandate: str
    state: str
    document_id: str
    title: str
    row: Row[Any]
    back: str
    adds: bool


@bp.get("/")
@_reads
def index(mandate: str, state: str, document_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page(_letter(mandate, state, document_id), ScrubbedForm(formdata=None), late=late)


@bp.post("/")
@_adds
def add(mandate: str, state: str, document_id: UUID) -> Redirect | tuple[str, int]:
    one, form = _letter(mandate, state, document_id), ScrubbedForm()
    if not one.adds:
        raise NotFound
    if not form.validate():
        return _page(one, form), 422
    done = each(form.sent, lambda file, place: _added(one, file, place, form))
    if done.refused:
        form.refuse(done.refused)
        return _page(one, form.again(), added=done.number), 422
    return redirect(url_for("visitscans.index", **_here(one), after=done.after), 303)


@bp.get("/<uuid:attachment_id>")
@_reads
def download(mandate: str, state: str, document_id: UUID, attachment_id: UUID) -> Response:
    for row in _rows(_letter(mandate, state, document_id)):
        if row.attachment_id == str(attachment_id):
            return handed(
                object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
            )
    raise NotFound


def _letter(mandate: str, state: str, document_id: UUID) -> Letter:
    """Return the letter, if this person has its files; 404 otherwise."""
    of = _of_government if current_actor().has(Role.GOVERNMENT) else _of_office
    return of(mandate, state, str(document_id))


def _of_government(mandate: str, state: str, document_id: str) -> Letter:
    with engine().connect() as conn:
        one = of_state.of(conn, mandate, state)
        row = _document(conn, one.visit_file_id, document_id)
    if row is None or row.channel != HERE:
        raise NotFound
    return Letter(
        mandate=mandate,
        state=state,
        document_id=document_id,
        title=of_state.called(row),
        row=row,
        back=url_for("visitcorrespondence.show", mandate=mandate, state=state),
        adds=True,
    )


def _of_office(mandate: str, state: str, document_id: str) -> Letter:
    """What was struck is for those who work on the file, as its texts are."""
    one = found.found(mandate, state)
    with engine().connect() as conn:
        row = _document(conn, visit_file_id(mandate, state), document_id)
    if row is None or row.channel is None or (row.struck and one.sight < Sight.WRITE):
        raise NotFound
    on_file = queries.on_file(row, one)
    return Letter(
        mandate=mandate,
        state=state,
        document_id=document_id,
        title=words.title(on_file),
        row=row,
        back=url_for("visits.show", mandate=mandate, state=state),
        adds=offered(one, current_actor(), today()).scans(on_file),
    )


def _document(conn: Connection, file_id: str, document_id: str) -> Row[Any] | None:
    c = documents.c
    these = select(documents).where(c.visit_file_id == file_id, c.document_id == document_id)
    return conn.execute(these.where(c.kind.is_not(None))).one_or_none()


def _added(one: Letter, file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
    attachment_id = str(derive_id("file of a visit", one.document_id, form.id, place))
    if known(_ADD, derive_id(attachment_id)):  # the same form again
        return None
    if len(_rows(one)) >= MOST_FILES:
        raise Refused(_TOO_MANY)
    kept = take(file, subject=found.subject_of(one.document_id), about=form.about)
    command = AddVisitDocumentFile(
        mandate=one.mandate,
        state=one.state,
        document_id=one.document_id,
        attachment_id=attachment_id,
        object_name=kept.object_name,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        scanned=kept.scanned,
        details=kept.details,
    )
    case = derive_id("visit case", visit_file_id(one.mandate, one.state))
    return tell(command, by=current_actor(), correlation_id=case)


def _rows(one: Letter) -> Sequence[Row[Any]]:
    c = table.c
    these = select(table).where(c.document_id == one.document_id)
    with engine().connect() as conn:
        return conn.execute(these.order_by(c.added_at, c.attachment_id)).all()


def _here(one: Letter) -> dict[str, Any]:
    return {"mandate": one.mandate, "state": one.state, "document_id": one.document_id}


def _page(one: Letter, form: ScrubbedForm, *, added: int = 0, late: bool = False) -> str:
    opened = [(row, details_of(row.details, vault())) for row in _rows(one)]
    return htmx.render(
        "visits/scans.html",
        block="content",
        one=one,
        here=_here(one),
        files=[(row, details and details.name) for row, details in opened],
        form=form,
        added=added,
        late=late,
        rules=rules(),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )
