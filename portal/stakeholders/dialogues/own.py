"""My slots: asking for one, what becomes of it, and the statement."""

from uuid import UUID

from flask import Blueprint, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.stakeholders.dialogues import joined, joint, queries, whose, words
from portal.stakeholders.dialogues.forms import AskForm, StateForm, StatementForm
from portal.stakeholders.dialogues.queries import Dialogue, Slot
from portal.stakeholders.dialogues.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_dialogue_commands import (
    RequestSlot,
    TakeBackStatement,
    UploadStatement,
    WithdrawSlot,
)
from shared.contracts.stakeholders_dialogues import Form, Speaks
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.dialogues import GRADES, slot_id

bp = Blueprint("slots", __name__, url_prefix="/my-slots")

_AT_ONCE = 20
_STILL = frozenset({"requested", "listed"})
_NOTED = lazy("It is noted. An officer puts it on the list of speakers.")


@bp.get("")
@require(*whose.AUDIENCE)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    account = current_account()
    with engine().connect() as conn:
        rows = paging.cut(
            conn,
            queries.of_these(whose.mine(conn, account)),
            "slots",
            paging.asked,
            size=_AT_ONCE,
        )
        found = [queries.slot(row) for row in rows]
        joins = joined.mine(conn, account)
        slots = {one.slot_id: queries.by_id(conn, one.slot_id) for one in joins}
        of = queries.some(
            conn, {*(one.dialogue_id for one in found), *(one.dialogue_id for one in joins)}
        )
        coming = paging.cut(conn, queries.coming(), "coming", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "dialogues/mine.html",
        block="content",
        slots=rows.of([(one, of[one.dialogue_id]) for one in found]),
        joins=[
            (one, of[one.dialogue_id], slot.stage in _STILL)
            for one in joins
            if (slot := slots[one.slot_id]) is not None
        ],
        coming=coming.of([queries.dialogue(row) for row in coming]),
        words=words,
        late=late,
    )


@bp.route("/ask/<uuid:dialogue_id>", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def ask(dialogue_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = queries.one(conn, str(dialogue_id))
    account = current_account()
    if one is None or one.over:
        raise NotFound
    if account.has(Role.GOVERNMENT):
        return _ask_for_state(one, account)
    speaks = whose.speaks_as(account, one)
    if speaks is None or account.organisation_id is None:
        raise NotFound
    organisation = whose.pseudonym(one.dialogue_id, account.organisation_id)
    form = AskForm()
    return act(
        about_asking(one),
        form,
        Page(
            heading=gettext("Ask to speak"),
            lead=gettext(
                "Ask at least 24 hours before. The accreditation that is in force on the day "
                "decides, and whoever asks first among equals speaks first."
            ),
            button=gettext("Ask to speak"),
        ),
        lambda: _request(one, speaks, organisation, account, form),
        to=url_for(".show", slot_id=whose.id_of(one.dialogue_id, organisation)),
        said=str(_NOTED),
    )


def _ask_for_state(one: Dialogue, account: Account) -> Answer:
    """A mission asks for the slot of its State."""
    form = StateForm()
    form.offer(account.state_codes)
    state = form.of_state
    return act(
        about_asking(one),
        form,
        Page(
            heading=gettext("Ask to speak for your State"),
            lead=gettext(
                "The State concerned has the floor by right. Any other State asks at least 24 "
                "hours before."
            ),
            button=gettext("Ask to speak"),
        ),
        lambda: _of_state(one, form),
        to=url_for(".show", slot_id=slot_id(one.dialogue_id, state)),
        said=str(_NOTED),
    )


@bp.get("/<uuid:slot_id>")
@require(*whose.AUDIENCE)
def show(slot_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    found, one = found_or_404(slot_id)
    with engine().connect() as conn:
        line = queries.floor(one, queries.all_slots(conn, one.dialogue_id), now()).line
        statements = queries.statements_in(conn, found.slot_id)
        joins = joint.of_slots(conn, [found.slot_id])
        named = joined.names(conn, one, found, joins)
    texts = vault().reveal_all([found.speaker, *(each.text for each in statements)])
    places = [each.slot_id for each in line]
    return htmx.render(
        "dialogues/mine_one.html",
        block="content",
        slot=found,
        one=one,
        speaker=texts[0],
        place=places.index(found.slot_id) + 1 if found.slot_id in places else None,
        statements=list(zip(statements, texts[1:], strict=True)),
        minutes=words.lasting(queries.seconds(one, found)),
        joined=[(each, named[joint.key(each)]) for each in joins],
        joinable=found.speaks in GRADES and not one.over and found.stage in _STILL,
        words=words,
        late=late,
    )


@bp.route("/<uuid:slot_id>/<any(oral, written):form>", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def upload(slot_id: UUID, form: str) -> Answer:
    found, one = found_or_404(slot_id)
    if one.over or found.stage == "withdrawn":
        raise NotFound
    typed = StatementForm()
    kind = _form(form)
    return act(
        about(found, one),
        typed,
        Page(
            heading=gettext("The statement"),
            lead=gettext(
                "A written statement comes at least two weeks before, with at most 2,000 words "
                "with general status, and 1,500 with special or Roster."
            )
            if kind == "written"
            else gettext("It helps the interpreters. It can be replaced until it is delivered."),
            button=gettext("Keep the statement"),
        ),
        lambda: UploadStatement(
            dialogue_id=one.dialogue_id,
            slot_id=found.slot_id,
            form=kind,
            text=_text(found, kind, typed.text.data or ""),
            words=typed.words,
            language=typed.language.data,
            publishes=bool(typed.publishes.data),
            grade=whose.grade_of(current_account().organisation_id, found.speaks, today()),
            organisation=found.organisation,
        ),
        said=gettext("The statement is kept."),
    )


@bp.route("/<uuid:slot_id>/withdraw", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def withdraw(slot_id: UUID) -> Answer:
    found, one = found_or_404(slot_id)
    if one.over or found.stage not in {"requested", "listed"}:
        raise NotFound
    return act(
        about(found, one),
        CommandForm(),
        Page(
            heading=gettext("Give the slot back?"),
            lead=gettext("Whoever asks again later is behind those who asked before."),
            button=gettext("Give it back"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: WithdrawSlot(
            dialogue_id=one.dialogue_id,
            slot_id=found.slot_id,
            organisation=found.organisation,
            same=whose.same(one.dialogue_id),
        ),
        said=gettext("The slot is given back."),
    )


@bp.route("/<uuid:slot_id>/<any(oral, written):form>/take-back", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def take_back(slot_id: UUID, form: str) -> Answer:
    found, one = found_or_404(slot_id)
    with engine().connect() as conn:
        kept = queries.statements_in(conn, found.slot_id)
    if not any(each.form == form and each.publishes for each in kept):
        raise NotFound
    return act(
        about(found, one),
        CommandForm(),
        Page(
            heading=gettext("Take the statement back?"),
            lead=gettext("Nobody else reads it any more. That it was delivered stays."),
            button=gettext("Take it back"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: TakeBackStatement(
            dialogue_id=one.dialogue_id,
            slot_id=found.slot_id,
            form=_form(form),
            organisation=found.organisation,
        ),
        said=gettext("The statement is taken back."),
    )


def _text(found: Slot, kind: Form, text: str) -> Sealed:
    """Return the text sealed; as it is kept, if it is the same: only who reads it changes then."""
    with engine().connect() as conn:
        kept = queries.statements_in(conn, found.slot_id)
    before = next((one.text for one in kept if one.form == kind), None)
    if before is not None and vault().reveal(before) == text:
        return before
    return vault().seal(whose.subject_of(found.slot_id), text)


def _request(
    one: Dialogue, speaks: Speaks, organisation: str, account: Account, form: AskForm
) -> RequestSlot:
    """Return the command: the grade is that of today, and the speaker is sealed.

    An entry that was merged has its slots under another pseudonym; the organisation has one slot.
    """
    own = whose.id_of(one.dialogue_id, organisation)
    with engine().connect() as conn:
        if queries.taken(conn, one.dialogue_id, whose.ours(conn, account)):
            raise CommandRefused(409, "A slot was asked for already.")
    return RequestSlot(
        dialogue_id=one.dialogue_id,
        slot_id=own,
        speaks=speaks,
        organisation=organisation,
        state=None,
        speaker=vault().seal(whose.subject_of(own), form.speaker.data or ""),
        grade=whose.grade_of(account.organisation_id, speaks, today()),
        merged=whose.merged_with(one.dialogue_id, organisation, account.organisation_id or ""),
    )


def _of_state(one: Dialogue, form: StateForm) -> RequestSlot:
    own = slot_id(one.dialogue_id, form.of_state)
    return RequestSlot(
        dialogue_id=one.dialogue_id,
        slot_id=own,
        speaks="state_concerned" if form.of_state == one.state_concerned else "state",
        organisation=None,
        state=form.of_state,
        speaker=vault().seal(whose.subject_of(own), form.speaker.data or ""),
        grade=None,
    )


def found_or_404(slot_id: UUID) -> tuple[Slot, Dialogue]:
    """Return the slot of whoever came, with its dialogue; 404 for that of anybody else."""
    with engine().connect() as conn:
        found = queries.own(conn, str(slot_id), whose.mine(conn, current_account()))
        one = queries.one(conn, found.dialogue_id) if found else None
    if found is None or one is None:
        raise NotFound
    return found, one


def _form(form: str) -> Form:
    return "written" if form == "written" else "oral"


def about_asking(one: Dialogue) -> About:
    return About(
        address=url_for("slots.index"),
        case=whose.case_of(one.dialogue_id),
        back=gettext("My slots"),
        caption=_caption(one),
        title=one.title,
    )


def about(found: Slot, one: Dialogue) -> About:
    return About(
        address=url_for("slots.show", slot_id=found.slot_id),
        case=whose.case_of(one.dialogue_id),
        back=gettext("The slot"),
        caption=_caption(one),
        title=one.title,
    )


def _caption(one: Dialogue) -> str:
    return Markup("<bdi>{}</bdi>").format(one.title)
