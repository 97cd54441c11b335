"""Entering an affiliate of an organisation, and taking it off: by itself, or by an officer."""

from functools import partial
from typing import Final
from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import asking, opened, own, words
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.affiliates import AffiliateForm, shown
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Organisation
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_organisation_commands import RenameOrganisation
from shared.contracts.stakeholders_organisations import Provenance
from shared.core.roles import Role
from shared.reference.organisations import fingerprint

bp = Blueprint("ouraffiliates", __name__, url_prefix="/our-organisation/affiliates")
desk = Blueprint(
    "affiliatesdesk", __name__, url_prefix="/register-desk/<uuid:organisation_id>/affiliates"
)

OFFICERS: Final = frozenset({Role.STAKEHOLDER_OFFICER})


@bp.route("/new", methods=["GET", "POST"])
@require(*own.FOCAL)
def add() -> Answer:
    here, profile = _ours()
    return _added(own.about_ours(here.organisation_id), here, profile, "self")


@bp.route("/<uuid:affiliate_id>/remove", methods=["GET", "POST"])
@require(*own.FOCAL)
def remove(affiliate_id: UUID) -> Answer:
    here, profile = _ours()
    return _removed(own.about_ours(here.organisation_id), here, profile, "self", str(affiliate_id))


@desk.route("/new", methods=["GET", "POST"])
@require(*OFFICERS)
def enter(organisation_id: UUID) -> Answer:
    about, here, profile = _theirs(organisation_id)
    return _added(about, here, profile, "officer")


@desk.route("/<uuid:affiliate_id>/remove", methods=["GET", "POST"])
@require(*OFFICERS)
def strike(organisation_id: UUID, affiliate_id: UUID) -> Answer:
    about, here, profile = _theirs(organisation_id)
    return _removed(about, here, profile, "officer", str(affiliate_id))


def _ours() -> tuple[Organisation, Profile]:
    ours = own.registered()
    if ours.entry is None or ours.profile is None:
        raise NotFound
    return ours.entry, ours.profile


def _theirs(organisation_id: UUID) -> tuple[About, Organisation, Profile]:
    entry, profile = opened.entry_or_404(organisation_id)
    if entry.stage not in {"claimed", "confirmed"} or profile is None:
        raise NotFound
    return opened.about(entry, profile), entry, profile


def _added(about: About, here: Organisation, profile: Profile, by: Provenance) -> Answer:
    form = AffiliateForm(here.organisation_id, by)
    if _number(here, profile, by) >= words.MOST_AFFILIATES:
        raise NotFound
    return act(
        about,
        form,
        Page(
            heading=gettext("Enter an affiliate"),
            lead=gettext(
                "Only its focal points and stakeholder officers read it. It is never published."
            ),
            button=gettext("Keep the affiliate"),
        ),
        lambda: _asks(here, profiles.affiliated(profile, form.affiliate)),
        said=gettext("The affiliate is kept."),
    )


def _number(here: Organisation, profile: Profile, by: Provenance) -> int:
    """Return how many affiliates count: those of which this reader may know."""
    every = profile.affiliates
    return len(every if by == "officer" else shown(here.organisation_id, profile, by))


def _removed(
    about: About, here: Organisation, profile: Profile, by: Provenance, affiliate_id: str
) -> Answer:
    known = shown(here.organisation_id, profile, by)
    this = next((one for one in known if one.affiliate_id == affiliate_id), None)
    if this is None:
        raise NotFound
    return act(
        about,
        CommandForm(),
        Page(
            heading=gettext("Take this affiliate off the entry?"),
            lead=gettext("If it was an affiliate until some day, enter it again with that day."),
            texts=[(None, this.name)],
            button=gettext("Take it off"),
            leave=gettext("Keep it"),
        ),
        partial(_asks, here, profiles.parted(profile, affiliate_id)),
        said=gettext("The affiliate is taken off."),
    )


def _asks(here: Organisation, after: Profile) -> RenameOrganisation:
    """Ask for it as the entry that was read: nobody loses what another one enters meanwhile."""
    return RenameOrganisation(
        organisation_id=here.organisation_id,
        profile=asking.sealed(here.organisation_id, after),
        seen=fingerprint(here.sealed),
    )
