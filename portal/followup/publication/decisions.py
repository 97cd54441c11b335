"""Decisions about publication: those of mandate-holders, and taking a text back."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.followup.publication.forms import LONGEST_REASON, EmbargoForm, HolderForm, WithdrawForm
from portal.followup.publication.opening import found, holds, opened, sealed
from portal.followup.publication.queries import Letter
from portal.followup.publication.views import asked, bp
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.commands import CommandRefused
from portal.web.forms import CommandForm
from shared.core.geneva import day_of
from shared.core.roles import Role

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:communication_id>/embargo", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh("move the day on which a letter becomes public")
def embargo(communication_id: UUID) -> str | Response | tuple[str, int]:
    letter, mandates = _held(communication_id)
    if letter.ended_at is not None:
        raise NotFound
    form = EmbargoForm(mandates=mandates, latest=day_of(letter.embargo_until))
    if request.method == "GET":
        return _page("embargo", letter, form)
    if not form.validate():
        return _page("embargo", letter, form), 422
    command = {"mandate": form.mandate.data, "reason": _why(letter, form.reason.data)}
    try:
        if form.what.data == "later":
            later = {**command, "embargo_until": form.embargo_until}
            return asked(letter, form, "move-embargo", later)
        return asked(letter, form, "decide-early-publication", command)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page("embargo", letter, form), no.status


@bp.route("/<uuid:communication_id>/<document>/names", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh("keep names in what is published")
def names(communication_id: UUID, document: str) -> str | Response | tuple[str, int]:
    """A holder decides that names without consent stay, and says why."""
    letter, mandates = _held(communication_id)
    opened(communication_id, document)
    form = HolderForm(mandates=mandates)
    if request.method == "GET":
        return _page("names", letter, form)
    if not form.validate():
        return _page("names", letter, form), 422
    command = {
        "document": document,
        "mandate": form.mandate.data,
        "reason": _why(letter, form.reason.data),
    }
    try:
        return asked(letter, form, "allow-names", command)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page("names", letter, form), no.status


@bp.route("/<uuid:communication_id>/withdraw", methods=["GET", "POST"])
@require(Role.PUBLICATION_OFFICER, Role.MANDATE_HOLDER)
@fresh("withdraw what was published")
def withdraw(communication_id: UUID) -> str | Response | tuple[str, int]:
    letter = found(communication_id)
    may = current_actor().has(Role.PUBLICATION_OFFICER) or holds(current_actor(), letter)
    if not may or letter.published_at is None:
        raise NotFound
    form = WithdrawForm()
    if request.method == "GET":
        return _page("withdraw", letter, form)
    if not form.validate():
        return _page("withdraw", letter, form), 422
    command = {"reason": form.reason.data, "note": _why(letter, form.note.data)}
    try:
        return asked(letter, form, "withdraw-publication", command)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page("withdraw", letter, form), no.status


def _held(communication_id: UUID) -> tuple[Letter, list[str]]:
    letter = found(communication_id)
    mandates = holds(current_actor(), letter)
    if not mandates:
        raise NotFound
    return letter, mandates


def _why(letter: Letter, text: str | None) -> object:
    return sealed(f"communication-{letter.communication_id}", text or "")


def _page(name: str, letter: Letter, form: CommandForm) -> str:
    return htmx.render(
        f"publication/{name}.html",
        block="content",
        letter=letter,
        form=form,
        longest=LONGEST_REASON,
    )
