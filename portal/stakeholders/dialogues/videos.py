"""The link from an oral statement to the Council's recording of it: an officer enters it."""

from typing import Final
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.stakeholders.dialogues import desk, queries, whose
from portal.stakeholders.dialogues.forms import VideoForm
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_dialogue_commands import LinkStatementVideo
from shared.core.roles import Role

bp = Blueprint(
    "videodesk",
    __name__,
    url_prefix="/dialogue-desk/<uuid:dialogue_id>/slots/<uuid:slot_id>/video",
)

OFFICERS: Final = frozenset({Role.STAKEHOLDER_OFFICER})


@bp.route("", methods=["GET", "POST"])
@require(*OFFICERS)
def link(dialogue_id: UUID, slot_id: UUID) -> Answer:
    one, found = desk.slot_or_404(dialogue_id, slot_id, "delivered")
    with engine().connect() as conn:
        kept = [each for each in queries.statements_in(conn, found.slot_id) if each.form == "oral"]
    if not kept or not kept[0].publishes:
        raise NotFound
    form = VideoForm()
    if request.method == "GET":
        form.address.data = vault().reveal(kept[0].video) or ""
    return act(
        desk.about(one),
        form,
        Page(
            heading=gettext("Link the video of this statement"),
            lead=gettext(
                "Everybody finds the link beside the statement once that is published. Nothing is "
                "loaded from there before somebody follows it."
            ),
            button=gettext("Keep the link"),
        ),
        lambda: LinkStatementVideo(
            dialogue_id=one.dialogue_id,
            slot_id=found.slot_id,
            address=vault().seal(whose.subject_of(found.slot_id), form.address.data)
            if form.address.data
            else None,
        ),
        said=gettext("The link is kept.")
        if form.address.data
        else gettext("The link is taken away."),
    )
