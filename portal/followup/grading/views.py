"""Grading for the mandate: who does so besides its holder, and the officer's way to a grade."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import Blueprint, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection, exists, select
from werkzeug.exceptions import NotFound

from portal.followup.grading import queries, words
from portal.followup.grading.forms import DelegateForm
from portal.followup.grading.queries import OFFICE, Delegation
from portal.followup.grading.read_model import CONSUMER
from portal.followup.recommendations.following import graded, view_of
from portal.followup.recommendations.views import View
from portal.web import check, htmx, paging
from portal.web.accounts import acts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.audit import entries
from portal.web.audit.chain import audit
from portal.web.check import Check
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from portal.web.waiting import waited
from shared.contracts.followup_grading_commands import DelegateGrading, EndGradingDelegation
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.mandate_holder import heads, holds_alone
from shared.reference.schemes import USUAL, current

bp = Blueprint("gradingdelegations", __name__, url_prefix="/grading-delegations")


@bp.get("")
@require(*OFFICE)
def index() -> str:
    actor = current_actor()
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        some = queries.current(conn, actor.mandates, today())
        past = queries.past(conn, actor.mandates, today(), paging.asked)
        reports = {one: _visits(conn, one) for one in {each.mandate for each in (*some, *past)}}

    def told(few: Iterable[Delegation]) -> list[tuple[Delegation, str]]:
        return [(one, words.scope(one, _visit(one, reports))) for one in few]

    return htmx.render(
        "grading/index.html",
        block="content",
        late=late,
        held=[
            (
                mandate,
                _delegates(actor, mandate),
                told(one for one in some if one.mandate == mandate and one.stands),
            )
            for mandate in sorted(actor.mandates)
        ],
        lapsed=[
            (one, scope, _delegates(actor, one.mandate))
            for one, scope in told(each for each in some if not each.stands)
        ],
        past=past.of(told(past)),
        words=words,
        mandate_name=names.mandate,
    )


@bp.route("/new/<mandate>", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("let an officer grade in your mandate's name"))
def new(mandate: str) -> Answer:
    actor = current_actor()
    if mandate not in actor.mandates or not _delegates(actor, mandate):
        raise NotFound
    with engine().connect() as conn:
        officers = queries.officers(conn, mandate, today(), but=actor.actor_id)
        visits = _visits(conn, mandate)
    form = DelegateForm(officers=officers, visits=visits)
    this = str(derive_id("grading delegation", form.id))

    def command() -> DelegateGrading:
        return DelegateGrading(
            mandate=mandate,
            delegation_id=this,
            delegate_id=form.delegate.data,
            scope=form.scope.data,
            state=form.state.data if form.scope.data == "state" else None,
            mission_id=form.visit.data if form.scope.data == "visit" else None,
            until=given(form.until),
        )

    def checks() -> Check:
        scoped = {"state": [form.state], "visit": [form.visit]}.get(form.scope.data, [])
        return Check(
            title=gettext("Check the delegation before you record it"),
            lead=gettext(
                "The officer grades in the name of your mandate from now on, and each grade says "
                "under which delegation. You end it at any time; what was graded under it stands."
            ),
            button=gettext("Record the delegation"),
            answers=check.answers(form.delegate, form.scope, *scoped, form.until),
        )

    return act(
        _about(mandate),
        form,
        Page(
            heading=gettext("Let an officer grade for the mandate"),
            lead=[] if officers else gettext("No officer works for this mandate."),
            button=gettext("Continue"),
        ),
        command,
        checks=checks,
        then=lambda: _on_record(entries.GRANT, form.delegate.data, mandate, this),
        said=gettext("The delegation is recorded."),
    )


@bp.route("/<uuid:delegation_id>/end", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def end(delegation_id: UUID) -> Answer:
    actor = current_actor()
    with engine().connect() as conn:
        one = queries.find(conn, actor, str(delegation_id), today())
    if one is None or not _delegates(actor, one.mandate) or one.stand == "over":
        raise NotFound
    if request.method == "GET" and not one.ends:
        raise NotFound
    return act(
        _about(one.mandate),
        CommandForm(),
        Page(
            heading=gettext("End the delegation?"),
            lead=[
                Markup("<bdi>{}</bdi>").format(words.person(one.to)),
                words.scope(one),
                gettext("What was graded under it stands. The officer grades nothing more."),
            ],
            button=gettext("End the delegation"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: EndGradingDelegation(mandate=one.mandate, delegation_id=one.delegation_id),
        then=lambda: _on_record(
            entries.REVOCATION, one.delegate_id, one.mandate, one.delegation_id
        ),
        said=gettext("The delegation is ended."),
    )


@bp.route("/grade/<uuid:recommendation_id>", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def grade(recommendation_id: UUID) -> Answer:
    """Grade in the mandate's name; 404 without a delegation that stands and is for it.

    If it ended while the officer wrote, the service refuses, and what was written stays.
    """
    view = view_of(recommendation_id)
    one = grading_under(view)
    if view.about.let_go_at or (one is None and request.method == "GET"):
        raise NotFound
    if one is None:
        return graded(view)
    return graded(
        view,
        gettext(
            "You grade in the name of %(mandate)s, under the delegation of %(day)s.",
            mandate=words.mandate(one.mandate),
            day=day(one.delegated_at),
        ),
    )


@bp.app_template_global()
def grading_under(view: View) -> Delegation | None:
    """Return the delegation under which whoever reads the page grades this one, if any."""
    with engine().connect() as conn:
        return queries.under(conn, current_actor(), view.about, today())


@bp.app_template_global()
def grades_for_mandates() -> bool:
    """Whether whoever reads the page works for mandates, and so sees who grades for them."""
    return current_actor().has(*OFFICE)


@bp.app_template_global()
def grading_schemes() -> list[str]:
    """Return the schemes in use beside the usual one."""
    return [code for code in current("recommendation") if code != USUAL.code]


@bp.app_template_global()
def graded_under(view: View) -> list[tuple[Delegation, str]]:
    """Return under which delegations it was graded, for those who work for its mandate."""
    ids = {each.delegation_id for each in view.assessments if each.delegation_id}
    if not ids:
        return []
    with engine().connect() as conn:
        some = queries.some(conn, current_actor(), ids, today())
    return [(one, words.scope(one)) for one in some]


@bp.app_template_global()
def delegation_person(name: str | None) -> str:
    return words.person(name)


def _delegates(actor: Actor, mandate: str) -> bool:
    return holds_alone(actor) and heads(actor, mandate)


def _visits(conn: Connection, mandate: str) -> dict[str, str]:
    return {
        mission: listed(filter(None, (names.recipient(state), symbol, day(at))))
        for mission, state, symbol, at in queries.visits(conn, mandate)
    }


def _visit(one: Delegation, reports: Mapping[str, Mapping[str, str]]) -> str:
    return reports.get(one.mandate, {}).get(one.mission_id or "", "")


def _on_record(what: str, delegate_id: str, mandate: str, delegation_id: str) -> None:
    """Record in the audit log what right was given or taken; once, also after a second click."""
    subject, detail = f"account-{delegate_id}", f"grading:{mandate}:{delegation_id}"[:100]
    c = audit.c
    same = exists().where(c.what == what, c.subject == subject, c.purpose == detail)
    with engine().begin() as conn:
        if not conn.scalar(select(same)):
            acts.record(conn, what, subject, [detail])


def _about(mandate: str) -> About:
    return About(
        address=url_for("gradingdelegations.index"),
        case=derive_id("grading delegations", mandate),
        back=gettext("Grading for the mandate"),
        caption=names.mandate(mandate),
    )
