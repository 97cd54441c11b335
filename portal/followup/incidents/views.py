"""Incidents of missions: those of one, the quick form, and what others know of them (M9).

Partners have a door of their own in ``own.py``, and a Government in ``of_state.py``.
"""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.incidents import found, queries, words
from portal.followup.incidents.forms import OF_CASE, IncidentForm, PutForm, StrikeForm
from portal.followup.incidents.paper import blanks
from portal.followup.incidents.read_model import CONSUMER
from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.reprisals import opening
from portal.followup.threads import checking
from portal.followup.visits.words import CLAUSES
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from portal.web.waiting import waited
from shared.contracts.followup_incident_commands import PutIncidentToState, StrikeIncident
from shared.core.message import derive_id
from shared.reference import mandate_acronym
from shared.reference.incidents import ACTS, KINDS

listed = Blueprint("incidents", __name__, url_prefix="/incidents")
bp = Blueprint("missionincidents", __name__, url_prefix="/missions/<uuid:mission_id>/incidents")

_AT_ONCE = 25


@listed.get("")
@require(*queries.LISTED)
def index() -> str:
    actor = current_actor()
    with engine().connect() as conn:
        query = queries.known(actor)
        page = paging.cut(conn, query, "incidents", paging.asked, size=_AT_ONCE)
        counts = queries.counted(conn, today()) if actor.has(queries.COMMITTEE) else []
    return htmx.render(
        "incidents/index.html",
        block="content",
        known=page,
        counts=counts,
        words=words,
        acronym=mandate_acronym,
        state_name=names.recipient,
    )


@bp.get("")
@require(*queries.READERS)
def of_mission(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = missions.found(mission_id)
    actor = current_actor()
    with engine().connect() as conn:
        query = queries.of_record(actor, one.mission_id)
        page = paging.cut(conn, query, "incidents", paging.asked, size=_AT_ONCE)
        ours = not actor.mandates.isdisjoint(one.mandates)
        called = queries.called(conn, one.mission_id, page, ours=ours)
        answered = queries.answered(conn, {each.incident_id for each in page if each.put_at})
    replies = [reply.text for some in answered.values() for reply in some]
    return htmx.render(
        "incidents/of_mission.html",
        block="content",
        one=one,
        incidents=page,
        opened=found.opened(page, *replies),
        called=called,
        answered=answered,
        words=words,
        clauses=CLAUSES,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.get("/paper")
@require(*queries.WRITERS)
def paper(mission_id: UUID) -> str:
    """The form to fill in by hand, for those who enter it later."""
    one = missions.written(mission_id)
    return htmx.render(
        "incidents/paper.html",
        block="content",
        one=one,
        fields=blanks(KINDS),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.route("/new", methods=["GET", "POST"])
@require(*queries.WRITERS)
def log(mission_id: UUID) -> Answer:
    """Log it, and open a case where somebody is at risk: no incident says that there is one."""
    one, form, actor = missions.written(mission_id), IncidentForm(), current_actor()
    opens = opening.may_open(actor, one.state)
    if request.method == "GET":
        form.on.data = today()
    incident_id = str(derive_id("incident", form.command_id.data, actor.actor_id))
    also, seed = opens and bool(form.at_risk.data), opening.seed(form.id, actor)
    shown = [field.name for field in form if opens or field.name not in OF_CASE]
    return act(
        _about(one, incident_id),
        form,
        Page(
            heading=_("Log an incident"),
            lead=[
                _("It stays on record. The desk officer of the State reads it, and no Government."),
                found.to_security(),
            ],
            button=_("Log it"),
            leave=_("Not now"),
            fields=shown,
        ),
        lambda: found.logged(form, incident_id, replace(one, mandate=one.acting)),
        then=lambda: _case(one, form, seed) if also else None,
        said=_("It is logged, and the case is open. Contact the victim within 24 hours.")
        if also
        else _("It is logged."),
    )


def _case(one: Mission, form: IncidentForm, seed: str) -> None:
    try:
        opening.from_visit(
            seed,
            mission_id=one.mission_id,
            mandate=one.acting,
            state=one.state,
            act=ACTS.get(form.kind.data or "", "other"),
            imminent=bool(form.imminent.data),
            account=form.affected.data or "",
        )
    except CommandRefused:
        form.form_errors.append(
            _(
                "The incident is logged as you first sent it. The case is not open: what you "
                "change here now is of the case alone."
            )
        )
        raise


@bp.route("/<uuid:incident_id>/strike", methods=["GET", "POST"])
@require(*queries.WRITERS)
def strike(mission_id: UUID, incident_id: UUID) -> Answer:
    one, this = missions.written(mission_id), _found(mission_id, incident_id)
    return act(
        _about(one, this.incident_id),
        StrikeForm(),
        Page(
            heading=_("Strike this incident?"),
            lead=[
                str(words.KINDS[this.kind]),
                _("It was logged by mistake. It stays on record, and no page shows it any more."),
            ],
            button=_("Strike it"),
            leave=_("Not now"),
            tone="warning",
        ),
        lambda: StrikeIncident(
            incident_id=this.incident_id,
            mission_id=one.mission_id,
            mandate=one.acting,
            partner_id=None,
        ),
        said=_("It is struck."),
    )


@bp.route("/<uuid:incident_id>/put", methods=["GET", "POST"])
@require(*queries.WRITERS)
def put(mission_id: UUID, incident_id: UUID) -> Answer:
    """Put it to the Government, in words that are compared with sources and names first (R6)."""
    one, this = missions.written(mission_id), _found(mission_id, incident_id)
    if request.method == "GET" and this.put_at is not None:
        raise NotFound
    form = PutForm()
    reads = _("The Government reads these words, the mandate and the day. It can answer.")
    return act(
        _about(one, this.incident_id),
        form,
        Page(
            heading=_("Put this incident to the Government"),
            lead=[
                str(words.KINDS[this.kind]),
                reads,
                _("It reads nothing else of the incident, and not who logged it."),
            ],
            button=_("Continue"),
            leave=_("Not now"),
        ),
        lambda: PutIncidentToState(
            incident_id=this.incident_id,
            mission_id=one.mission_id,
            mandate=one.acting,
            text=found.put(one, this.incident_id, form.text.data or ""),
        ),
        checks=lambda: checking.looked_at(
            one,
            [form.text.data or ""],
            Check(
                title=_("Check what you put to the Government"),
                lead=reads,
                button=_("Put it to the Government"),
                answers=answers(form.text),
            ),
        ),
        said=_("It is put to the Government."),
    )


def _found(mission_id: UUID, incident_id: UUID) -> Row[tuple[object, ...]]:
    with engine().connect() as conn:
        this = queries.one(conn, current_actor(), str(mission_id), str(incident_id))
    if this is None:
        raise NotFound
    return this


def _about(one: Mission, incident_id: str) -> About:
    return About(
        address=url_for("missionincidents.of_mission", mission_id=one.mission_id),
        case=derive_id("incident case", incident_id),
        back=_("Incidents"),
        caption=names.recipient(one.state),
    )
