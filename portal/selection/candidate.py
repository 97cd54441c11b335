"""Pages of a candidate: the open calls, the application, and its outcome."""

from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from portal.selection import application_drafts, asked_to_apply, candidates, letters, page, slots
from portal.selection.candidates import Application
from portal.selection.forms import ConfirmForm
from portal.selection.roster.own import on_roster
from portal.selection.stage import Vacancy
from portal.selection.written import revealed
from portal.web import htmx
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_selection_commands import WithdrawApplication
from shared.core.roles import Role

bp = Blueprint("candidate", __name__, url_prefix="/candidate")
_candidate = require(Role.CANDIDATE)


@bp.get("/")
@_candidate
def index() -> str | Response:
    at = now()
    with engine().connect() as conn:
        calls = candidates.open_calls(conn, current_actor(), at)
        sent = candidates.own(conn, current_actor())
        asked = asked_to_apply.of_person(conn, current_actor(), at)
    begun = application_drafts.of(current_account().account_id)
    stages = [one.public_stage(at) for one in (*(call for call, _ in calls), *map(_of, sent))]
    version = page.fingerprint(calls, begun, sent, stages, asked)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render(
        "selection/candidate.html",
        block="live",
        calls=calls,
        asked=asked,
        begun=begun,
        on_roster=on_roster(),
        applications=sent,
        version=version,
    )


@bp.get("/applications/<uuid:candidate_id>")
@_candidate
def application(candidate_id: UUID) -> str:
    found = _own(candidate_id)
    with engine().connect() as conn:
        slot = slots.own(conn, found, now())
        sent = letters.shown(conn, current_actor(), found.candidate_id)
    return render_template(
        "selection/own_application.html",
        application=found,
        vacancy=found.vacancy,
        slot=slot,
        ways=slots.WAYS,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        written=revealed(vault().reveal(found.form)),
        reason=vault().reveal(found.reason),
        letters=sent,
    )


@bp.route("/applications/<uuid:candidate_id>/withdraw", methods=["GET", "POST"])
@_candidate
def withdraw(candidate_id: UUID) -> Answer:
    found = _own(candidate_id)
    own = url_for(".application", candidate_id=candidate_id)
    return act(
        page.on(own, found.vacancy.vacancy_id, gettext("My application")),
        ConfirmForm(),
        Page(
            heading=gettext("Withdraw your application?"),
            lead=_effect(found.vacancy),
            note=gettext("No reason is asked. This cannot be undone."),
            button=gettext("Withdraw the application"),
            leave=gettext("Keep the application"),
            tone="warning",
        ),
        lambda: WithdrawApplication(
            vacancy_id=found.vacancy.vacancy_id, candidate_id=found.candidate_id
        ),
        said=gettext("Your application is withdrawn."),
        to=url_for(".index"),
    )


def _of(application: Application) -> Vacancy:
    return application.vacancy


def _effect(vacancy: Vacancy) -> str:
    at = now()
    if vacancy.call_over(at):
        return gettext(
            "The list of candidates will say beside your name that you withdrew. Nobody "
            "scores your application, and you stand on no short list."
        )
    if vacancy.call_open(at):
        return gettext(
            "The call is still open: no page will show that you applied, and you may apply "
            "again until it closes."
        )
    return gettext("The vacancy lapsed: no page will show that you applied.")


def _own(candidate_id: UUID) -> Application:
    """Return this person's application, and throw away the draft that became it."""
    with engine().connect() as conn:
        own = candidates.own(conn, current_actor())
        told = letters.of(conn, current_actor(), str(candidate_id))
    found = next((one for one in own if one.candidate_id == str(candidate_id)), None) or abort(404)
    application_drafts.discard(found.candidate_id, [one["object_name"] for one in told])
    return found
