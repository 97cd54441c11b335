"""The list of missions, and the same glance on the page of one (section E.12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request

from portal.followup.missions import words as of_mission
from portal.followup.missions.queries import Mission
from portal.followup.visits.words import TERMS
from portal.homes.missionlist import queries, words
from portal.homes.missionlist.queries import Glance
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from shared.reference import mandate_acronym, mandates
from shared.reference.visits import visited

bp = Blueprint("missionlist", __name__, url_prefix="/missions")

_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mission in words. ``terms``: word and tone."""

    one: Mission
    countdown: str | None
    terms: tuple[str, str] | None
    tasks: str
    late: str | None
    version: int | None


@bp.get("")
@require(*queries.READERS)
def index() -> str:
    actor, asked = current_actor(), queries.read(request.args)
    with engine().connect() as conn:
        page = paging.cut(
            conn, queries.index(actor, asked), "missions", paging.asked, size=_AT_ONCE
        )
        some = page.of(_said(each) for each in queries.glances(conn, actor, page.rows, today()))
    return htmx.render(
        "missionlist/index.html",
        block="content",
        missions=some,
        filters=asked,
        mandates={code: mandate_acronym(code) for code in mandates()},
        states={code: name for code, name in names.states().items() if code in visited()},
        which={code: str(word) for code, word in words.WHICH.items()},
        words=of_mission,
        acronyms=_acronyms,
        state_name=names.recipient,
    )


@bp.app_template_global()
def mission_at_a_glance(one: Mission) -> Said | None:
    """Return what the list has of a mission, for its page."""
    with engine().connect() as conn:
        found = queries.glance(conn, current_actor(), one.mission_id, today())
    return _said(found) if found else None


def _acronyms(some: Iterable[str]) -> str:
    return listed(map(mandate_acronym, some))


def _said(each: Glance) -> Said:
    return Said(
        one=each.one,
        countdown=of_mission.countdown(each.one, each.began, today()),
        terms=TERMS[each.terms] if each.terms else None,
        tasks=of_mission.tallied(each.tasks),
        late=of_mission.late(each.tasks),
        version=each.version,
    )
