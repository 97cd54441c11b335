"""What a Government did about a situation: noted with a public source, and taken back (K4)."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.committee.situations import queries
from portal.committee.situations.forms import ActionForm
from portal.committee.situations.found import about, found
from portal.committee.situations.queries import NOTES
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_situation_commands import (
    NoteGovernmentAction,
    TakeBackGovernmentAction,
)
from shared.core.message import derive_id

bp = Blueprint("governmentactions", __name__, url_prefix="/watch-list/<uuid:situation_id>/actions")


@bp.route("/note", methods=["GET", "POST"])
@require(*NOTES)
def note(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "open", may="notes"), ActionForm()
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Note an action of the Government"),
            lead=gettext("What a public source says, and nothing else."),
            button=gettext("Continue"),
        ),
        lambda: NoteGovernmentAction(
            situation_id=one.situation_id,
            action_id=str(derive_id("government action", form.id)),
            kind=form.kind.data,
            acted_on=given(form.acted_on),
            source=form.source.data or "",
        ),
        checks=lambda: Check(
            title=gettext("Check this action"),
            lead=gettext("Everybody who reads the situation sees it. You can take it back."),
            button=gettext("Note it"),
            answers=answers(form.kind, form.acted_on, form.source),
        ),
        said=gettext("The action is noted."),
    )


@bp.route("/<uuid:action_id>/take-back", methods=["GET", "POST"])
@require(*NOTES)
def take_back(situation_id: UUID, action_id: UUID) -> Answer:
    one = found(situation_id, may="notes")
    with engine().connect() as conn:
        known = {each.action_id for each in queries.actions_of(conn, one.situation_id)}
    if str(action_id) not in known:
        raise NotFound
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Take this action back?"),
            lead=gettext("It is no more on the page. It can be noted anew."),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeBackGovernmentAction(situation_id=one.situation_id, action_id=str(action_id)),
        said=gettext("The action is taken back."),
    )
