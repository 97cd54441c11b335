"""Pages of what a mandate needs: views of its outgoing holder and of organisations (A.2).

Whoever gave one reads and withdraws it whatever became of their role: a term ends.
"""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy import Connection

from portal.selection import needs, page, vacancies
from portal.selection.forms import ConfirmForm
from portal.selection.needs import View
from portal.selection.needs_forms import ASKED, CONSENTS, ReferenceForm, ReturnForm, ViewForm
from portal.selection.stage import Vacancy
from portal.web import check
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import ERASED, About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_needs import Capacity
from shared.contracts.stakeholders_needs_commands import (
    GiveNeedsView,
    ReturnNeedsView,
    SetTermsOfReference,
    WithdrawNeedsView,
)
from shared.core.roles import Role

bp = Blueprint("needs", __name__, url_prefix="/needs/<uuid:vacancy_id>")
_giver = require(needs.HOLDER, *needs.SPEAKERS)
_author = require()
_officer = require(Role.SELECTION_OFFICER)


@bp.get("")
@_author
def show(vacancy_id: UUID) -> str:
    """What this person said, until when it can be corrected, and why it was returned."""
    one, view = _own(vacancy_id)
    gives = needs.capacity(current_actor(), one) is not None
    if view is None and not gives:
        abort(404)
    return render_template(
        "selection/own_needs.html",
        vacancy=one,
        view=view,
        text=vault().reveal(view.text) if view else None,
        reason=vault().reveal(view.reason) if view else None,
        taken=gives and needs.taken(one, now()),
        asked=ASKED,
        consents=CONSENTS,
    )


@bp.route("/write", methods=["GET", "POST"])
@_giver
def write(vacancy_id: UUID) -> Answer:
    one, capacity = _mine(vacancy_id)
    me = current_account().account_id
    form, view_id = ViewForm(), needs.view_id(one.vacancy_id, me)
    with engine().connect() as conn:
        before = needs.own(conn, me, one.vacancy_id)
    if before and not form.is_submitted():
        form.text.data = vault().reveal(before.text)
        form.consent.data = before.consent
    return act(
        _about(one),
        form,
        Page(
            heading=_("What does this mandate need?"),
            lead=[
                _(
                    "Say what the next holder is to bring: knowledge, languages, time, ways of "
                    "working. Say nothing of a person: no name, and nobody who can be recognised. "
                    "The selection office returns what does."
                ),
                _(
                    "The members of the panel who take part and the selection office read it; "
                    "candidates and the public do not. You can correct it until the call closes, "
                    "and withdraw it at any time."
                ),
            ],
            button=_("Continue"),
        ),
        lambda: GiveNeedsView(
            vacancy_id=one.vacancy_id,
            view_id=view_id,
            capacity=capacity,
            consent=form.consent.data,
            text=vault().seal(needs.subject_of(view_id), form.text.data or ""),
        ),
        checks=lambda: Check(
            title=_("Read your view once more"),
            lead=_("Does it speak of what is needed, and of nobody?"),
            button=_("Send it to the panel"),
            answers=check.answers(form.text, form.consent),
        ),
        said=_("Your view is sent."),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@_author
def withdraw(vacancy_id: UUID) -> Answer:
    one, view = _own(vacancy_id)
    address = url_for("selection.listed.vacancy", vacancy_id=vacancy_id)
    if view is None and request.method == "POST":  # a double click
        return redirect(address, 303)
    if view is None:
        abort(404)
    view_id = view.view_id
    return act(
        _about(one),
        ConfirmForm(),
        Page(
            heading=_("Withdraw your view?"),
            lead=_("The panel reads it no more. No reason is asked."),
            button=_("Withdraw the view"),
            leave=_("Keep it"),
            tone="warning",
        ),
        lambda: WithdrawNeedsView(vacancy_id=one.vacancy_id, view_id=view_id),
        said=_("Your view is withdrawn."),
        to="" if needs.capacity(current_actor(), one) else address,
    )


@bp.get("/views")
@require(Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.SELECTION_OFFICER)
def views(vacancy_id: UUID) -> str:
    """Terms of reference and views, for those who take part and for the selection officer."""
    actor = current_actor()
    with engine().connect() as conn:
        one = vacancies.of_actor(conn, actor, str(vacancy_id)) or abort(404)
        found = needs.readable(conn, actor, one.vacancy_id)
        reference = needs.reference(conn, actor, one.vacancy_id)
        who = _authors(conn, found)
    texts = vault().reveal_all([each.text for each in found])
    return render_template(
        "selection/needs.html",
        vacancy=one,
        views=[(each, text) for each, text in zip(found, texts, strict=True)],
        who=who,
        reference=reference,
        terms=vault().reveal(reference.text) if reference else None,
        officer=actor.has(Role.SELECTION_OFFICER),
    )


@bp.route("/views/<uuid:view_id>/return", methods=["GET", "POST"])
@_officer
def send_back(vacancy_id: UUID, view_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)
        found = needs.readable(conn, current_actor(), one.vacancy_id)
    view = next((each for each in found if each.view_id == str(view_id)), None) or abort(404)
    form = ReturnForm().shown_with(view.version)
    return act(
        page.on(url_for(".views", vacancy_id=vacancy_id), one.vacancy_id, _("Views")),
        form,
        Page(
            heading=_("Return this view to its author?"),
            title=_("Return a view"),
            lead=_(
                "Return it if it speaks of a person. The panel reads it no more; its author reads "
                "why, and can correct it until the call closes."
            ),
            button=_("Return the view"),
            leave=_("Let it stand"),
        ),
        lambda: ReturnNeedsView(
            vacancy_id=one.vacancy_id,
            view_id=view.view_id,
            version=form.number,
            reason=vault().seal(needs.subject_of(view.view_id), form.reason.data or ""),
        ),
        said=_("The view is returned to its author."),
    )


@bp.route("/terms", methods=["GET", "POST"])
@_officer
def terms(vacancy_id: UUID) -> Answer:
    form = ReferenceForm()
    with engine().connect() as conn:
        one = vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)
        before = needs.reference(conn, current_actor(), one.vacancy_id)
    if before and not form.is_submitted():
        form.text.data = vault().reveal(before.text)
    return act(
        page.on(url_for(".views", vacancy_id=vacancy_id), one.vacancy_id, _("Views")),
        form,
        Page(
            heading=_("Terms of reference"),
            lead=_("The members of the panel and selection officers read them; nobody else does."),
            button=_("Save"),
        ),
        lambda: SetTermsOfReference(
            vacancy_id=one.vacancy_id,
            text=vault().seal(f"panel-{one.vacancy_id}", form.text.data or ""),
        ),
    )


def _mine(vacancy_id: UUID) -> tuple[Vacancy, Capacity]:
    """Return a vacancy with a call, and as what this person speaks; 404 otherwise."""
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
    return one, needs.capacity(current_actor(), one) or abort(404)


def _own(vacancy_id: UUID) -> tuple[Vacancy, View | None]:
    """Return a vacancy with a call, and the view that this person gave as whatever they were then.

    404 for whoever never gave one and may give none.
    """
    me = current_account().account_id
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
        view, gave = needs.own(conn, me, one.vacancy_id), needs.gave(conn, me, one.vacancy_id)
    if not gave and needs.capacity(current_actor(), one) is None:
        abort(404)
    return one, view


def _about(one: Vacancy) -> About:
    own = url_for("selection.needs.show", vacancy_id=one.vacancy_id)
    return replace(page.on(own, one.vacancy_id, _("My view")), erased=ERASED)


def _authors(conn: Connection, found: list[View]) -> dict[str, str]:
    """Return by view the name of the organisation, or of the holder, that lets itself be named."""
    named = [one for one in found if one.consent == "named"]
    people = accounts.by_ids(conn, {one.author_id for one in named})
    return {
        one.view_id: people[one.author_id].name
        if one.capacity == "holder"
        else people[one.author_id].organisation or ""
        for one in named
        if one.author_id in people
    }
