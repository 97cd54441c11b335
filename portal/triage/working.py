"""What is worked on a submission: whose it is, its tags, internal notes."""

from uuid import UUID

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from portal.accounts.access import current_account, require
from portal.commands import CommandRefused
from portal.context import vault
from portal.forms import CommandForm
from portal.submissions.views import ERASED
from portal.triage.asking import ask, workable
from portal.triage.forms import BareForm, NoteForm, TagsForm
from portal.triage.page import assign_form, page
from portal.triage.sight import WORKERS
from shared.message import derive_id
from shared.vault import Forgotten

bp = Blueprint("working", __name__)

_Answer = Response | tuple[str, int]


@bp.post("/<uuid:submission_id>/take")
@require(*WORKERS)
def take(submission_id: UUID) -> _Answer:
    """Take it oneself, with one key."""
    form = BareForm()
    workable(submission_id)
    if not form.validate():
        return page(submission_id, form), 422
    me = current_account().account_id
    return _asked("assign-submission", submission_id, form, "You work on it now", assignee=me)


@bp.post("/<uuid:submission_id>/assign")
@require(*WORKERS)
def assign(submission_id: UUID) -> _Answer:
    form = assign_form(workable(submission_id), posted=True)
    if not form.validate():
        return page(submission_id, form), 422
    chosen = form.assignee.data
    if not chosen:
        return _asked("unassign-submission", submission_id, form, "Nobody works on it now")
    told = f"{form.people[chosen]} works on it now"
    return _asked("assign-submission", submission_id, form, told, assignee=chosen)


@bp.post("/<uuid:submission_id>/tags")
@require(*WORKERS)
def tag(submission_id: UUID) -> _Answer:
    form = TagsForm()
    workable(submission_id)
    if not form.validate():
        return page(submission_id, form), 422
    return _asked(
        "tag-submission", submission_id, form, "The tags are kept", tags=form.tags.data or []
    )


@bp.post("/<uuid:submission_id>/notes")
@require(*WORKERS)
def note(submission_id: UUID) -> _Answer:
    form = NoteForm()
    workable(submission_id)
    if not form.validate():
        return page(submission_id, form), 422
    try:
        sealed = vault().seal(f"submission-{submission_id}", form.note.data or "")
    except Forgotten:
        form.form_errors.append(ERASED)
        return page(submission_id, form), 409
    note_id = str(derive_id("note", form.id))
    return _asked("add-note", submission_id, form, "The note is kept", note_id=note_id, note=sealed)


def _asked(
    type_: str, submission_id: UUID, form: CommandForm, told: str, /, **data: object
) -> _Answer:
    try:
        done = ask(type_, submission_id, form, **data)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return page(submission_id, form), no.status
    flash(told, "success")
    return done
