"""Action items of a meeting: opened, given to another, done, dropped, and opened again."""

from uuid import UUID

from flask import Blueprint

from portal.committee.meetings import found, people
from portal.committee.meetings.forms import DropForm, ItemForm, MoveForm, SeenForm, choose
from portal.committee.meetings.queries import READERS, WRITERS, Item
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_meeting_commands import (
    DropActionItem,
    FinishActionItem,
    MoveActionItem,
    OpenActionItem,
    ReopenActionItem,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.committee_meetings import closed
from shared.reference.committee_meetings import given as shown

bp = Blueprint("actionitems", __name__, url_prefix="/committee/meetings/<uuid:meeting_id>/items")

_of_committee = require(Role.COORDINATION_COMMITTEE)


@bp.route("/new", methods=["GET", "POST"])
@require(*WRITERS)
def new(meeting_id: UUID) -> Answer:
    one, form = found.found(meeting_id, "held", "agreed", part=True), ItemForm()
    with engine().connect() as conn:
        choose(form.owner_id, people.of_meeting(conn, one))
    action_id = str(derive_id("action item", form.command_id.data))
    page = Page(
        heading=_("Open an action item"),
        button=_("Open it"),
        lead=_("Who does it is told, and told again before it is due."),
    )
    return act(
        found.about(one),
        form,
        page,
        lambda: OpenActionItem(
            action_id=action_id,
            meeting_id=one.meeting_id,
            text=vault().seal(found.subject_of_item(action_id), form.text.data or ""),
            owner_id=form.owner_id.data or "",
            due_on=given(form.due_on),
        ),
        said=_("The action item is open."),
    )


@bp.route("/<uuid:action_id>/move", methods=["GET", "POST"])
@_of_committee
def move(meeting_id: UUID, action_id: UUID) -> Answer:
    one, form = found.found(meeting_id), MoveForm()
    item = found.item_of(one, action_id, "open", owner=False)
    with engine().connect() as conn:
        choose(form.owner_id, people.of_meeting(conn, one))
    if not form.is_submitted():
        form.owner_id.data, form.due_on.data = item.owner_id or "", item.due_on
    _showing(form, item)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Change who does it, or by when"), button=_("Change it"), texts=_texts(item)
        ),
        lambda: MoveActionItem(
            action_id=item.action_id,
            seen=form.seen.data or "",
            owner_id=form.owner_id.data or "",
            due_on=given(form.due_on),
        ),
        said=_("The action item is changed."),
    )


@bp.route("/<uuid:action_id>/done", methods=["GET", "POST"])
@require(*READERS)
def done(meeting_id: UUID, action_id: UUID) -> Answer:
    one, form = found.found(meeting_id), SeenForm()
    item = found.item_of(one, action_id, "open", owner=True)
    _showing(form, item)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Is it done?"),
            button=_("It is done"),
            texts=_texts(item),
            leave=_("Not yet"),
        ),
        lambda: FinishActionItem(action_id=item.action_id, seen=form.seen.data or ""),
        said=_("The action item is done."),
    )


@bp.route("/<uuid:action_id>/drop", methods=["GET", "POST"])
@_of_committee
def drop(meeting_id: UUID, action_id: UUID) -> Answer:
    one, form = found.found(meeting_id), DropForm()
    item = found.item_of(one, action_id, "open", owner=False)
    _showing(form, item)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Drop this action item"),
            button=_("Drop it"),
            texts=_texts(item),
            leave=_("Leave it open"),
        ),
        lambda: DropActionItem(
            action_id=item.action_id,
            seen=form.seen.data or "",
            reason=vault().seal(found.subject_of_item(item.action_id), form.reason.data or ""),
        ),
        said=_("The action item is dropped."),
    )


@bp.route("/<uuid:action_id>/reopen", methods=["GET", "POST"])
@require(*READERS)
def reopen(meeting_id: UUID, action_id: UUID) -> Answer:
    one, form = found.found(meeting_id), SeenForm()
    item = found.item_of(one, action_id, "done", "dropped", owner=True)
    if not form.is_submitted():
        form.seen.data = closed(item.closed_at)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Open this action item again?"),
            button=_("Open it again"),
            texts=_texts(item),
            leave=_("Leave it closed"),
        ),
        lambda: ReopenActionItem(action_id=item.action_id, seen=form.seen.data or ""),
        said=_("The action item is open again."),
    )


def _showing(form: SeenForm, item: Item) -> None:
    """Let the form name the owner and the day that its page shows."""
    if not form.is_submitted():
        form.seen.data = shown(item.owner_id, item.due_on)


def _texts(item: Item) -> list[tuple[str | None, str | None]]:
    return [(_("Action item"), vault().reveal(item.text))]
