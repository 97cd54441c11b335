"""The dialogue about a letter: what was said to the Government, and by it, beside replies."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.accounts.access import current_actor, require
from portal.context import now
from portal.db import engine
from portal.replies.cases import Case, day_in_geneva
from portal.replies.forms import LONGEST_NOTE, DialogueForm
from portal.replies.page import Act, Answer, acted, found, sealed_about
from shared.message import derive_id
from shared.roles import Role

bp = Blueprint("dialogue", __name__, url_prefix="/<uuid:communication_id>")


@bp.route("/dialogue", methods=["GET", "POST"])
@require(Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
def note(communication_id: UUID) -> Answer:
    about = _worked_on(communication_id)
    # A contact was on a day that has come, whatever the clock of deadlines is moved to.
    form = DialogueForm(earliest=about.transmitted_on, latest=day_in_geneva(now()))
    act = Act(
        title="Note a contact with the Government",
        lead="Those who work on the case read it; the Government and the source do not. It is no "
        "reply: the clock goes on.",
        button="Note the contact",
        fields=[
            ("date", form.held_on, {"hint": "In Geneva"}),
            ("radios", form.kind, {}),
            ("text", form.with_whom, {"hint": "An office, such as the Permanent Mission"}),
            ("textarea", form.said, {"rows": 8, "max": LONGEST_NOTE}),
        ],
    )
    return acted(
        about,
        form,
        lambda: act,
        "note-dialogue",
        lambda: {
            "contact_id": str(derive_id("contact", form.id)),
            "held_on": form.held_on.data,
            "kind": form.kind.data,
            "with_whom": sealed_about(about, form.with_whom.data),
            "said": sealed_about(about, form.said.data),
        },
    )


def _worked_on(communication_id: UUID) -> Case:
    """Return the case for the desk and the mandates that signed; 404 for everybody else."""
    with engine().connect() as conn:
        about = found(conn, communication_id)
    actor = current_actor()
    if not actor.has(Role.QUICK_RESPONSE_DESK) and actor.mandates.isdisjoint(about.mandates):
        raise NotFound
    return about
