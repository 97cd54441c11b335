"""Invitations to a debrief (M13): the mandate or the desk invites, each who is invited answers."""

from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.debriefs import called, queries, words
from portal.followup.debriefs.called import Call
from portal.followup.debriefs.forms import AnswerForm, InviteForm, SeenForm
from portal.followup.debriefs.read_model import CONSUMER
from portal.followup.debriefs.views import about_debrief, reached, subject_of, written
from portal.followup.missions.queries import Mission
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.formats import comma
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from portal.web.waiting import waited
from shared.contracts.followup_debrief_commands import (
    AnswerDebriefInvitation,
    CallDebriefAgain,
    CallOffDebrief,
    InviteToDebrief,
)
from shared.core.message import derive_id

bp = Blueprint("debriefcalls", __name__, url_prefix="/debriefs")
asking = Blueprint("debriefinviting", __name__, url_prefix="/missions/<uuid:mission_id>/debrief")

_AT_ONCE: Final = 25


@asking.route("/invite", methods=["GET", "POST"])
@require(*queries.WRITERS)
def invite(mission_id: UUID) -> Answer:
    one, form = written(mission_id), InviteForm()
    with engine().connect() as conn:
        head, before = queries.head(conn, one.mission_id), called.call(conn, one.mission_id)
    if request.method == "GET":
        if head.number:
            raise NotFound
        form.seen.data = str(before.number if before else 0)
        if before:
            form.on.data, form.begins.data = before.on, before.begins
            form.place.data = vault().reveal(before.place) or ""
        form.invited.data = list(before.invited if before else words.INVITED)
    return act(
        about_debrief(one),
        form,
        Page(
            heading=gettext("Invite to the debrief"),
            lead=[
                gettext(
                    "Everybody of these offices gets a notice, reads the day, the time and the "
                    "place, and says whether they come. Nothing else of the debrief opens to them."
                ),
                gettext("Whoever was invited before is asked anew."),
            ],
            button=gettext("Continue"),
            leave=gettext("Not now"),
        ),
        lambda: InviteToDebrief(
            mission_id=one.mission_id,
            mandate=one.acting,
            seen=form.shown,
            on=given(form.on),
            begins=form.begins.data or "",
            place=vault().seal(
                subject_of(one.mission_id, f"invitation {form.shown + 1}"), form.place.data or ""
            ),
            invited=tuple(form.invited.data or ()),
        ),
        checks=lambda: Check(
            title=gettext("Check the invitation"),
            lead=gettext("Name nobody whom the mandate met, and nobody who is at risk."),
            button=gettext("Invite them"),
            answers=answers(form.on, form.begins, form.place, form.invited),
        ),
        said=gettext("They are invited."),
    )


@asking.route("/invite/off", methods=["GET", "POST"])
@require(*queries.WRITERS)
def call_off(mission_id: UUID) -> Answer:
    """Wherever its mission stands: an invitation has an end."""
    one = reached(mission_id)
    call = _given(one)
    if request.method == "GET" and call.off:
        raise NotFound
    return _changed(
        one,
        call,
        Page(
            heading=gettext("Call off this debrief?"),
            lead=gettext(
                "Whoever was invited gets a notice, and finds the day, the time and the place no "
                "more. You can take it back until that day is over, or invite to another day."
            ),
            texts=_when_and_where(call),
            button=gettext("Call it off"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        CallOffDebrief,
        gettext("The debrief is called off."),
    )


@asking.route("/invite/again", methods=["GET", "POST"])
@require(*queries.WRITERS)
def call_again(mission_id: UUID) -> Answer:
    one = written(mission_id)
    call = _given(one)
    if request.method == "GET" and not call.is_recalled(today()):
        raise NotFound
    return _changed(
        one,
        call,
        Page(
            heading=gettext("Take back that it was called off?"),
            lead=gettext(
                "The invitation stands again as it was, with the answers to it. Whoever is invited "
                "gets a notice."
            ),
            texts=_when_and_where(call),
            button=gettext("Take it back"),
            leave=gettext("Not now"),
        ),
        CallDebriefAgain,
        gettext("They are invited again."),
    )


def _given(one: Mission) -> Call:
    with engine().connect() as conn:
        call = called.call(conn, one.mission_id)
    if call is None or (request.method == "GET" and call.held):
        raise NotFound
    return call


def _changed(
    one: Mission,
    call: Call,
    page: Page,
    kind: type[CallOffDebrief | CallDebriefAgain],
    said: str,
) -> Answer:
    form = SeenForm()
    if request.method == "GET":
        form.seen.data = str(call.number)
    of = {"mission_id": one.mission_id, "mandate": one.acting}
    return act(about_debrief(one), form, page, lambda: kind(**of, seen=form.shown), said=said)


def _when_and_where(call: Call) -> list[tuple[str | None, str | None]]:
    when = f"{day(call.on)}{comma()}{gettext('%(time)s in Geneva', time=call.begins)}"
    place = vault().reveal(call.place)
    return [(gettext("Day of the debrief"), when), (gettext("Where is it?"), place)]


@bp.get("")
@require(*called.READERS)
def index() -> str:
    with engine().connect() as conn:
        page = paging.cut(
            conn, called.mine(current_actor()), "debriefs", paging.asked, size=_AT_ONCE
        )
    return htmx.render(
        "debriefs/calls.html",
        block="content",
        calls=page.of(map(called.of_row, page)),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:mission_id>")
@require(*called.READERS)
def show(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _found(mission_id)
    return htmx.render(
        "debriefs/call.html",
        block="content",
        one=one,
        said=one.said_by(current_actor()),
        place=vault().reveal(one.place),
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/<uuid:mission_id>/answer", methods=["GET", "POST"])
@require(*called.READERS)
def answer(mission_id: UUID) -> Answer:
    """Say whether one comes; where something was typed the service says that it was held."""
    one, form, actor = _found(mission_id), AnswerForm(), current_actor()
    if request.method == "GET":
        if one.held:
            raise NotFound
        said = one.said_by(actor)
        form.seen.data = str(one.number)
        form.comes.data = None if said is None else "yes" if said.comes else "no"
    return act(
        About(
            address=url_for(".show", mission_id=one.mission_id),
            case=derive_id("debrief invitation case", one.mission_id, actor.actor_id),
            back=gettext("Debrief of a visit"),
            caption=names.recipient(one.state),
        ),
        form,
        Page(
            heading=gettext("Say whether you come"),
            button=gettext("Send your answer"),
            leave=gettext("Not now"),
        ),
        lambda: AnswerDebriefInvitation(
            mission_id=one.mission_id,
            mandate=one.mandate,
            seen=form.shown,
            office=one.offices(actor)[0],
            comes=form.comes.data == "yes",
        ),
        said=gettext("Your answer is kept."),
    )


def _found(mission_id: UUID) -> Call:
    with engine().connect() as conn:
        one = called.own(conn, current_actor(), str(mission_id))
    if one is None:
        raise NotFound
    return one
