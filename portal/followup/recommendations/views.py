"""Recommendations to States: issue them, add information, assess them until implemented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.replies import cases
from portal.casefile.replies.cases import Case
from portal.followup.recommendations import words
from portal.followup.recommendations.forms import (
    LONGEST_INFORMATION,
    LONGEST_TEXT,
    AssessForm,
    InformForm,
    IssueForm,
)
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import (
    READERS,
    Assessment,
    Information,
    Recommendation,
    assessments_of,
    find,
    information_on,
    invited_to,
    listed,
)
from portal.followup.replies.page import letter_page
from portal.web import check, htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.check import Check
from portal.web.commands import CommandRefused
from portal.web.context import commands, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.polling import version
from portal.web.waiting import waited
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference import IMPLEMENTATION, OTHER

bp = Blueprint("recommendations", __name__, url_prefix="/recommendations")

PROVIDERS = (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.GOVERNMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A recommendation as its page shows it. ``texts``: what ids stand for; None once erased.

    ``invited``: the organisations that may read it before it is public, for its mandate's people.
    """

    about: Recommendation
    information: list[Information]
    assessments: list[Assessment]
    invited: list[str]
    texts: Mapping[str | UUID, str | None]
    names: Mapping[str, str]
    informs: bool
    assesses: bool

    @property
    def happened(self) -> list[tuple[datetime, str, Information | Assessment]]:
        """Information and assessments in the order of time."""
        told = [(one.received_at, "information", one) for one in self.information]
        graded = [(one.assessed_at, "assessment", one) for one in self.assessments]
        return sorted([*told, *graded], key=lambda entry: entry[:2])


@bp.get("")
@require(*READERS)
def index() -> str | Response:
    actor = current_actor()
    with engine().connect() as conn:
        seen = version(conn, RECOMMENDATIONS.consumer)
        if request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        found = listed(conn, actor, at=paging.asked)
    texts = vault().reveal_all([one.text for one in found])
    return htmx.render(
        "recommendations/index.html",
        block="list",
        rows=found.of(zip(found, map(words.short, texts), strict=True)),
        words=words,
        version=seen,
        issues=actor.has(Role.MANDATE_HOLDER),
    )


@bp.get("/<uuid:recommendation_id>")
@require(*READERS)
def detail(recommendation_id: UUID) -> str | Response:
    actor = current_actor()
    done = waited(engine(), RECOMMENDATIONS.consumer, request.args.get("after"))
    with engine().connect() as conn:
        seen = version(conn, RECOMMENDATIONS.consumer)  # before what it is the version of
        about = find(conn, actor, str(recommendation_id))
        if about is None and done:
            raise NotFound
        if about and request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        view = _view(conn, actor, about) if about else None
    return htmx.render(
        "recommendations/detail.html",
        block="state",
        view=view,
        words=words,
        recommendation_id=str(recommendation_id),
        version=seen,
        letter=letter_page(about.communication_id) if about and about.communication_id else None,
        processing=not done,
    )


@bp.route("/new", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def new() -> str | Response | tuple[str, int]:
    actor = current_actor()
    form = IssueForm(mandates=sorted(actor.mandates))
    if request.method == "GET":
        form.communication.data = request.args.get("communication", "")
    letter = _letter(actor, form.communication.data or "")
    if request.method == "GET":
        _fill_in(form, letter, actor)
        return _new_page(form, letter)
    if check.is_change():
        return _new_page(form, letter)
    if not form.validate():
        return _new_page(form, letter), 422
    if not check.is_checked():
        return check.page(_check(form))
    recommendation_id = str(derive_id("recommendation", form.id))
    command = {
        "recommendation_id": recommendation_id,
        "communication_id": letter.communication_id if letter else None,
        "addressee": form.addressee.data,
        "mandate": form.mandate.data,
        "text": sealed(recommendation_id, form.text.data),
    }
    return asked(
        "issue-recommendation",
        command,
        form,
        case=letter.correlation_id if letter else None,
        again=lambda: _new_page(form, letter),
    )


@bp.route("/<uuid:recommendation_id>/inform", methods=["GET", "POST"])
@require(*PROVIDERS)
def inform(recommendation_id: UUID) -> str | Response | tuple[str, int]:
    view = found(recommendation_id)
    if not view.informs:
        raise NotFound
    form = InformForm()
    if request.method == "GET":
        return _inform_page(view, form)
    if not form.validate():
        return _inform_page(view, form), 422
    about = view.about
    command = {
        "recommendation_id": about.recommendation_id,
        "info_id": str(derive_id("implementation-info", form.id)),
        "text": sealed(about.recommendation_id, form.text.data),
    }
    return asked(
        "provide-implementation-info",
        command,
        form,
        case=about.correlation_id,
        again=lambda: _inform_page(view, form),
    )


@bp.route("/<uuid:recommendation_id>/assess", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def assess(recommendation_id: UUID) -> str | Response | tuple[str, int]:
    view = found(recommendation_id)
    if not view.assesses:
        raise NotFound
    form = AssessForm()
    if request.method == "GET":
        return _assess_page(view, form)
    if not form.validate():
        return _assess_page(view, form), 422
    about = view.about
    command = {
        "recommendation_id": about.recommendation_id,
        "scheme": IMPLEMENTATION.code,
        "grade": form.grade.data,
        "rationale": sealed(about.recommendation_id, form.rationale.data),
    }
    return asked(
        "assess-implementation",
        command,
        form,
        case=about.correlation_id,
        again=lambda: _assess_page(view, form),
    )


def asked(
    type_: str,
    command: Mapping[str, Any],
    form: CommandForm,
    *,
    case: UUID | None,
    again: Callable[[], str],
) -> Response | tuple[str, int]:
    """Ask followup, and go on to the recommendation; refused, show the form ``again`` with why."""
    try:
        accepted = commands().ask(
            "followup",
            type_,
            command,
            by=current_actor(),
            command_id=form.id,
            correlation_id=case,
        )
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return again(), no.status
    page = url_for(
        "recommendations.detail",
        recommendation_id=command["recommendation_id"],
        after=accepted.after,
    )
    return redirect(page, 303)


def found(recommendation_id: UUID) -> View:
    actor = current_actor()
    with engine().connect() as conn:
        about = find(conn, actor, str(recommendation_id))
        if about is None:
            raise NotFound
        return _view(conn, actor, about)


def _view(conn: Connection, actor: Actor, about: Recommendation) -> View:
    information = information_on(conn, actor, about)
    assessed = assessments_of(conn, about)
    sealed: dict[str | UUID, Sealed] = {about.recommendation_id: about.text}
    sealed |= {one.info_id: one.text for one in information}
    sealed |= {one.event_id: one.rationale for one in assessed if one.rationale}
    # To the mandate an organisation is a source, whoever wrote for it; its own people know him.
    known = [one for one in information if not about.ours or one.provider == "government"]
    people = {about.issued_by} | {one.provided_by for one in known}
    return View(
        about=about,
        information=information,
        assessments=assessed,
        invited=invited_to(conn, about),
        texts=dict(zip(sealed, vault().reveal_all(list(sealed.values())), strict=True)),
        names=accounts.names(conn, people | {one.assessed_by for one in assessed}),
        informs=_informs(actor, about),
        assesses=actor.has(Role.MANDATE_HOLDER) and actor.serves(about.mandate),
    )


def _informs(actor: Actor, about: Recommendation) -> bool:
    government = actor.has(Role.GOVERNMENT) and about.addressee in actor.states
    return government or actor.has(Role.NGO_MEMBER, Role.CONTACT_POINT)


def _letter(actor: Actor, communication_id: str) -> Case | None:
    """Return the letter that a recommendation follows from; 404 when it is not this person's."""
    if not communication_id:
        return None
    with engine().connect() as conn:
        found = cases.find(conn, actor, _canonical(communication_id))
    if found is None or not found.sight.house:
        raise NotFound
    return found


def _canonical(communication_id: str) -> str:
    try:
        return str(UUID(communication_id))
    except ValueError:
        raise NotFound from None


def _fill_in(form: IssueForm, letter: Case | None, actor: Actor) -> None:
    if letter is None:
        return
    if letter.recipient != OTHER:
        form.addressee.data = letter.recipient
    mine = [one for one in letter.mandates if actor.serves(one)]
    if len(mine) == 1:
        form.mandate.data = mine[0]


def sealed(recommendation_id: str, text: str | None) -> Sealed:
    return vault().seal(f"recommendation-{recommendation_id}", text or "")


def _check(form: IssueForm) -> Check:
    return Check(
        title="Check the recommendation before you issue it",
        lead="The Government addressed reads it at once; a national human rights institution or an "
        "organisation once you invite that one, or make it public. It cannot be changed "
        "afterwards.",
        button="Issue the recommendation",
        answers=check.answers(form.mandate, form.addressee, form.text),
    )


def _new_page(form: IssueForm, letter: Case | None) -> str:
    return htmx.render(
        "recommendations/new.html",
        block="content",
        form=form,
        letter=letter,
        words=words,
        longest=LONGEST_TEXT,
    )


def _inform_page(view: View, form: InformForm) -> str:
    return htmx.render(
        "recommendations/inform.html",
        block="content",
        form=form,
        view=view,
        words=words,
        longest=LONGEST_INFORMATION,
    )


def _assess_page(view: View, form: AssessForm) -> str:
    return htmx.render(
        "recommendations/assess.html",
        block="content",
        form=form,
        view=view,
        words=words,
        longest=LONGEST_TEXT,
    )
