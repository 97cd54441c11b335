"""Our organisation at a glance: what is a non-governmental organisation's own, on one page.

It is ``board`` with its cases and the recommendations that it follows. Who has another role as well
reads no more by it here.
"""

from dataclasses import replace
from typing import Final

from flask import Blueprint

from portal.casefile.submissions import queries as cases
from portal.followup.incidents import words as of_incidents
from portal.followup.recommendations import words as of_recommendations
from portal.followup.recommendations.opened import texts_of
from portal.followup.rounds import words as of_rounds
from portal.homes.institution import board
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from shared.core.roles import Role
from shared.reference import mandate_acronym

bp = Blueprint("ourglance", __name__, url_prefix="/our-overview")

ORGANISATION: Final = Role.NGO_MEMBER


@bp.get("")
@require(ORGANISATION)
def index() -> str:
    person = current_actor()
    actor = replace(person, roles=person.roles & {ORGANISATION})
    with engine().connect() as conn:
        filed = cases.lines(conn, actor).shown
        followed = board.followed(conn, actor)
        parts = board.of(conn, actor, today())
    texts = map(of_recommendations.short, texts_of(followed))
    return htmx.render(
        "institution/organisation.html",
        block="content",
        filed=paging.part(filed, "cases", size=board.FEW),
        followed=followed.of(zip(followed, texts, strict=True)),
        recommendation_words=of_recommendations,
        board=parts,
        **words(),
    )


def words() -> dict[str, object]:
    """Return what the parts of the board are said in."""
    return {
        "round_words": of_rounds,
        "incident_words": of_incidents,
        "acronym": mandate_acronym,
        "state_name": names.recipient,
        "mandate_name": names.mandate,
    }
