"""The dialogue about a letter: contacts with the Government besides replies."""

from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import Case
from portal.followup.replies import file
from portal.followup.replies.file import Contact
from portal.followup.replies.forms import CorrectDialogueForm, DialogueForm
from portal.followup.replies.page import found, on, revealed, sealed_about
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from shared.contracts.followup_replies import ContactKind
from shared.contracts.followup_reply_commands import CorrectDialogue, NoteDialogue
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

bp = Blueprint("dialogue", __name__, url_prefix="/<uuid:communication_id>")

_NOTES = (Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


@bp.route("/dialogue", methods=["GET", "POST"])
@require(*_NOTES)
def note(communication_id: UUID) -> Answer:
    about, _ = _worked_on(communication_id)
    form = DialogueForm(**_days(about))
    page = Page(
        heading=gettext("Note a contact with the Government"),
        lead=gettext(
            "Those who work on the case read it; the Government and the source do not. It is no "
            "reply: the clock goes on."
        ),
        button=gettext("Note the contact"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: NoteDialogue(
            communication_id=about.communication_id,
            contact_id=str(derive_id("contact", form.id)),
            **_noted(about, form),
        ),
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
    page = Page(
        heading=gettext("Correct a contact with the Government"),
        lead=gettext(
            "Put right what is wrong and leave the rest. The entry as it was stays to be read, "
            "marked as corrected."
        ),
        button=gettext("Correct the entry"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: CorrectDialogue(
            communication_id=about.communication_id,
            contact_id=wrong.contact_id,
            correction_id=str(derive_id("correction", form.id)),
            **_noted(about, form),
        ),
    )


def _days(about: Case) -> dict[str, Any]:
    return {"earliest": about.transmitted_on, "latest": today()}


class _Noted(TypedDict):
    held_on: date
    kind: ContactKind
    with_whom: Sealed
    said: Sealed


def _noted(about: Case, form: DialogueForm) -> _Noted:
    return _Noted(
        held_on=given(form.held_on),
        kind=form.kind.data,
        with_whom=sealed_about(about, form.with_whom.data),
        said=sealed_about(about, form.said.data),
    )


def _worked_on(communication_id: UUID) -> tuple[Case, list[Contact]]:
    """Return the case and its contacts for the desk and the mandates that signed; else 404."""
    with engine().connect() as conn:
        about = found(conn, communication_id)
        contacts = file.dialogue_of(conn, about)
    actor = current_actor()
    if not actor.has(Role.QUICK_RESPONSE_DESK) and actor.mandates.isdisjoint(about.mandates):
        raise NotFound
    return about, contacts
