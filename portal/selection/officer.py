"""Pages of the selection officer: vacancies, calls, panels, and eligibility."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import (
    alike,
    candidates,
    given,
    letters,
    nominations,
    page,
    reading,
    screening,
    vacancies,
)
from portal.selection.call_forms import IssueForm
from portal.selection.candidates import Application
from portal.selection.forms import (
    ConfirmForm,
    DeclareForm,
    PanelForm,
)
from portal.selection.screening_forms import ScreenForm
from portal.selection.silent import Silent, silent
from portal.selection.stage import Vacancy
from portal.selection.vacancies import PanelSeat
from portal.selection.written import revealed
from portal.web import check, htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from portal.web.presentation import day
from shared.contracts.stakeholders_selection_commands import (
    CloseCall,
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    ScreenEligibility,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.calls import cycle_end
from shared.reference.panels import ENDING_DAYS

bp = Blueprint("officer", __name__, url_prefix="/selection")
_officer = require(Role.SELECTION_OFFICER)


@bp.get("/")
@_officer
def index() -> str | Response:
    at = now()
    with engine().connect() as conn:
        rows = vacancies.administered(conn, current_actor())
        waits = silent(conn, current_actor())
        members = accounts.names(conn, {one.member_id for one in waits})
    shown = [(one, tally, one.stage(at)) for one, tally in rows]
    version = page.fingerprint(shown, waits, members)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    by_vacancy: dict[str, list[Silent]] = {}
    for one in waits:
        by_vacancy.setdefault(one.vacancy_id, []).append(one)
    return htmx.render(
        "selection/index.html",
        block="rows",
        rows=rows,
        silent=by_vacancy,
        members=members,
        version=version,
    )


@bp.route("/declare", methods=["GET", "POST"])
@_officer
def declare() -> Answer:
    form = DeclareForm()
    if request.method == "GET":  # from the list of what is foreseen
        form.mandate.data = request.args.get("mandate", "")
        form.seat_region.data = request.args.get("seat_region", "")
    # from the form's own id, so that sending it twice declares one vacancy
    vacancy_id = str(derive_id("vacancy", form.command_id.data or ""))
    return act(
        page.on(url_for(".index"), vacancy_id, _("Selection")),
        form,
        Page(
            heading=_("Declare a vacancy"),
            lead=_(
                "Everybody who follows the work of the Special Procedures will see which mandate "
                "is vacant."
            ),
            button=_("Declare the vacancy"),
        ),
        lambda: DeclareVacancy(
            vacancy_id=vacancy_id,
            mandate=form.mandate.data,
            seat_region=form.seat_region.data or None,
        ),
        to=_address(vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>")
@_officer
def vacancy(vacancy_id: UUID) -> str | Response:
    at = now()
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
        panel = vacancies.panel(conn, current_actor(), one.vacancy_id)
        sent = candidates.applications(conn, current_actor(), one.vacancy_id)
        progress = given.progress(conn, current_actor(), one.vacancy_id)
        members = accounts.names(conn, [seat.member_id for seat in panel])
        proposals = reading.proposals(conn, one.vacancy_id)
        listed = vacancies.interviews(conn, current_actor(), one)
        noes = screening.waiting(conn, current_actor(), one.vacancy_id)
        waits = silent(conn, current_actor(), one.vacancy_id)
    shown = (one, one.stage(at), panel, sent, progress, proposals, listed, noes, waits)
    version = page.fingerprint(*shown)
    if page.unchanged(version):
        return htmx.make_response("", 204)
    names = page.names(sent)
    return htmx.render(
        "selection/vacancy.html",
        block="live",
        vacancy=one,
        panel=panel,
        members=members,
        silent={each.member_id: each for each in waits},
        applications=sent,
        noes=noes,
        names=names,
        alike=[] if one.review_closed_at else _alike(sent, names),
        why_not=screening.by_code(sent),
        progress=progress,
        proposals=proposals,
        interviews=listed,
        version=version,
    )


@bp.route("/<uuid:vacancy_id>/call", methods=["GET", "POST"])
@_officer
def call(vacancy_id: UUID) -> Answer:
    form = IssueForm()
    return act(
        _on(vacancy_id),
        form,
        Page(
            heading=_("Issue the call for candidatures"),
            title=_("Issue the call"),
            lead=_(
                "The call goes to Governments, regional groups, organisations, institutions and "
                "individuals. Applications are taken until 23:59 in Geneva on the last day. You "
                "can extend the call for everybody, or close it before."
            ),
            button=_("Continue"),
            fields=["opens_on", "closes_on", "departure", "visibility", "languages"],
        ),
        lambda: IssueCall(
            vacancy_id=str(vacancy_id),
            closes_at=form.closes_at,
            visibility=form.visibility.data,
            languages=tuple(form.languages.data or ()),
            departure=form.departure.data or None,
            opens_at=form.opens_at,
        ),
        checks=lambda: Check(
            title=_("Check the call"),
            lead=_(
                "Everybody sees the call at once, also one that opens later. The first day, what "
                "becomes public and the languages cannot be changed afterwards; the last day can "
                "be put off, for everybody."
            ),
            button=_("Issue the call"),
            answers=check.answers(
                form.opens_on, form.closes_on, form.departure, form.visibility, form.languages
            ),
        ),
    )


@bp.route("/<uuid:vacancy_id>/call/close", methods=["GET", "POST"])
@_officer
def close_call(vacancy_id: UUID) -> Answer:
    return act(
        _on(vacancy_id),
        ConfirmForm(),
        Page(
            heading=_("Close the call now?"),
            title=_("Close the call"),
            lead=_(
                "No further application is taken, the names of the eligible candidates become "
                "public, and the panel can begin to score. This cannot be undone."
            ),
            button=_("Close the call"),
            leave=_("Keep it open"),
            tone="warning",
        ),
        lambda: CloseCall(vacancy_id=str(vacancy_id)),
    )


@bp.route("/<uuid:vacancy_id>/panel", methods=["GET", "POST"])
@_officer
def establish(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = _found(conn, vacancy_id)
        panel = vacancies.panel(conn, current_actor(), one.vacancy_id)
        begun = one.review_closed_at is not None or given.begun(conn, one.vacancy_id)
    form = _offered(PanelForm())
    if request.method == "GET":
        _seat(form, one, panel)
    return act(
        _about(one),
        form,
        Page(
            heading=_("The panel"),
            title=_("Panel"),
            lead=_(
                "At least three members, at most one for each regional group and constituency, one "
                "of them with the chair. Once the first score is given the members stay; the chair "
                "can pass to another of them, and a seat to an alternate or successor."
            ),
            button=_("Continue"),
            fields=[
                "preset",
                "scale",
                *(field.name for field in form.seats().values()),
                "chair",
                "ends_on",
            ],
        ),
        lambda: EstablishPanel(
            vacancy_id=str(vacancy_id),
            seats=form.chosen(),
            preset=form.preset.data,
            scale=form.points(),
        ),
        checks=lambda: Check(
            title=_("Check the panel"),
            lead=_("Its members are told, and say first whether they have a conflict of interest."),
            button=_("Change the panel") if one.panel_at else _("Establish the panel"),
            answers=[
                *check.answers(form.preset),
                *_members(form, {seat.member_id: seat.ends_on for seat in panel} if begun else {}),
            ],
        ),
    )


@bp.route("/<uuid:vacancy_id>/candidates/<uuid:candidate_id>", methods=["GET", "POST"])
@_officer
def application(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    about, form = _on(vacancy_id), ScreenForm()
    return act(
        about,
        form,
        lambda: _application(vacancy_id, candidate_id, form),
        lambda: ScreenEligibility(
            vacancy_id=str(vacancy_id),
            candidate_id=str(candidate_id),
            eligible=form.eligible.data == "yes",
            reason=page.sealed(str(candidate_id), form.reason.data),
            codes=tuple(form.codes.data or ()),
            codes_of=form.version,
        ),
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


def _alike(sent: list[Application], names: Mapping[str, str]) -> list[list[str]]:
    """Return which of the applications that stand may be of one person."""
    stand = [one for one in sent if one.withdrawn_at is None and one.eligible is not False]
    known = {one.candidate_id: names[one.candidate_id] for one in stand}
    return alike.groups({one: name for one, name in known.items() if name != str(page.ERASED)})


def _found(conn: Connection, vacancy_id: UUID) -> Vacancy:
    return vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)


def _on(vacancy_id: UUID) -> About:
    """The vacancy; 404 where it is not this officer's."""
    with engine().connect() as conn:
        return _about(_found(conn, vacancy_id))


def _about(one: Vacancy) -> About:
    return page.on(_address(one.vacancy_id), one.vacancy_id, page.title(one))


def _members(form: PanelForm, kept: Mapping[str, date | None]) -> Iterator[tuple[str, str]]:
    """Each seat, with who has it and until when. ``kept``: terms that stay whatever is entered."""
    fields = form.seats()
    for seat in form.chosen():
        [(label, name)] = check.answers(fields[seat.region])
        if seat.chair:
            name = _("%(name)s (chair)", name=name)
        last = kept.get(seat.member_id, seat.ends_on)
        yield label, _("%(name)s, until %(day)s", name=name, day=day(last)) if last else name


def _seat(form: PanelForm, one: Vacancy, panel: Sequence[PanelSeat]) -> None:
    """Fill in who sits on the panel now, until when, and how it works.

    A new panel has seats until the end of the work cycle, or of the next one if it ends soon.
    """
    last = max((seat.ends_on for seat in panel if seat.ends_on), default=today())
    form.ends_on.data = last if last > today() else cycle_end(today() + timedelta(ENDING_DAYS))
    if one.rules:
        form.preset.data = one.rules.preset
        form.scale.data = " ".join(map(str, one.rules.scale))
    for seat in panel:
        form.seats()[seat.region].data = seat.member_id
        if seat.chair:
            form.chair.data = seat.region


def _application(vacancy_id: UUID, candidate_id: UUID, form: ScreenForm) -> str:
    with engine().connect() as conn:
        found = candidates.application(conn, current_actor(), str(candidate_id))
        sent = letters.shown(conn, current_actor(), str(candidate_id))
        nominated = nominations.shown(conn, current_actor(), str(candidate_id))
        noes = screening.waiting(conn, current_actor(), str(vacancy_id))
    if found is None or found.vacancy.vacancy_id != str(vacancy_id):
        abort(404)
    no = noes.get(found.candidate_id)
    return render_template(
        "selection/application.html",
        no=no,
        proposed=vault().reveal(no.reason) if no else None,
        vacancy=found.vacancy,
        application=found,
        name=page.names([found])[found.candidate_id],
        motivation=vault().reveal(found.motivation),
        written=revealed(vault().reveal(found.form)),
        reason=vault().reveal(found.reason),
        letters=sent,
        nominations=nominated,
        form=form,
    )


def _offered(form: PanelForm) -> PanelForm:
    with engine().connect() as conn:
        form.offer(page.who_can_sit(conn))
    return form


def _address(vacancy_id: Any) -> str:
    return url_for("selection.officer.vacancy", vacancy_id=vacancy_id)
