"""The exchange of a programme for the office: what the State proposed, and what is put to it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions import queries as of_missions
from portal.followup.missions.queries import Mission
from portal.followup.proposals import found, queries, words
from portal.followup.proposals.forms import AnswerForm, PutForm, WithdrawForm
from portal.followup.proposals.queries import Clash
from portal.followup.proposals.read_model import CONSUMER
from portal.followup.threads import checking
from portal.web import htmx, paging
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_missions import ProgrammeItem
from shared.contracts.followup_proposal_commands import (
    AnswerProgrammeProposal,
    ProposeProgrammeItem,
    WithdrawProgrammeProposal,
)
from shared.core.message import derive_id
from shared.reference.missions import PROPOSED

bp = Blueprint("programmeexchange", __name__, url_prefix="/missions/<uuid:mission_id>/exchange")

AT_ONCE = 25
_works = require(*of_missions.WRITERS)


@bp.get("")
@require(*of_missions.READERS)
def index(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = missions.found(mission_id)
    with engine().connect() as conn:
        these = queries.of_mission(one.mission_id)
        some = paging.cut(conn, these, "proposals", paging.asked, size=AT_ONCE)
        theirs = [each for each in some if each.side == "state" and each.stands == "open"]
        met = {each.proposal_id: queries.clashes(conn, one, each) for each in theirs}
        changed = queries.changed(conn, one, some)
        drafts = queries.not_put(conn, one)
    return htmx.render(
        "proposals/index.html",
        block="content",
        one=one,
        proposals=some,
        clashes=met,
        changed=changed,
        drafts=drafts,
        opened=found.opened(some),
        called=found.called,
        sides=words.OF_OFFICE,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/put/<uuid:item_id>", methods=["GET", "POST"])
@_works
def put(mission_id: UUID, item_id: UUID) -> Answer:
    """Put an item to the State as it stands; what tells of a source is refused (R6)."""
    one, form = missions.written(mission_id), PutForm()
    with engine().connect() as conn:
        some = (
            queries.not_put(conn, one)
            if request.method == "GET"
            else of_missions.programme(conn, one)
        )
    item = next((each for each in some if each.item_id == str(item_id)), None)
    if item is None:
        raise NotFound
    _showing(form, one)
    proposal_id = str(derive_id("proposal of a programme", form.id))
    texts = [vault().reveal(text) for text in item.words]

    def command() -> ProposeProgrammeItem:
        checking.refuse_what_tells(one, [text for text in (*texts, form.words.data) if text])
        return ProposeProgrammeItem(
            **_of(one, proposal_id, form),
            item=ProgrammeItem(
                item_id=item.item_id,
                day=item.day,
                begins=item.begins,
                kind=item.kind,
                state=PROPOSED,
                text=item.text,
                ends=item.ends,
                unannounced=item.unannounced,
                place=item.place,
                lead=item.lead,
                interpreter=item.interpreter,
            ),
            words=found.words_of(proposal_id, form.words.data),
        )

    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Put a meeting to the State"),
            lead=gettext(
                "The Government reads it as it stands now, agrees to it or says what it would "
                "agree to. Once it agrees, the meeting is confirmed."
            ),
            texts=[(found.called(item), texts[0])],
            button=gettext("Put it to the State"),
            leave=gettext("Not now"),
        ),
        command,
        said=gettext("It is put to the State."),
    )


@bp.route("/<uuid:proposal_id>/answer", methods=["GET", "POST"])
@_works
def answer(mission_id: UUID, proposal_id: UUID) -> Answer:
    one, form = missions.written(mission_id), AnswerForm()
    this = found.proposal(one.mission_id, proposal_id, "state")
    if request.method == "GET" and this.stands != "open":
        raise NotFound
    _showing(form, one)

    def command() -> AnswerProgrammeProposal:
        checking.refuse_what_tells(one, [form.words.data or ""])
        return AnswerProgrammeProposal(
            **_of(one, this.proposal_id, form),
            agrees=form.agrees.data == "yes",
            words=found.answer_of(this.proposal_id, form.words.data),
        )

    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Answer the State"),
            lead=[
                gettext(
                    "If you agree, the meeting is confirmed in the programme with the State, in "
                    "these words."
                ),
                *_warnings(one, this),
            ],
            texts=found.said(this),
            note=gettext("The State reads the answer: say nothing of any other meeting."),
            button=gettext("Send the answer"),
            leave=gettext("Not now"),
        ),
        command,
        said=gettext("The answer is sent."),
    )


@bp.route("/<uuid:proposal_id>/withdraw", methods=["GET", "POST"])
@_works
def withdraw(mission_id: UUID, proposal_id: UUID) -> Answer:
    one, form = missions.written(mission_id), WithdrawForm()
    this = found.proposal(one.mission_id, proposal_id, "mandate")
    if request.method == "GET" and this.stands != "open":
        raise NotFound
    _showing(form, one)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Withdraw the proposal"),
            lead=gettext("The State reads that it is withdrawn. It can be put to the State anew."),
            texts=found.said(this),
            button=gettext("Withdraw it"),
            leave=gettext("Not now"),
        ),
        lambda: WithdrawProgrammeProposal(**_of(one, this.proposal_id, form)),
        said=gettext("The proposal is withdrawn."),
    )


@bp.app_template_global()
def proposals_waiting(one: Mission) -> int:
    """Return how many proposals of the State wait for the office; of what is over, none."""
    if not one.goes_on:
        return 0
    with engine().connect() as conn:
        return queries.waiting(conn, one.mission_id, "state")


def clash(one: Clash) -> str:
    """Say what a proposal would meet."""
    if one.confidential:
        return gettext(
            "At the same time, in the confidential programme: %(meeting)s",
            meeting=found.called(one.item),
        )
    return gettext(
        "At the same time, in the programme with the State: %(meeting)s",
        meeting=found.called(one.item),
    )


@bp.app_template_global()
def clash_said(one: Clash) -> str:
    return clash(one)


def _warnings(one: Mission, this: Row[Any]) -> list[str]:
    with engine().connect() as conn:
        return [clash(each) for each in queries.clashes(conn, one, this)]


def _showing(form: CommandForm, one: Mission) -> None:
    if request.method == "GET":
        with engine().connect() as conn:
            form["seen"].data = str(queries.steps(conn, one.mission_id))


def _of(one: Mission, proposal_id: str, form: Any) -> dict[str, Any]:
    of = {"mission_id": one.mission_id, "mandate": one.acting, "proposal_id": proposal_id}
    return {**of, "seen": form.shown}


def _about(one: Mission) -> About:
    return missions.about(one, "programmeexchange.index")
