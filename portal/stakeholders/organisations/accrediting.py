"""An officer records what was decided about an organisation, and checks what it says of itself."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import accreditation, accreditations, opened, words
from portal.stakeholders.organisations.accredited import records_of
from portal.stakeholders.organisations.forms import CheckForm, RecordForm
from portal.stakeholders.organisations.opened import entry_or_404
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act, shown
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_accreditation_commands import CheckAccreditationClaim
from shared.core.roles import Role

bp = Blueprint("accrediting", __name__, url_prefix="/register-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})


@bp.route("/<uuid:organisation_id>/accreditation", methods=["GET", "POST"])
@require(*OFFICERS)
def record(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage not in {"claimed", "confirmed"} or entry.standing == "person":
        raise NotFound
    about, form = opened.about(entry, profile), RecordForm()
    form.offer(records_of(entry.organisation_id))
    page = Page(
        heading=gettext("Record an accreditation"),
        lead=[
            gettext("Nothing is ever taken out: what was wrong is corrected by another record."),
            gettext("A status is never needed to submit, to be registered or to get notices."),
        ],
        button=gettext("Record it"),
    )
    if request.method == "POST" and form.validate():
        told = form.record(entry.organisation_id)
        if not form.sound(told):
            return shown(about, form, page), 422
    return act(
        about,
        form,
        page,
        lambda: accreditation.command(
            entry.organisation_id, form.record(entry.organisation_id), "officer"
        ),
        said=gettext("The accreditation is recorded."),
    )


@bp.route("/<uuid:organisation_id>/claims/<uuid:claim_id>", methods=["GET", "POST"])
@require(*OFFICERS)
def check(organisation_id: UUID, claim_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    with engine().connect() as conn:
        waiting = accreditations.to_check(conn, entry.organisation_id)
    this = next((one for one in waiting if one.claim_id == str(claim_id)), None)
    if this is None:
        raise NotFound
    text = vault().reveal(this.sealed)
    claim = accreditation.claim_of(text) if text else None
    form = CheckForm()
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Check the status that it claims"),
            lead=[
                f"{words.SCHEMES[claim.scheme]}: {words.STATUSES[claim.status]}",
                gettext("Until this is checked it is self-declared, and gives no right."),
                gettext("If it is on the list, record it first, with its document."),
            ]
            if claim
            else "",
            texts=[(str(words.RECORD["document"]), claim.document)]
            if claim and claim.document
            else (),
            button=gettext("Keep the answer"),
        ),
        lambda: CheckAccreditationClaim(
            organisation_id=entry.organisation_id,
            claim_id=this.claim_id,
            found=form.found.data == "yes",
        ),
        said=gettext("It is checked."),
    )
