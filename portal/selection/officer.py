"""Pages of the selection officer: vacancies, calls, panels, and eligibility."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import candidates, files, page, vacancies
from portal.selection.forms import CallForm, ConfirmForm, DeclareForm, PanelForm, ScreenForm
from portal.selection.page import Answer
from portal.selection.stage import Vacancy
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from shared.contracts.stakeholders_selection_commands import (
    CloseCall,
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    ScreenEligibility,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("officer", __name__, url_prefix="/selection")
_officer = require(Role.SELECTION_OFFICER)


@bp.get("/")
@_officer
def index() -> str | Response:
    at = now()
    with engine().connect() as conn:
        rows = vacancies.administered(conn, current_actor())
    version = page.fingerprint([(one, tally, one.stage(at)) for one, tally in rows])
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render("selection/index.html", block="rows", rows=rows, version=version)


@bp.get("/declare")
@_officer
def declare_form() -> str:
    return render_template("selection/declare.html", form=DeclareForm())


@bp.post("/declare")
@_officer
def declare() -> Answer:
    form = DeclareForm()
    # from the form's own id, so that sending it twice declares one vacancy
    vacancy_id = str(derive_id("vacancy", form.command_id.data))
    return page.answer(
        form,
        lambda: render_template("selection/declare.html", form=form),
        lambda: DeclareVacancy(
            vacancy_id=vacancy_id,
            mandate=form.mandate.data,
            seat_region=form.seat_region.data or None,
        ),
        then=_address(vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>")
@_officer
def vacancy(vacancy_id: UUID) -> str | Response:
    at = now()
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
        panel = vacancies.panel(conn, current_actor(), one.vacancy_id)
        sent = candidates.applications(conn, current_actor(), one.vacancy_id)
        progress = files.progress(conn, current_actor(), one.vacancy_id)
        members = accounts.names(conn, [seat.member_id for seat in panel])
    version = page.fingerprint(one, one.stage(at), panel, sent, progress)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render(
        "selection/vacancy.html",
        block="live",
        vacancy=one,
        panel=panel,
        members=members,
        applications=sent,
        names=page.names(sent),
        progress=progress,
        version=version,
    )


@bp.get("/<uuid:vacancy_id>/call")
@_officer
def call_form(vacancy_id: UUID) -> str:
    return _form("selection/call.html", vacancy_id, CallForm())


@bp.post("/<uuid:vacancy_id>/call")
@_officer
def issue_call(vacancy_id: UUID) -> Answer:
    form = CallForm()
    return page.answer(
        form,
        lambda: _form("selection/call.html", vacancy_id, form),
        lambda: IssueCall(vacancy_id=str(vacancy_id), closes_at=form.closes_at),
        then=_address(vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>/call/close")
@_officer
def close_call_form(vacancy_id: UUID) -> str:
    return _form("selection/close_call.html", vacancy_id, ConfirmForm())


@bp.post("/<uuid:vacancy_id>/call/close")
@_officer
def close_call(vacancy_id: UUID) -> Answer:
    form = ConfirmForm()
    return page.answer(
        form,
        lambda: _form("selection/close_call.html", vacancy_id, form),
        lambda: CloseCall(vacancy_id=str(vacancy_id)),
        then=_address(vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>/panel")
@_officer
def panel_form(vacancy_id: UUID) -> str:
    form = _offered(PanelForm())
    with engine().connect() as conn:
        panel = vacancies.panel(conn, current_actor(), str(vacancy_id))
    for seat in panel:
        form.seats()[seat.region].data = seat.member_id
        if seat.chair:
            form.chair.data = seat.region
    return _form("selection/panel.html", vacancy_id, form)


@bp.post("/<uuid:vacancy_id>/panel")
@_officer
def establish_panel(vacancy_id: UUID) -> Answer:
    form = _offered(PanelForm())
    return page.answer(
        form,
        lambda: _form("selection/panel.html", vacancy_id, form),
        lambda: EstablishPanel(vacancy_id=str(vacancy_id), seats=form.chosen()),
        then=_address(vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>/candidates/<uuid:candidate_id>")
@_officer
def application(vacancy_id: UUID, candidate_id: UUID) -> str:
    return _application(vacancy_id, candidate_id, ScreenForm())


@bp.post("/<uuid:vacancy_id>/candidates/<uuid:candidate_id>")
@_officer
def screen(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    form = ScreenForm()
    return page.answer(
        form,
        lambda: _application(vacancy_id, candidate_id, form),
        lambda: ScreenEligibility(
            vacancy_id=str(vacancy_id),
            candidate_id=str(candidate_id),
            eligible=form.eligible.data == "yes",
            reason=page.sealed(str(candidate_id), form.reason.data),
        ),
        then=_address(vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>/results")
@_officer
def scored(vacancy_id: UUID) -> str:
    """The scores, once the review is closed."""
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
        if one.review_closed_at is None:
            abort(404)
        context = page.reviewed(conn, one)
    return render_template("selection/results.html", vacancy=one, **context)


def _found(conn: Connection, vacancy_id: UUID) -> Vacancy:
    return vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)


def _form(template: str, vacancy_id: UUID, form: CommandForm) -> str:
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
    return render_template(template, vacancy=one, form=form)


def _application(vacancy_id: UUID, candidate_id: UUID, form: ScreenForm) -> str:
    with engine().connect() as conn:
        found = candidates.application(conn, current_actor(), str(candidate_id))
    if found is None or found.vacancy.vacancy_id != str(vacancy_id):
        abort(404)
    return render_template(
        "selection/application.html",
        vacancy=found.vacancy,
        application=found,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        reason=vault().reveal(found.reason),
        form=form,
    )


def _offered(form: PanelForm) -> PanelForm:
    """Offer everybody who can sit on a panel."""
    with engine().connect() as conn:
        people = {
            person.account_id: person
            for role in (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
            for person in accounts.holding(conn, role)
        }
    by_name = sorted(people.values(), key=lambda person: person.name)
    form.offer({person.account_id: _who(person) for person in by_name})
    return form


def _who(person: accounts.Account) -> str:
    return f"{person.name} ({person.organisation})" if person.organisation else person.name


def _address(vacancy_id: Any) -> str:
    return url_for("selection.officer.vacancy", vacancy_id=vacancy_id)
