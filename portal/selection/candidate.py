"""Pages of a candidate: the open calls, the application, and its outcome."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.selection import candidates, page, vacancies
from portal.selection.applying import ApplyForm
from portal.web import check, htmx
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_selection_commands import SubmitApplication
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
    with engine().connect() as conn:
        own = candidates.own(conn, current_actor())
    found = next((one for one in own if one.candidate_id == str(candidate_id)), None)
    if found is None:
        abort(404)
    return render_template(
        "selection/own_application.html",
        application=found,
        vacancy=found.vacancy,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        reason=vault().reveal(found.reason),
    )
