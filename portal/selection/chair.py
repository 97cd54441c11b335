"""The review of a panel: progress, closing, results, and the chair's short list."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import checking_report, closing, files, given, page, sealed, vacancies
from portal.selection.balance import balance
from portal.selection.forms import CloseReviewForm, ConfirmForm, RankingForm, ranking_form
from portal.selection.given import Kept, Progress
from portal.selection.stage import Vacancy
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import ngettext
from shared.contracts.stakeholders import Ranked
from shared.contracts.stakeholders_review_commands import RemindMembers
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
        progress = given.progress(conn, current_actor(), one.vacancy_id)
        late = accounts.names(conn, progress.late if progress else ())
        context = page.reviewed(conn, one)
        out = vacancies.out_of_a_file(conn, current_actor(), one.vacancy_id)
        panel = vacancies.panel(conn, current_actor(), one.vacancy_id) if chair else []
        seated = accounts.names(conn, [seat.member_id for seat in panel])
    if one.review_closed_at:
        sealed.forget_what_is_over()
    version = page.fingerprint(one, one.stage(at), chair, out, progress, context, panel)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    return htmx.render(
        "selection/review.html",
        block="live",
        vacancy=one,
        chair=chair,
        out=out,
        progress=progress,
        late_names=late,
        panel=[] if one.ended else [seat for seat in panel if seat.ends_on],
        seated=seated,
        version=version,
        **context,
    )


@bp.route("/<uuid:vacancy_id>/remind", methods=["GET", "POST"])
@_panel
def remind(vacancy_id: UUID) -> Answer:
    """Remind those who are late, by inbox and mail; the reminder has no preference in it."""
    with engine().connect() as conn:
        one = _chaired(conn, vacancy_id)
        progress = given.progress(conn, current_actor(), one.vacancy_id)
        late = progress.late if progress else ()
        names = accounts.names(conn, late)
    return act(
        page.on_review(one),
        ConfirmForm(),
        Page(
            heading=_("Remind the members whose preferences are not in?"),
            title=_("Remind members"),
            lead=[*_not_in(late, names), _("A reminder goes out once a day at most.")],
            button=_("Send the reminder"),
            leave=_("Send none"),
        ),
        lambda: RemindMembers(vacancy_id=one.vacancy_id),
        said=_("The members whose preferences are not in are reminded."),
    )


@bp.route("/<uuid:vacancy_id>/close", methods=["GET", "POST"])
@_panel
def close(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = _chaired(conn, vacancy_id)
        hashes = given.sealed(conn, current_actor(), one.vacancy_id)
        progress = given.progress(conn, current_actor(), one.vacancy_id)
    form = CloseReviewForm()
    wrong: set[str] = set()

    def command() -> CloseReview:
        unexplained = progress is not None and progress.late and not form.reason.data
        found = () if unexplained else closing.openings(hashes)
        wrong.update(closing.wrong(one, hashes, found))
        return CloseReview(
            vacancy_id=one.vacancy_id, reason_code=form.reason.data or None, opened=found
        )

    return act(page.on_review(one), form, lambda: _close_page(form, one, hashes, wrong), command)


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
        valid = form.validate() and form.is_long_enough() and _can_be_public(one, form)
        return _ranking_page(one, form, check=valid), 200 if valid else 422
    if form.validate() and not _can_be_public(one, form):
        return _ranking_page(one, form), 422
    return act(
        page.on_review(one),
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


def _can_be_public(one: Vacancy, form: RankingForm) -> bool:
    """Whether everybody may read the reasons, as they can at once; else the form says which not."""
    reasons = {candidate_id: reason for candidate_id, _, reason in form.ranked()}
    with engine().connect() as conn:
        found = checking_report.restricted_in_reasons(conn, one.vacancy_id, reasons)
    for candidate_id in found:
        form[f"reason_{candidate_id}"].errors = [
            _(
                "The reason for the place of %(name)s has an address, a number or words that are "
                "not public. Say it in your own words.",
                name=form.people[candidate_id],
            )
        ]
    return not found


def _seated(conn: Connection, vacancy_id: UUID) -> Vacancy:
    """The vacancy, if this person sits on its panel."""
    mine = vacancies.seated(conn, current_actor())
    return next((one for one, _ in mine if one.vacancy_id == str(vacancy_id)), None) or abort(404)


def _chaired(conn: Connection, vacancy_id: UUID) -> Vacancy:
    mine = vacancies.seated(conn, current_actor())
    return next(
        (one for one, chair in mine if chair and one.vacancy_id == str(vacancy_id)), None
    ) or abort(404)


def _close_page(
    form: CloseReviewForm, one: Vacancy, hashes: Sequence[Kept], wrong: Collection[str]
) -> Page:
    """Say who is late, and whose text is lost or, once it was opened, does not match its hash."""
    with engine().connect() as conn:
        progress = given.progress(conn, current_actor(), one.vacancy_id)
        late = list(progress.late) if progress else []
        lost = closing.lost(hashes)
        names = accounts.names(conn, {*late, *lost, *wrong})
    wanting = bool(late or lost or wrong)
    effect = _(
        "Nobody can score any more, and every member of the panel sees what the others gave. "
        "This cannot be undone."
    )
    return Page(
        heading=_("Close the review?"),
        title=_("Close the review"),
        lead=[
            *_far(progress),
            *_not_in(late, names),
            *_amiss(lost, wrong, names),
            effect,
        ],
        button=_("Close the review"),
        leave=_("Keep it open"),
        tone="warning",
        fields=["reason"] if wanting or form.errors else [],
    )


def _far(progress: Progress | None) -> Iterator[str]:
    """Say how far the panel is."""
    if progress:
        yield ngettext(
            "%(given)s of %(count)s member is in.",
            "%(given)s of %(count)s members are in.",
            progress.members,
            given=number(progress.given),
        )


def _not_in(late: Iterable[str], names: Mapping[str, str]) -> Iterator[Markup]:
    """Name who is late, in the order of the regional groups on every page."""
    for member in late:
        if member in names:
            yield _named(_("Not in: %(name)s"), names[member])


def _amiss(
    lost: Collection[str], wrong: Collection[str], names: Mapping[str, str]
) -> Iterator[Markup]:
    for member in lost:
        yield _named(_("What %(name)s gave is lost. It can be given again."), names.get(member, ""))
    for member in sorted(wrong, key=lambda member: (names.get(member, ""), member)):
        yield _named(
            _("What %(name)s gave does not match the hash on record, and is not opened."),
            names.get(member, ""),
        )


def _named(sentence: str, name: str) -> Markup:
    return escape(sentence % {"name": "\x00"}).replace("\x00", Markup("<bdi>{}</bdi>").format(name))


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
