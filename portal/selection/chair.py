"""The review of a panel: progress, closing, results, and the chair's short list."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import files, page, vacancies
from portal.selection.balance import balance
from portal.selection.files import Progress
from portal.selection.forms import CloseReviewForm, RankingForm, ranking_form
from portal.selection.stage import Vacancy
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import ngettext
from shared.contracts.stakeholders import Ranked
from shared.contracts.stakeholders_selection_commands import AdoptShortlist, CloseReview
from shared.core.roles import Role

bp = Blueprint("chair", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@bp.get("/<uuid:vacancy_id>")
@_panel
def review(vacancy_id: UUID) -> str | Response:
    """The panel's own page: the chair's progress, then everybody's results."""
    at = now()
    with engine().connect() as conn:
        one = _seated(conn, vacancy_id)
        chair = vacancies.chairs(conn, current_actor(), one.vacancy_id)
        progress = files.progress(conn, current_actor(), one.vacancy_id)
        context = page.reviewed(conn, one)
        out = vacancies.out_of_a_file(conn, current_actor(), one.vacancy_id)
    version = page.fingerprint(one, one.stage(at), chair, out, progress, context)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render(
        "selection/review.html",
        block="live",
        vacancy=one,
        chair=chair,
        out=out,
        progress=progress,
        version=version,
        **context,
    )


@bp.route("/<uuid:vacancy_id>/close", methods=["GET", "POST"])
@_panel
def close(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = _chaired(conn, vacancy_id)
        progress = files.progress(conn, current_actor(), one.vacancy_id)
    form = CloseReviewForm()
    return act(
        _on(one),
        form,
        lambda: _close_page(form, progress),
        lambda: CloseReview(vacancy_id=one.vacancy_id, force=form.force.data),
    )


@bp.get("/<uuid:vacancy_id>/shortlist")
@_panel
def ranking(vacancy_id: UUID) -> str | Response:
    one, names = _ranked(vacancy_id)
    if one.shortlist_at is not None:
        return redirect(url_for("selection.chair.review", vacancy_id=vacancy_id), 303)
    return _ranking_page(one, ranking_form(names))


@bp.post("/<uuid:vacancy_id>/shortlist")
@_panel
def adopt(vacancy_id: UUID) -> Answer:
    """First shows what the list comes to, then adopts it."""
    one, names = _ranked(vacancy_id)
    form = ranking_form(names)
    step = request.form.get("step")
    if step == "change":
        return _ranking_page(one, form)
    if step != "adopt":
        valid = form.validate() and form.is_long_enough()
        return _ranking_page(one, form, check=valid), 200 if valid else 422
    return act(
        _on(one),
        form,
        partial(_ranking_page, one, form),
        lambda: AdoptShortlist(
            vacancy_id=one.vacancy_id,
            ranking=tuple(
                Ranked(candidate_id=candidate_id, rank=rank, reason=page.seal(candidate_id, reason))
                for candidate_id, rank, reason in form.ranked()
            ),
        ),
    )


def _on(one: Vacancy) -> About:
    address = url_for("selection.chair.review", vacancy_id=one.vacancy_id)
    return page.on(address, one.vacancy_id, page.title(one))


def _seated(conn: Connection, vacancy_id: UUID) -> Vacancy:
    """The vacancy, if this person sits on its panel."""
    mine = vacancies.seated(conn, current_actor())
    return next((one for one, _ in mine if one.vacancy_id == str(vacancy_id)), None) or abort(404)


def _chaired(conn: Connection, vacancy_id: UUID) -> Vacancy:
    mine = vacancies.seated(conn, current_actor())
    return next(
        (one for one, chair in mine if chair and one.vacancy_id == str(vacancy_id)), None
    ) or abort(404)


def _close_page(form: CloseReviewForm, progress: Progress | None) -> Page:
    missing = progress.missing if progress else 0
    if missing > 1:
        form.force.label.text = ngettext(
            "Close although %(count)s score is missing",
            "Close although %(count)s scores are missing",
            missing,
        )
    effect = _(
        "Nobody can score any more, and every member of the panel sees what the others gave. "
        "This cannot be undone."
    )
    return Page(
        heading=_("Close the review?"),
        title=_("Close the review"),
        lead=[*_far(progress), effect],
        button=_("Close the review"),
        leave=_("Keep it open"),
        tone="warning",
        fields=["force"] if missing or form.errors else [],
    )


def _far(progress: Progress | None) -> Iterator[str]:
    """Say how far the panel is."""
    if progress is None:
        return
    done = {"complete": progress.complete, "files": progress.files}
    if progress.missing:
        yield ngettext(
            "%(complete)s of %(files)s files are complete; %(count)s score is still to come.",
            "%(complete)s of %(files)s files are complete; %(count)s scores are still to come.",
            progress.missing,
            **done,
        )
    else:
        yield _("%(complete)s of %(files)s files are complete.", **done)


def _ranked(vacancy_id: UUID) -> tuple[Vacancy, list[tuple[str, str]]]:
    """The vacancy that this chair ranks the candidates of, and their ids and names."""
    with engine().connect() as conn:
        one = _chaired(conn, vacancy_id)
        pool = files.files(conn, current_actor(), one.vacancy_id)
        out = vacancies.out_of_a_file(conn, current_actor(), one.vacancy_id)
    if one.review_closed_at is None or out:
        abort(404)
    return one, list(page.names(pool).items())


def _ranking_page(one: Vacancy, form: RankingForm, *, check: bool = False) -> str:
    with engine().connect() as conn:
        context = page.reviewed(conn, one)
    by_id = {file.candidate_id: file for file in context["pool"]}
    ranked = form.ranked() if check else []
    return render_template(
        "selection/ranking.html",
        vacancy=one,
        form=form,
        check=check,
        ranked=ranked,
        preview=balance([by_id[candidate_id] for candidate_id, _, _ in ranked], context["pool"]),
        **context,
    )
