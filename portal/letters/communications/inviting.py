"""The mandates of a letter: invite one, give more time, join."""

from datetime import datetime
from functools import partial
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.casefile.mandatesettings.times import times_of
from portal.letters.communications import words
from portal.letters.communications.asking import find, on
from portal.letters.communications.forms import ExtendForm, InviteForm
from portal.letters.communications.letter import Letter
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, act
from portal.web.context import now, settings
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.moments import given
from shared.contracts.approvals_letter_commands import ExtendInvitation, InviteMandate
from shared.core.roles import Role

bp = Blueprint("inviting", __name__, url_prefix="/communications/<uuid:communication_id>")


@bp.route("/invite", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def invite(communication_id: UUID) -> Answer:
    """The lead's officer may invite later too, and may give an invitee more time."""
    letter = _led(communication_id)
    form = InviteForm()
    if request.method == "GET":
        form.join_by.suggest(join_by(letter.type, letter.lead_mandate))
    return act(
        on(letter),
        form,
        partial(_page, letter, form),
        lambda: InviteMandate(
            communication_id=letter.communication_id,
            mandate=form.mandate.data,
            join_by=form.join_by.moment,
        ),
        said=lambda: gettext(
            "%(mandate)s is invited to join.", mandate=words.acronym(form.mandate.data)
        ),
    )


@bp.post("/extend")
@require(Role.HUMAN_RIGHTS_OFFICER)
def extend(communication_id: UUID) -> Answer:
    letter = _led(communication_id)
    form = ExtendForm()
    mandate = form.mandate.data or ""
    if mandate not in letter.mandates:
        raise NotFound
    return act(
        on(letter),
        form,
        lambda: _page(letter, _fresh(letter), form),
        lambda: ExtendInvitation(
            communication_id=letter.communication_id,
            mandate=mandate,
            join_by=given(form.join_by),
        ),
        said=gettext("%(mandate)s has more time to join.", mandate=words.acronym(mandate)),
    )


def join_by(type_: str, lead: str) -> datetime:
    """Return until when a mandate joins a letter of this type, by the settings of its lead."""
    with engine().connect() as conn:
        return now() + times_of(conn, settings(), lead).joining(type_)


def _led(communication_id: UUID) -> Letter:
    """Return an open letter that a mandate of this officer leads; 404 otherwise."""
    letter, _ = find(communication_id)
    if not letter.open or letter.lead_mandate not in current_actor().mandates:
        raise NotFound
    return letter


def _fresh(letter: Letter) -> InviteForm:
    form = InviteForm(formdata=None)
    form.join_by.suggest(join_by(letter.type, letter.lead_mandate))
    return form


def _page(letter: Letter, form: InviteForm, kept: ExtendForm | None = None) -> str:
    """``kept``: the form of one mandate that was refused, with what was typed."""
    out = {one.mandate for one in letter.signatures if one.declined_at and not one.dropped_out}
    form.offer(
        {
            code: name
            for code, name in names.mandates().items()
            if code not in out and code not in letter.mandates
        }
    )
    return htmx.render(
        "communications/invite.html",
        block="content",
        letter=letter,
        form=form,
        refused=kept,
        extensions=[
            (one, _extension(one.mandate, one.join_by, number, kept))
            for number, one in enumerate(letter.signing)
            if one.silent
        ],
        words=words,
    )


def _extension(
    mandate: str, until: datetime | None, number: int, kept: ExtendForm | None
) -> ExtendForm:
    if kept is not None and kept.mandate.data == mandate:
        form = kept
    else:
        form = ExtendForm(formdata=None, mandate=mandate)
        if until is not None:
            form.join_by.suggest(until)
    for field in form:
        field.id = f"{field.id}-{number}"
    return form
