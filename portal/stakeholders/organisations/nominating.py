"""Focal points at the register desk: designated, ended, suspended and reinstated by officers."""

from uuid import UUID

from flask import Blueprint, flash
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import joining, naming, opened, speaking
from portal.stakeholders.organisations.forms import ProposeForm, SuspendForm
from portal.stakeholders.organisations.hiding import kept_first
from portal.stakeholders.organisations.naming import record, speaker_or_404
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.speaking import Named, Speaker
from portal.web.accounts import account as accounts
from portal.web.accounts import focal
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act, onwards, shown
from portal.web.audit import entries
from portal.web.commands import Accepted
from portal.web.context import now
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.contracts.stakeholders_focal_point_commands import (
    DesignateFocalPoint,
    ReinstateFocalPoint,
    SuspendFocalPoint,
)
from shared.core.roles import Role

bp = Blueprint("focaldesk", __name__, url_prefix="/register-desk/<uuid:organisation_id>/people")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})


@bp.route("/propose", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("enter who speaks for an organisation"))
def propose(organisation_id: UUID) -> Answer:
    """Enter what a signed letter says; the person accepts as any other."""
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "confirmed" or profile is None:
        raise NotFound
    form = ProposeForm()
    form.offer(naming.people(entry.organisation_id))
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Enter a focal point from a signed letter"),
            lead=gettext("The person accepts before you designate them."),
            button=gettext("Propose this person"),
        ),
        lambda: naming.proposed(entry.organisation_id, form, by_letter=True),
        said=gettext("The person is asked to accept."),
    )


@bp.route("/<account_id>/designate", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("designate a focal point"))
def designate(organisation_id: UUID, account_id: str) -> Answer:
    """Designate, and give the role then; again, if that failed."""
    entry, profile = entry_or_404(organisation_id)
    speaker, named = _accepted(entry.organisation_id, account_id)
    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Designate this focal point?"),
            lead=gettext("The last day would be %(day)s.", day=day(named.last_day)),
            texts=[(None, speaker.account.name)],
            button=gettext("Designate"),
        ),
        lambda: DesignateFocalPoint(
            organisation_id=entry.organisation_id, focal_point_id=named.focal_point_id
        ),
        then=lambda: _give(speaker, named),
        said=gettext("The focal point is designated."),
    )


@bp.route("/<account_id>/end", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("end who speaks for an organisation"))
def end(organisation_id: UUID, account_id: str) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    about = opened.about(entry, profile)
    speaker = speaker_or_404(entry.organisation_id, account_id)
    return naming.ended(about, entry.organisation_id, speaker, to=about.address)


@bp.route("/<account_id>/suspend", methods=["GET", "POST"])
@require(*OFFICERS)
def suspend(organisation_id: UUID, account_id: str) -> Answer:
    """Take the access before the page answers. Of a dispute it is everybody's who speaks."""
    entry, profile = entry_or_404(organisation_id)
    about, form = opened.about(entry, profile), SuspendForm()
    this = speaker_or_404(entry.organisation_id, account_id)
    if not this.speaks:
        raise NotFound
    page = Page(
        heading=gettext("Suspend this focal point?"),
        lead=[
            gettext("Role, sessions and tokens end at once. Call the person on another channel."),
            gettext(
                "Where two claim to speak for the organisation, nobody does until the proof on "
                "file decides, and nothing is deleted."
            ),
            gettext("Invitations that nobody took up yet stop working, unless it is a dispute."),
            gettext("Another officer reinstates."),
        ],
        texts=[(None, this.account.name)],
        button=gettext("Suspend now"),
        tone="warning",
    )
    if not form.is_submitted():
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = None
    with engine().connect() as conn:
        found = speaking.speakers(conn, entry.organisation_id)
    all_ = form.reason.data == "disputed"
    for one in [one for one in found if one.speaks] if all_ else [this]:
        after = _suspend(entry.organisation_id, one, form) or after
    flash(gettext("The access is suspended."), "success")
    return onwards(about.address, after)


@bp.route("/<account_id>/reinstate", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("reinstate a focal point"))
def reinstate(organisation_id: UUID, account_id: str) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    speaker = speaker_or_404(entry.organisation_id, account_id)
    held, me = speaker.suspension, current_account().account_id
    if held is None or me in {held.by, account_id}:
        raise NotFound
    page = Page(
        heading=gettext("Reinstate this focal point?"),
        lead=gettext("Do so once the person was reached on another channel, or the proof decided."),
        texts=[(None, speaker.account.name)],
        button=gettext("Reinstate"),
    )
    about, form = opened.about(entry, profile), CommandForm()
    named = speaker.held
    if named is not None and named.step == "suspended":
        return act(
            about,
            form,
            page,
            lambda: ReinstateFocalPoint(
                organisation_id=named.organisation_id, focal_point_id=named.focal_point_id
            ),
            then=lambda: _restore(speaker),
            said=gettext("The focal point is reinstated."),
        )
    if not form.is_submitted():
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    _restore(speaker)
    return onwards(about.address, None)


def _suspend(organisation_id: str, speaker: Speaker, form: SuspendForm) -> str | None:
    named, reason = speaker.held, form.suspicion
    command = None
    if named is not None and named.step == "active":
        command = SuspendFocalPoint(
            organisation_id=named.organisation_id,
            focal_point_id=named.focal_point_id,
            reason=reason,
        )

    def take(conn: Connection) -> None:
        account = accounts.locked(conn, speaker.account.account_id)
        if account is None:
            return
        lines = focal.suspend(conn, account, reason, by=current_account().account_id, at=now())
        record(conn, speaker, entries.REVOCATION, lines)
        if reason != "disputed":
            joining.withdraw_invitations(conn, organisation_id)

    return kept_first(command, organisation_id, take)


def _restore(speaker: Speaker) -> Accepted | None:
    with engine().begin() as conn:
        account = accounts.locked(conn, speaker.account.account_id)
        if account is not None:
            record(conn, speaker, entries.GRANT, focal.reinstate(conn, account))
    return None


def _give(speaker: Speaker, named: Named) -> Accepted | None:
    with engine().begin() as conn:
        account = accounts.locked(conn, speaker.account.account_id)
        if account is not None:
            until = focal.end_of_day(named.last_day)
            record(conn, speaker, entries.GRANT, focal.give(conn, account, until))
    return None


def _accepted(organisation_id: str, account_id: str) -> tuple[Speaker, Named]:
    with engine().connect() as conn:
        found = speaking.speakers(conn, organisation_id)
    for one in found:
        if one.account.account_id == account_id and one.named and one.can_be_designated:
            return one, one.named
    raise NotFound
