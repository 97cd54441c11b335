"""Calls for input on the pages of a mission: issued, extended, closed, withdrawn, and the inbox.

A contribution is read by those who read the confidential programme, and by nobody else.
"""

from typing import TypedDict
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.inputs import queries, words
from portal.followup.inputs.forms import ExtendForm, IssueForm, SeenForm
from portal.followup.inputs.queries import HOLDER, TEAM, Call
from portal.followup.inputs.read_model import CONSUMER
from portal.followup.inputs.shown import show
from portal.followup.missions import found
from portal.followup.missions.queries import Mission
from portal.web import paging
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_input_commands import EndInputCall, ExtendInputCall, IssueInputCall
from shared.contracts.followup_inputs import CallText, End
from shared.core.message import derive_id

bp = Blueprint("inputs", __name__, url_prefix="/missions/<uuid:mission_id>/input")
_ISSUING = lazy("issue a call for input")


@bp.get("")
@require(*TEAM)
def index(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.of_own(mission_id)
    with engine().connect() as conn:
        calls = queries.of_mission(conn, one.mission_id)
        page = paging.cut(
            conn, queries.inbox(one.mission_id, one.mandate), "contributions", paging.asked
        )
    named = [row.name for row in page if row.name]
    return show(
        "inputs/index.html",
        one,
        named,
        calls=[(each, _standing(each)) for each in calls],
        contributions=page,
        decides=found.decides(one),
        holds=current_actor().has(HOLDER),
        ahead=one.works and one.plans != "called_off" and one.phase not in {"ended", "completed"},
        withdrawn={each.call_id for each in calls if each.ended == "withdrawn"},
        today=today(),
        late=late,
    )


@bp.route("/issue", methods=["GET", "POST"])
@require(HOLDER)
@fresh(_ISSUING)
def issue(mission_id: UUID) -> Answer:
    one, form = found.of_own(mission_id), IssueForm()

    def command() -> IssueInputCall:
        call_id = str(derive_id("call for input", form.id))
        seal = vault().sealer(f"inputcall-{call_id}")
        return IssueInputCall(
            call_id=call_id,
            mission_id=one.mission_id,
            mandate=one.mandate,
            closes_on=given(form.closes_on),
            public=form.public.data == "yes",
            texts=tuple(CallText(language=to, text=seal(text)) for to, text in form.texts.items()),
        )

    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Issue a call for input?"),
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "Everybody to whom the call goes reads it, and the Government may. Write what "
                    "you ask for. Name no day and no place of the visit, and nobody whom you meet."
                ),
            ],
            button=gettext("Issue the call"),
            leave=gettext("Not now"),
        ),
        command,
        said=gettext("The call is issued."),
    )


@bp.route("/calls/<uuid:call_id>/extend", methods=["GET", "POST"])
@require(HOLDER)
def extend(mission_id: UUID, call_id: UUID) -> Answer:
    one = found.of_own(mission_id)
    call, form = _call(one, call_id), ExtendForm()
    if call.mandate != one.mandate:
        raise NotFound
    _showing(form, call)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Extend this call?"),
            lead=gettext("A call that is closed is open again then."),
            button=gettext("Extend it"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: ExtendInputCall(**_of(one, call, form.shown), closes_on=given(form.closes_on)),
        said=gettext("The call is extended."),
    )


@bp.route("/calls/<uuid:call_id>/close", methods=["GET", "POST"])
@require(*TEAM)
def close(mission_id: UUID, call_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Close this call early?"),
        lead=gettext("It takes no contribution any more. What came in stays."),
        button=gettext("Close it"),
        leave=gettext("Leave it as it is"),
    )
    return _end(mission_id, call_id, "closed", page, gettext("The call is closed."))


@bp.route("/calls/<uuid:call_id>/withdraw", methods=["GET", "POST"])
@require(*TEAM)
def withdraw(mission_id: UUID, call_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Withdraw this call?"),
        lead=gettext(
            "Its page is gone for everybody, with what was published there, and it cannot be "
            "extended again. What came in stays with the mandate."
        ),
        button=gettext("Withdraw it"),
        leave=gettext("Leave it as it is"),
        tone="warning",
    )
    return _end(mission_id, call_id, "withdrawn", page, gettext("The call is withdrawn."))


@bp.app_template_global()
def inputs_waiting() -> list[tuple[str, str, int]]:
    """Return for whoever came where contributions wait to be read."""
    with engine().connect() as conn:
        some = queries.to_read(conn, current_actor())
    return [(mission, names.recipient(state), number) for mission, state, number in some]


def _end(mission_id: UUID, call_id: UUID, how: End, page: Page, said: str) -> Answer:
    one = found.of_own(mission_id)
    if not found.decides(one):
        raise NotFound
    call, form = _call(one, call_id), SeenForm()
    _showing(form, call)
    return act(
        _about(one),
        form,
        page,
        lambda: EndInputCall(**_of(one, call, form.shown), how=how),
        said=said,
    )


class _Of(TypedDict):
    call_id: str
    mission_id: str
    mandate: str
    seen: int


def _of(one: Mission, call: Call, seen: int) -> _Of:
    return _Of(call_id=call.call_id, mission_id=call.mission_id, mandate=one.mandate, seen=seen)


def _showing(form: SeenForm, call: Call) -> None:
    if request.method == "GET":
        form.seen.data = str(call.steps)


def _standing(call: Call) -> tuple[str, str]:
    if call.ended is not None:
        return words.ENDED[call.ended]
    return words.OPEN if call.is_open(today()) else words.OVER


def _call(one: Mission, call_id: UUID) -> Call:
    with engine().connect() as conn:
        call = queries.call(conn, str(call_id))
    if call is None or call.mission_id != one.mission_id:
        raise NotFound
    return call


def _about(one: Mission) -> About:
    return About(
        address=url_for("inputs.index", mission_id=one.mission_id),
        case=derive_id("mission case", one.mission_id),
        back=gettext("Calls for input"),
        caption=names.recipient(one.state),
    )
