"""The agenda: everybody reads it; the Chief's office and the Quick Response Desk note it."""

from functools import partial
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.agenda import queries, words
from portal.stakeholders.agenda.forms import EventForm, SeenForm
from portal.stakeholders.agenda.queries import WRITERS, Event
from portal.stakeholders.agenda.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import public, require, signed_in
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_agenda import NoteAgendaEvent, StrikeAgendaEvent
from shared.core.message import derive_id

bp = Blueprint("agenda", __name__, url_prefix="/agenda")
desk = Blueprint("agendadesk", __name__, url_prefix="/agenda")


@bp.get("")
@public
@in_every_language
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    writes = _writes()
    with engine().connect() as conn:
        coming = boards.part(conn, queries.coming(today()), "coming", queries.event)
        past = boards.part(conn, queries.past(today()), "past", queries.event)
        off = boards.part(conn, queries.taken_off(), "off", queries.event) if writes else None
    return htmx.render(
        "agenda/index.html",
        block="content",
        late=late,
        coming=coming,
        past=past,
        off=off,
        writes=writes,
        words=words,
    )


@bp.get("/<uuid:event_id>")
@public
@in_every_language
def show(event_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return htmx.render(
        "agenda/show.html",
        block="content",
        late=late,
        one=_found(event_id),
        writes=_writes(),
        words=words,
        mandate_name=names.mandate,
    )


@desk.route("/note", methods=["GET", "POST"])
@require(*WRITERS)
def note() -> Answer:
    form = EventForm()
    if not form.is_submitted():
        form.suggest(request.args)
    event_id = str(derive_id("agenda event", form.command_id.data))
    about = About(
        address=url_for("agenda.index"),
        case=_case(event_id),
        back=gettext("Council sessions and expert meetings"),
    )
    form.same = partial(_same, event_id, off=True)
    return _asked(about, form, event_id, gettext("Note a session or a meeting"))


@desk.route("/<uuid:event_id>/change", methods=["GET", "POST"])
@require(*WRITERS)
def change(event_id: UUID) -> Answer:
    one, form = _found(event_id), EventForm()
    if not form.is_submitted():
        form.fill(one)
    form.same = partial(_same, one.event_id, off=False)
    heading = gettext("Put it back on the list") if one.struck else gettext("Change the entry")
    return _asked(_about(one), form, one.event_id, heading)


@desk.route("/<uuid:event_id>/strike", methods=["GET", "POST"])
@require(*WRITERS)
def strike(event_id: UUID) -> Answer:
    one, form = _found(event_id), SeenForm()
    if one.struck:
        raise NotFound
    if not form.is_submitted():
        form.seen.data = str(one.steps)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Take it off the list?"),
            lead=gettext(
                "No public page tells of it then, and past issues say that it was removed. You can "
                "put it back."
            ),
            button=gettext("Take it off the list"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: StrikeAgendaEvent(event_id=one.event_id, seen=form.shown),
        to=url_for("agenda.index"),
        said=gettext("It is off the list."),
    )


def _asked(about: About, form: EventForm, event_id: str, heading: str) -> Answer:
    return act(
        about,
        form,
        Page(
            heading=heading,
            lead=gettext("Everybody reads it, and the bulletin tells it. Nobody is named."),
            button=gettext("Continue"),
        ),
        lambda: NoteAgendaEvent(event_id=event_id, seen=form.shown, details=form.details),
        checks=lambda: Check(
            title=gettext("Check the session or meeting"),
            lead=gettext("Everybody reads it, and the bulletin tells it. Nobody is named."),
            button=gettext("Put it on the list"),
            answers=answers(*form.told),
        ),
        to=url_for("agenda.show", event_id=event_id),
        said=gettext("It is on the list."),
    )


def _about(one: Event) -> About:
    return About(
        address=url_for("agenda.show", event_id=one.event_id),
        case=_case(one.event_id),
        back=gettext("Council sessions and expert meetings"),
        caption=words.called(one.kind, one.number, one.title),
    )


def _case(event_id: str) -> UUID:
    return derive_id("agenda case", event_id)


def _found(event_id: UUID) -> Event:
    with engine().connect() as conn:
        one = queries.one(conn, str(event_id))
    if one is None or (one.struck and not _writes()):
        raise NotFound
    return one


def _same(event_id: str, kind: str, number: int | None, *, off: bool) -> Event | None:
    with engine().connect() as conn:
        return queries.same(conn, kind, number, but=event_id, off=off)


def _writes() -> bool:
    person = signed_in()
    return person is not None and person.has(*WRITERS)
