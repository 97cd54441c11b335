"""A Government writes its side of a programme: it proposes, answers and withdraws (E.10).

Nothing is read here but what both sides know (VR6). What a proposal meets in the confidential
programme is looked up for the office alone: here a proposal is taken like any other.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.missions.found import sealed
from portal.followup.missions.queries import Item
from portal.followup.missions.read_model import missions
from portal.followup.partners import queries as partners
from portal.followup.proposals import found, queries, words
from portal.followup.proposals.forms import FIELDS, AnswerForm, ProposalForm, WithdrawForm
from portal.followup.proposals.read_model import CONSUMER
from portal.web import paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from portal.web.waiting import waited
from shared.contracts.followup_missions import ProgrammeItem
from shared.contracts.followup_proposal_commands import (
    AnswerProgrammeProposal,
    ProposeProgrammeItem,
    WithdrawProgrammeProposal,
)
from shared.core.message import Sealed, derive_id
from shared.reference.missions import PROPOSED

bp = Blueprint("visitproposals", __name__, url_prefix="/visit-programmes/<uuid:mission_id>")

AT_ONCE = 25
_writes = require(*queries.GOVERNMENT)


@bp.route("/propose", methods=["GET", "POST"])
@_writes
def propose(mission_id: UUID) -> Answer:
    return _proposed(_mission(mission_id), None)


@bp.route("/propose/<uuid:item_id>", methods=["GET", "POST"])
@_writes
def change(mission_id: UUID, item_id: UUID) -> Answer:
    """Ask to change a meeting that is on the programme, as this Government reads it."""
    one = _mission(mission_id)
    with engine().connect() as conn:
        known = {each.item_id: each for each in queries.known(conn, one.mission_id)}
    if str(item_id) not in known:
        raise NotFound
    return _proposed(one, known[str(item_id)])


@bp.route("/proposals/<uuid:proposal_id>/answer", methods=["GET", "POST"])
@_writes
def answer(mission_id: UUID, proposal_id: UUID) -> Answer:
    one, form = _mission(mission_id), AnswerForm()
    this = found.proposal(one.mission_id, proposal_id, "mandate")
    if request.method == "GET" and this.stands != "open":
        raise NotFound
    _showing(form, one)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Answer the mandate"),
            lead=gettext("If you agree, the meeting is confirmed in the programme of the visit."),
            texts=found.said(this),
            button=gettext("Continue"),
            leave=gettext("Not now"),
        ),
        lambda: AnswerProgrammeProposal(
            **_of(one, this.proposal_id, form),
            agrees=form.agrees.data == "yes",
            words=found.answer_of(this.proposal_id, form.words.data),
        ),
        checks=lambda: Check(
            title=gettext("Check the answer"),
            lead=gettext("An answer that was sent stays. You can propose a change afterwards."),
            button=gettext("Send the answer"),
            answers=answers(form.agrees, form.words),
        ),
        said=gettext("The answer is sent."),
    )


@bp.route("/proposals/<uuid:proposal_id>/withdraw", methods=["GET", "POST"])
@_writes
def withdraw(mission_id: UUID, proposal_id: UUID) -> Answer:
    one, form = _mission(mission_id), WithdrawForm()
    this = found.proposal(one.mission_id, proposal_id, "state")
    if request.method == "GET" and this.stands != "open":
        raise NotFound
    _showing(form, one)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Withdraw the proposal"),
            lead=gettext("The mandate reads that it is withdrawn. You can propose it anew."),
            texts=found.said(this),
            button=gettext("Withdraw it"),
            leave=gettext("Not now"),
        ),
        lambda: WithdrawProgrammeProposal(**_of(one, this.proposal_id, form)),
        said=gettext("The proposal is withdrawn."),
    )


@bp.app_template_global()
def exchange_of_state(one: Row[Any]) -> dict[str, Any]:
    """Return what the page of a programme has of the exchange, for the Government that reads it."""
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        these = queries.of_mission(one.mission_id)
        some = paging.cut(conn, these, "proposals", paging.asked, size=AT_ONCE)
        items = queries.changeable(conn, one.mission_id)
    off = one.plans == "called_off" and one.phase == "planning"
    return {
        "open": not off and one.kept_at is None and one.phase != "completed",
        "late": late,
        "proposals": some,
        "opened": found.opened(some),
        "meetings": items,
        "called": found.called,
        "sides": words.OF_STATE,
        "words": words,
    }


def _proposed(one: Row[Any], item: Item | None) -> Answer:
    form = ProposalForm()
    _showing(form, one)
    if request.method == "GET" and item is not None:
        _filled(form, item)
    proposal_id = str(derive_id("proposal of a programme", form.id))
    fields = [form[name] for name in FIELDS]
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Ask to change a meeting") if item else gettext("Propose a meeting"),
            lead=[
                *([_days(one)] if one.plans in {"agreed", "unsettled"} else []),
                gettext(
                    "The mandate and the desk officer of the State at the United Nations read it. "
                    "It is on the programme once the mandate agrees."
                ),
            ],
            button=gettext("Continue"),
            leave=gettext("Not now"),
            fields=FIELDS,
        ),
        lambda: ProposeProgrammeItem(
            **_of(one, proposal_id, form),
            item=_item(form, proposal_id, item),
            contact=found.words_of(proposal_id, form.contact.data),
            words=found.words_of(proposal_id, form.words.data),
        ),
        checks=lambda: Check(
            title=gettext("Check the proposal"),
            lead=gettext("You can withdraw it until the mandate answers."),
            button=gettext("Send the proposal"),
            answers=answers(*fields),
        ),
        said=gettext("The proposal is sent."),
    )


def _filled(form: ProposalForm, item: Item) -> None:
    form.day.data, form.begins.data, form.ends.data = item.day, item.begins, item.ends
    form.kind.data = item.kind
    form.text.data = vault().reveal(item.text)
    form.place.data = vault().reveal(item.place) if item.place else None


def _item(form: ProposalForm, proposal_id: str, item: Item | None) -> ProgrammeItem:
    """Return what is proposed; who leads and interprets stays as both sides know it."""
    item_id = item.item_id if item else str(derive_id("programme item", proposal_id))
    place: Sealed | None = sealed(item_id, form.place.data) if form.place.data else None
    return ProgrammeItem(
        item_id=item_id,
        day=given(form.day),
        begins=form.begins.data or "",
        kind=form.kind.data,
        state=PROPOSED,
        text=sealed(item_id, form.text.data or ""),
        ends=form.ends.data or None,
        place=place,
        lead=item.lead if item else None,
        interpreter=item.interpreter if item else None,
    )


def _days(one: Row[Any]) -> str:
    first, last = day(one.first), day(one.last)
    return gettext("The visit is from %(first)s to %(last)s.", first=first, last=last)


def _mission(mission_id: UUID) -> Row[Any]:
    with engine().connect() as conn:
        these = partners.of_state(current_actor()).where(missions.c.mission_id == str(mission_id))
        one = conn.execute(these).one_or_none()
    if one is None:
        raise NotFound
    return one


def _showing(form: CommandForm, one: Row[Any]) -> None:
    if request.method == "GET":
        with engine().connect() as conn:
            form["seen"].data = str(queries.steps(conn, one.mission_id))


def _of(one: Row[Any], proposal_id: str, form: Any) -> dict[str, Any]:
    of = {"mission_id": one.mission_id, "mandate": one.mandate, "proposal_id": proposal_id}
    return {**of, "seen": form.shown}


def _about(one: Row[Any]) -> About:
    return About(
        address=url_for("visitprogrammes.show", mission_id=one.mission_id),
        case=derive_id("exchange case", one.mission_id),
        back=gettext("Programme of the visit"),
        caption=listed((names.mandate(one.mandate), names.recipient(one.state))),
    )
