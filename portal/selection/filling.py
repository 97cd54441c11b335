"""A candidate fills in the application: the list of its sections, each section, the review.

What is saved is kept with its mistakes, and marked. Sending it asks the service, whose clock says
whether the call is over; a draft that was refused stays.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from pydantic_core import to_json
from werkzeug.wrappers import Response

from portal.casefile.attachments.taking import give_back
from portal.selection import adding_letters, application_drafts, applying, asked_to_apply, page
from portal.selection.application_drafts import Busy, Draft
from portal.selection.applying import SECTIONS
from portal.selection.forms import ConfirmForm
from portal.selection.opening import called, sent_to
from portal.selection.stage import Vacancy
from portal.selection.written import in_words
from portal.web import htmx
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import Answer, Page, act, how_shown
from portal.web.commands import CommandRefused
from portal.web.context import now
from portal.web.db import engine
from portal.web.forms import PageForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_letters import MOST_LETTERS
from shared.contracts.stakeholders_selection_commands import SubmitApplication
from shared.core.roles import Role

bp = Blueprint("filling", __name__, url_prefix="/candidate/apply/<uuid:vacancy_id>")
_candidate = require(Role.CANDIDATE)

_BUSY = lazy("Another device saved this application at the same moment. Save this section again")


@bp.get("")
@_candidate
def tasks(vacancy_id: UUID) -> str | Response:
    one = called(vacancy_id)
    if sent := sent_to(one):
        return redirect(sent, 303)
    draft = _draft(one)
    with engine().connect() as conn:
        until = asked_to_apply.until(conn, current_actor(), one.vacancy_id, now())
    return htmx.render(
        "selection/apply.html",
        asked_until=until,
        block="content",
        vacancy=one,
        draft=draft,
        sections=SECTIONS,
        left=applying.left(draft.sections),
        letters=adding_letters.listed(draft),
        most_letters=MOST_LETTERS,
        at=now(),
    )


@bp.route("/sections/<name>", methods=["GET", "POST"])
@_candidate
def section(vacancy_id: UUID, name: str) -> Answer:
    if name not in SECTIONS:
        abort(404)
    one = called(vacancy_id)
    draft = _draft(one)
    if request.method != "POST":
        return _section_page(one, name, _kept(draft, name))
    form = applying.sent(name, draft.sections)
    sound = form.validate()
    try:
        application_drafts.save(current_account().account_id, draft, name, applying.typed(form))
    except Busy:
        form.form_errors.append(str(_BUSY))
        return _section_page(one, name, form), 409
    if not sound:
        return _section_page(one, name, form), 422
    return redirect(url_for(".tasks", vacancy_id=vacancy_id), 303)


@bp.route("/review", methods=["GET", "POST"])
@_candidate
def review(vacancy_id: UUID) -> Answer:
    """Read all of it, and send it. However often it is sent, it is one application.

    The draft is thrown away when its application is first looked at, so that nothing is lost
    between the two.
    """
    one = called(vacancy_id)
    draft, form = _draft(one), ConfirmForm()
    if draft.version is None and (sent := sent_to(one)):
        return redirect(sent, 303)
    about = page.on(
        url_for(".tasks", vacancy_id=vacancy_id), one.vacancy_id, gettext("All sections")
    )
    left = applying.left(draft.sections)
    shown = Page(
        heading=gettext("Check your application before you send it"),
        button=gettext("Send the application"),
        template="selection/apply_review.html",
        given={
            "vacancy": one,
            "left": [SECTIONS[name] for name in left],
            "written": in_words(draft.sections),
            "letters": adding_letters.listed(draft),
        },
    )
    return act(
        replace(about, caption=page.title(one)),
        form,
        shown,
        lambda: _command(one, draft, left),
        then=partial(_sent, draft),
        to=url_for("selection.candidate.application", candidate_id=draft.draft_id),
    )


@bp.route("/discard", methods=["GET", "POST"])
@_candidate
def discard(vacancy_id: UUID) -> Answer:
    one = called(vacancy_id)
    if request.method == "POST":
        draft = _draft(one)
        application_drafts.discard(draft.draft_id)
        give_back(*(letter["object_name"] for letter in draft.letters.values()))
        flash(gettext("Your draft is thrown away."), "success")
        return redirect(url_for("selection.candidate.index"), 303)
    return htmx.render("selection/apply_discard.html", block="content", vacancy=one)


def _draft(one: Vacancy) -> Draft:
    return application_drafts.find(current_account().account_id, one.vacancy_id)


def _kept(draft: Draft, name: str) -> PageForm:
    """Return the section as it was saved, with what is wrong in it."""
    if name in draft.sections:
        form = applying.filled(name, draft.sections)
        form.validate()
        return form
    form = applying.empty(name)
    if "name" in form:
        form.name.data = current_account().name
    return form


def _section_page(one: Vacancy, name: str, form: PageForm) -> str:
    return htmx.render(
        "selection/apply_section.html",
        block="content",
        vacancy=one,
        name=name,
        section=SECTIONS[name],
        form=form,
        fields=[shown for field in form if (shown := how_shown(field))],
    )


def _command(one: Vacancy, draft: Draft, left: Sequence[str]) -> SubmitApplication:
    if left:
        raise CommandRefused(422, "Finish every section before you send the application.")
    personal, candidate_id = applying.filled("personal", draft.sections), draft.draft_id
    letter = applying.filled("motivation", draft.sections)
    return SubmitApplication(
        vacancy_id=one.vacancy_id,
        candidate_id=candidate_id,
        name=page.seal(candidate_id, personal.name.data),
        motivation=page.seal(candidate_id, letter.motivation.data),
        nationality=personal.nationality.data,
        gender=personal.gender.data,
        form=page.seal(candidate_id, to_json(applying.rest(draft.sections)).decode()),
        letters=adding_letters.told(draft),
    )


def _sent(draft: Draft) -> None:
    """From now on the application has the letters, and nothing that is done to the draft."""
    application_drafts.hand_over(letter["object_name"] for letter in draft.letters.values())
