"""The doors to threads about a mission: by the mission, by an admission, and by a State."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.missions.read_model import missions as kept
from portal.followup.partners import found as partners
from portal.followup.partners import queries as admitted
from portal.followup.partners.queries import Partner
from portal.followup.threads import checking, found, queries, searching, words
from portal.followup.threads.acting import behind
from portal.followup.threads.forms import NoteForm, ThreadForm
from portal.followup.threads.found import Titled
from portal.followup.threads.queries import Thread
from portal.followup.threads.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_visit_thread_commands import OpenVisitThread
from shared.core.message import derive_id
from shared.reference.visit_threads import STATE

bp = Blueprint("threads", __name__, url_prefix="/missions/<uuid:mission_id>/threads")
own = Blueprint("mythreads", __name__, url_prefix="/my-visits/<uuid:partner_id>/threads")
notes = Blueprint("visitnotes", __name__, url_prefix="/visit-notes")

behind(bp, found.inside, *queries.INSIDE)
behind(own, found.admitted, *queries.PARTNERS)
behind(notes, found.noted, queries.GOVERNMENT)
searching.behind(bp, found.door_inside, *queries.INSIDE)
searching.behind(own, found.door_admitted, *queries.PARTNERS)
searching.behind(notes, found.door_noted, queries.GOVERNMENT)


@bp.get("")
@require(*queries.INSIDE)
def index(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = missions.found(mission_id)
    return htmx.render(
        "threads/index.html",
        block="content",
        one=one,
        threads=found.of_mission(one),
        opens=one.works and not _closed(one.mission_id),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/new", methods=["GET", "POST"])
@require(*queries.TEAM)
def start(mission_id: UUID) -> Answer:
    one, form = missions.written(mission_id), ThreadForm()
    if _closed(one.mission_id):
        raise NotFound
    thread_id = str(derive_id("thread of a mission", form.id))
    message_id = str(derive_id("message of a thread", form.id))

    def command() -> OpenVisitThread:
        checking.refuse_what_tells(one, texts := _texts(form))
        title, text = texts
        return OpenVisitThread(
            thread_id=thread_id,
            mission_id=one.mission_id,
            mandate=one.acting,
            audience=form.audience.data,
            title=found.sealed(thread_id, title),
            message_id=message_id,
            text=found.sealed(message_id, text),
        )

    return act(
        About(
            address=url_for("threads.index", mission_id=one.mission_id),
            case=derive_id("thread case", thread_id),
            back=gettext("Dialogue"),
            caption=names.recipient(one.state),
        ),
        form,
        Page(
            heading=gettext("Open a thread"),
            lead=gettext("Whoever is of its audience reads it and answers in it."),
            button=gettext("Continue"),
            leave=gettext("Not now"),
            fields=("audience", "title", "text"),
        ),
        command,
        checks=lambda: checking.looked_at(
            one,
            _texts(form),
            Check(
                title=gettext("Check the thread"),
                lead=str(words.READ_BY[form.audience.data]),
                button=gettext("Open it"),
                answers=answers(form.audience, form.title, form.text),
            ),
        ),
        said=gettext("The thread is open."),
    )


@own.route("/new", methods=["GET", "POST"])
@require(*queries.PARTNERS)
def begin(partner_id: UUID) -> Answer:
    """A partner opens one for those of its audiences; what it writes is not compared (R6)."""
    this, form = partners.mine(partner_id), ThreadForm()
    audiences = queries.audiences_of(this)
    if not audiences or _closed(this.mission_id):
        raise NotFound
    form.offer(audiences)
    thread_id = str(derive_id("thread of a mission", form.id))
    message_id = str(derive_id("message of a thread", form.id))

    def command() -> OpenVisitThread:
        title, text = _texts(form)
        return OpenVisitThread(
            thread_id=thread_id,
            mission_id=this.mission_id,
            mandate=this.mandate,
            audience=form.audience.data,
            title=found.sealed(thread_id, title),
            message_id=message_id,
            text=found.sealed(message_id, text),
            partner_id=this.partner_id,
        )

    return act(
        About(
            address=url_for("myvisits.show", partner_id=this.partner_id),
            case=derive_id("thread case", thread_id),
            back=gettext("My visit"),
            caption=names.recipient(this.state),
        ),
        form,
        Page(
            heading=gettext("Open a thread"),
            lead=gettext("Whoever is of its audience reads it and answers in it."),
            button=gettext("Continue"),
            leave=gettext("Not now"),
            fields=("audience", "title", "text"),
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check the thread"),
            lead=str(words.READ_BY[form.audience.data]),
            button=gettext("Open it"),
            answers=answers(form.audience, form.title, form.text),
        ),
        said=gettext("The thread is open."),
    )


@notes.route("/about/<uuid:mission_id>", methods=["GET", "POST"])
@require(queries.GOVERNMENT)
def begin_note(mission_id: UUID) -> Answer:
    """A Government begins official notes; what it writes is not compared (R6)."""
    form = NoteForm()
    with engine().connect() as conn:
        this = conn.execute(
            admitted.of_state(current_actor()).where(kept.c.mission_id == str(mission_id))
        ).one_or_none()
    if this is None or (request.method == "GET" and _closed(this.mission_id)):
        raise NotFound
    thread_id = str(derive_id("thread of a mission", form.id))
    message_id = str(derive_id("message of a thread", form.id))
    return act(
        About(
            address=url_for("visitprogrammes.show", mission_id=this.mission_id),
            case=derive_id("thread case", thread_id),
            back=gettext("Programme of the visit"),
            caption=names.recipient(this.state),
        ),
        form,
        Page(
            heading=gettext("Write a note to the mandate"),
            lead=str(words.READ_BY[STATE]),
            button=gettext("Continue"),
            leave=gettext("Not now"),
            fields=("title", "text"),
        ),
        lambda: OpenVisitThread(
            thread_id=thread_id,
            mission_id=this.mission_id,
            mandate=this.mandate,
            audience=STATE,
            title=found.sealed(thread_id, form.title.data or ""),
            message_id=message_id,
            text=found.sealed(message_id, form.text.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check the note"),
            lead=str(words.READ_BY[STATE]),
            button=gettext("Send the note"),
            answers=answers(form.title, form.text),
        ),
        said=gettext("The note is sent."),
    )


def _texts(form: ThreadForm) -> list[str]:
    return [form.title.data or "", form.text.data or ""]


@notes.get("")
@require(queries.GOVERNMENT)
def listed() -> str:
    return htmx.render(
        "threads/notes.html",
        block="content",
        threads=found.of_state(),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


def _closed(mission_id: str) -> bool:
    with engine().connect() as conn:
        return queries.closed(conn, mission_id)


@bp.app_template_global()
def threads_counted(one: Mission) -> int:
    """Return how many threads of a mission there are for who came."""
    with engine().connect() as conn:
        return queries.counted(conn, current_actor(), one.mission_id)


@bp.app_template_global()
def thread_audience(one: Thread) -> str:
    return str(words.AUDIENCES[one.audience])


@bp.app_template_global()
def threads_of_partner(one: Partner) -> Titled:
    return found.of_partner(one)


@bp.app_template_global()
def begins_thread(one: Partner) -> bool:
    """Whether this partner opens threads: it is of an audience, and the visit goes on."""
    return bool(queries.audiences_of(one)) and not _closed(one.mission_id)


@bp.app_template_global()
def begins_notes(mission_id: str) -> bool:
    """Whether a Government still begins notes on a visit: it is not closed."""
    return not _closed(mission_id)


@bp.app_template_global()
def notes_begun_from(mandate: str, state: str) -> list[str]:
    """Return the missions of a visit file about which its Government begins notes."""
    c = kept.c
    with engine().connect() as conn:
        these = admitted.of_state(current_actor()).where(c.mandate == mandate, c.state == state)
        ids = [row.mission_id for row in conn.execute(these)]
    return [one for one in ids if not _closed(one)]


@bp.app_template_global()
def notes_on(mission_id: str) -> Titled:
    return found.of_state(mission_id)
