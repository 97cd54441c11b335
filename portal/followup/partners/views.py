"""What the mandate does with the partners of its mission: propose, admit, end, give tasks."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.casefile.contactpoints.read_model import contact_points
from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.partners import found, known, named, own, queries, suggested, words
from portal.followup.partners.forms import ItemsForm, MarkForm, PartnerForm, TaskForm
from portal.followup.partners.queries import Partner, Task
from portal.followup.partners.read_model import CONSUMER
from portal.followup.recommendations.words import short
from portal.web import htmx
from portal.web.accounts import offices
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from portal.web.waiting import waited
from shared.contracts.followup_partner_commands import (
    AdmitPartner,
    EndPartner,
    MarkPartnerTask,
    ProposePartner,
    SetPartnerTask,
    ShowPartnerItems,
)
from shared.contracts.followup_partners import Advice, Kind
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.contact_points import ACCREDITATIONS
from shared.reference.partners import BY_ORGANISATION, LASTS, ROLES
from shared.reference.partners import partner_id as id_of

bp = Blueprint("partners", __name__, url_prefix="/missions/<uuid:mission_id>/partners")

_works = require(*queries.OFFICE)


@bp.get("")
@_works
def index(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.ours(mission_id)
    with engine().connect() as conn:
        these = queries.of_mission(conn, one.mission_id)
        tasks = {this.partner_id: queries.tasks_of(conn, this) for this in these}
        called = named.called(conn, {(this.kind, this.who) for this in these})
        contacts = own.contacts(conn, these)
        offered = known.suggested(conn, one.state, these, today())
        grades = _grades([this.who for this in these if this.kind == "nhri"])
    me = current_actor()
    decides = missions.decides(one) and one.plans != "called_off"
    return htmx.render(
        "partners/index.html",
        block="content",
        one=one,
        these=these,
        tasks=tasks,
        suggested=suggested.lines,
        offered=offered if me.has(queries.OFFICER) and one.plans != "called_off" else [],
        opened=_opened(
            [
                *(text for some in tasks.values() for each in some for text in each.texts),
                *contacts.values(),
            ]
        ),
        contacts=contacts,
        called=called,
        grades=grades,
        proposes=me.has(queries.OFFICER),
        admits={this.partner_id for this in these if decides and this.proposed_by != me.actor_id},
        today=today(),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/new", methods=["GET", "POST"])
@require(queries.OFFICER)
def propose(mission_id: UUID) -> Answer:
    one = found.ours(mission_id)
    with engine().connect() as conn:
        accounts_ = offices.holding(conn, today(), Role.UN_PARTNER)
    offered = {each.account_id: known.in_words(each, words.KINDS) for each in accounts_}
    form = PartnerForm(
        state=one.state,
        offered=offered,
        known=_has_members,
        twice=lambda kind, who: _is_admitted(one, kind, who),
    )
    if request.method == "GET":
        form.first.data, form.until.data = today(), one.dates.last + LASTS
        form.kind.data = request.args.get("kind") if request.args.get("kind") in ROLES else None
        form.account.data = request.args.get("account", "")
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Propose a partner"),
            lead=[
                gettext(
                    "The Mandate-holder admits it. It reads its own part alone, once it accepted "
                    "the undertaking: never a contribution, and of the confidential programme only "
                    "meetings that are shown to it."
                ),
                gettext(
                    "The desk officer of the State is proposed with each new mission, and reads "
                    "the whole of the confidential programme once admitted."
                ),
            ],
            button=gettext("Continue"),
            leave=gettext("Not now"),
        ),
        lambda: ProposePartner(
            partner_id=id_of(one.mission_id, form.kind.data, form.who),
            mission_id=one.mission_id,
            mandate=one.acting,
            kind=form.kind.data,
            who=form.who,
            scope=tuple(form.scope.data or ()),
            first=given(form.first),
            until=given(form.until),
        ),
        checks=lambda: Check(
            title=gettext("Check the partner"),
            lead=gettext("Nobody is told of it before the Mandate-holder admits it."),
            button=gettext("Propose it"),
            answers=[
                *answers(form.kind, form.organisation, form.account),
                *_name(form),
                *answers(form.scope),
                *_status(form),
                *answers(form.first, form.until),
            ],
        ),
        said=gettext("It is proposed."),
    )


@bp.route("/<uuid:partner_id>/admit", methods=["GET", "POST"])
@_works
@fresh(lazy("admit a partner to a mission"))
def admit(mission_id: UUID, partner_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    mine = this.proposed_by == current_actor().actor_id
    if this.admitted_at is not None or mine or not missions.decides(one):
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Admit this partner?"),
            lead=gettext("It is told that there is news, and reads what is its own."),
            texts=_said(this),
            button=gettext("Admit it"),
            leave=gettext("Not now"),
        ),
        lambda: AdmitPartner(**found.of(this), seen=this.began),
        said=gettext("It is admitted."),
    )


@bp.route("/<uuid:partner_id>/end", methods=["GET", "POST"])
@_works
def end(mission_id: UUID, partner_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("End the access of this partner?"),
            lead=gettext("It ends at once. The partner is not told, and can be proposed again."),
            texts=_said(this),
            button=gettext("End it"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: EndPartner(**found.of(this)),
        said=gettext("Its access is ended."),
    )


@bp.route("/<uuid:partner_id>/tasks/new", methods=["GET", "POST"])
@_works
def add_task(mission_id: UUID, partner_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    form = TaskForm()
    form.part.offer({part: str(words.PARTS[part]) for part in this.scope})
    line = suggested.asked(one, this)
    if line and request.method == "GET":
        suggested.fill(form, one, this, line, today())
    task_id = (
        suggested.task_id(this, line) if line else str(derive_id("task of a partner", form.id))
    )
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Give the partner a task"),
            action=request.full_path if line else "",
            button=gettext("Give the task"),
            leave=gettext("Not now"),
        ),
        lambda: SetPartnerTask(
            **found.of(this),
            task_id=task_id,
            part=form.part.data,
            due=given(form.due),
            title=missions.sealed(task_id, form.title.data or ""),
            advice=cast("Advice | None", form.advice.data or None),
        ),
        said=gettext("The task is given."),
    )


@bp.route("/<uuid:partner_id>/tasks/<uuid:task_id>", methods=["GET", "POST"])
@_works
def mark(mission_id: UUID, partner_id: UUID, task_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    task, form = task_of(this, task_id), MarkForm()
    form.now.offer({code: str(word) for code, (word, _) in words.TASK_STATES.items()})
    if request.method == "GET":
        form.now.data = task.now
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Task of a partner"),
            texts=[(gettext("Task"), vault().reveal(task.title))],
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: MarkPartnerTask(**found.of(this), task_id=task.task_id, now=form.now.data),
        said=gettext("The task is kept."),
    )


@bp.route("/<uuid:partner_id>/items", methods=["GET", "POST"])
@_works
def items(mission_id: UUID, partner_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    if this.kind != "nhri":
        raise NotFound
    with engine().connect() as conn:
        some = queries.exchanged(conn, one.mission_id)
    texts = vault().reveal_all([each.text for each in some]) if some else []
    offered = {}
    for each, said in zip(some, texts, strict=True):
        when = listed((day(each.day), each.begins))
        offered[each.item_id] = f"{when}: {words.MEETINGS[each.kind]}. {short(said)}"
    form = ItemsForm(offered=offered)
    if request.method == "GET":
        form.seen.data, form.items.data = str(this.steps), list(this.items)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Meetings of the institution"),
            lead=gettext("Of the programme with the State it reads these items alone."),
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: ShowPartnerItems(
            **found.of(this), seen=form.shown, items=tuple(form.items.data or ())
        ),
        said=gettext("What it reads is kept."),
    )


def _has_members(kind: Kind, who: str) -> bool:
    with engine().connect() as conn:
        return bool(named.people(conn, kind, who))


def _is_admitted(one: Mission, kind: Kind, who: str) -> bool:
    with engine().connect() as conn:
        return queries.merged_with(conn, one.mission_id, kind, who, today())


def _name(form: PartnerForm) -> list[tuple[str, str]]:
    """A code is checked by the name that its people have for it."""
    if not form.by_organisation:
        return []
    with engine().connect() as conn:
        found = named.called(conn, [(form.kind.data, form.who)])
    return [
        (gettext("Name of the organisation"), found.get(form.who) or gettext("None is on record"))
    ]


def task_of(this: Partner, task_id: UUID) -> Task:
    with engine().connect() as conn:
        some = queries.tasks_of(conn, this)
    for each in some:
        if each.task_id == str(task_id):
            return each
    raise NotFound


@bp.app_template_global()
def works_with_partners(one: Mission) -> bool:
    return one.works and queries.works(current_actor(), one.acting)


@bp.app_template_global()
def partners_of(one: Mission) -> int:
    with engine().connect() as conn:
        return queries.counted(conn, one.mission_id, today())


def _said(this: Partner) -> Sequence[tuple[str | None, str | None]]:
    with engine().connect() as conn:
        called = named.called(conn, [(this.kind, this.who)])
    parts = listed(words.PARTS[part] for part in this.scope)
    return [
        (str(words.KINDS[this.kind]), called.get(this.who, this.who)),
        *(
            [(gettext("Code of the organisation or institution"), this.who)]
            if this.kind in BY_ORGANISATION
            else []
        ),
        (gettext("Parts of the visit"), parts),
        (gettext("Last day"), day(this.until)),
        *([(gettext("Accreditation"), _grade(this.who))] if this.kind == "nhri" else []),
    ]


def _status(form: PartnerForm) -> list[tuple[str, str]]:
    """The status of an institution is shown; an organisation needs none (M2)."""
    shown = form.kind.data == "nhri"
    return [(gettext("Accreditation"), _grade(form.who))] if shown else []


def _grade(who: str) -> str:
    return _grades([who]).get(who) or gettext("None is on record")


def _grades(some: Sequence[str]) -> Mapping[str, str]:
    c = contact_points.c
    these = select(c.organisation_id, c.accreditation, c.suspended_at)
    with engine().connect() as conn:
        rows = conn.execute(these.where(c.organisation_id.in_(some))).all()
    return {
        row.organisation_id: gettext("Suspended")
        if row.suspended_at
        else gettext(ACCREDITATIONS[row.accreditation])
        for row in rows
    }


def _opened(some: Sequence[Sealed]) -> Mapping[Sealed, str | None]:
    return dict(zip(some, vault().reveal_all(some) if some else [], strict=True))
