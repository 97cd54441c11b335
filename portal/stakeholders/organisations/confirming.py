"""An organisation says that its entry is right: so it stays awake, or wakes (O7)."""

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import own
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_dormancy_commands import ConfirmOrganisationData

bp = Blueprint("ourdata", __name__, url_prefix="/our-organisation/data")


@bp.route("", methods=["GET", "POST"])
@require(*own.FOCAL)
def confirm() -> Answer:
    ours = own.registered()
    if not ours.confirmed:
        raise NotFound
    return act(
        own.about_ours(ours.organisation_id),
        CommandForm(),
        Page(
            heading=gettext("Is our entry right?"),
            lead=[
                gettext("Read it on the page before. If something is wrong, change it there."),
                gettext(
                    "An entry that nobody confirms for 24 months becomes dormant: notices of "
                    "reports stop, and nothing else changes."
                ),
            ],
            button=gettext("It is right"),
            leave=gettext("Back without confirming"),
        ),
        lambda: ConfirmOrganisationData(organisation_id=ours.organisation_id),
        said=gettext("Your entry is confirmed."),
    )
