"""The version for partners, as a partner of the mission reads it while it is admitted (E.10, R19).

The last one that stands, with who reads it across each page. Everything else answers 404. It was
compared when it was issued, and is not for partners: see ``tells_now``.
"""

from uuid import UUID

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.followup.partners import found as partners
from portal.followup.partners.queries import Partner
from portal.homes.dossiers import paper, queries
from portal.homes.dossiers.queries import Assessment, Version
from portal.homes.dossiers.views import of_version, pressed
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.context import now
from portal.web.db import engine

bp = Blueprint("mydossiers", __name__, url_prefix="/my-visits/<uuid:partner_id>/assessment")


@bp.get("")
@require(*queries.ADMITTED)
def show(partner_id: UUID) -> str:
    this = partners.mine(partner_id)
    one, version = _last(this)
    return of_version("dossiers/mine.html", one, version, partner=this)


@bp.get("/pdf")
@require(*queries.ADMITTED)
def pdf(partner_id: UUID) -> Response:
    this = partners.mine(partner_id)
    one, version = _last(this)

    def again(no: object) -> str:
        return of_version("dossiers/mine.html", one, version, partner=this, not_set=no)

    return pressed(one, version, paper.read_by(current_account().name, now()), again)


def _last(this: Partner) -> tuple[Assessment, Version]:
    with engine().connect() as conn:
        one = queries.of_partner(conn, current_actor(), this)
        version = queries.last(conn, one, "partners", None) if one else None
    if one is None or version is None:
        raise NotFound
    return one, version


@bp.app_template_global()
def assessed_for(this: Partner) -> bool:
    """Whether a version for partners stands that this person reads."""
    with engine().connect() as conn:
        one = queries.of_partner(conn, current_actor(), this)
        return one is not None and bool(queries.numbers(conn, one))
