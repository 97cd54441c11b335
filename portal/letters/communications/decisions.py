"""Decisions about a letter: request approval, approve, decline, authorise, send."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.letters.communications import contents, words
from portal.letters.communications.asking import asked, find, newer, sealed
from portal.letters.communications.checking import STOPS, check_page, refuse_hidden, result_of
from portal.letters.communications.detail import changed_by, compared_with, gathered, render
from portal.letters.communications.forms import (
    LONGEST_NOTE,
    ApproveForm,
    ChangesForm,
    ExactForm,
    WithdrawForm,
)
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.offers import exact, transmits
from portal.letters.communications.places import UNFILLED, unfilled
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.commands import Accepted, CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from shared.core.roles import Role

bp = Blueprint("decisions", __name__, url_prefix="/communications/<uuid:communication_id>")

_LETTER = "communications.detail"
_WAITING = "work.waiting"
_READ = ("approve-text", "transmit-communication")  # what is decided about the words themselves
_RACES = (409, 422)  # the statuses under which somebody may have been faster
_ON_ITS_WAY = "The newest text is still on its way to this page. Wait a moment, then ask again."

Answer: TypeAlias = str | Response | tuple[str, int]


@bp.post("/request-approval")
@require(Role.HUMAN_RIGHTS_OFFICER)
def request_approval(communication_id: UUID) -> Answer:
    """First the check (R6). What it looked at is what is asked for, or the service refuses."""
    form = ExactForm()
    letter, sight = find(communication_id)
    if letter.open and sight.work and form.validate():
        if form.number > letter.version:
            return _again((letter, sight), form, _ON_ITS_WAY), 409
        try:
            result = result_of(letter, sight)
        except CommandRefused as no:
            return _again((letter, sight), form, no.sentence), no.status
        if result.stops:
            return check_page(letter, result, refusal=STOPS), 422
    return _decided(
        communication_id,
        form,
        "request-approval",
        lambda _: {"version": form.number, "content_hash": form.content_hash.data},
        "Approval was requested of every signing mandate.",
        complete=True,
    )


@bp.post("/approve")
@require(Role.MANDATE_HOLDER)
@fresh("approve the letter in the name of your mandate")
def approve(communication_id: UUID) -> Answer:
    form = ApproveForm()
    return _decided(
        communication_id,
        form,
        "approve-text",
        lambda _: {
            "mandate": form.mandate.data,
            "version": form.number,
            "content_hash": form.content_hash.data,
            "authorise": form.authorise.data,
        },
        "You approved the text. If it is changed, your approval falls, and you are asked again.",
        complete=True,
    )


@bp.post("/changes")
@require(Role.MANDATE_HOLDER)
def changes(communication_id: UUID) -> Answer:
    form = ChangesForm()
    return _decided(
        communication_id,
        form,
        "request-changes",
        lambda letter: {
            "mandate": form.mandate.data,
            "version": form.number,
            "note": sealed(letter.communication_id, form.note.data or ""),
        },
        "You asked for changes. You are asked again when the text is ready.",
    )


@bp.post("/join")
@require(Role.MANDATE_HOLDER)
def join(communication_id: UUID) -> Answer:
    form = ExactForm()
    return _decided(
        communication_id,
        form,
        "join-communication",
        lambda _: {"mandate": form.mandate.data},
        "Your mandate joined this letter. Its text still needs your approval.",
    )


@bp.post("/decline")
@require(Role.MANDATE_HOLDER)
def decline(communication_id: UUID) -> Answer:
    form = ExactForm()
    form.back.data = "waiting"  # the letter is none of this mandate's any more
    return _decided(
        communication_id,
        form,
        "decline-to-join",
        lambda _: {"mandate": form.mandate.data},
        "Your mandate does not join this letter. It goes on without it.",
    )


@bp.post("/authorise")
@require(Role.MANDATE_HOLDER)
@fresh("authorise the Chief to transmit the urgent appeal")
def authorise(communication_id: UUID) -> Answer:
    form = ExactForm()
    return _decided(
        communication_id,
        form,
        "authorise-transmission",
        lambda _: {"mandate": form.mandate.data},
        "You authorised the Chief of the Special Procedures Branch to transmit this urgent appeal.",
        complete=True,
    )


@bp.post("/revoke")
@require(Role.MANDATE_HOLDER)
def revoke(communication_id: UUID) -> Answer:
    form = ExactForm()
    return _decided(
        communication_id,
        form,
        "revoke-authorisation",
        lambda _: {"mandate": form.mandate.data},
        "You revoked your authorisation. Your approval of the text stands.",
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def withdraw(communication_id: UUID) -> Answer:
    letter, _ = find(communication_id)
    form = WithdrawForm()
    if request.method == "GET":
        form.mandate.data = request.args.get("mandate", "")
        form.version.data = str(letter.version)
    if not letter.open or form.mandate.data not in current_actor().mandates:
        raise NotFound
    if request.method == "GET":
        return _withdraw_page(letter, form)
    if not form.validate():
        return _withdraw_page(letter, form), 422
    try:
        command = {
            "communication_id": letter.communication_id,
            "mandate": form.mandate.data,
            "reason": sealed(letter.communication_id, form.reason.data or ""),
        }
        accepted = asked("withdraw-communication", command, form, case=letter.case)
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _withdraw_page(letter, form), no.status
    flash("The letter is withdrawn. It will not be sent.", "success")
    return _onwards(letter, form, accepted)


@bp.route("/transmit", methods=["GET", "POST"])
@require(Role.CHIEF, Role.QUICK_RESPONSE_DESK)
def transmit(communication_id: UUID) -> Answer:
    """First the text and what pressing the button does, then the button."""
    letter, sight = find(communication_id)
    if request.method == "GET":
        if not transmits(current_actor(), letter):
            return redirect(url_for(_LETTER, communication_id=communication_id), 303)
        with engine().connect() as conn:
            present = contents.versions_of(conn, letter, sight)[0]
        text, _ = compared_with(present, None)
        return htmx.render(
            "communications/transmit.html",
            block="content",
            letter=letter,
            form=exact(letter),
            text=text,
            words=words,
        )
    form = ExactForm()
    return _decided(
        communication_id,
        form,
        "transmit-communication",
        lambda _: {"version": form.number, "content_hash": form.content_hash.data},
        "Transmission is ordered. The letter gets the next number of its series and goes.",
        complete=True,
    )


def _decided(
    communication_id: UUID,
    form: ExactForm,
    type_: str,
    data: Callable[[Letter], Mapping[str, Any]],
    said: str,
    *,
    complete: bool = False,
) -> Answer:
    """Ask the service, and say so; or show the letter again with the sentence of its refusal.

    ``complete``: not with a place of a template in the text that was never filled in. The service
    sees no text: it holds the decision to the very text that was looked at here, by its hash.
    """
    found = find(communication_id)
    letter, _ = found
    if not form.validate():
        return _again(found, form, _first(form)), 422
    if complete and form.number > letter.version:
        return _again(found, form, _ON_ITS_WAY), 409
    if complete and _unfilled(found):
        return _again(found, form, UNFILLED, incomplete=True), 422
    try:
        if type_ in _READ:
            refuse_hidden(*found)
        command = {"communication_id": letter.communication_id, **data(letter)}
        accepted = asked(type_, command, form, case=letter.case)
    except CommandRefused as no:
        return _refused(communication_id, form, no)
    flash(said, "success")
    return _onwards(letter, form, accepted)


def _refused(communication_id: UUID, form: ExactForm, no: CommandRefused) -> tuple[str, int]:
    """Somebody may have changed the text: then say who, and show the difference."""
    if no.status not in _RACES:
        return _again(find(communication_id), form, no.sentence), no.status
    found = newer(communication_id, form.number)
    if found is None:
        raise no
    letter, sight = found
    if letter.version == form.number or not sight.work:
        return _again(found, form, no.sentence), no.status
    what = "approval" if isinstance(form, ApproveForm) else "decision"
    sentence = (
        f"{changed_by(letter, sight)} Your {what} would have been for another wording; "
        "here is the difference."
    )
    return _again(found, form, sentence, compare=form.number), no.status


def _unfilled(found: tuple[Letter, Sight]) -> bool:
    with engine().connect() as conn:
        present = contents.versions_of(conn, *found)[0]
    return bool(unfilled(vault().for_the_lint().reveal(present.text)))


def _again(
    found: tuple[Letter, Sight],
    form: ExactForm,
    sentence: str,
    *,
    compare: int | None = None,
    incomplete: bool = False,
) -> str:
    with engine().connect() as conn:
        file = gathered(conn, current_actor(), *found, compare=compare, kept=form)
    return render(file, refusal=sentence, incomplete=incomplete)


def _onwards(letter: Letter, form: ExactForm, accepted: Accepted) -> Response:
    if form.back.data == "waiting":
        return redirect(url_for(_WAITING, after=accepted.after), 303)
    page = url_for(_LETTER, communication_id=letter.communication_id, after=accepted.after)
    return redirect(page, 303)


def _first(form: ExactForm) -> str:
    return next(str(message) for messages in form.errors.values() for message in messages)


def _withdraw_page(letter: Letter, form: WithdrawForm) -> str:
    return htmx.render(
        "communications/withdraw.html",
        block="content",
        letter=letter,
        form=form,
        words=words,
        longest_note=LONGEST_NOTE,
    )
