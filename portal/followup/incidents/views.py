"""Incidents of missions: those of one, the quick form, and what others know of them (M9)."""

from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.incidents import queries, words
from portal.followup.incidents.forms import OF_CASE, IncidentForm, StrikeForm
from portal.followup.incidents.read_model import CONSUMER
from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.reprisals import opening
from portal.followup.visits.words import CLAUSES
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from portal.web.waiting import waited
from shared.contracts.followup_incident_commands import LogIncident, StrikeIncident
from shared.core.message import derive_id
from shared.reference import mandate_acronym
from shared.reference.incidents import ACTS

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
    with engine().connect() as conn:
        query = queries.of_mission(current_actor(), one.mission_id)
        page = paging.cut(conn, query, "incidents", paging.asked, size=_AT_ONCE)
        called = accounts.names(conn, {each.by_id for each in page})
    texts = [text for each in page for text in (each.account, each.action) if text]
    return htmx.render(
        "incidents/of_mission.html",
        block="content",
        one=one,
        incidents=page,
        opened=dict(zip(texts, vault().reveal_all(texts), strict=True)),
        called=called,
        words=words,
        clauses=CLAUSES,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
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
            lead=_(
                "It stays on record. The desk officer of the State reads it, and no Government."
            ),
            button=_("Log it"),
            leave=_("Not now"),
            fields=shown,
        ),
        lambda: LogIncident(
            incident_id=incident_id,
            mission_id=one.mission_id,
            mandate=one.mandate,
            kind=form.kind.data or "",
            clause=form.clause.data or None,
            on=given(form.on),
            afterwards=bool(form.afterwards.data),
            account=vault().seal(_subject(incident_id), form.account.data or ""),
            action=vault().seal(_subject(incident_id), form.action.data)
            if form.action.data
            else None,
            told=tuple(form.told.data or ()),
        ),
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
            mandate=one.mandate,
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
            incident_id=this.incident_id, mission_id=one.mission_id, mandate=one.mandate
        ),
        said=_("It is struck."),
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


def _subject(incident_id: str) -> str:
    """Each incident has a key of its own."""
    return f"incident-{incident_id}"
