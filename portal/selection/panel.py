"""Pages of a panel member: files, conflicts, scores."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import files, page, vacancies
from portal.selection.files import File, Score
from portal.selection.forms import ConfirmForm, ScoreForm
from portal.selection.page import Answer
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, vault
from portal.web.db import engine
from shared.contracts.stakeholders_selection_commands import DeclareConflict, ScoreCandidate
from shared.core.roles import Role

bp = Blueprint("panel", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@bp.get("/")
@_panel
def index() -> str | Response:
    """My files: only my own progress, sealed until the review is closed."""
    at = now()
    with engine().connect() as conn:
        panels = vacancies.seated(conn, current_actor())
        mine = files.files(conn, current_actor())
    version = page.fingerprint(mine, [(one, chair, one.stage(at)) for one, chair in panels])
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render(
        "selection/files.html",
        block="live",
        panels=[
            (one, chair, [file for file in mine if file.vacancy == one]) for one, chair in panels
        ],
        names=page.names(mine),
        version=version,
    )


@bp.get("/files/<uuid:candidate_id>")
@_panel
def file(candidate_id: UUID) -> str:
    with engine().connect() as conn:
        found = _file(conn, candidate_id)
        own = _own(conn, found)
    form = ScoreForm()
    if own:
        for criterion, value in own.scores.items():
            form[criterion].data = str(value)
        form.note.data = vault().reveal(own.note)
    return _page(found, form)


@bp.post("/files/<uuid:candidate_id>")
@_panel
def score(candidate_id: UUID) -> Answer:
    with engine().connect() as conn:
        found = _file(conn, candidate_id)
    form = ScoreForm()
    return page.answer(
        form,
        lambda: _page(found, form),
        lambda: ScoreCandidate(
            vacancy_id=found.vacancy.vacancy_id,
            candidate_id=found.candidate_id,
            scores=form.scores(),
            note=page.sealed(found.candidate_id, form.note.data),
        ),
        then=url_for("selection.panel.index"),
    )


@bp.get("/files/<uuid:candidate_id>/conflict")
@_panel
def conflict_form(candidate_id: UUID) -> str:
    return _conflict(candidate_id, ConfirmForm())


@bp.post("/files/<uuid:candidate_id>/conflict")
@_panel
def declare_conflict(candidate_id: UUID) -> Answer:
    form = ConfirmForm()
    with engine().connect() as conn:
        if files.has_declared(conn, current_actor(), str(candidate_id)):  # a double click
            return redirect(url_for("selection.panel.index"), 303)
        found = _file(conn, candidate_id)
    return page.answer(
        form,
        lambda: _conflict(candidate_id, form),
        lambda: DeclareConflict(
            vacancy_id=found.vacancy.vacancy_id,
            candidate_id=found.candidate_id,
        ),
        then=url_for("selection.panel.index"),
    )


def _file(conn: Connection, candidate_id: UUID) -> File:
    return files.file(conn, current_actor(), str(candidate_id)) or abort(404)


def _own(conn: Connection, found: File) -> Score | None:
    """What this member gave this file."""
    visible = files.visible_scores(conn, current_actor(), found.vacancy.vacancy_id)
    mine = (found.candidate_id, current_actor().actor_id)
    return next((one for one in visible if (one.candidate_id, one.member_id) == mine), None)


def _page(found: File, form: ScoreForm) -> str:
    return render_template(
        "selection/file.html",
        file=found,
        vacancy=found.vacancy,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        form=form,
    )


def _conflict(candidate_id: UUID, form: ConfirmForm) -> str:
    with engine().connect() as conn:
        found = _file(conn, candidate_id)
    return render_template(
        "selection/conflict.html",
        file=found,
        name=page.names([found])[found.candidate_id],
        form=form,
    )
