"""The desk of the registry: renewals that are due, seats that are vacant, who services what."""

from flask import Blueprint

from portal.stakeholders import kits, queries, registry, servicing
from portal.stakeholders.queries import WRITERS
from portal.stakeholders.words import SEATS
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.names import mandate as mandate_name

bp = Blueprint("registry", __name__, url_prefix="/mandates")


@bp.get("/desk")
@require(*WRITERS)
def index() -> str:
    on = today()
    with engine().connect() as conn:
        records = registry.records(conn)
        chains = queries.chains(conn, queries.of_kind(""), on)
        unserviced = servicing.unserviced(conn, on)
        new = kits.all_under_way(conn, on)
    every = records.values()
    return htmx.render(
        "stakeholders/desk.html",
        block="content",
        due=[one for one in every if one.due(on)],
        vacant=[(chain, seat) for chain in chains for seat in chain.seats if seat.vacant_since],
        confirm=[one for one in every if one.perhaps_merged_with and not one.ended_on],
        undated=[one for one in every if not (one.until or one.open_ended or one.ended_on)],
        unserviced=len(unserviced),
        red=[(one, len(red)) for one in new if (red := one.red(on))],
        seats=SEATS,
        mandate_name=mandate_name,
    )
