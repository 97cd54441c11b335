"""Pages of a panel member: files, conflicts, scores."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import files, giving, letters, nominations, page, vacancies
from portal.selection.files import File
from portal.selection.forms import ConfirmForm, ScoreForm, preferences_form
from portal.selection.recused import over_for, recused_from, terms
from portal.selection.stage import Vacancy
from portal.selection.written import OFFICE_ONLY, revealed
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_review import Scored, Sheet
from shared.contracts.stakeholders_review_commands import SubmitPreferences
from shared.contracts.stakeholders_selection_commands import DeclareConflict
from shared.core.roles import Role

bp = Blueprint("panel", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
_DISCLOSE, _GIVE, _CHAIR, _OTHERS = range(4)


@bp.get("/")
@_panel
def index() -> str | Response:
    """My files: only my own progress, sealed until the review is closed."""
    at = now()
    with engine().connect() as conn:
        panels = vacancies.seated(conn, current_actor())
        mine = files.files(conn, current_actor())
        untold = vacancies.undisclosed(conn, current_actor())
        out = recused_from(conn, current_actor())
        over = over_for(conn, current_actor())
        until = terms(conn, current_actor())
    shown = [(one, chair, one.stage(at)) for one, chair in panels]
    named = [page.title(one) for one in (*out, *over)]
    version = page.fingerprint(mine, shown, untold, named, until)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    seats = [
        (one, chair, [file for file in mine if file.vacancy.vacancy_id == one.vacancy_id])
        for one, chair in panels
    ]
    return htmx.render(
        "selection/files.html",
        block="live",
        panels=sorted(seats, key=partial(_waits, untold=untold)),
        names=page.names(mine),
        undisclosed=untold,
        recused=out,
        over=over,
        until=until,
        version=version,
    )


def _waits(seat: tuple[Vacancy, bool, list[File]], untold: Mapping[str, int]) -> int:
    """The lower, the sooner: what waits for this member, then for the chair, then all others."""
    vacancy, chair, files = seat
    if vacancy.shortlist_at or vacancy.ended:
        return _CHAIR if chair and not vacancy.reported_at and not vacancy.ended else _OTHERS
    if untold.get(vacancy.vacancy_id):
        return _DISCLOSE
    if vacancy.review_closed_at:
        return _CHAIR if chair else _OTHERS
    to_give = vacancy.call_over(now()) and not all(file.scored_at for file in files)
    return _GIVE if to_give else _OTHERS


@bp.route("/files/<uuid:candidate_id>", methods=["GET", "POST"])
@_panel
def file(candidate_id: UUID) -> Answer:
    with engine().connect() as conn:
        found = _file(conn, candidate_id)
        given = giving.given(conn, found.vacancy)
    if found.vacancy.ranks and request.method == "POST":
        abort(404)
    form = ScoreForm()
    own = given.scored.get(found.candidate_id)
    if own and request.method == "GET":
        for criterion, value in own.scores.items():
            form[criterion].data = str(value)
        form.note.data = vault().unfinished(own.note) if own.note else None

    def command() -> SubmitPreferences:
        scored = Scored(
            candidate_id=found.candidate_id,
            scores=form.scores(),
            note=page.sealed(found.candidate_id, form.note.data),
        )
        return giving.seal(given, given.with_score(scored))

    return act(
        page.on(url_for(".index"), found.vacancy.vacancy_id, _("My files")),
        form,
        partial(_page, found, form, lost=given.lost),
        command,
    )


@bp.route("/<uuid:vacancy_id>/preferences", methods=["GET", "POST"])
@_panel
def preferences(vacancy_id: UUID) -> Answer:
    """Where the panel ranks: the candidates in order, sealed until the review is closed."""
    with engine().connect() as conn:
        mine = files.files(conn, current_actor(), str(vacancy_id))
        if not mine or not mine[0].vacancy.ranks:
            abort(404)
        one = mine[0].vacancy
        given = giving.given(conn, one)
    names = page.names(mine)
    form = preferences_form(names, one.rules.scale if one.rules else ())
    if request.method == "GET":
        for field, candidate_id in zip(form.places(), given.order, strict=False):
            field.data = candidate_id if candidate_id in names else ""
    return act(
        page.on(url_for(".index"), one.vacancy_id, _("My files")),
        form,
        lambda: render_template(
            "selection/preferences.html",
            vacancy=one,
            files=mine,
            names=names,
            form=form,
            given=given,
        ),
        lambda: giving.seal(given, Sheet(order=form.order())),
    )


@bp.route("/files/<uuid:candidate_id>/conflict", methods=["GET", "POST"])
@_panel
def conflict(candidate_id: UUID) -> Answer:
    with engine().connect() as conn:
        declared = files.declared_in(conn, current_actor(), str(candidate_id))
        if declared and request.method == "POST":  # a double click
            return redirect(page.among_my_files(declared), 303)
        found = _file(conn, candidate_id)
    name = page.names([found])[found.candidate_id]
    return act(
        page.on(url_for(".file", candidate_id=candidate_id), found.vacancy.vacancy_id, name),
        ConfirmForm(),
        Page(
            heading=Markup(_("Declare a conflict of interest on <bdi>%(name)s</bdi>?"))  # noqa: S704  # ours
            % {"name": name},
            title=_("Declare a conflict"),
            lead=_("You will be recused from this vacancy:"),
            warning=_("You cannot take this back."),
            button=_("Declare the conflict"),
            leave=_("I have no conflict"),
            tone="warning",
            template="selection/conflict.html",
            given={"file": found, "vacancy": found.vacancy},
        ),
        lambda: DeclareConflict(
            vacancy_id=found.vacancy.vacancy_id, candidate_id=found.candidate_id
        ),
        to=page.among_my_files(found.vacancy.vacancy_id),
        said=str(page.DISCLOSED),
    )


def _file(conn: Connection, candidate_id: UUID) -> File:
    return files.file(conn, current_actor(), str(candidate_id)) or abort(404)


def _page(found: File, form: ScoreForm, *, lost: bool) -> str:
    with engine().connect() as conn:
        sent = letters.shown(conn, current_actor(), found.candidate_id)
        nominated = nominations.shown(conn, current_actor(), found.candidate_id)
    return render_template(
        "selection/file.html",
        file=found,
        vacancy=found.vacancy,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        written=revealed(vault().reveal(found.form), without=OFFICE_ONLY),
        letters=sent,
        nominations=nominated,
        form=form,
        lost=lost,
    )
