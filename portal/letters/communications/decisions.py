"""Decisions about a letter: request approval, approve, decline, authorise, send."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias, TypedDict
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound

from portal.letters.approval.deciding import Stopped, decide, refuse_newer
from portal.letters.approval.forms import ChangesForm, ExactForm, exact
from portal.letters.communications import contents, words
from portal.letters.communications.asking import find, newer, on, sealed
from portal.letters.communications.checking import STOPS, check_page, refuse_hidden, result_of
from portal.letters.communications.detail import changed_by, compared_with, gathered, render
from portal.letters.communications.forms import ApproveForm, WithdrawForm
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.offers import transmits
from portal.letters.communications.places import UNFILLED, unfilled
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.approvals_letter_commands import (
    ApproveText,
    AuthoriseTransmission,
    Command,
    DeclineToJoin,
    JoinCommunication,
    RequestApproval,
    RequestChanges,
    RevokeAuthorisation,
    TransmitCommunication,
    WithdrawCommunication,
)
from shared.core.roles import Role

bp = Blueprint("decisions", __name__, url_prefix="/communications/<uuid:communication_id>")

_LETTER = "communications.detail"
_WAITING = "work.waiting"
_RACES = (409, 422)  # the statuses under which somebody may have been faster


@bp.post("/request-approval")
@require(Role.HUMAN_RIGHTS_OFFICER)
def request_approval(communication_id: UUID) -> Answer:
    """First the check (R6). What it looked at is what is asked for, or the service refuses."""
    form = ExactForm()
    found = find(communication_id)
    letter, sight = found

    def command(_: Letter) -> RequestApproval:
        refuse_newer(form, letter)
        if letter.open and sight.work:
            result = result_of(*found)
            if result.stops:
                raise Stopped(422, STOPS, partial(check_page, letter, result, None))
        _refuse_unfilled(found, form)
        return RequestApproval(**_wording(letter, form))

    return _decided(
        found, form, command, gettext("Approval was requested of every signing mandate.")
    )


@bp.post("/approve")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("approve the letter in the name of your mandate"))
def approve(communication_id: UUID) -> Answer:
    form = ApproveForm()
    found = find(communication_id)

    def command(letter: Letter) -> ApproveText:
        _refuse_unfilled(found, form)
        refuse_hidden(*found)
        return ApproveText(
            **_wording(letter, form),
            mandate=form.mandate.data or "",
            authorise=form.authorise.data,
        )

    said = gettext(
        "You approved the text. If it is changed, your approval falls, and you are asked again."
    )
    return _decided(found, form, command, said)


@bp.post("/changes")
@require(Role.MANDATE_HOLDER)
def changes(communication_id: UUID) -> Answer:
    form = ChangesForm()
    return _decided(
        find(communication_id),
        form,
        lambda letter: RequestChanges(
            communication_id=letter.communication_id,
            mandate=form.mandate.data or "",
            version=form.number,
            note=sealed(letter.communication_id, form.note.data or ""),
        ),
        gettext("You asked for changes. You are asked again when the text is ready."),
    )


@bp.post("/join")
@require(Role.MANDATE_HOLDER)
def join(communication_id: UUID) -> Answer:
    said = gettext("Your mandate joined this letter. Its text still needs your approval.")
    return _for_mandate(communication_id, JoinCommunication, said)


@bp.post("/decline")
@require(Role.MANDATE_HOLDER)
def decline(communication_id: UUID) -> Answer:
    said = gettext("Your mandate does not join this letter. It goes on without it.")
    # the letter is none of this mandate's any more
    return _for_mandate(communication_id, DeclineToJoin, said, back="waiting")


@bp.post("/authorise")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("authorise the Chief to transmit the urgent appeal"))
def authorise(communication_id: UUID) -> Answer:
    form = ExactForm()
    found = find(communication_id)

    def command(letter: Letter) -> AuthoriseTransmission:
        _refuse_unfilled(found, form)
        return AuthoriseTransmission(**_mandate(letter, form))

    said = gettext(
        "You authorised the Chief of the Special Procedures Branch to transmit this urgent appeal."
    )
    return _decided(found, form, command, said)


@bp.post("/revoke")
@require(Role.MANDATE_HOLDER)
def revoke(communication_id: UUID) -> Answer:
    said = gettext("You revoked your authorisation. Your approval of the text stands.")
    return _for_mandate(communication_id, RevokeAuthorisation, said)


@bp.route("/withdraw", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def withdraw(communication_id: UUID) -> Answer:
    letter, _ = find(communication_id)
    form = WithdrawForm()
    if request.method == "GET":
        form.mandate.data = request.args.get("mandate", "")
        form.version.data = str(letter.version)
    mandate = form.mandate.data or ""
    if not letter.open or mandate not in current_actor().mandates:
        raise NotFound
    page = Page(
        heading=words.withdraw(letter),
        title=gettext("Withdraw the letter"),
        lead=gettext(
            "It will not be sent, by any mandate, and this cannot be undone. A new letter can be "
            "drafted on the same submission."
        ),
        button=gettext("Withdraw for %(mandate)s", mandate=words.acronym(mandate)),
        tone="warning",
    )
    return act(
        on(letter),
        form,
        page,
        lambda: WithdrawCommunication(
            communication_id=letter.communication_id,
            mandate=mandate,
            reason=sealed(letter.communication_id, form.reason.data or ""),
        ),
        said=gettext("The letter is withdrawn. It will not be sent."),
        to=_onwards(form),
    )


@bp.route("/transmit", methods=["GET", "POST"])
@require(Role.CHIEF, Role.QUICK_RESPONSE_DESK)
def transmit(communication_id: UUID) -> Answer:
    """First the text and what pressing the button does, then the button."""
    found = find(communication_id)
    if request.method == "GET":
        return _transmit_page(*found)
    form = ExactForm()

    def command(letter: Letter) -> TransmitCommunication:
        _refuse_unfilled(found, form)
        refuse_hidden(*found)
        return TransmitCommunication(**_wording(letter, form))

    said = gettext(
        "Transmission is ordered. The letter gets the next number of its series and goes."
    )
    return _decided(found, form, command, said)


def _transmit_page(letter: Letter, sight: Sight) -> Answer:
    if not transmits(current_actor(), letter):
        return redirect(url_for(_LETTER, communication_id=letter.communication_id), 303)
    with engine().connect() as conn:
        present = contents.versions_of(conn, letter, sight)[0]
    text, _ = compared_with(letter, present, None)
    return htmx.render(
        "communications/transmit.html",
        block="content",
        letter=letter,
        form=exact(ExactForm, letter),
        text=text,
        words=words,
    )


class _Wording(TypedDict):
    communication_id: str
    version: int
    content_hash: str


class _Mandate(TypedDict):
    communication_id: str
    mandate: str


def _wording(letter: Letter, form: ExactForm) -> _Wording:
    """The very text that was looked at, by its hash: the service sees no text."""
    return _Wording(
        communication_id=letter.communication_id,
        version=form.number,
        content_hash=form.content_hash.data or "",
    )


def _mandate(letter: Letter, form: ExactForm) -> _Mandate:
    return _Mandate(communication_id=letter.communication_id, mandate=form.mandate.data or "")


_OfMandate: TypeAlias = type[JoinCommunication] | type[DeclineToJoin] | type[RevokeAuthorisation]


def _for_mandate(
    communication_id: UUID, command: _OfMandate, said: str, *, back: str | None = None
) -> Answer:
    """Ask for what needs to be known of nothing but the mandate."""
    form = ExactForm()
    if back:
        form.back.data = back
    found = find(communication_id)
    return _decided(found, form, lambda letter: command(**_mandate(letter, form)), said)


def _decided(
    found: tuple[Letter, Sight],
    form: ExactForm,
    command: Callable[[Letter], Command],
    said: str,
) -> Answer:
    """Ask the service, and say so; or show the letter again with the sentence of its refusal."""
    letter, _ = found
    return decide(
        on(letter),
        form,
        lambda: command(letter),
        said,
        again=partial(_again, found, form),
        refused=partial(_refused, found, form),
        to=_onwards(form),
    )


def _refused(found: tuple[Letter, Sight], form: ExactForm, no: CommandRefused) -> str:
    """Somebody may have changed the text: then say who, and show the difference."""
    communication_id = UUID(found[0].communication_id)
    if no.status not in _RACES:
        return _again(find(communication_id), form, no.sentence)
    now = newer(communication_id, form.number)
    if now is None:
        raise no
    letter, sight = now
    if letter.version == form.number or not sight.work:
        return _again(now, form, no.sentence)
    other = (
        gettext("Your approval would have been for another wording; here is the difference.")
        if isinstance(form, ApproveForm)
        else gettext("Your decision would have been for another wording; here is the difference.")
    )
    return _again(now, form, f"{changed_by(letter, sight)} {other}", compare=form.number)


def _refuse_unfilled(found: tuple[Letter, Sight], form: ExactForm) -> None:
    """Nothing is decided about a text while a place of its template is not filled in."""
    refuse_newer(form, found[0])
    with engine().connect() as conn:
        present = contents.versions_of(conn, *found)[0]
    if unfilled(vault().for_the_lint().reveal(present.text)):
        raise Stopped(422, UNFILLED, partial(_again, found, form, incomplete=True))


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


def _onwards(form: ExactForm) -> str:
    """Where to go on to, if not to the letter."""
    return url_for(_WAITING) if form.back.data == "waiting" else ""
