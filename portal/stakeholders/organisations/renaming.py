"""Another name of a confirmed organisation: it proposes, an officer of another one decides (O8)."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import asking, laws, opened, own
from portal.stakeholders.organisations.forms import RefuseNameForm
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.pending import Renamed, renamed
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Organisation
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_naming_commands import (
    ConfirmOrganisationName,
    DropOrganisationName,
)
from shared.core.roles import Role
from shared.reference.organisations import OWN, fingerprint

bp = Blueprint("ourname", __name__, url_prefix="/our-organisation/name/<uuid:name_id>")
desk = Blueprint(
    "namedesk", __name__, url_prefix="/register-desk/<uuid:organisation_id>/name/<uuid:name_id>"
)

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})


@bp.route("/take-back", methods=["GET", "POST"])
@require(*own.FOCAL)
def take_back(name_id: UUID) -> Answer:
    ours = own.registered()
    this = _or_404(name_id, ours.entry, ours.profile)
    return act(
        own.about_ours(ours.organisation_id),
        CommandForm(),
        Page(
            heading=gettext("Take the new name back?"),
            lead=gettext("Your entry keeps the name that it has."),
            texts=this.texts,
            button=gettext("Take it back"),
            leave=gettext("Keep it"),
        ),
        lambda: DropOrganisationName(
            organisation_id=ours.organisation_id, proposal_id=this.name_id, code=OWN
        ),
        said=gettext("The new name is taken back."),
    )


@desk.route("/confirm", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("confirm the name of an organisation"))
def confirm(organisation_id: UUID, name_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    this = _or_404(name_id, entry, profile)

    def command() -> ConfirmOrganisationName:
        laws.let_be_named(entry, this.before, this.after)
        return ConfirmOrganisationName(
            organisation_id=entry.organisation_id,
            proposal_id=this.name_id,
            profile=asking.sealed(entry.organisation_id, this.after),
            seen=fingerprint(entry.sealed),
        )

    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Confirm this name?"),
            lead=[
                gettext("Its focal point proposed it. Look at the proof on file first."),
                gettext("Where everybody sees the entry, they read the new name at once."),
            ],
            texts=this.texts,
            button=gettext("Confirm the name"),
            leave=gettext("Back without confirming"),
        ),
        command,
        said=gettext("The name is confirmed."),
    )


@desk.route("/refuse", methods=["GET", "POST"])
@require(*OFFICERS)
def refuse(organisation_id: UUID, name_id: UUID) -> Answer:
    """Refuse it; one that was erased waits for nobody else, and goes in the same way."""
    entry, profile = entry_or_404(organisation_id)
    this, form = renamed(entry, profile), RefuseNameForm()
    if entry.name_step != "proposed" or entry.name_id != str(name_id):
        raise NotFound
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Refuse this name?"),
            lead=gettext("The entry keeps the name that it has. Another one can be proposed."),
            texts=this.texts if this else [],
            button=gettext("Refuse the name"),
            leave=gettext("Back without doing it"),
            tone="warning",
        ),
        lambda: DropOrganisationName(
            organisation_id=entry.organisation_id,
            proposal_id=str(name_id),
            code=form.code.data or "",
        ),
        said=gettext("The name is refused."),
    )


def _or_404(name_id: UUID, entry: Organisation | None, profile: Profile | None) -> Renamed:
    """Return the name of this address: a page that stayed open decides about no other one."""
    found = renamed(entry, profile)
    if found is None or found.name_id != str(name_id):
        raise NotFound
    return found
