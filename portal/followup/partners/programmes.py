"""What a Government reads of visits to its State: the programme exchanged with it (VR6).

What it writes is in ``portal.followup.proposals``.
"""

from itertools import groupby
from typing import Final
from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.followup.missions.read_model import missions
from portal.followup.partners import queries, words
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names

bp = Blueprint("visitprogrammes", __name__, url_prefix="/visit-programmes")

_government = require(queries.GOVERNMENT)
_AT_ONCE: Final = 25


@bp.get("")
@_government
def index() -> str:
    with engine().connect() as conn:
        query = queries.of_state(current_actor())
        some = paging.cut(conn, query, "programmes", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "partners/programmes.html",
        block="content",
        programmes=some,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:mission_id>")
@_government
def show(mission_id: UUID) -> str:
    with engine().connect() as conn:
        these = queries.of_state(current_actor()).where(missions.c.mission_id == str(mission_id))
        one = conn.execute(these).one_or_none()
        items = queries.exchanged(conn, str(mission_id)) if one else []
    if one is None:
        raise NotFound
    texts = [text for each in items for text in each.words]
    return htmx.render(
        "partners/programme.html",
        block="content",
        one=one,
        days=[(on, list(some)) for on, some in groupby(items, key=lambda each: each.day)],
        opened=dict(zip(texts, vault().reveal_all(texts), strict=True)),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )
