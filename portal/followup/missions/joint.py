"""A joint visit on the pages of its mission: who is asked to join, who joins, and who leaves."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug import Response
from werkzeug.exceptions import NotFound

from portal.followup.missions import asking, found, queries
from portal.followup.missions.forms import JoinForm, SeenForm, showing
from portal.followup.missions.queries import HOLDER, TEAM, Mission
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.accounts.offices import holdings
from portal.web.act import About, Answer, Page, act
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_mission_commands import (
    AskMandateToJoin,
    JoinMission,
    LeaveMission,
    TakeBackAskToJoin,
)
from shared.core.message import derive_id
from shared.reference import mandates


class Visit(Protocol):
    """A mission, a row of one, or an admission to it."""

    @property
    def mandate(self) -> str: ...

    @property
    def joined(self) -> Sequence[str] | None: ...


bp = Blueprint("jointvisits", __name__, url_prefix="/missions/<uuid:mission_id>/joint")


@bp.get("")
@require(*TEAM)
def asked_here(mission_id: UUID) -> Response:
    """Lead who is asked, or was, to their own visit file: a notice knows the mission alone."""
    with engine().connect() as conn:
        one = asking.was_asked(conn, current_actor().mandates, str(mission_id))
    if one is None:
        raise NotFound
    return redirect(url_for("visits.show", mandate=one.mandate, state=one.state), 303)


@bp.route("/ask", methods=["GET", "POST"])
@require(*TEAM)
@fresh(lazy("ask another mandate to join a visit"))
def ask(mission_id: UUID) -> Answer:
    one, form = _led(mission_id), JoinForm()
    if not can_ask(one):
        raise NotFound
    showing(form, one.steps)
    others = [each for each in mandates() if each not in {*one.mandates, *asked(one)}]
    form.mandate.choices = [("", ""), *((each, names.mandate(each)) for each in others)]
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Ask a mandate to join this visit"),
            lead=[
                gettext(
                    "Its holder says yes in person, once its own visit file has agreed on the same "
                    "days. Until then it reads only that you ask, and of which State."
                ),
                gettext(
                    "Whoever works for a mandate that has joined reads and writes all of this "
                    "mission, the confidential programme as well. What was sent to your calls for "
                    "input stays with you alone."
                ),
            ],
            button=gettext("Ask it"),
            leave=gettext("Not now"),
        ),
        lambda: AskMandateToJoin(**found.of(one, form.shown), asked=form.mandate.data or ""),
        said=gettext("The mandate is asked."),
    )


@bp.route("/<mandate>/take-back", methods=["GET", "POST"])
@require(*TEAM)
def take_back(mission_id: UUID, mandate: str) -> Answer:
    one, form = _led(mission_id), SeenForm()
    if mandate not in asked(one):
        raise NotFound
    showing(form, one.steps)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Ask this mandate no more?"),
            lead=names.mandate(mandate),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeBackAskToJoin(**found.of(one, form.shown), asked=mandate),
        said=gettext("The mandate is not asked any more."),
    )


@bp.route("/<mandate>/join", methods=["GET", "POST"])
@require(HOLDER)
@fresh(lazy("join the visit of another mandate"))
def join(mission_id: UUID, mandate: str) -> Answer:
    """The holder says yes in person; of the mission nothing is shown before."""
    one, form = _asked_one(mission_id, mandate), SeenForm()
    with engine().connect() as conn:
        some = queries.of_file(conn, current_actor(), [mandate], one.state)
    own = next((each for each in some if _is_own(each, mandate)), None)
    showing(form, one.steps)
    address = url_for("visits.show", mandate=mandate, state=one.state)
    return act(
        About(
            address=address,
            case=derive_id("mission case", one.mission_id),
            back=gettext("The visit file"),
            caption=names.recipient(one.state),
        ),
        form,
        Page(
            heading=gettext("Join this visit?"),
            lead=[
                *(names.mandate(each) for each in one.mandates),
                gettext(
                    "It is then one joint visit, with one programme, which those who work for your "
                    "mandate read and write as well. Your visit file stays your own, and so do "
                    "your calls for input."
                ),
                gettext("You can leave until the visit begins."),
            ],
            button=gettext("Join it"),
            leave=gettext("Not now"),
        ),
        lambda: JoinMission(
            mission_id=one.mission_id,
            mandate=mandate,
            seen=form.shown,
            own_mission_id=own.mission_id if own else "",
        ),
        said=gettext("Your mandate has joined the visit."),
    )


@bp.route("/<mandate>/leave", methods=["GET", "POST"])
@require(*TEAM)
@fresh(lazy("leave a joint visit"))
def leave(mission_id: UUID, mandate: str) -> Answer:
    one, form = found.found(mission_id), SeenForm()
    if mandate not in leaves(one):
        raise NotFound
    showing(form, one.steps)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Leave this joint visit?"),
            lead=[
                names.mandate(mandate),
                gettext(
                    "Your own mission goes on by itself, on the days of your visit file. Those who "
                    "work for your mandate read nothing of the joint visit any more."
                ),
            ],
            button=gettext("Leave it"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: LeaveMission(mission_id=one.mission_id, mandate=mandate, seen=form.shown),
        said=gettext("Your mandate does not come along any more."),
    )


@bp.app_template_global()
def mandates_on(one: Visit) -> str:
    """Return the names of all whose visit it is, the one that leads first."""
    return listed([names.mandate(each) for each in (one.mandate, *(one.joined or ()))])


@bp.app_template_global()
def asked(one: Mission) -> list[str]:
    """Return which mandates are asked to join, for whoever leads."""
    if not one.leads or not one.works:
        return []
    with engine().connect() as conn:
        return asking.asked_of(conn, one.mission_id)


@bp.app_template_global()
def can_ask(one: Mission) -> bool:
    """Whether this person asks others to join: who decides for the mandate that leads."""
    return one.phase == "planning" and one.goes_on and found.decides(one)


@bp.app_template_global()
def leaves(one: Mission) -> Sequence[str]:
    """Return for which mandates this person leaves: a holder, or the office while nobody holds."""
    actor = current_actor()
    some = [each for each in one.joined if actor.serves(each)]
    if one.phase != "planning" or not some:
        return []
    if actor.has(HOLDER):
        return some
    with engine().connect() as conn:
        held = holdings(conn, some)
    return [each for each in some if held[each].silent_since(today()) is not None]


@bp.app_template_global()
def asked_to_join(state: str | None = None) -> list[tuple[Mission, str, str]]:
    """Return where a mandate of this person is asked to join a visit, and who asks."""
    actor = current_actor()
    if not actor.has(*TEAM) or not actor.mandates:
        return []
    with engine().connect() as conn:
        some = asking.asks(conn, actor.mandates, state)
    return [(one, mandates_on(one), names.recipient(one.state)) for one in some]


@bp.app_template_global()
def joins_itself() -> bool:
    return current_actor().has(HOLDER)


def _led(mission_id: UUID) -> Mission:
    one = found.written(mission_id)
    if not found.decides(one):
        raise NotFound
    return one


def _asked_one(mission_id: UUID, mandate: str) -> Mission:
    if not current_actor().serves(mandate):
        raise NotFound
    with engine().connect() as conn:
        some = asking.asks(conn, [mandate])
    for one in some:
        if one.mission_id == str(mission_id):
            return one
    raise NotFound


def _is_own(one: Mission, mandate: str) -> bool:
    return one.mandate == mandate and one.phase == "planning" and one.plans == "agreed"
