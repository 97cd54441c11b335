"""The status of a partner, on the page of the partners of its mission."""

from flask import Blueprint

from portal.followup.missions.queries import Mission
from portal.followup.partners.queries import Partner
from portal.homes.partnerstatus import queries, words
from portal.web.db import engine
from portal.web.presentation import day
from shared.core.geneva import day_of

bp = Blueprint("partnerstatus", __name__)


@bp.app_template_global()
def status_of_partner(one: Mission, this: Partner) -> list[tuple[str, str]]:
    """Return what became of a partner, with its day. Its page has asked who looks."""
    with engine().connect() as conn:
        found = queries.of_partner(conn, this.kind, this.who, one.state)
    return [(str(words.STATUS[each.what]), day(day_of(each.at))) for each in found]
