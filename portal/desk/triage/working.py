"""What is worked on a submission: whose it is, its tags, internal notes."""

from uuid import UUID

from flask import Blueprint

from portal.casefile.queue.sight import WORKERS
from portal.desk.triage.asking import Answer, answered, ask, workable
from portal.desk.triage.forms import BareForm, NoteForm, TagsForm
from portal.desk.triage.page import assign_form, page
from portal.web.accounts.access import current_account, require
from portal.web.context import vault
from portal.web.forms import CommandForm
from shared.core.message import derive_id

bp = Blueprint("working", __name__)


@bp.post("/<uuid:submission_id>/take")
@require(*WORKERS)
def take(submission_id: UUID) -> Answer:
    """Take it oneself, with one key."""
    form = BareForm()
    workable(submission_id)
    me = current_account().account_id
    return _asked("assign-submission", submission_id, form, "You work on it now", assignee=me)


@bp.post("/<uuid:submission_id>/assign")
@require(*WORKERS)
def assign(submission_id: UUID) -> Answer:
    form = assign_form(workable(submission_id), posted=True)
    if chosen := form.assignee.data:
        told = f"{form.people.get(chosen, chosen)} works on it now"
        return _asked("assign-submission", submission_id, form, told, assignee=chosen)
    return _asked("unassign-submission", submission_id, form, "Nobody works on it now")


@bp.post("/<uuid:submission_id>/tags")
@require(*WORKERS)
def tag(submission_id: UUID) -> Answer:
    form = TagsForm()
    workable(submission_id)
    return _asked(
        "tag-submission", submission_id, form, "The tags are kept", tags=form.tags.data or []
    )


@bp.post("/<uuid:submission_id>/notes")
@require(*WORKERS)
def note(submission_id: UUID) -> Answer:
    form = NoteForm()
    workable(submission_id)
    return answered(
        form,
        lambda: page(submission_id, form),
        lambda: ask(
            "add-note",
            submission_id,
            form,
            note_id=str(derive_id("note", form.id)),
            note=vault().seal(f"submission-{submission_id}", form.note.data or ""),
        ),
        lambda: "The note is kept",
    )


def _asked(
    type_: str, submission_id: UUID, form: CommandForm, told: str, /, **data: object
) -> Answer:
    return answered(
        form,
        lambda: page(submission_id, form),
        lambda: ask(type_, submission_id, form, **data),
        lambda: told,
    )
