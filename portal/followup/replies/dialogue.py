"""The dialogue about a letter: contacts with the Government besides replies."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import Case
from portal.followup.replies import file
from portal.followup.replies.file import Contact
from portal.followup.replies.forms import LONGEST_NOTE, CorrectDialogueForm, DialogueForm
from portal.followup.replies.page import Act, Answer, acted, found, revealed, sealed_about
from portal.web.accounts.access import current_actor, require
from portal.web.context import now
from portal.web.db import engine
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("dialogue", __name__, url_prefix="/<uuid:communication_id>")

_NOTES = (Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


@bp.route("/dialogue", methods=["GET", "POST"])
@require(*_NOTES)
def note(communication_id: UUID) -> Answer:
    about, _ = _worked_on(communication_id)
    form = DialogueForm(**_days(about))
    act = Act(
        title="Note a contact with the Government",
        lead="Those who work on the case read it; the Government and the source do not. It is no "
        "reply: the clock goes on.",
        button="Note the contact",
        fields=_fields(form),
    )
    return acted(
        about,
        form,
        lambda: act,
        "note-dialogue",
        lambda: {"contact_id": str(derive_id("contact", form.id)), **_noted(about, form)},
    )


@bp.route("/dialogue/<uuid:contact_id>/correct", methods=["GET", "POST"])
@require(*_NOTES)
def correct(communication_id: UUID, contact_id: UUID) -> Answer:
    about, contacts = _worked_on(communication_id)
    entries = [entry for one in contacts for entry in (one, *one.before)]
    wrong = next((one for one in entries if one.contact_id == str(contact_id)), None)
    if wrong is None:
        raise NotFound
    if wrong not in contacts and request.method == "GET":  # corrected already; a form is refused
        return redirect(url_for("replies.case", communication_id=communication_id), 303)
    was = {
        "held_on": wrong.held_on,
        "kind": wrong.kind,
        "with_whom": revealed(wrong.with_whom),
        "said": revealed(wrong.said),
    }
    form = CorrectDialogueForm(was=was, **_days(about))
    act = Act(
        title="Correct a contact with the Government",
        lead="Put right what is wrong and leave the rest. The entry as it was stays to be read, "
        "marked as corrected.",
        button="Correct the entry",
        fields=_fields(form),
    )
    return acted(
        about,
        form,
        lambda: act,
        "correct-dialogue",
        lambda: {
            "contact_id": wrong.contact_id,
            "correction_id": str(derive_id("correction", form.id)),
            **_noted(about, form),
        },
    )


def _days(about: Case) -> dict[str, Any]:
    # A contact was on a day that has come, whatever the clock of deadlines is moved to.
    return {"earliest": about.transmitted_on, "latest": day_of(now())}


def _fields(form: DialogueForm) -> list[tuple[str, Any, dict[str, Any]]]:
    return [
        ("date", form.held_on, {"hint": "In Geneva"}),
        ("radios", form.kind, {}),
        ("text", form.with_whom, {"hint": "An office, such as the Permanent Mission"}),
        ("textarea", form.said, {"rows": 8, "max": LONGEST_NOTE}),
    ]


def _noted(about: Case, form: DialogueForm) -> dict[str, Any]:
    return {
        "held_on": form.held_on.data,
        "kind": form.kind.data,
        "with_whom": sealed_about(about, form.with_whom.data),
        "said": sealed_about(about, form.said.data),
    }


def _worked_on(communication_id: UUID) -> tuple[Case, list[Contact]]:
    """Return the case and its contacts for the desk and the mandates that signed; else 404."""
    with engine().connect() as conn:
        about = found(conn, communication_id)
        contacts = file.dialogue_of(conn, about)
    actor = current_actor()
    if not actor.has(Role.QUICK_RESPONSE_DESK) and actor.mandates.isdisjoint(about.mandates):
        raise NotFound
    return about, contacts
