"""The officers' board of dialogues: the list of speakers, who has the floor, what is published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection, Row
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.dialogues import joined, queries, whose, words
from portal.stakeholders.dialogues.forms import (
    ByRightForm,
    CloseForm,
    DetailsForm,
    ListForm,
    ReleaseForm,
)
from portal.stakeholders.dialogues.queries import Dialogue, Slot
from portal.stakeholders.dialogues.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.commands import Command
from shared.contracts.stakeholders_dialogue_commands import (
    CallSpeaker,
    ChangeDialogue,
    CloseDialogue,
    ListSpeakers,
    PublishStatement,
    PutSpeakerBack,
    RecordDelivery,
    ReleaseSlot,
    RequestSlot,
    ScheduleDialogue,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.dialogues import slot_id as id_of

bp = Blueprint("dialoguedesk", __name__, url_prefix="/dialogue-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_OPEN = frozenset({"requested", "listed"})


@bp.get("")
@require(*OFFICERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        coming = boards.part(conn, queries.coming(), "coming", lambda row: _counted(conn, row))
        past = boards.part(conn, queries.past(), "past", lambda row: _counted(conn, row))
    return htmx.render(
        "dialogues/desk.html",
        block="content",
        coming=coming,
        past=past,
        words=words,
        late=late,
    )


def _counted(conn: Connection, row: Row[Any]) -> tuple[Dialogue, int]:
    one = queries.dialogue(row)
    return one, queries.count(conn, one.dialogue_id)


@bp.route("/schedule", methods=["GET", "POST"])
@require(*OFFICERS)
def schedule() -> Answer:
    form, dialogue_id = DetailsForm(), ""
    if request.method == "POST" and form.validate():
        dialogue_id = str(derive_id("dialogue", form.id))
    return act(
        About(
            address=url_for(".index"),
            case=whose.case_of(dialogue_id or str(uuid4())),
            back=gettext("Dialogue desk"),
        ),
        form,
        Page(
            heading=gettext("Schedule a dialogue"),
            lead=gettext("Everybody reads when it is, and who is on the list of speakers."),
            button=gettext("Schedule it"),
        ),
        lambda: ScheduleDialogue(dialogue_id=dialogue_id, details=form.details()),
        to=url_for(".show", dialogue_id=dialogue_id) if dialogue_id else "",
        said=gettext("The dialogue is scheduled."),
    )


@bp.get("/<uuid:dialogue_id>")
@require(*OFFICERS)
def show(dialogue_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _one(dialogue_id)
    with engine().connect() as conn:
        every = queries.all_slots(conn, one.dialogue_id)
        page = paging.part(every, "slots", paging.asked)
        called = whose.officers_names(conn, one, page)
        together = joined.officers_names(conn, one, page)
        still = [each for each in page if each.stage in _OPEN]
        grades = whose.grades_of(conn, still, day_of(one.starts_at))
        without = {each.slot_id for each in still if not whose.entitled(each, grades[each.slot_id])}
        written = queries.statements_of(conn, one.dialogue_id)
    speakers = vault().reveal_all([each.speaker for each in page])
    floor = queries.floor(one, every, now())
    return htmx.render(
        "dialogues/one.html",
        block="content",
        one=one,
        floor=floor,
        begun=one.starts_at <= now(),
        slots=page.of(list(zip(page, speakers, strict=True))),
        called=called,
        joined=together,
        without=without,
        written={
            each.slot_id: [of for of in written if of.slot_id == each.slot_id] for each in page
        },
        mandate_name=names.mandate,
        recipient=names.recipient,
        words=words,
        late=late,
    )


@bp.route("/<uuid:dialogue_id>/change", methods=["GET", "POST"])
@require(*OFFICERS)
def change(dialogue_id: UUID) -> Answer:
    one, form = _open(dialogue_id), DetailsForm()
    form.keep(one.state_concerned)
    if request.method == "GET":
        form.fill(one)
    return act(
        about(one),
        form,
        Page(heading=gettext("Change the dialogue"), button=gettext("Keep the changes")),
        lambda: ChangeDialogue(dialogue_id=one.dialogue_id, details=form.details()),
        said=gettext("The changes are kept."),
    )


@bp.route("/<uuid:dialogue_id>/by-right", methods=["GET", "POST"])
@require(*OFFICERS)
def by_right(dialogue_id: UUID) -> Answer:
    one, form = _open(dialogue_id), ByRightForm()
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Enter a State or the mandate-holder"),
            button=gettext("Enter the slot"),
        ),
        lambda: _by_right(one, form),
        said=gettext("The slot is entered."),
    )


@bp.route("/<uuid:dialogue_id>/list", methods=["GET", "POST"])
@require(*OFFICERS)
def list_speakers(dialogue_id: UUID) -> Answer:
    one, form = _open(dialogue_id), ListForm()
    with engine().connect() as conn:
        asked = [
            each
            for each in queries.all_slots(conn, one.dialogue_id)
            if each.stage == "requested" or each.code == "absent"
        ]
        page = paging.part(asked, "slots", paging.asked)
        called = whose.officers_names(conn, one, page)
    form.slots.choices = {
        each.slot_id: Markup("<bdi>{}</bdi> ({})").format(
            called[each.slot_id], words.SPEAKS[each.speaks]
        )
        for each in page
    }
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Put speakers on the list"),
            lead=gettext("The order follows by itself: priority, then who asked first."),
            button=gettext("Put them on the list"),
            template="dialogues/choosing.html",
            given={"slots": page},
        ),
        lambda: ListSpeakers(dialogue_id=one.dialogue_id, slot_ids=tuple(form.slots.data or ())),
        said=gettext("They are on the list of speakers."),
    )


@bp.route("/<uuid:dialogue_id>/close", methods=["GET", "POST"])
@require(*OFFICERS)
def close(dialogue_id: UUID) -> Answer:
    one, form = _open(dialogue_id), CloseForm()
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Close the dialogue?"),
            lead=gettext("Nobody is called after it. It cannot be opened again."),
            button=gettext("Close it"),
            leave=gettext("Back without closing it"),
            tone="warning",
        ),
        lambda: CloseDialogue(
            dialogue_id=one.dialogue_id, called_off=form.called_off.data == "yes"
        ),
        said=gettext("The dialogue is closed."),
    )


@bp.route("/<uuid:dialogue_id>/slots/<uuid:slot_id>/call", methods=["GET", "POST"])
@require(*OFFICERS)
def call(dialogue_id: UUID, slot_id: UUID) -> Answer:
    one, found = slot_or_404(dialogue_id, slot_id, "listed")

    def command() -> CallSpeaker:
        with engine().connect() as conn:
            grade = whose.grades_of(conn, [found], today())[found.slot_id]
        return CallSpeaker(dialogue_id=one.dialogue_id, slot_id=found.slot_id, grade=grade)

    return _step(one, gettext("Give the floor to this speaker?"), gettext("Give it"), command)


@bp.route("/<uuid:dialogue_id>/slots/<uuid:slot_id>/delivered", methods=["GET", "POST"])
@require(*OFFICERS)
def delivered(dialogue_id: UUID, slot_id: UUID) -> Answer:
    one, found = slot_or_404(dialogue_id, slot_id, "speaking")
    command = RecordDelivery(dialogue_id=one.dialogue_id, slot_id=found.slot_id)
    heading = gettext("Has this speaker finished?")
    return _step(one, heading, gettext("Record that it was delivered"), lambda: command)


@bp.route("/<uuid:dialogue_id>/slots/<uuid:slot_id>/put-back", methods=["GET", "POST"])
@require(*OFFICERS)
def put_back(dialogue_id: UUID, slot_id: UUID) -> Answer:
    one, found = slot_or_404(dialogue_id, slot_id, "speaking")
    command = PutSpeakerBack(dialogue_id=one.dialogue_id, slot_id=found.slot_id)
    return _step(
        one,
        gettext("Was this speaker called by mistake?"),
        gettext("Put back on the list"),
        lambda: command,
    )


@bp.route("/<uuid:dialogue_id>/slots/<uuid:slot_id>/release", methods=["GET", "POST"])
@require(*OFFICERS)
def release(dialogue_id: UUID, slot_id: UUID) -> Answer:
    one, found = slot_or_404(dialogue_id, slot_id, *_OPEN)
    form = ReleaseForm()
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Take this slot?"),
            lead=gettext("Who asked reads the reason. Views are never a reason."),
            button=gettext("Take the slot away"),
            leave=gettext("Back without doing it"),
            tone="warning",
        ),
        lambda: ReleaseSlot(
            dialogue_id=one.dialogue_id,
            slot_id=found.slot_id,
            code=form.code.data or "",
            same=whose.same(one.dialogue_id),
        ),
        said=gettext("The slot is taken."),
    )


@bp.route(
    "/<uuid:dialogue_id>/slots/<uuid:slot_id>/<any(oral, written):form>/publish",
    methods=["GET", "POST"],
)
@require(*OFFICERS)
@fresh(lazy("publish a statement"))
def publish(dialogue_id: UUID, slot_id: UUID, form: str) -> Answer:
    one, found = slot_or_404(dialogue_id, slot_id, "delivered", "not_reached")
    with engine().connect() as conn:
        kept = [each for each in queries.statements_in(conn, found.slot_id) if each.form == form]
    if not kept or not kept[0].publishes or kept[0].published_at is not None:
        raise NotFound
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Publish this statement?"),
            lead=gettext("Everybody reads it while everybody may find the organisation."),
            texts=[(gettext("The statement"), vault().reveal(kept[0].text))],
            button=gettext("Publish it"),
            leave=gettext("Back without doing it"),
        ),
        lambda: PublishStatement(
            dialogue_id=one.dialogue_id,
            slot_id=found.slot_id,
            form="written" if form == "written" else "oral",
        ),
        said=gettext("The statement is published."),
    )


def _step(one: Dialogue, heading: str, button: str, command: Callable[[], Command]) -> Answer:
    """Return a page that asks for one step of a speaker."""
    page = Page(heading=heading, button=button, leave=gettext("Back without doing it"))
    return act(about(one), CommandForm(), page, command, said=gettext("It is recorded."))


def _by_right(one: Dialogue, form: ByRightForm) -> RequestSlot:
    speaks = form.as_what
    state = one.state_concerned if speaks == "state_concerned" else form.state.data or None
    of = "holder" if speaks == "holder" else state or ""
    slot = id_of(one.dialogue_id, of)
    return RequestSlot(
        dialogue_id=one.dialogue_id,
        slot_id=slot,
        speaks=speaks,
        organisation=None,
        state=None if speaks == "holder" else state,
        speaker=vault().seal(whose.subject_of(slot), form.speaker.data or ""),
        grade=None,
    )


def _one(dialogue_id: UUID) -> Dialogue:
    with engine().connect() as conn:
        one = queries.one(conn, str(dialogue_id))
    if one is None:
        raise NotFound
    return one


def _open(dialogue_id: UUID) -> Dialogue:
    one = _one(dialogue_id)
    if one.over:
        raise NotFound
    return one


def slot_or_404(dialogue_id: UUID, slot_id: UUID, *stages: str) -> tuple[Dialogue, Slot]:
    one = _one(dialogue_id)
    with engine().connect() as conn:
        found = queries.a_slot(conn, one.dialogue_id, str(slot_id))
    if found is None or found.stage not in stages:
        raise NotFound
    return one, found


def about(one: Dialogue) -> About:
    return About(
        address=url_for("dialoguedesk.show", dialogue_id=one.dialogue_id),
        case=whose.case_of(one.dialogue_id),
        back=gettext("The dialogue"),
        caption=Markup("<bdi>{}</bdi>").format(one.title),
        title=one.title,
    )
