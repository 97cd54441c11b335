"""An organisation says which status it has: self-declared, until an officer checked it."""

from uuid import uuid4

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import accreditation, own
from portal.stakeholders.organisations.accreditation import Claim
from portal.stakeholders.organisations.forms import StatusForm
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_accreditation_commands import ClaimAccreditation

bp = Blueprint("ourstatus", __name__, url_prefix="/our-organisation/status")


@bp.route("", methods=["GET", "POST"])
@require(*own.FOCAL)
def claim() -> Answer:
    ours, form = own.registered(), StatusForm()
    if ours.entry is None or ours.entry.standing == "person":
        raise NotFound
    return act(
        own.about_ours(ours.organisation_id),
        form,
        Page(
            heading=gettext("Say which status we have"),
            lead=[
                gettext("A stakeholder officer compares it with the list within five days."),
                gettext(
                    "Until then it is self-declared and gives no right in meetings. Nothing else "
                    "depends on it: everybody can submit without a status."
                ),
            ],
            button=gettext("Send it to be checked"),
        ),
        lambda: _claim(ours.organisation_id, form),
        said=gettext("It is noted, and an officer checks it."),
    )


def _claim(organisation_id: str, form: StatusForm) -> ClaimAccreditation:
    scheme, _, status = (form.status.data or "").partition(":")
    told = Claim(scheme=scheme, status=status, document=form.document.data or "")
    subject = accreditation.subject_of(organisation_id)
    return ClaimAccreditation(
        organisation_id=organisation_id,
        claim_id=str(uuid4()),
        claim=vault().seal(subject, accreditation.written(told)),
    )
