"""After a split: where each person of the organisation goes, by their own choice."""

from uuid import UUID

from flask import Blueprint, flash, url_for
from werkzeug.exceptions import NotFound

from portal.stakeholders.moving import parted
from portal.stakeholders.moving.forms import WhereForm
from portal.stakeholders.organisations import choices, own
from portal.stakeholders.organisations.choices import Choice
from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.naming import MEMBERS
from portal.web.accounts import programs
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, onwards, shown
from portal.web.context import now
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role
from shared.reference.organisations import register_id

bp = Blueprint("choosing", __name__, url_prefix="/our-organisation")


@bp.route("/where-to/<uuid:split_id>", methods=["GET", "POST"])
@require(*MEMBERS, Role.FOCAL_POINT)
@fresh(lazy("choose to which organisation you go"))
def where_to(split_id: UUID) -> Answer:
    account, choice = current_account(), _mine_or_404(split_id)
    form, about = WhereForm(), _about(choice.split.organisation_id)
    names = parted.names_of(choices.places(choice.split, account, now()))
    form.offer(names)
    page = _page(account, choice, names)
    if not form.is_submitted():
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    to_id = form.to.data or ""
    with engine().begin() as conn:
        first = choices.choose(conn, choice, to_id, now())
        if first:
            choices.go(conn, choice, to_id, code=to_id, name=names[to_id], at=now())
    flash(
        gettext("You are of this organisation now.")
        if first
        else gettext("It is noted. A focal point of that organisation lets you in."),
        "success",
    )
    return onwards(about.address, None)


@bp.route("/arrivals/<uuid:split_id>/<account_id>", methods=["GET", "POST"])
@require(Role.FOCAL_POINT)
@fresh(lazy("let somebody see what your organisation submits"))
def let_in(split_id: UUID, account_id: str) -> Answer:
    """As with an invitation: who reads what was filed here is for its focal points to decide."""
    account, form = current_account(), CommandForm()
    here = register_id(account.organisation_id or "")
    with engine().connect() as conn:
        found = [
            (choice, person)
            for choice, person in choices.come(conn, here, now())
            if (choice.split.split_id, person.account_id) == (str(split_id), account_id)
        ]
    if not found:
        raise NotFound
    choice, person = found[0]
    about = own.about_ours(here)
    lead = [gettext("The person reads and follows what your organisation submits.")]
    if person.has(Role.FOCAL_POINT):
        lead.append(gettext("The person is a focal point, and speaks for your organisation then."))
    page = Page(
        heading=gettext("Let this person in?"),
        lead=lead,
        texts=[(None, person.name)],
        button=gettext("Let the person in"),
        leave=gettext("Back without deciding"),
    )
    if not form.is_submitted():
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    with engine().begin() as conn:
        code, name = account.organisation_id or "", account.organisation or ""
        choices.go(conn, choice, here, code=code, name=name, at=now())
    flash(gettext("The person is of your organisation now."), "success")
    return onwards(about.address, None)


def _page(account: Account, choice: Choice, names: dict[str, str]) -> Page:
    with engine().connect() as conn:
        theirs = [one.label for one in programs.of_account(conn, account.account_id)]
    waits = names.get(choice.waits_for or "")
    undone = choice.split.step == "undone"
    return Page(
        heading=gettext("Do you want to come back to your organisation?")
        if undone
        else gettext("Your organisation was split: where do you go?"),
        lead=[
            gettext("You keep what you submitted yourself, and your drafts."),
            gettext("You no longer read what others of your organisation of now submitted."),
            gettext("Seats and speaking slots that you have stay as they are."),
            *([gettext("These programs stop at once:"), *theirs] if theirs else []),
            *([gettext("You wait to be let in by:"), waits] if waits else []),
        ],
        button=gettext("Go there"),
        leave=gettext("Stay where I am"),
        warning=gettext("To come back later, you are let in by a focal point."),
    )


def _mine_or_404(split_id: UUID) -> Choice:
    with engine().connect() as conn:
        found = choices.of(conn, current_account(), now())
    for one in found:
        if one.split.split_id == str(split_id):
            return one
    raise NotFound


def _about(organisation_id: str) -> About:
    speaks = current_account().has(Role.FOCAL_POINT)
    return About(
        address=url_for("ourorganisation.index" if speaks else "home.index"),
        case=case_of(organisation_id),
        back=gettext("Our organisation") if speaks else gettext("Back to the front page"),
        waits=False,
    )
