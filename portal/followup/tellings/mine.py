"""What was told to a partner on its own page, and to whoever comes back to a contribution."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.followup.inputs.queries import Contribution
from portal.followup.partners import found as partners
from portal.followup.partners.queries import ADMITTED, Partner
from portal.followup.tellings import queries
from portal.followup.tellings.showing import Told, opened
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.db import engine
from portal.web.i18n import names

bp = Blueprint("mytellings", __name__, url_prefix="/my-visits/<uuid:partner_id>/told")


@bp.get("")
@require(*ADMITTED)
def show(partner_id: UUID) -> str:
    this = partners.mine(partner_id)
    with engine().connect() as conn:
        one = queries.to_partner(conn, this) if this.open else None
    if one is None:
        raise NotFound
    return htmx.render(
        "tellings/told.html",
        block="content",
        one=this,
        told=opened(one),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.app_template_global()
def told_to_partner(this: Partner) -> bool:
    """Whether a partner whose page is open was told what comes next."""
    with engine().connect() as conn:
        return queries.to_partner(conn, this) is not None


@bp.app_template_global()
def told_to_sender(one: Contribution) -> Told | None:
    """Return what those are told who sent a contribution to the mandate of this one."""
    with engine().connect() as conn:
        telling = queries.to_sender(conn, one.mission_id, one.mandate)
    return None if telling is None else opened(telling)
