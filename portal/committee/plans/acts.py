"""What is done on the planning board: a plan is made, moved, confirmed, dropped, commented on."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.committee.plans import found, queries, words
from portal.committee.plans.forms import CommentForm, ConfirmForm, DropForm, MoveForm, PlanForm
from portal.committee.plans.queries import COMMENTS, OWNERS, Plan
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_plan_commands import (
    CommentOnActivity,
    ConfirmActivity,
    DropActivity,
    EndSharing,
    KeepActivityFromDesk,
    MoveActivity,
    PlanActivity,
    ShareActivity,
)
from shared.core.message import derive_id

bp = Blueprint("planacts", __name__, url_prefix="/planning-board")

_owner = require(*OWNERS)


@bp.route("/plan", methods=["GET", "POST"])
@_owner
def plan() -> Answer:
    form, actor = PlanForm(), current_actor()
    mine = {code: name for code, name in names.mandates().items() if code in actor.mandates}
    form.offer(mine, names.states())
    plan_id = str(derive_id("plan", form.command_id.data))

    def planned() -> Plan:
        return Plan(
            plan_id=plan_id,
            mandate=form.mandate.data or "",
            kind=form.kind.data,
            state=form.state.data or "",
            first_on=given(form.first),
            last_on=given(form.last),
            stage="planned",
            code=None,
            reprisals=bool(form.reprisals.data),
        )

    return act(
        About(
            address=url_for("plans.index"),
            case=found.case_of(plan_id),
            back=gettext("Planning board"),
        ),
        form,
        Page(
            heading=gettext("Plan a visit or a letter"),
            lead=gettext("Other mandate-holders, the Committee, the Chief and the desks see it."),
            button=gettext("Continue"),
        ),
        lambda: PlanActivity(
            plan_id=plan_id,
            mandate=form.mandate.data or "",
            kind=form.kind.data,
            state=form.state.data or "",
            first=given(form.first),
            last=given(form.last),
            reprisals=bool(form.reprisals.data),
        ),
        checks=lambda: Check(
            title=gettext("Check this plan"),
            lead=_told(),
            button=gettext("Put it on the board"),
            answers=[
                *answers(form.mandate, form.kind, form.state, form.first, form.last),
                *answers(form.reprisals),
                (gettext("Clashes with"), _near(planned())),
            ],
        ),
        said=gettext("The plan is on the board."),
    )


@bp.route("/<uuid:plan_id>/move", methods=["GET", "POST"])
@_owner
def move(plan_id: UUID) -> Answer:
    one, form = found.own(plan_id), MoveForm()
    if request.method == "GET":
        form.first.data, form.last.data = one.period
        form.show(one)

    def moved() -> Plan:
        return one.moved(given(form.first), given(form.last))

    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Move this plan"),
            lead=_moving(one),
            button=gettext("Continue"),
        ),
        lambda: MoveActivity(
            plan_id=one.plan_id,
            first=given(form.first),
            last=given(form.last),
            was_first=form.shown[0],
            was_last=form.shown[1],
        ),
        checks=lambda: Check(
            title=gettext("Check the new period"),
            lead=_told(),
            button=gettext("Move the plan"),
            answers=[
                (gettext("Period until now"), words.period(*one.period)),
                *answers(form.first, form.last),
                (gettext("Clashes with"), _near(moved())),
            ],
        ),
        said=gettext("The plan is moved."),
    )


@bp.route("/<uuid:plan_id>/confirm", methods=["GET", "POST"])
@_owner
def confirm(plan_id: UUID) -> Answer:
    one, form = found.own(plan_id), ConfirmForm()
    if request.method == "GET":
        form.show(one)
    with engine().connect() as conn:
        found_ = queries.clashes_of(conn, current_actor(), [one.plan_id])
    clashes = [words.other(one.period, each) for each in found_.get(one.plan_id, [])]
    also = gettext("It clashes with this, and can be confirmed all the same:")
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Confirm this plan?"),
            lead=[
                words.period(*one.period),
                gettext("It can still be moved or dropped."),
                *([also, *clashes] if clashes else []),
            ],
            button=gettext("Confirm the plan"),
            leave=gettext("Not now"),
        ),
        lambda: ConfirmActivity(plan_id=one.plan_id, first=form.shown[0], last=form.shown[1]),
        said=gettext("The plan is confirmed."),
    )


@bp.route("/<uuid:plan_id>/drop", methods=["GET", "POST"])
@_owner
def drop(plan_id: UUID) -> Answer:
    one, form = found.own(plan_id), DropForm()
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Drop this plan"),
            lead=gettext("It cannot be taken up again. You can plan it anew."),
            button=gettext("Continue"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: DropActivity(plan_id=one.plan_id, code=form.code.data),
        checks=lambda: Check(
            title=gettext("Drop this plan?"),
            lead=gettext("It cannot be taken up again. You can plan it anew."),
            button=gettext("Drop the plan"),
            answers=[
                (gettext("Period"), words.period(*one.period)),
                *answers(form.code),
            ],
        ),
        said=gettext("The plan is dropped."),
    )


@bp.route("/<uuid:plan_id>/keep-from-desk", methods=["GET", "POST"])
@_owner
def keep(plan_id: UUID) -> Answer:
    """It rests on reprisals by now, though it did not when it was planned (R15)."""
    one = found.own(plan_id, dropped=True)
    if one.reprisals and request.method == "GET":
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Keep this plan from the desk of the State?"),
            lead=gettext(
                "Do so once it rests on reprisals. The desk officers of the State then do not see "
                "the plan, and it is shared with nobody."
            ),
            warning=gettext("The desk does not see the plan again afterwards."),
            button=gettext("Keep the plan from the desk"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: KeepActivityFromDesk(plan_id=one.plan_id),
        said=gettext("The desk of the State does not see the plan any more."),
    )


@bp.route("/<uuid:plan_id>/share", methods=["GET", "POST"])
@_owner
def share(plan_id: UUID) -> Answer:
    """Let the partners of the United Nations in the State read what is planned, and when (SD9)."""
    one = found.own(plan_id)
    if request.method == "GET" and (one.reprisals or one.shared_at or one.last_on < today()):
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Share this plan with the United Nations partners of the State?"),
            lead=[
                gettext(
                    "The resident coordinator and the other United Nations partners of the State "
                    "then read the mandate, what is planned, the period and whether it is "
                    "confirmed. They are told when it moves or is dropped."
                ),
                gettext("They read no comment, no name, and nothing of other plans."),
            ],
            button=gettext("Share the plan"),
            leave=gettext("Do not share it"),
        ),
        lambda: ShareActivity(plan_id=one.plan_id),
        said=gettext("The plan is shared."),
    )


@bp.route("/<uuid:plan_id>/end-sharing", methods=["GET", "POST"])
@_owner
def end_sharing(plan_id: UUID) -> Answer:
    one = found.own(plan_id, dropped=True)
    if request.method == "GET" and not one.shared_at:
        raise NotFound
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Share this plan no more?"),
            lead=gettext(
                "The United Nations partners of the State do not see it any more. What they read "
                "before they may remember."
            ),
            button=gettext("End the sharing"),
            leave=gettext("Leave it shared"),
        ),
        lambda: EndSharing(plan_id=one.plan_id),
        said=gettext("The plan is shared no more."),
    )


@bp.route("/<uuid:plan_id>/comment", methods=["GET", "POST"])
@require(*COMMENTS)
def comment(plan_id: UUID) -> Answer:
    one, form = found.to_comment(plan_id), CommentForm()
    return act(
        found.about(one),
        form,
        Page(heading=gettext("Comment on this plan"), button=gettext("Continue")),
        lambda: CommentOnActivity(
            plan_id=one.plan_id,
            comment_id=str(derive_id("comment on a plan", form.id)),
            text=vault().seal(found.subject_of(one.plan_id), form.text.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check this comment"),
            lead=_readers(one),
            button=gettext("Keep the comment"),
            answers=answers(form.text),
        ),
        said=gettext("The comment is kept."),
    )


def _told() -> str:
    return gettext("Where two mandates clash, both are told, and neither is held up.")


def _readers(one: Plan) -> str:
    """Say who reads a comment on it."""
    if one.reprisals:
        return gettext(
            "The Committee, the Chief, the Quick Response Desk and the mandate read it. It cannot "
            "be taken back."
        )
    with engine().connect() as conn:
        clashes = queries.clashes_of(conn, current_actor(), [one.plan_id])
    if clashes:  # whatever they rest on: that is for their readers
        return gettext(
            "The Committee, the Chief, the desks and the mandate read it. It cannot be taken back. "
            "The desk of the State may not see every plan that clashes with this one: say nothing "
            "of the others."
        )
    return gettext(
        "The Committee, the Chief, the desks and the mandate read it. It cannot be taken back."
    )


def _moving(one: Plan) -> Sequence[str]:
    lead = [gettext("Until now: %(period)s.", period=words.period(*one.period))]
    if one.stage == "confirmed":
        lead.append(gettext("It is confirmed. Once it is moved, confirm it anew."))
    if one.shared_at:
        lead.append(gettext("The United Nations partners of the State are told that it moved."))
    return lead


def _near(this: Plan) -> str:
    """Say what a plan would clash with, of what whoever came sees on the board."""
    with engine().connect() as conn:
        clashes = queries.near(conn, found.seen(conn), this)
    if not clashes:
        return gettext("No plan that you see")
    return "\n".join(words.other(this.period, each) for each in clashes)
