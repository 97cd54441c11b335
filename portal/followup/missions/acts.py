"""What is done on a mission: items of the two programmes, tasks, and the steps of its course."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.missions import queries, tasks, words
from portal.followup.missions.findings import findings as logged
from portal.followup.missions.forms import (
    ConfidentialItemForm,
    ItemForm,
    ParticularsForm,
    StepForm,
    showing,
)
from portal.followup.missions.found import about, decides, found, of, of_team, sealed, written
from portal.followup.missions.offered import HOLDERS
from portal.followup.missions.queries import Item, Mission
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_mission_commands import (
    SetConfidentialItem,
    SetMissionParticulars,
    SetProgrammeItem,
    TakeMissionStep,
)
from shared.contracts.followup_missions import Particular, ProgrammeItem, What
from shared.core.message import Sealed, derive_id
from shared.reference.missions import CONFIDENTIAL, PARTICULARS

bp = Blueprint("missionacts", __name__, url_prefix="/missions/<uuid:mission_id>")

_WORDS = ("text", "place", "lead", "interpreter")
_works = require(*queries.WRITERS)


@bp.route("/programme/new", methods=["GET", "POST"])
@_works
def add(mission_id: UUID) -> Answer:
    return _official(written(mission_id), None)


@bp.route("/programme/<uuid:item_id>", methods=["GET", "POST"])
@_works
def change(mission_id: UUID, item_id: UUID) -> Answer:
    one = written(mission_id)
    with engine().connect() as conn:
        return _official(one, _one(queries.programme(conn, one), item_id))


@bp.route("/confidential/new", methods=["GET", "POST"])
@require(*queries.TEAM)
def add_confidential(mission_id: UUID) -> Answer:
    return _confidential(of_team(mission_id), None)


@bp.route("/confidential/<uuid:item_id>", methods=["GET", "POST"])
@require(*queries.TEAM)
def change_confidential(mission_id: UUID, item_id: UUID) -> Answer:
    one = of_team(mission_id)
    with engine().connect() as conn:
        return _confidential(one, _one(queries.confidential_programme(conn, one), item_id))


@bp.route("/tasks/new", methods=["GET", "POST"])
@_works
def add_task(mission_id: UUID) -> Answer:
    return tasks.added(written(mission_id))


@bp.route("/tasks/<task>", methods=["GET", "POST"])
@require(*queries.READERS)
def task(mission_id: UUID, task: str) -> Answer:
    return tasks.marked(found(mission_id), task)


@bp.route("/tasks/<task>/change", methods=["GET", "POST"])
@_works
def change_task(mission_id: UUID, task: str) -> Answer:
    return tasks.changed(written(mission_id), task)


@bp.route("/particulars", methods=["GET", "POST"])
@_works
def particulars(mission_id: UUID) -> Answer:
    one, form = written(mission_id), ParticularsForm()
    showing(form, one.steps)
    if request.method == "GET":
        with engine().connect() as conn:
            kept = queries.particulars_of(conn, one)
        for part, text in kept.items():
            form[part].data = vault().reveal(text)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Team, places and languages"),
            lead=gettext(
                "Those who work for the mandate and the desk officer of the State read it, and "
                "never a State."
            ),
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: SetMissionParticulars(
            **of(one, form.shown),
            particulars=tuple(
                Particular(part=part, text=sealed(_part_id(one, part), form[part].data))
                for part in PARTICULARS
                if form[part].data
            ),
        ),
        said=gettext("It is kept."),
    )


def _part_id(one: Mission, part: str) -> str:
    return str(derive_id("particulars of a mission", one.mission_id, part))


@bp.route("/steps/<what>", methods=["GET", "POST"])
@_works
def step(mission_id: UUID, what: str) -> Answer:
    one, form = written(mission_id), StepForm()
    if what not in words.STEPS or what == "debriefed":  # its page marks it
        raise NotFound
    this = cast("What", what)
    if this in HOLDERS and not decides(one):
        raise NotFound
    showing(form, one.steps)
    if request.method == "GET":
        form.on.data = today()
    note_id = str(derive_id("mission note", form.id))
    agrees = this == "programme_agreed"
    return act(
        about(one),
        form,
        Page(
            heading=str(words.STEPS[this]),
            lead=[
                names.mandate(one.mandate),
                *([words.version(one.version)] if agrees and one.version else []),
                gettext("It stays on record. The last step of the course can be taken back."),
            ],
            button=gettext("Log it"),
            leave=gettext("Not now"),
        ),
        lambda: TakeMissionStep(
            **of(one, form.shown),
            what=this,
            on=given(form.on),
            note_id=note_id,
            note=sealed(note_id, form.note.data) if form.note.data else None,
        ),
        said=gettext("It is logged."),
    )


@bp.route("/findings/<what>", methods=["GET", "POST"])
@_works
def findings(mission_id: UUID, what: str) -> Answer:
    return logged(mission_id, what)


def _official(one: Mission, item: Item | None) -> Answer:
    form = ItemForm()
    kinds = {code: str(word) for code, word in words.MEETINGS.items() if code not in CONFIDENTIAL}
    form.kind.offer(kinds)
    _filled(form, item, one.steps)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Programme with the State"),
            lead=gettext(
                "What stands here is exchanged with the State. Meetings with victims and civil "
                "society stand in the confidential programme alone."
            ),
            button=gettext("Keep it"),
        ),
        lambda: SetProgrammeItem(**of(one, form.shown), item=_item(form, item)),
        said=gettext("The programme is kept."),
    )


def _confidential(one: Mission, item: Item | None) -> Answer:
    form = ConfidentialItemForm()
    form.kind.offer({code: str(word) for code, word in words.MEETINGS.items()})
    with engine().connect() as conn:
        _filled(form, item, queries.confidential_steps(conn, one))
    return act(
        about(one, "missions.confidential"),
        form,
        Page(
            heading=gettext("Confidential programme"),
            lead=gettext(
                "Those who work for the mandate read it, the desk officer of the State once "
                "admitted as a member, and each partner what is shown to it. A State never reads "
                "it."
            ),
            button=gettext("Keep it"),
        ),
        lambda: SetConfidentialItem(**of(one, form.shown), item=_item(form, item)),
        said=gettext("The programme is kept."),
    )


def _filled(form: ItemForm, item: Item | None, steps: int) -> None:
    showing(form, steps)
    if request.method == "GET" and item is not None:
        form.day.data, form.begins.data = item.day, item.begins
        form.kind.data, form.state.data = item.kind, item.state
        form.ends.data = item.ends
        if isinstance(form, ConfidentialItemForm):
            form.unannounced.data = item.unannounced
        for name in _WORDS:
            text: Sealed | None = getattr(item, name)
            form[name].data = vault().reveal(text) if text else None


def _item(form: ItemForm, item: Item | None) -> ProgrammeItem:
    item_id = item.item_id if item else str(derive_id("programme item", form.id))

    def words_of(typed: str | None) -> Sealed | None:
        return sealed(item_id, typed) if typed else None

    return ProgrammeItem(
        item_id=item_id,
        day=given(form.day),
        begins=form.begins.data or "",
        kind=form.kind.data,
        state=form.state.data,
        text=sealed(item_id, form.text.data or ""),
        ends=form.ends.data or None,
        unannounced=isinstance(form, ConfidentialItemForm) and form.unannounced.data,
        place=words_of(form.place.data),
        lead=words_of(form.lead.data),
        interpreter=words_of(form.interpreter.data),
    )


def _one(items: Sequence[Item], item_id: UUID) -> Item:
    for item in items:
        if item.item_id == str(item_id):
            return item
    raise NotFound
