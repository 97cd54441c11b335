"""Pages of a candidate: the open calls, the application, and its outcome."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.selection import candidates, page, vacancies
from portal.selection.applying import ApplyForm
from portal.selection.candidates import Application
from portal.selection.forms import ConfirmForm
from portal.selection.stage import Vacancy
from portal.web import check, htmx
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_selection_commands import (
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.message import derive_id
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
    version = page.fingerprint(calls, [(one, one.vacancy.public_stage(at)) for one in sent])
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render(
        "selection/candidate.html", block="live", calls=calls, applications=sent, version=version
    )


@bp.route("/apply/<uuid:vacancy_id>", methods=["GET", "POST"])
@_candidate
def apply(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
    form = ApplyForm()
    if request.method == "GET":
        form.name.data = current_account().name
    # from the form's own id, so that sending it twice is one application
    candidate_id = str(derive_id("candidate", form.command_id.data or ""))
    about = page.on(url_for(".index"), one.vacancy_id, gettext("My applications"))
    return act(
        replace(about, caption=gettext("Application")),
        form,
        Page(
            heading=page.title(one),
            title=gettext("Apply"),
            button=gettext("Continue"),
            template="selection/apply.html",
            given={"vacancy": one},
        ),
        lambda: SubmitApplication(
            vacancy_id=one.vacancy_id,
            candidate_id=candidate_id,
            name=page.seal(candidate_id, form.name.data),
            motivation=page.seal(candidate_id, form.motivation.data),
            nationality=form.nationality.data,
            gender=form.gender.data,
        ),
        to=url_for(".application", candidate_id=candidate_id),
        checks=lambda: Check(
            title=gettext("Check your application before you send it"),
            lead=gettext(
                "You can send one application for this vacancy, and cannot change it afterwards."
            ),
            button=gettext("Send the application"),
            answers=check.answers(form.name, form.nationality, form.gender, form.motivation),
        ),
    )


@bp.get("/applications/<uuid:candidate_id>")
@_candidate
def application(candidate_id: UUID) -> str:
    found = _own(candidate_id)
    return render_template(
        "selection/own_application.html",
        application=found,
        vacancy=found.vacancy,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        reason=vault().reveal(found.reason),
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
    with engine().connect() as conn:
        own = candidates.own(conn, current_actor())
    return next((one for one in own if one.candidate_id == str(candidate_id)), None) or abort(404)
