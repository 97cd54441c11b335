"""Work on a submission: its assignee, tags and internal notes."""

from functools import partial
from uuid import UUID

from flask import Blueprint

from portal.casefile.queue.sight import WORKERS
from portal.desk.triage.asking import on, workable
from portal.desk.triage.forms import BareForm, NoteForm, TagsForm
from portal.desk.triage.page import assign_form, page
from portal.web.accounts.access import current_account, require
from portal.web.act import Answer, act
from portal.web.context import vault
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.intake_triage_commands import (
    AddNote,
    AssignSubmission,
    TagSubmission,
    UnassignSubmission,
    Work,
)
from shared.core.message import derive_id

bp = Blueprint("working", __name__)


@bp.post("/<uuid:submission_id>/take")
@require(*WORKERS)
def take(submission_id: UUID) -> Answer:
    """Take it oneself, with one key."""
    form = BareForm()
    workable(submission_id)
    me = current_account().account_id
    command = AssignSubmission(submission_id=str(submission_id), assignee=me)
    return _asked(command, form, gettext("You work on it now"))


@bp.post("/<uuid:submission_id>/assign")
@require(*WORKERS)
def assign(submission_id: UUID) -> Answer:
    form = assign_form(workable(submission_id), posted=True)
    if chosen := form.assignee.data:
        told = gettext("%(name)s works on it now", name=form.people.get(chosen, chosen))
        command = AssignSubmission(submission_id=str(submission_id), assignee=chosen)
        return _asked(command, form, told)
    nobody = UnassignSubmission(submission_id=str(submission_id))
    return _asked(nobody, form, gettext("Nobody works on it now"))


@bp.post("/<uuid:submission_id>/tags")
@require(*WORKERS)
def tag(submission_id: UUID) -> Answer:
    form = TagsForm()
    workable(submission_id)
    tags = tuple(form.tags.data or ())
    command = TagSubmission(submission_id=str(submission_id), tags=tags)
    return _asked(command, form, gettext("The tags are kept"))


@bp.post("/<uuid:submission_id>/notes")
@require(*WORKERS)
def note(submission_id: UUID) -> Answer:
    form = NoteForm()
    workable(submission_id)
    return act(
        on(submission_id),
        form,
        partial(page, submission_id, form),
        lambda: AddNote(
            submission_id=str(submission_id),
            note_id=str(derive_id("note", form.id)),
            note=vault().seal(f"submission-{submission_id}", form.note.data or ""),
        ),
        said=gettext("The note is kept"),
    )


def _asked(command: Work, form: CommandForm, said: str) -> Answer:
    id_ = UUID(command.submission_id)
    return act(on(id_), form, partial(page, id_, form), lambda: command, said=said)
