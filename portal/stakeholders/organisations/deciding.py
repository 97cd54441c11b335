"""What a stakeholder officer decides about one entry: confirmed, refused, hidden, dissolved."""

from uuid import UUID

from flask import flash, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.stakeholders.organisations import (
    asking,
    desk,
    joining,
    laws,
    opened,
    own,
    public,
    queries,
)
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.desk import OFFICERS
from portal.stakeholders.organisations.forms import FlagForm, ProfileForm, RefuseForm, SeenForm
from portal.stakeholders.organisations.hiding import at_once
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Organisation
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act, onwards, shown
from portal.web.commands import Accepted
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_organisation_commands import (
    ClearRiskFlag,
    ConfirmOrganisation,
    DissolveOrganisation,
    HideOrganisation,
    RefuseRegistration,
    RenameOrganisation,
    RestoreOrganisation,
)
from shared.contracts.stakeholders_organisations import Visibility
from shared.reference.organisations import fingerprint

bp = desk.bp


@bp.route("/<uuid:organisation_id>/confirm", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("confirm an organisation"))
def confirm(organisation_id: UUID) -> Answer:
    """Confirm it. Once that is done, its first focal point gets an account; again, if it failed."""
    entry, profile = entry_or_404(organisation_id)
    if entry.stage not in {"claimed", "confirmed"} or profile is None:
        raise NotFound
    first = entry.standing != "registered" and entry.proposed_by is None
    final = entry.stage == "confirmed" or not first
    form = SeenForm()
    seen = form.show(entry.sealed)
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Confirm this organisation?"),
            lead=gettext("Another stakeholder officer confirms it after you.")
            if first
            else gettext(
                "It is in the register then, hidden, and its focal point gets an account."
            ),
            texts=[(label, value) for _, label, value in public.lines(profile)],
            button=gettext("Confirm"),
            leave=gettext("Back without confirming"),
        ),
        lambda: ConfirmOrganisation(organisation_id=entry.organisation_id, seen=seen),
        then=lambda: _welcome(entry, profile) if final else None,
        said=gettext("It is confirmed.") if final else gettext("It waits for another officer."),
    )


@bp.route("/<uuid:organisation_id>/refuse", methods=["GET", "POST"])
@require(*OFFICERS)
def refuse(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "claimed":
        raise NotFound
    form = RefuseForm()
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Do not take it into the register?"),
            lead=gettext("Views or status are never a reason. It can apply again."),
            button=gettext("Refuse"),
            tone="warning",
        ),
        lambda: RefuseRegistration(
            organisation_id=entry.organisation_id, code=form.code.data or ""
        ),
        said=gettext("The registration is refused."),
    )


@bp.route("/<uuid:organisation_id>/change", methods=["GET", "POST"])
@require(*OFFICERS)
def change(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage not in {"claimed", "confirmed"} or profile is None:
        raise NotFound
    form = ProfileForm()
    if request.method == "GET":
        form.fill(profile)

    def command() -> RenameOrganisation:
        after = profiles.changed(profile, form.given, "officer")
        laws.let_be_named(entry, profile, after)
        return RenameOrganisation(
            organisation_id=entry.organisation_id,
            profile=asking.sealed(entry.organisation_id, after),
            seen=fingerprint(entry.sealed),
        )

    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Change the entry"),
            lead=gettext(
                "The entry says of each field that you change that an officer entered it."
            ),
            button=gettext("Keep the changes"),
        ),
        command,
        said=gettext("The changes are kept."),
    )


@bp.post("/<uuid:organisation_id>/hide")
@bp.post("/<uuid:organisation_id>/hide/<any(sealed):keeps>")
@require(*OFFICERS)
def hide(organisation_id: UUID, keeps: Visibility = "closed") -> Response:
    entry, profile = entry_or_404(organisation_id, follow=True)
    after = at_once(HideOrganisation(organisation_id=entry.organisation_id, visibility=keeps))
    flash(
        gettext("It is hidden. Nobody finds it any more.")
        if keeps == "closed"
        else gettext("It is sealed. Its own people and the stakeholder officers alone find it."),
        "success",
    )
    return onwards(opened.about(entry, profile).address, after)


@bp.route("/<uuid:organisation_id>/flag", methods=["GET", "POST"])
@require(*OFFICERS)
def flag(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id, follow=True)
    form, about = FlagForm(), opened.about(entry, profile)
    page = Page(
        heading=gettext("Raise a risk flag"),
        lead=gettext("The organisation is hidden at once. Two officers clear a flag."),
        button=gettext("Raise it and hide the organisation"),
        tone="warning",
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = at_once(own.raised(entry.organisation_id, form))
    flash(gettext("The flag is raised, and the organisation is hidden."), "success")
    return onwards(about.address, after)


@bp.route("/<uuid:organisation_id>/flags/<uuid:flag_id>/clear", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("clear a risk flag"))
def clear(organisation_id: UUID, flag_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    with engine().connect() as conn:
        flags = queries.flags_of(conn, entry.organisation_id)
    if str(flag_id) not in {one.flag_id for one in flags}:
        raise NotFound
    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Is this risk over?"),
            lead=gettext(
                "Two officers say so, one after the other. The organisation stays hidden until it "
                "asks to be seen itself."
            ),
            button=gettext("It is over"),
        ),
        lambda: ClearRiskFlag(organisation_id=entry.organisation_id, flag_id=str(flag_id)),
        said=gettext("It is noted."),
    )


@bp.route("/<uuid:organisation_id>/dissolved", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("record that an organisation was dissolved"))
def dissolve(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "confirmed":
        raise NotFound
    form, about = CommandForm(), opened.about(entry, profile)
    page = Page(
        heading=gettext("Was it dissolved?"),
        lead=gettext("Its entry is hidden at once, and nobody is its focal point any more."),
        button=gettext("Record that it was dissolved"),
        tone="warning",
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = at_once(
        DissolveOrganisation(organisation_id=entry.organisation_id),
        also=lambda conn: joining.end_focal_points(conn, entry.organisation_id),
    )
    flash(gettext("It is recorded as dissolved."), "success")
    return onwards(about.address, after)


@bp.route("/<uuid:organisation_id>/not-dissolved", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("record that an organisation was not dissolved"))
def restore(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "dissolved":
        raise NotFound
    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Was it not dissolved?"),
            lead=gettext(
                "It is in the register again, hidden. Its focal points stay ended: designate "
                "somebody from a signed letter."
            ),
            button=gettext("Take it back into the register"),
            leave=gettext("Back without changing it"),
        ),
        lambda: RestoreOrganisation(organisation_id=entry.organisation_id),
        said=gettext("It is in the register again."),
    )


def _welcome(entry: Organisation, profile: Profile) -> Accepted | None:
    contact = vault().identity(asking.subject_of(entry.organisation_id))
    with engine().begin() as conn:
        if joining.people(conn, entry.organisation_id):
            return None  # it had accounts before the register, or has one by now
        if not contact:
            flash(
                gettext(
                    "No account was made: the entry has no address on file. An administrator can "
                    "make an account that speaks for this organisation."
                )
            )
        elif not joining.welcome(conn, entry.organisation_id, profile, contact):
            flash(
                gettext(
                    "No account was made: the address has one already. An administrator can let "
                    "that account speak for this organisation."
                )
            )
    return None
