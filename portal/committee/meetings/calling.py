"""Calling a meeting, changing it, cancelling it, and recording that it was held."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.committee.meetings import found, people, queries
from portal.committee.meetings.forms import CancelForm, HeldForm, MeetingForm, SeenForm
from portal.committee.meetings.queries import WRITERS, Meeting
from portal.stakeholders.sessions.words import local
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext as _
from portal.web.moments import given as moment
from shared.contracts.stakeholders_meeting_commands import (
    CallMeeting,
    CancelMeeting,
    ChangeMeeting,
    RecordMeetingHeld,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.reference.committee_meetings import details, recorded

bp = Blueprint("meetingcalls", __name__, url_prefix="/committee/meetings")


@bp.route("/call", methods=["GET", "POST"])
@require(*WRITERS)
def call() -> Answer:
    with engine().connect() as conn:
        if not found.standing(conn).takes_part:
            raise NotFound
    form = _offered(MeetingForm())
    meeting_id = str(derive_id("committee meeting", form.command_id.data))
    about = About(
        address=url_for("meetings.index"),
        case=found.case_of(meeting_id),
        back=_("Meetings of the Committee"),
    )
    page = Page(
        heading=_("Call a meeting"),
        button=_("Continue"),
        lead=_("The Committee and those whom you invite are told."),
    )
    return act(
        about,
        form,
        page,
        lambda: CallMeeting(
            meeting_id=meeting_id,
            kind=form.kind.data,
            starts_at=moment(form.starts),
            states=form.states,
            invited=tuple(form.invited.data or ()),
            named_only=form.named_only.data,
            agenda=_sealed(meeting_id, form),
            place=_place(meeting_id, form),
        ),
        checks=lambda: _check(form, _("Call the meeting")),
        said=_("The meeting is called."),
    )


@bp.route("/<uuid:meeting_id>/change", methods=["GET", "POST"])
@require(*WRITERS)
def change(meeting_id: UUID) -> Answer:
    one, form = _changeable(meeting_id), _offered(MeetingForm())
    if not form.is_submitted():
        form.fill(one, _showing(form, one), *found.texts(one))
    page = Page(
        heading=_("Change this meeting"),
        button=_("Continue"),
        lead=_("Everybody who was told of it is told that it changed."),
    )
    return act(
        found.about(one),
        form,
        page,
        lambda: ChangeMeeting(
            meeting_id=one.meeting_id,
            seen=form.seen.data or "",
            kind=form.kind.data,
            starts_at=moment(form.starts),
            states=form.states,
            invited=tuple(form.invited.data or ()),
            named_only=form.named_only.data,
            agenda=_sealed(one.meeting_id, form),
            place=_place(one.meeting_id, form),
        ),
        checks=lambda: _check(form, _("Change the meeting")),
        said=_("The meeting is changed."),
    )


@bp.route("/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@require(*WRITERS)
def cancel(meeting_id: UUID) -> Answer:
    one, form = _changeable(meeting_id), CancelForm()
    if not form.is_submitted():
        _showing(form, one)
    page = Page(
        heading=_("Cancel this meeting?"),
        button=_("Cancel the meeting"),
        lead=_("It cannot be called again: call another one instead."),
        leave=_("Leave it as it is"),
    )
    return act(
        found.about(one),
        form,
        page,
        lambda: CancelMeeting(
            meeting_id=one.meeting_id, seen=form.seen.data or "", code=form.code.data or ""
        ),
        said=_("The meeting is cancelled."),
    )


@bp.route("/<uuid:meeting_id>/held", methods=["GET", "POST"])
@require(*WRITERS)
def held(meeting_id: UUID) -> Answer:
    one, form = found.found(meeting_id, "called", "held", part=True), HeldForm()
    with engine().connect() as conn:
        form.participants.choices = dict(people.of_meeting(conn, one))
    if not form.is_submitted():
        form.held_on.data = one.held_on or min(day_of(one.starts_at), today())
        form.participants.data = list(one.participants or ())
        form.seen.data = recorded(one.starts_at, one.held_on, one.participants or ())
    page = Page(
        heading=_("Record that it was held"),
        button=_("Record it"),
        lead=_("Its minutes are due ten days after that day. You can correct this until then."),
    )
    return act(
        found.about(one),
        form,
        page,
        lambda: RecordMeetingHeld(
            meeting_id=one.meeting_id,
            seen=form.seen.data or "",
            held_on=given(form.held_on),
            participants=tuple(form.participants.data or ()),
        ),
        said=_("It is recorded that the meeting was held."),
    )


def _changeable(meeting_id: UUID) -> Meeting:
    """Return a meeting that is called, for the Committee and for who called it."""
    return found.changeable(meeting_id, "called")


def _showing(form: SeenForm, one: Meeting) -> list[str]:
    """Let the form name the meeting that its page shows; return who is invited."""
    with engine().connect() as conn:
        invited = queries.invited_to(conn, one.meeting_id)
    form.seen.data = details(
        one.kind,
        one.starts_at,
        one.states,
        invited,
        one.agenda,
        one.place,
        named_only=one.named_only,
    )
    return invited


def _offered(form: MeetingForm) -> MeetingForm:
    """Offer all States to the Committee, and to a desk officer their own."""
    actor = current_actor()
    with engine().connect() as conn:
        works, officers = found.standing(conn).works, people.officers(conn)
    every = names.states()
    own = {code: every[code] for code in every if works or code in actor.states}
    form.offer(own, officers)
    return form


def _sealed(meeting_id: str, form: MeetingForm) -> Sealed:
    return vault().seal(found.subject_of(meeting_id), form.agenda.data or "")


def _place(meeting_id: str, form: MeetingForm) -> Sealed | None:
    said = form.place.data or ""
    return vault().seal(found.subject_of(meeting_id), said) if said else None


def _check(form: MeetingForm, button: str) -> Check:
    begins = (form.starts.label.text, local(moment(form.starts), "Europe/Zurich"))
    states = listed(names.recipient(code) for code in form.states)
    return Check(
        title=_("Check this meeting"),
        lead=_("Those whom you invite read the agenda, and so do guests."),
        button=button,
        answers=[
            *answers(form.kind),
            begins,
            (_("States"), states or _("None")),
            *answers(form.invited, form.place, form.agenda, form.named_only),
        ],
    )
