"""Reprisal cases in numbers: what the Committee reads of them, and nothing else."""

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.followup.reprisals import counting, words
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from shared.core.roles import Role
from shared.reference.reprisals import SHUT

bp = Blueprint("reprisalnumbers", __name__, url_prefix="/reprisals-in-numbers")
READERS = frozenset({Role.COORDINATION_COMMITTEE})


@bp.get("")
@require(*READERS)
def index() -> str:
    if current_actor().has(*SHUT):
        raise NotFound
    with engine().connect() as conn:
        years = counting.over(conn, today())
    return htmx.render(
        "reprisals/numbers.html",
        block="content",
        years=years,
        tables=words.TABLES,
    )
