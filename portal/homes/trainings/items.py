"""Follow-up items of a training event: opened, moved, closed, and opened again."""

from uuid import UUID

from flask import Blueprint

from portal.homes.trainings import found
from portal.homes.trainings.forms import ItemForm, MoveForm, SeenForm
from portal.homes.trainings.queries import Finding, Item, Training
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_training_commands import (
    CloseTrainingFollowUp,
    MoveTrainingFollowUp,
    OpenTrainingFollowUp,
    ReopenTrainingFollowUp,
)
from shared.contracts.stakeholders_trainings import Outcome
from shared.core.message import derive_id
from shared.reference.trainings import STAFF, WRITERS

bp = Blueprint("trainingitems", __name__, url_prefix="/trainings/<uuid:training_id>/items")

_keeps = require(*WRITERS)
_has = require(*STAFF)


@bp.route("/new", methods=["GET", "POST"])
@_keeps
def new(training_id: UUID) -> Answer:
    return opened(found.found(training_id, "held"))


def opened(one: Training, finding_id: str | None = None, of: Finding | None = None) -> Answer:
    """Open an item. ``of``: the finding that it follows up, while it stands."""
    form = ItemForm()
    with engine().connect() as conn:
        form.offer(found.owners(conn))
    form.show(one)
    item_id = str(derive_id("training follow-up", form.command_id.data))
    subject = found.subject_of(one.training_id)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=gettext("Open a follow-up item"),
            lead=gettext("Who does it then reads all of this training event."),
            button=gettext("Open it"),
            fields=("text", "owner_id", "due_on"),
            texts=[(gettext("Finding"), vault().reveal(of.text))] if of else [],
        ),
        lambda: OpenTrainingFollowUp(
            training_id=one.training_id,
            seen=form.shown,
            item_id=item_id,
            text=vault().seal(subject, form.text.data or ""),
            owner_id=form.owner_id.data or "",
            due_on=given(form.due_on),
            finding_id=finding_id,
        ),
        said=gettext("The follow-up item is open."),
    )


@bp.route("/<uuid:item_id>/move", methods=["GET", "POST"])
@_keeps
def move(training_id: UUID, item_id: UUID) -> Answer:
    one, form = found.found(training_id), MoveForm()
    item = found.item_of(one, item_id, is_open=True)
    with engine().connect() as conn:
        form.offer(found.owners(conn))
    form.show(one)
    if not form.is_submitted():
        form.owner_id.data, form.due_on.data = item.owner_id, item.due_on
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=gettext("Change who does it, or by when"),
            button=gettext("Change it"),
            texts=_texts(item),
        ),
        lambda: MoveTrainingFollowUp(
            training_id=one.training_id,
            seen=form.shown,
            item_id=item.item_id,
            owner_id=form.owner_id.data or "",
            due_on=given(form.due_on),
        ),
        said=gettext("The follow-up item is changed."),
    )


@bp.route("/<uuid:item_id>/done", methods=["GET", "POST"])
@_has
def done(training_id: UUID, item_id: UUID) -> Answer:
    heading, button = gettext("Is it done?"), gettext("It is done")
    return _closed(training_id, item_id, "done", heading, button)


@bp.route("/<uuid:item_id>/drop", methods=["GET", "POST"])
@_keeps
def drop(training_id: UUID, item_id: UUID) -> Answer:
    heading, button = gettext("Drop this follow-up item?"), gettext("Drop it")
    return _closed(training_id, item_id, "dropped", heading, button)


def _closed(
    training_id: UUID, item_id: UUID, outcome: Outcome, heading: str, button: str
) -> Answer:
    one, form = found.found(training_id), SeenForm()
    item = found.item_of(one, item_id, is_open=True)
    form.show(one)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=heading,
            lead=gettext("It can be opened again."),
            button=button,
            texts=_texts(item),
            leave=gettext("Leave it open"),
        ),
        lambda: CloseTrainingFollowUp(
            training_id=one.training_id, seen=form.shown, item_id=item.item_id, outcome=outcome
        ),
        said=gettext("The follow-up item is closed."),
    )


@bp.route("/<uuid:item_id>/reopen", methods=["GET", "POST"])
@_has
def reopen(training_id: UUID, item_id: UUID) -> Answer:
    one, form = found.found(training_id, "held"), SeenForm()
    item = found.item_of(one, item_id, is_open=False)
    form.show(one)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=gettext("Open this follow-up item again?"),
            button=gettext("Open it again"),
            texts=_texts(item),
            leave=gettext("Leave it closed"),
        ),
        lambda: ReopenTrainingFollowUp(
            training_id=one.training_id, seen=form.shown, item_id=item.item_id
        ),
        said=gettext("The follow-up item is open again."),
    )


def _texts(item: Item) -> list[tuple[str | None, str | None]]:
    return [(gettext("Follow-up item"), vault().reveal(item.text))]
