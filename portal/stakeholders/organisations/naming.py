"""Focal points: proposed by the organisation, accepted by the person, ended by either side.

What ends an access is done before the page answers, in one commit with the command: role, sessions
and tokens are gone, whatever is down. The register hears of it when its service does.
"""

from collections.abc import Callable, Sequence
from uuid import uuid4

from flask import Blueprint, flash, url_for
from pydantic_core import to_json
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import asking, own, speaking
from portal.stakeholders.organisations.forms import ProposeForm
from portal.stakeholders.organisations.hiding import case_of, kept_first
from portal.stakeholders.organisations.speaking import Named, Speaker
from portal.web.accounts import account as accounts
from portal.web.accounts import acts, focal, programs, starting
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act, onwards, shown
from portal.web.audit import entries
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.contracts.stakeholders_focal_point_commands import (
    AcceptFocalPoint,
    EndFocalPoint,
    ProposeFocalPoint,
)
from shared.core.message import Sealed
from shared.core.roles import Role

bp = Blueprint("ourfocalpoints", __name__, url_prefix="/our-organisation/focal-points")
accepting = Blueprint("focalproposal", __name__, url_prefix="/our-organisation/proposal")

MEMBERS = (Role.NGO_MEMBER, Role.CONTACT_POINT)


@bp.route("/new", methods=["GET", "POST"])
@require(*own.FOCAL)
@fresh(lazy("propose who speaks for your organisation"))
def propose() -> Answer:
    ours = own.registered()
    if not ours.confirmed:
        raise NotFound
    form = ProposeForm()
    form.offer(people(ours.organisation_id))
    return act(
        own.about_ours(ours.organisation_id),
        form,
        Page(
            heading=gettext("Propose a focal point"),
            lead=[
                gettext("The person accepts, and a stakeholder officer designates them then."),
                gettext("It holds for 24 months at most. Several can speak for an organisation."),
                gettext("Somebody whose time ends is proposed again here."),
            ],
            button=gettext("Propose this person"),
        ),
        lambda: proposed(ours.organisation_id, form, by_letter=False),
        said=gettext("The person is asked to accept."),
    )


@bp.route("/<account_id>/end", methods=["GET", "POST"])
@require(*own.FOCAL)
@fresh(lazy("end who speaks for your organisation"))
def end(account_id: str) -> Answer:
    ours = own.registered()
    speaker = speaker_or_404(ours.organisation_id, account_id)
    about = own.about_ours(ours.organisation_id)
    themselves = account_id == current_account().account_id
    return ended(
        about,
        ours.organisation_id,
        speaker,
        to=url_for("home.index") if themselves else about.address,
    )


@accepting.get("")
@require(*MEMBERS)
def proposal() -> str:
    named = _mine()
    return shown(_about(named), CommandForm(formdata=None), _accept_page(named))


@accepting.post("")
@require(*MEMBERS)
def accept() -> Answer:
    named = _mine()
    return act(
        _about(named),
        CommandForm(),
        _accept_page(named),
        lambda: AcceptFocalPoint(
            organisation_id=named.organisation_id, focal_point_id=named.focal_point_id
        ),
        to=url_for("home.index"),
        said=gettext("You accepted. A stakeholder officer designates you now."),
    )


@accepting.route("/decline", methods=["GET", "POST"])
@require(*MEMBERS)
def decline() -> Answer:
    named = _mine()
    return act(
        _about(named),
        CommandForm(),
        Page(
            heading=gettext("Do you not want to speak for your organisation?"),
            lead=gettext("You stay a member. You need not say why."),
            button=gettext("Decline"),
        ),
        lambda: EndFocalPoint(
            organisation_id=named.organisation_id, focal_point_id=named.focal_point_id
        ),
        to=url_for("home.index"),
        said=gettext("You declined."),
    )


def proposed(organisation_id: str, form: ProposeForm, *, by_letter: bool) -> ProposeFocalPoint:
    return ProposeFocalPoint(
        organisation_id=organisation_id,
        focal_point_id=str(uuid4()),
        account_id=form.person.data or "",
        about=_about_person(organisation_id, form),
        by_letter=by_letter,
        last_day=given(form.last_day),
    )


def speaker_or_404(organisation_id: str, account_id: str) -> Speaker:
    """Return this person, who speaks for the organisation now."""
    with engine().connect() as conn:
        found = speaking.speakers(conn, organisation_id)
    one = next((one for one in found if one.account.account_id == account_id), None)
    if one is None or not (one.speaks or one.suspension):
        raise NotFound
    return one


def ended(about: About, organisation_id: str, speaker: Speaker, *, to: str) -> Answer:
    """End the access before the page answers."""
    form = CommandForm()
    with engine().connect() as conn:
        theirs = [one.label for one in programs.of_account(conn, speaker.account.account_id)]
    page = Page(
        heading=gettext("Is this person no focal point any more?"),
        lead=[
            gettext(
                "The role, the sessions and the tokens end at once. The person stays a member."
            ),
            gettext("Seats that this person asked for others can be handed on before or after."),
            *(
                [
                    gettext(
                        "These programs stop at once, and another focal point makes new tokens:"
                    ),
                    *theirs,
                ]
                if theirs
                else []
            ),
        ],
        texts=[(None, speaker.account.name)],
        button=gettext("End it now"),
        tone="warning",
        leave=gettext("Back without ending it"),
    )
    if not form.is_submitted():
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = kept_first(_end_of(speaker), organisation_id, taking(speaker))
    flash(gettext("The access is ended."), "success")
    return onwards(to, after if to == about.address else None)


def taking(speaker: Speaker) -> Callable[[Connection], None]:
    """Return what takes the access in an open transaction, and puts that on record."""

    def take(conn: Connection) -> None:
        account = accounts.locked(conn, speaker.account.account_id)
        if account is None:
            return
        record(conn, speaker, entries.REVOCATION, focal.end(conn, account))
        if not account.begun:
            starting.withdraw(conn, account.account_id)

    return take


def record(conn: Connection, speaker: Speaker, what: str, lines: Sequence[str]) -> None:
    """Put on record what was given or taken; nothing may have been."""
    if lines:
        acts.record(conn, what, f"account-{speaker.account.account_id}", lines)


def people(organisation_id: str) -> dict[str, str]:
    """Return who can be proposed: members who began, and focal points, whose time is renewed."""
    with engine().connect() as conn:
        found = speaking.speakers(conn, organisation_id)
    return {
        one.account.account_id: one.account.name
        for one in found
        if one.account.begun and one.account.has(*MEMBERS) and not one.suspension
    }


def _end_of(speaker: Speaker) -> EndFocalPoint | None:
    """Return what tells the register; None for an access that is older than it."""
    named = speaker.held or speaker.named
    if named is None or named.step == "ended":
        return None
    return EndFocalPoint(organisation_id=named.organisation_id, focal_point_id=named.focal_point_id)


def _mine() -> Named:
    with engine().connect() as conn:
        found = speaking.proposal_to(conn, current_account().account_id)
    if found is None:
        raise NotFound
    return found


def _about(named: Named) -> About:
    return About(
        address=url_for("home.index"),
        case=case_of(named.organisation_id),
        back=gettext("Back to the front page"),
        waits=False,
    )


def _accept_page(named: Named) -> Page:
    return Page(
        heading=gettext("Do you want to speak for your organisation?"),
        lead=[
            gettext(
                "A focal point decides who sees the organisation, lets members in, and makes "
                "the tokens of its programs."
            ),
            gettext("The last day would be %(day)s.", day=day(named.last_day)),
        ],
        button=gettext("I accept"),
        template="organisations/proposal.html",
    )


def _about_person(organisation_id: str, form: ProposeForm) -> Sealed:
    """Seal it under the key of the organisation: one erasure takes it."""
    told = {"role": form.role.data or "", "proof": form.proof.data or ""}
    return vault().seal(asking.subject_of(organisation_id), to_json(told).decode())
